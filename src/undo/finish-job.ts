import { rm } from 'node:fs/promises';
import type { Failure } from '../failure.js';
import type { Machine } from '../windows/machine.js';
import { rollbackIncomplete } from './by-hand.js';
import { type Duty, dutyOfPost, type JobStatus } from './duty.js';
import { draftOf, noteIn } from './journal.js';
import { type JournalRecord, journalUnreadable, originInWords, readJournals } from './journal-folder.js';
import { type Ground, type Recovered, Recovery } from './recovery.js';

/** What the post step has to do with. */
export interface PostGround extends Omit<Ground, 'machine'> {
  /**
   * Opens the machine and takes its lock; called only if there is something to do.
   * @param isUrgent false: null if another run holds the lock, which does the same
   */
  readonly open: (isUrgent: boolean) => Promise<OpenMachine | null>;
  /** The folder of the journals. */
  readonly journals: string;
  readonly status: JobStatus;
  /** The journal that the main step of this very step wrote, or was about to write. */
  readonly own: string | undefined;
  /** Called for a change that stays, with what it replaced: `remove-replaced` is done now. */
  readonly onKept: (
    machine: Machine,
    record: JournalRecord,
    others: readonly JournalRecord[],
  ) => Promise<void>;
}

/** A machine whose lock is held. */
export interface OpenMachine {
  readonly machine: Machine;
  release(): Promise<void>;
}

/** What the post step did. */
export interface Finished extends Recovered {
  /** Whether there was anything to do. */
  readonly any: boolean;
  /** Why bindings were restored, as sentences. */
  readonly reasons: readonly string[];
  /** Production could not be restored. */
  readonly failure: Failure | null;
}

const nothing: Finished = { any: false, bindings: [], left: [], foreign: [], reasons: [], failure: null };

/**
 * The post step: undoes what a main step that was killed has left, goes on with what it was finishing for an earlier
 * one, and does `restore-after-job`. With nothing to do it does nothing, however often it runs.
 * @returns also a failure `rollback-incomplete` if production could not be restored; anything less is a warning
 * @throws Failure `journal-unreadable` if it is not certain what there is to be restored
 */
export async function finishJob(ground: PostGround): Promise<Finished> {
  const { journals, own, log } = ground;
  const found = await readJournals(journals);
  if (own !== undefined) await rm(draftOf(own), { force: true }).catch(() => undefined);
  const duties = new Set(found.records.map((record) => dutyOf(record, ground)));
  duties.delete('none');
  const opened = duties.size > 0 ? await ground.open(duties.size > 1 || !duties.has('revive')) : null;
  const finished = opened ? await finishAll(ground, opened) : nothing;
  for (const damaged of found.damaged) {
    const failure = journalUnreadable(damaged);
    if (damaged.file === own) throw finished.failure ?? failure;
    log.warning('Earlier run', failure.message);
  }
  return finished;
}

function dutyOf(record: JournalRecord, { origin, own, status }: PostGround): Duty {
  return dutyOfPost(record, origin, own, status);
}

async function finishAll(ground: PostGround, opened: OpenMachine): Promise<Finished> {
  const { machine } = opened;
  try {
    // Read again under the lock: its holder may have settled some of them.
    const { records } = await readJournals(ground.journals);
    const recovery = new Recovery({ ...ground, machine }, records);
    const duties = records.toReversed().map((record) => ({ record, duty: dutyOf(record, ground) }));
    const open = duties.filter(({ duty }) => duty !== 'none' && duty !== 'tidy');
    if (open.length > 0) await recovery.revive(open.map(({ record }) => record));
    const reasons: string[] = [];
    for (const { record, duty } of duties) {
      if (duty === 'roll-back' || duty === 'finish')
        reasons.push(...(await goBack(ground, recovery, record, duty)));
      if (duty === 'keep') await keep(ground, { machine, recovery, record, records });
      if (duty === 'tidy') await recovery.tidy(record, { certificates: true });
    }
    const failure = recovery.left.length > 0 ? rollbackIncomplete(recovery.left) : null;
    return { any: true, ...recovered(recovery), reasons, failure };
  } finally {
    await opened.release();
  }
}

function recovered({ bindings, left, foreign }: Recovery): Recovered {
  return { bindings, left, foreign };
}

/** @returns why, and why not where it does not go back */
async function goBack(
  { log, status }: PostGround,
  recovery: Recovery,
  record: JournalRecord,
  duty: 'roll-back' | 'finish',
): Promise<readonly string[]> {
  const why = reasonOf(record, status);
  return log.group(`Restore the bindings of the run ${originInWords(record)}`, async () => {
    log.info(why);
    const settled = await recovery.settle(record, duty);
    for (const reason of settled.reasons) log.warning('Not restored', reason);
    if (settled.end !== 'stuck' && settled.left.length === 0)
      await recovery.tidy(record, { certificates: true });
    return settled.moved.length > 0 ? [why, ...settled.reasons] : settled.reasons;
  });
}

function reasonOf({ header, notes }: JournalRecord, status: JobStatus): string {
  if (!notes.some(({ phase }) => phase === 'verified'))
    return 'The main step was ended before its change was complete.';
  if (header.restoreAfterJob === 'always') return '"restore-after-job: always" asks for it.';
  return `"restore-after-job: failure" asks for it, and the job ended with the status "${status}".`;
}

/** The change stays: what is left is to remove what it replaced, which never fails a job. */
async function keep(
  { log, onKept }: PostGround,
  {
    machine,
    recovery,
    record,
    records,
  }: {
    readonly machine: Machine;
    readonly recovery: Recovery;
    readonly record: JournalRecord;
    readonly records: readonly JournalRecord[];
  },
): Promise<void> {
  try {
    // From now on nothing may be restored: the certificates for that are about to go.
    await noteIn(record.file, { phase: 'kept' });
    await onKept(machine, record, records);
  } catch (error) {
    log.warning('Tidying up', String(error));
  }
  await recovery.tidy(record, { certificates: false });
}
