import type { Applied } from '../apply/apply.js';
import type { Log } from '../log.js';
import { addCommand, type Change, methodOf, replacedBy, updateCommand } from '../plan/change.js';
import type { Plan } from '../plan/plan.js';
import { type Skipped, skipLines } from '../plan/skipped.js';
import { netshArguments } from '../windows/netsh.js';
import type { Found } from './found.js';
import { report } from './report.js';
import type { Surroundings } from './surroundings.js';

/** Tells the notes and warnings of a step. */
export function tellAll(
  title: string,
  { notes, warnings }: { readonly notes?: readonly string[]; readonly warnings: readonly string[] },
  log: Log,
): void {
  for (const note of notes ?? []) log.info(note);
  for (const warning of warnings) log.warning(title, warning);
}

/** Step 4 in the log: what matters first, then what is skipped. */
export function tellPlan(plan: Plan, { log }: Pick<Surroundings, 'log'>): void {
  for (const line of plan.first) log.info(line);
  tellSkipped(plan.skipped, log);
  tellAll('Plan', plan, log);
  for (const change of plan.changes) log.debug(`planned: netsh ${netshArguments(planned(change)).join(' ')}`);
}

/** What the real run is about to change, as a table. What a run without changes has to show is shown at its end. */
export function tellIntended(plan: Plan, { log, now }: Surroundings, found: Found): void {
  if (plan.changes.length > 0) log.table(report(found, 'plan', [], now));
}

/** What is as it should be is a line in the log; what somebody probably wants to know is a warning. */
export function tellSkipped(skipped: readonly Skipped[], log: Log): void {
  for (const { text, isNote } of skipLines(skipped)) {
    if (isNote) log.info(`Skipped: ${text}`);
    else log.warning('Skipped', text);
  }
}

function planned(change: Change) {
  return change.is === 'replacement' && change.settingsArguments.update
    ? updateCommand(change, change.after)
    : addCommand(change, change.after);
}

/** Step 8 in the log: a line for each binding. */
export function tellChanges(changes: readonly Change[], { methods }: Applied, log: Log): void {
  for (const change of changes) {
    const from = replacedBy(change)?.thumbprint ?? 'not bound';
    log.info(`${change.endpoint.text}: ${from} → ${change.after.thumbprint} (${methodOf(change, methods)})`);
  }
}
