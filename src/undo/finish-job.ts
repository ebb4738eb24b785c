import { asFailure, type Failure } from '../failure.js';
import { certificateKey } from '../import/imported.js';
import { removeReplaced } from '../import/remove-replaced.js';
import { readTable } from '../inspect/read-table.js';
import type { Change } from '../plan/change.js';
import type { Context } from '../run/context.js';
import { lockMachine } from '../run/run.js';
import type { Machine } from '../windows/machine.js';
import { Journal, type JournalRecord, journalUnreadable, progressOf } from './journal.js';
import { neededBy, sameJob, settle, tellRollback, undo } from './recover.js';
import { type NotRestored, rollbackIncomplete } from './roll-back.js';

/** How the job went, as the runner says at its end. */
export type JobStatus = 'success' | 'failure' | 'cancelled' | 'unknown';

/** The part of a {@link Context} that the post step has. */
export type PostContext = Pick<Context, 'log' | 'stop' | 'job' | 'journals'> & {
  /** Opens the machine; called only if there is something to finish. */
  readonly openMachine: () => Machine;
  readonly status: JobStatus;
  /** The journal that the main step of this very step wrote, or was about to write. */
  readonly ownJournal: string | undefined;
};

/** What the post step did. */
export interface Finished {
  /** Whether there was anything to do. */
  readonly any: boolean;
  /** Bindings that were put back. */
  readonly restored: readonly Change[];
  /** Bindings that somebody else had changed in the meantime; they were left alone. */
  readonly leftAlone: readonly Change[];
  /** Production could not be put back. */
  readonly failure: Failure | null;
}

/**
 * The post step: undoes what a main step that was killed has left open, and does `restore-after-job`. With nothing to
 * do it does nothing, however often it runs.
 * @returns also a failure `rollback-incomplete` if production could not be put back; anything less is a warning
 * @throws Failure `journal-unreadable` if it is not certain what there is to be put back
 */
export async function finishJob(context: PostContext): Promise<Finished> {
  const { journals, job, ownJournal, log } = context;
  const mine = (record: JournalRecord) =>
    record.file === ownJournal || (sameJob(record.header.job, job) && !progressOf(record.notes).verified);
  const found = await Journal.readAll(journals);
  if (ownJournal !== undefined) await Journal.removeDraftOf(ownJournal);
  let finished: Finished = { any: false, restored: [], leftAlone: [], failure: null };
  if (found.records.some(mine)) {
    const machine = context.openMachine();
    const lock = await lockMachine({ machine, job, log });
    try {
      finished = await finishAll({ ...context, machine }, mine);
    } finally {
      await lock.release();
    }
  }
  for (const damaged of found.damaged) {
    const failure = journalUnreadable(damaged);
    if (damaged.file === ownJournal) throw finished.failure ?? failure;
    log.warning('Earlier run', failure.message);
  }
  return finished;
}

type Open = PostContext & { readonly machine: Machine };

async function finishAll(context: Open, mine: (record: JournalRecord) => boolean): Promise<Finished> {
  const { machine, log, stop, journals, status } = context;
  const restored: Change[] = [];
  const leftAlone: Change[] = [];
  const broken: { record: JournalRecord; failed: readonly NotRestored[] }[] = [];
  // Read again under the lock: its holder may have settled some of them. The newest change is undone first.
  const { records } = await Journal.readAll(journals);
  for (const record of records.filter(mine).toReversed()) {
    if (!isToBeUndone(record, status)) {
      await keep(context, record, records);
      continue;
    }
    await log.group(`Put back the bindings of ${record.header.created}`, async () => {
      const result = await undo(machine, record, records, () => {
        if (stop.graceIsOver) stop.throwIfRequested();
      });
      tellRollback(log, result);
      restored.push(...result.restored);
      leftAlone.push(...result.notRestored.filter((each) => each.foreign).map((each) => each.change));
      const failed = result.notRestored.filter((each) => !each.foreign);
      if (failed.length > 0) broken.push({ record, failed });
      // Where something is left of it, the next run tries once more.
      else if (result.warnings.length === 0) await settleLoudly(context, record);
    });
  }
  const first = broken[0];
  const failure =
    first &&
    rollbackIncomplete(
      broken.flatMap((each) => each.failed),
      first.record.file,
    );
  return { any: true, restored, leftAlone, failure: failure ?? null };
}

/** Whether a journal's change has to be undone at the end of its job. */
export function isToBeUndone({ header, notes }: JournalRecord, status: JobStatus): boolean {
  const { verified, kept, rollingBack } = progressOf(notes);
  if (!verified || rollingBack) return true;
  if (kept) return false;
  if (header.restoreAfterJob === 'failure') return status !== 'success';
  return header.restoreAfterJob === 'always';
}

async function keep(context: Open, record: JournalRecord, records: readonly JournalRecord[]): Promise<void> {
  const { machine, log } = context;
  try {
    const needed = neededBy(records.filter((each) => each.file !== record.file));
    const replaced = record.header.removeReplaced.filter((each) => !needed.has(certificateKey(each)));
    if (replaced.length > 0) {
      await noteKept(record.file);
      const { notes, warnings } = await removeReplaced(machine, replaced, {
        table: await readTable(machine),
        others: [],
        needed,
      });
      for (const note of notes) log.info(note);
      for (const warning of warnings) log.warning('Replaced certificate', warning);
    }
    await settleLoudly(context, record);
  } catch (error) {
    log.warning('Tidying up', asFailure(error).message);
  }
}

/** From now on nothing may be undone: the certificates for that are about to go. */
async function noteKept(file: string): Promise<void> {
  const journal = await Journal.reopen(file);
  await journal.note({ phase: 'kept' }).finally(() => journal.leave());
}

async function settleLoudly({ log }: Open, record: JournalRecord): Promise<void> {
  for (const warning of await settle(record)) log.warning('Tidying up', warning);
}
