import { refuseDrift } from '../apply/apply.js';
import { Failure } from '../failure.js';
import type { Table } from '../http-sys/table.js';
import { type ImportResult, importAgain, importFailure } from '../import/import.js';
import type { GrantedAccess } from '../import/key-users.js';
import type { ImportPlan } from '../import/plan-import.js';
import { readTable } from '../inspect/read-table.js';
import { type Change, methodsInWords, replacedBy } from '../plan/change.js';
import type { Plan } from '../plan/plan.js';
import { type Rehearsed, rehearse } from '../rehearse/rehearse.js';
import type { Undo } from '../undo/undo.js';
import type { Verification } from '../verify/verification.js';
import { count } from '../wording.js';
import type { Bearings } from './bearings.js';
import type { Surroundings } from './surroundings.js';
import { tellAll, tellSkipped } from './tell.js';

/** What a rehearsal follows. */
interface AfterImport {
  readonly importPlan: ImportPlan;
  readonly imported: ImportResult;
  readonly undo: Undo;
}

/** What a rehearsal found out, and what it took to come to that. */
export interface RehearsedKey extends Rehearsed {
  /** Accounts that may use the key with which it was rehearsed in the end. */
  readonly granted: readonly GrantedAccess[];
}

/**
 * Step 7. Where the store had the certificate but its key turns out to be unusable, the certificate is imported and it
 * is rehearsed again.
 * @throws Failure if a change cannot be made without loss
 */
export function rehearseWithKey(
  bearings: Bearings,
  after: AfterImport,
  on: Surroundings,
): Promise<RehearsedKey> {
  const { machine, log } = on;
  return log.group('Rehearse on spare bindings', async () => {
    const { importPlan, imported } = after;
    let { granted } = imported;
    const attempt = (freshKey: boolean) => rehearseOnce(bearings, { freshKey, undo: after.undo }, on);
    const rehearsed = await attempt(imported.keyIsFresh).catch(async (error: unknown) => {
      if (!(error instanceof Failure) || error.code !== 'key-unusable') throw error;
      const { leaf, importsLeaf } = importPlan;
      if (leaf === null || importsLeaf) throw (await importFailure(machine, importPlan, imported)) ?? error;
      log.warning(
        'Import',
        'The certificate was in the store already, but without a usable key; it is imported again.',
      );
      const again = await importAgain(machine, { ...importPlan, leaf }, { undo: after.undo, hide: log.hide });
      tellAll('Import', again, log);
      granted = again.granted;
      return attempt(true);
    });
    tellAll('Rehearsal', rehearsed, log);
    tellSkipped(rehearsed.skipped, log);
    log.info(`Proven: ${methodsInWords(rehearsed.changes, rehearsed.methods) || 'no change'}`);
    return { ...rehearsed, granted };
  });
}

/** The plan as far as the rehearsal has proven it, with what was learnt to set. */
export function provenPart(plan: Plan, { changes, skipped }: Rehearsed): Plan {
  return { ...plan, changes, skipped: [...plan.skipped, ...skipped] };
}

function rehearseOnce(
  { inspection, plan }: Bearings,
  { freshKey, undo }: { readonly freshKey: boolean; readonly undo: Undo },
  { machine, stop }: Surroundings,
): Promise<Rehearsed> {
  return rehearse(machine, plan.changes, {
    table: inspection.table,
    abilities: inspection.abilities,
    presentIsThere: (change: Change) => {
      const before = replacedBy(change);
      return before !== null && inspection.stored(before) !== undefined;
    },
    isNamed: ({ endpoint }) => plan.named.has(endpoint.key),
    maySkipAll: plan.unchanged.length > 0,
    freshKey,
    announce: (endpoints) => undo.willRehearse(endpoints),
    throwIfStopped: () => stop.throwIfRequested(),
  });
}

/** ms after which a reading of the table no longer tells what is there now. */
const freshMs = 50;

/**
 * Waits until the bindings have shown what they serve now.
 * @returns the table as it is then
 * @throws Failure `drift` if somebody else has changed a binding of the plan
 */
export async function tableNow(
  { changes, table, isCurrent }: Rehearsed,
  verification: Verification,
  { machine, log, stop }: Surroundings,
): Promise<Table> {
  const began = performance.now();
  if (!verification.isOff) {
    await log.group('What the bindings show now', async () => {
      const witnesses = await stop.unlessRequested(verification.findWitnesses());
      log.info(
        `A handshake shows the present certificate on ${witnesses} of ${count(changes.length, 'binding')}`,
      );
    });
  }
  const isFresh = isCurrent && performance.now() - began < freshMs;
  const now = isFresh ? table : await readTable(machine, table);
  refuseDrift(changes, now);
  return now;
}
