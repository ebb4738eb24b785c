import { type Applied, apply } from '../apply/apply.js';
import { asFailure } from '../failure.js';
import { type ImportResult, importCertificate } from '../import/import.js';
import type { ImportPlan } from '../import/plan-import.js';
import type { Plan } from '../plan/plan.js';
import { recoverEarlierRuns } from '../undo/recover.js';
import type { Undo } from '../undo/undo.js';
import { refuseUnproven, type Verification } from '../verify/verification.js';
import {
  type Bearings,
  inspectClean,
  newReading,
  openNew,
  planTheImport,
  type Reading,
  readIssuers,
} from './bearings.js';
import { beginUndo } from './begin-undo.js';
import { explained, refuseWithoutElevation } from './elevation.js';
import { finish } from './finish.js';
import type { Found } from './found.js';
import { lockMachine } from './lock-machine.js';
import { planTheChange } from './plan-the-change.js';
import { provenPart, rehearseWithKey, tableNow } from './rehearsal.js';
import type { Rebinding } from './request.js';
import { ShownIssuers, tellMissing } from './shown-issuers.js';
import { groundOf, type Surroundings } from './surroundings.js';
import { tellAll, tellChanges } from './tell.js';
import { askRolledBack, proveUnchanged, verificationOf, verify } from './verifying.js';
import { ofReplaced, otherUsersOf } from './warn-of-users.js';

/**
 * The real run: its steps in order. What a step has found stands in `found`, whatever comes after it.
 * @throws Failure of any step, once everything is rolled back
 */
export async function rebind(request: Rebinding, on: Surroundings, found: Found): Promise<void> {
  const lock = await lockMachine(on);
  try {
    // Before anything that may fail: a binding that an earlier run has left dead must not wait for a right password.
    await recoverEarlierRuns(groundOf(on), on.machine.journals, (recovery) => {
      found.recovered = recovery;
    });
    const reading = newReading(on, found);
    const opened = await openNew(request, on, reading);
    const { inspection, plan } = await explained(on.machine, async () => {
      const read = await inspectClean(request, on, { opened, reading });
      return {
        inspection: read,
        plan: await planTheChange(request, on, { opened, inspection: read, found }),
      };
    });
    const bearings = { request, opened, inspection, plan };
    if (plan.changes.length === 0) await proveUnchanged(bearings, on, found);
    else await change(bearings, { on, found, reading });
  } finally {
    await lock.release();
  }
}

/** Where the steps of a change work, and put what they find. */
interface Work {
  readonly on: Surroundings;
  readonly found: Found;
  readonly reading: Reading;
}

/** Steps 5 to 9. Each registers with `undo` what it is about to do; after a failure all of it is run backwards. */
async function change(bearings: Bearings<Rebinding>, { on, found, reading }: Work): Promise<void> {
  const { machine, log } = on;
  // All that is left to be read begins at once; nothing is written before it is certain that it may be.
  const users = otherUsersOf(bearings, machine);
  readIssuers(bearings.opened, reading).catch(() => undefined);
  await refuseWithoutElevation(machine.isElevated());
  const importPlan = await planTheImport(bearings, on, reading);
  const undo = await beginUndo(bearings, on);
  const issuers = new ShownIssuers(bearings.opened.certificate.thumbprint);
  const verification = verificationOf(bearings, on, issuers);
  let done: Done;
  try {
    verification.begin();
    done = await carryOut(bearings, { importPlan, undo, verification }, { on, found });
    await undo.close();
  } catch (error) {
    verification.abandon();
    on.stop.beginUndoing();
    const failure = on.stop.reasonOf(asFailure(error));
    log.info(`Failed: ${failure.parts.cause} Rolling everything back.`);
    found.undone = await log.group('Roll back', () => undo.rollBack(failure));
    await askRolledBack(verification, found.undone, on);
    throw failure;
  } finally {
    found.otherUsers = ofReplaced(await users, found.plan ?? bearings.plan);
  }
  await tellMissing(done.imported, issuers, on);
  await finish({ ...bearings, plan: done.plan }, { undo, on, found });
}

/** What the steps of a change work with. */
interface Tools {
  readonly importPlan: ImportPlan;
  readonly undo: Undo;
  readonly verification: Verification;
}

/** What was done in the end. */
interface Done {
  /** The part of the plan that was carried out. */
  readonly plan: Plan;
  readonly imported: ImportResult;
}

/**
 * Steps 6 to 9: import, rehearse, change, prove.
 * @throws Failure of any of them; what is done is not undone here
 */
async function carryOut(
  bearings: Bearings<Rebinding>,
  { importPlan, undo, verification }: Tools,
  { on, found }: Pick<Work, 'on' | 'found'>,
): Promise<Done> {
  const { machine, log, stop } = on;
  const imported = await log.group('Import the certificate', async () => {
    const result = await importCertificate(machine, importPlan, { undo, hide: log.hide });
    tellAll('Import', result, log);
    return result;
  });
  stop.throwIfRequested();
  const rehearsed = await rehearseWithKey(bearings, { importPlan, imported, undo }, on);
  found.granted = rehearsed.granted;
  const plan = provenPart(bearings.plan, rehearsed);
  found.plan = plan;
  verification.leaveOut(rehearsed.skipped.map(({ endpoint }) => endpoint.key));
  const table = await tableNow(rehearsed, verification, on);
  stop.throwIfRequested();
  await undo.willApply(rehearsed);
  found.applied = await changeBindings({ ...rehearsed, table }, { undo, verification }, on);
  found.verdicts = await verify(verification, on);
  refuseUnproven(found.verdicts, bearings.request.handshake);
  return { plan, imported };
}

/** Step 8. @throws Failure where a binding is not what it should be */
function changeBindings(
  work: Parameters<typeof apply>[1],
  { undo, verification }: Pick<Tools, 'undo' | 'verification'>,
  { machine, log, stop }: Surroundings,
): Promise<Applied> {
  return log.group('Change the bindings', async () => {
    const applied = await apply(machine, work, {
      beforeBatch: (done, total) => {
        stop.throwIfRequested();
        log.progress(`${done} of ${total} bindings`);
      },
      onForeign: (each) => undo.leaveAlone(each),
      onChanged: (changed) => verification.askChanged(changed.map(({ endpoint }) => endpoint.key)),
    });
    tellChanges(work.changes, applied, log);
    return applied;
  });
}
