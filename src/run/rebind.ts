import { apply } from '../apply/apply.js';
import { asFailure } from '../failure.js';
import { importCertificate } from '../import/import.js';
import type { ImportPlan } from '../import/plan-import.js';
import { makePlan, without } from '../plan/plan.js';
import type { Rehearsed } from '../rehearse/rehearse.js';
import { recoverEarlierRuns } from '../undo/recover.js';
import type { Undo } from '../undo/undo.js';
import { refuseUnproven, type Verification } from '../verify/verification.js';
import { type Bearings, inspectClean, newReading, openNew, planTheImport } from './bearings.js';
import { beginUndo } from './begin-undo.js';
import { finish } from './finish.js';
import type { Found } from './found.js';
import { lockMachine, refuseWithoutElevation } from './lock-machine.js';
import { rehearseWithKey, tableNow } from './rehearsal.js';
import type { Rebinding } from './request.js';
import { groundOf, type Surroundings } from './surroundings.js';
import { tellAll, tellChanges, tellIntended, tellPlan } from './tell.js';
import { askRolledBack, proveUnchanged, verificationOf, verify } from './verifying.js';
import { otherUsersOf } from './warn-of-users.js';

/**
 * The real run: its steps in order. What a step has found stands in `found`, whatever comes after it.
 * @throws Failure of any step, once everything is rolled back
 */
export async function rebind(request: Rebinding, on: Surroundings, found: Found): Promise<void> {
  const lock = await lockMachine(on);
  // A program that only tells whether the rest is allowed: nothing waits for it before it has to.
  const elevation = on.machine.isElevated();
  elevation.catch(() => undefined);
  try {
    // Before anything that may fail: a binding that an earlier run has left dead must not wait for a right password.
    await recoverEarlierRuns(groundOf(on), on.machine.journals, (recovery) => {
      found.recovered = recovery;
    });
    const reading = newReading(on, found);
    const opened = await openNew(request, on, reading);
    const inspection = await inspectClean(request, on, { opened, reading });
    const plan = makePlan(request, inspection, opened.certificate, on.now);
    found.plan = plan;
    tellPlan(plan, on);
    tellIntended(plan, on, found);
    const bearings = { request, opened, inspection, plan };
    if (plan.changes.length === 0) {
      await proveUnchanged(bearings, on, found);
      return;
    }
    await refuseWithoutElevation(elevation);
    await change(bearings, on, found);
  } finally {
    await lock.release();
  }
}

/** Steps 5 to 9. Each registers with `undo` what it is about to do; after a failure all of it is run backwards. */
async function change(bearings: Bearings<Rebinding>, on: Surroundings, found: Found): Promise<void> {
  const { machine, log } = on;
  const importPlan = planTheImport(bearings, on);
  const undo = await beginUndo(bearings, on);
  const verification = verificationOf(bearings, on);
  const users = otherUsersOf(bearings, machine);
  let done = bearings;
  try {
    verification.begin();
    done = await carryOut(bearings, { importPlan, undo, verification }, { on, found });
    await undo.close();
  } catch (error) {
    verification.abandon();
    const failure = asFailure(error);
    log.info(`Failed: ${failure.parts.cause} Everything is rolled back now.`);
    found.undone = await log.group('Roll back', () => undo.rollBack(failure));
    await askRolledBack(verification, found.undone, on);
    throw failure;
  } finally {
    found.otherUsers = await users;
  }
  await finish(done, { undo, on, found });
}

/** What the steps of a change work with. */
interface Tools {
  readonly importPlan: ImportPlan;
  readonly undo: Undo;
  readonly verification: Verification;
}

/**
 * Steps 6 to 9: import, rehearse, change, prove.
 * @returns without the changes that the rehearsal has shown to be impossible
 * @throws Failure of any of them; what is done is not undone here
 */
async function carryOut(
  bearings: Bearings<Rebinding>,
  { importPlan, undo, verification }: Tools,
  { on, found }: { readonly on: Surroundings; readonly found: Found },
): Promise<Bearings<Rebinding>> {
  const { machine, log, stop } = on;
  const imported = await log.group('Import the certificate', () =>
    importCertificate(machine, importPlan, { undo, hide: log.hide }),
  );
  tellAll('Import', imported, log);
  stop.throwIfRequested();
  const rehearsed = await rehearseWithKey(bearings, { importPlan, imported, undo }, on);
  const plan = without(bearings.plan, rehearsed.skipped);
  found.plan = plan;
  const possible = { ...bearings, plan };
  await changeBindings(possible, { undo, verification, rehearsed }, { on, found });
  found.verdicts = await verify(verification, on);
  refuseUnproven(found.verdicts, bearings.request.handshake);
  return possible;
}

/** Step 8. @throws Failure, with some bindings changed and others not */
async function changeBindings(
  bearings: Bearings<Rebinding>,
  { undo, verification, rehearsed }: Omit<Tools, 'importPlan'> & { readonly rehearsed: Rehearsed },
  { on, found }: { readonly on: Surroundings; readonly found: Found },
): Promise<void> {
  const { machine, log, stop } = on;
  const { changes } = bearings.plan;
  const skipped = rehearsed.skipped.map(({ endpoint }) => endpoint);
  verification.leaveOut(skipped);
  const table = await tableNow(rehearsed, verification, { bearings, on });
  stop.throwIfRequested();
  await undo.willApply(changes, rehearsed.methods, skipped);
  const applied = await log.group('Change the bindings', () =>
    apply(
      machine,
      { changes, ...rehearsed, table },
      {
        beforeBatch: (done, total) => {
          stop.throwIfRequested();
          log.progress(`${done} of ${total} bindings`);
        },
        onForeign: (each) => undo.leaveAlone(each),
        onChanged: (changed) => verification.askChanged(changed.map(({ endpoint }) => endpoint.key)),
      },
    ),
  );
  found.applied = applied;
  tellChanges(changes, applied, log);
}
