import { Failure } from '../failure.js';
import { asFailure } from './carry-out.js';
import type { Context } from './context.js';
import { Journal, type JournalRecord, progressOf } from './journal.js';
import { sameJob, settle, tellRollback, undo } from './recover.js';
import { removeReplaced } from './replaced.js';
import { type NotRestored, rollbackIncomplete } from './rollback.js';
import { lockMachine } from './run.js';
import { readTable } from './table.js';

/** How the job went, as the runner says at its end. */
export type JobStatus = 'success' | 'failure' | 'cancelled' | 'unknown';

/** The part of a {@link Context} that the post step has. */
export type PostContext = Pick<Context, 'machine' | 'log' | 'stop' | 'job' | 'journals'> & {
  readonly status: JobStatus;
  /** The journal that the main step of this very step wrote, if it did. */
  readonly ownJournal: string | undefined;
};

/** What the post step did with one journal. */
export interface Finished {
  readonly record: JournalRecord;
  readonly action: 'restored' | 'kept';
}

/**
 * The post step: undoes what a main step that was killed has left open, and does `restore-after-job`. With nothing to
 * do it does nothing, however often it runs.
 * @throws Failure `rollback-incomplete` if production could not be put back; anything less is a warning
 */
export async function finishJob(context: PostContext): Promise<Finished[]> {
  const { journals, job, ownJournal, log } = context;
  const mine = (record: JournalRecord) =>
    record.file === ownJournal || (sameJob(record.header.job, job) && !progressOf(record.notes).verified);
  if (!(await Journal.readAll(journals)).some(mine)) return [];
  const lock = await lockMachine(context);
  try {
    const finished: Finished[] = [];
    const broken: NotRestored[] = [];
    // Read again under the lock: its holder may have settled some of them. The newest change is undone first.
    for (const record of (await Journal.readAll(journals)).filter(mine).toReversed()) {
      if (!isToBeUndone(record, context.status)) {
        await keep(context, record);
        finished.push({ record, action: 'kept' });
        continue;
      }
      await log.group(`Put back the bindings of ${record.header.created}`, async () => {
        const result = await undo(context.machine, record, () => undefined);
        tellRollback(log, result);
        const failed = result.notRestored.filter((each) => !each.foreign);
        broken.push(...failed);
        if (failed.length === 0) await settle(record);
        finished.push({ record, action: 'restored' });
      });
    }
    if (broken.length > 0) throw rollbackIncomplete(broken);
    return finished;
  } finally {
    await lock.release();
  }
}

/** Whether a journal's change has to be undone at the end of its job. */
export function isToBeUndone({ header, notes }: JournalRecord, status: JobStatus): boolean {
  if (!progressOf(notes).verified) return true;
  if (header.restoreAfterJob === 'failure') return status !== 'success';
  return header.restoreAfterJob === 'always';
}

async function keep({ machine, log }: PostContext, record: JournalRecord): Promise<void> {
  try {
    const { removeReplaced: replaced } = record.header;
    if (replaced.length > 0) {
      const warnings = await removeReplaced(machine, replaced, await readTable(machine), log);
      for (const warning of warnings) log.warning('Replaced certificate', warning);
    }
    await settle(record);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.warning('Tidying up', asFailure(error).message);
  }
}
