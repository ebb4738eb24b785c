import { isSpare } from '../apply/spares.js';
import { asFailure, Failure } from '../failure.js';
import type { NewCertificate } from '../open/open.js';
import { removeLeftOverSpares } from '../rehearse/left-over-spares.js';
import { Journal, journalUnreadable } from '../undo/journal.js';
import { pendingForNextRun, settle, tellRollback, undo } from '../undo/recover.js';
import { rollbackIncomplete } from '../undo/roll-back.js';
import { Undone } from '../undo/undo-all.js';
import { Proof } from '../verify/prove.js';
import { carryOut } from './carry-out.js';
import type { Context } from './context.js';
import { Draft } from './draft.js';
import { inventory } from './inventory.js';
import { openNewCertificate, type Prepared, prepare } from './prepare.js';
import type { Outcome, Report } from './report.js';

/** How a run ended; the report is there in any case. */
export interface Ending {
  readonly report: Report;
  /** null: the run did what it was asked to. */
  readonly failure: Failure | null;
  readonly appId: string | null;
}

/** A whole run, from the opened inputs to the report. Never throws. */
export async function run(context: Context): Promise<Ending> {
  const draft = new Draft(context.log, context.now);
  const end = (outcome: Outcome, failure: Failure | null): Ending => ({
    report: draft.close(outcome),
    failure,
    appId: draft.appId,
  });
  const { source, dryRun } = context.request;
  try {
    if (source === null) return end(await inventory(context, draft), null);
    return end(await (dryRun ? planOnly(context, draft) : rebind(context, draft)), null);
  } catch (error) {
    if (error instanceof Undone) return end(error.outcome, error.failure);
    draft.withdrawPlan();
    return end('failed', asFailure(error));
  }
}

/** `dry-run`: everything up to the plan, guards included; no program that writes is started. */
async function planOnly(context: Context, draft: Draft): Promise<Outcome> {
  const opened = await openNewCertificate(context, draft);
  const { plan } = await prepare(context, draft, opened);
  if (plan.changes.length > 0 && (await context.machine.isElevated()) === false) {
    draft.warn('Rights', 'This account is not elevated: the real run would refuse to change anything.');
  }
  const { records, damaged } = await Journal.readAll(context.journals);
  for (const each of damaged) draft.warn('Earlier run', journalUnreadable(each).message);
  if (records.some((record) => pendingForNextRun(record, context.job) === 'undo')) {
    draft.warn(
      'Earlier run',
      'An earlier run was cut off: the real run would put its bindings back before anything else.',
    );
  }
  return plan.changes.length > 0 ? 'planned' : 'unchanged';
}

async function rebind(context: Context, draft: Draft): Promise<Outcome> {
  const lock = await lockMachine(context);
  try {
    // Before anything that may fail: a socket that an earlier run has left dead must not wait for a right password.
    await finishEarlierRuns(context, draft);
    const opened = await openNewCertificate(context, draft);
    const prepared = await prepareClean(context, draft, opened);
    if (prepared.plan.changes.length > 0) {
      await refuseWithoutElevation(context);
      return await carryOut(context, draft, prepared);
    }
    context.log.info('Every selected binding has this certificate already; nothing to change.');
    await new Proof(context, prepared, opened.certificate.thumbprint).endAfter(draft);
    return 'unchanged';
  } finally {
    await lock.release();
  }
}

const lockWaitMs = 10 * 60_000;

/** Takes the lock of the machine: one run at a time. @throws Failure `locked` */
export function lockMachine({ machine, job, log }: Pick<Context, 'machine' | 'job' | 'log'>) {
  return machine.lock({
    holder: `run ${job.runId || 'unknown'}, job ${job.job || 'unknown'}, process ${process.pid}, since ${new Date().toISOString()}`,
    waitMs: lockWaitMs,
    onWait: (holder) => log.info(`Waiting for another run on this machine to end: ${holder}`),
  });
}

/** Restores what a run that was cut off, with no post step after it, has left behind. @throws Failure if that fails */
async function finishEarlierRuns(context: Context, draft: Draft): Promise<void> {
  const { machine, log, job, stop, journals } = context;
  const { records, damaged } = await Journal.readAll(journals);
  if (damaged[0]) throw journalUnreadable(damaged[0]);
  await Journal.removeDrafts(journals);
  for (const record of records.toReversed()) {
    const pending = pendingForNextRun(record, job);
    if (pending === 'keep') {
      log.info('An earlier step of this job puts its bindings back when the job ends (restore-after-job).');
      continue;
    }
    if (pending === 'undo') {
      await refuseWithoutElevation(context);
      draft.warn(
        'Earlier run',
        `The run of ${record.header.created} was cut off; its bindings are put back before anything else.`,
      );
      await log.group('Put an earlier run back', async () => {
        const result = await undo(machine, record, records, () => stop.throwIfRequested());
        tellRollback(log, result);
        const broken = result.notRestored.filter((each) => !each.foreign);
        if (broken.length > 0) throw rollbackIncomplete(broken, record.file);
      });
    }
    for (const warning of await settle(record)) draft.warn('Tidying up', warning);
  }
}

/** Reads the machine and makes the plan; first removes what a killed rehearsal has left, if its journal is gone. */
async function prepareClean(context: Context, draft: Draft, opened: NewCertificate): Promise<Prepared> {
  const prepared = await prepare(context, draft, opened);
  const { table } = prepared.inspection;
  if (![...table.bindings.values()].some(isSpare) || (await context.machine.isElevated()) === false)
    return prepared;
  const left = await removeLeftOverSpares(context.machine, table, () => context.stop.throwIfRequested());
  for (const warning of left) draft.warn('Rehearsal', warning);
  return left.length > 0 ? prepared : prepare(context, draft, opened);
}

/** @throws Failure `not-elevated`, with the commands that mend a runner service */
async function refuseWithoutElevation({ machine }: Context): Promise<void> {
  if ((await machine.isElevated()) !== false) return;
  throw new Failure('not-elevated', {
    cause:
      'The account of this runner is not an elevated administrator, so it may not change bindings or import certificates.',
    evidence:
      'whoami /groups shows neither an elevated administrator (S-1-16-12288) nor SYSTEM (S-1-16-16384 with S-1-5-32-544). A runner service runs as NETWORK SERVICE unless told otherwise.',
    next: [
      'In an elevated prompt in the folder of the runner (the file .service there has the name of its service): sc.exe config <service> obj= LocalSystem, then restart the service.',
      'Or configure the runner anew: config.cmd remove --token <token>, then config.cmd --url <url> --token <token> --runasservice --windowslogonaccount "NT AUTHORITY\\SYSTEM"; "--replace" does not change the account of a service.',
      'A runner without a service: start run.cmd in an elevated prompt. See docs/getting-started.md.',
    ].join('\n'),
  });
}
