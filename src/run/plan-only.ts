import { makePlan } from '../plan/plan.js';
import { isAnyCutOff } from '../undo/duty.js';
import { journalUnreadable, readJournals } from '../undo/journal-folder.js';
import { newReading, openNew, planTheImport, readMachine } from './bearings.js';
import type { Found } from './found.js';
import type { Plan } from './request.js';
import type { Surroundings } from './surroundings.js';
import { planTitle, tellPlan } from './tell.js';
import { otherUsersOf } from './warn-of-users.js';

/** `dry-run`: steps 2 to 4, guards included; no program that writes is started. */
export async function planOnly(request: Plan, on: Surroundings, found: Found): Promise<void> {
  const { machine, log, now } = on;
  // Begun before anything else, as it has to wait for a program.
  const elevation = machine.isElevated();
  elevation.catch(() => undefined);
  const reading = newReading(on, found);
  const opened = await openNew(request, on, reading);
  const inspection = await readMachine(request, on, { opened, reading });
  const plan = await log.group(planTitle, async () => {
    const made = makePlan(request, inspection, opened.certificate, now);
    tellPlan(made, on);
    return made;
  });
  found.plan = plan;
  if (plan.changes.length > 0) {
    planTheImport({ request, opened, inspection, plan }, on);
    found.otherUsers = await otherUsersOf({ inspection, plan }, machine);
    if ((await elevation) === false)
      log.warning('Rights', 'This account is not elevated: the real run would refuse to change anything.');
  }
  await tellEarlierRuns(on);
}

/** What the real run would do about runs that were cut off. An account that may not read their journals is not told. */
async function tellEarlierRuns({ machine, origin, log }: Surroundings): Promise<void> {
  const { records, damaged } = await readJournals(machine.journals, 'once').catch(() => ({
    records: [],
    damaged: [],
  }));
  for (const each of damaged) log.warning('Earlier run', journalUnreadable(each).message);
  if (isAnyCutOff(records, origin))
    log.warning(
      'Earlier run',
      'An earlier run was cut off: the real run would bring its bindings to one of their two certificates before anything else.',
    );
}
