import { rm } from 'node:fs/promises';
import { Failure } from '../failure.js';
import type { Imported } from '../import/imported.js';
import type { Machine } from '../windows/machine.js';
import { systemError } from '../wording.js';
import { type NotRestored, rollbackIncomplete } from './by-hand.js';
import { type Duty, dutyOfPost, isAnsweredForByPost, type JobStatus } from './duty.js';
import { draftOf, noteIn } from './journal.js';
import { type JournalRecord, journalUnreadable, originInWords, readJournals } from './journal-folder.js';
import { type Ground, type Recovered, Recovery } from './recovery.js';
import type { Settled } from './settle.js';
import { neededBy } from './tidy.js';

/** What the post step has to do with. */
interface PostGround extends Omit<Ground, 'machine'> {
  /**
   * Opens the machine and takes its lock; called only if there is something to do.
   * @param isUrgent false: null if another run holds the lock; that or the next one does the same
   */
  readonly open: (isUrgent: boolean) => Promise<OpenMachine | null>;
  /** The folder of the journals. */
  readonly journals: string;
  readonly status: JobStatus;
  /** The journal that the main step of this very step wrote, or was about to write. */
  readonly own: string | undefined;
  /** Called for a change that stays, under the lock: what it replaced can go now (`remove-replaced`). */
  readonly onKept: (kept: KeptChange) => Promise<void>;
}

/** A change that stays after its job. */
export interface KeptChange {
  readonly machine: Machine;
  /** The certificates that it replaced and that may go, if nobody uses them. */
  readonly replaced: readonly Imported[];
  /** Certificates that other journals may have to bind again, see {@link neededBy}. */
  readonly needed: ReadonlySet<string>;
}

/** A machine whose lock is held. */
export interface OpenMachine {
  readonly machine: Machine;
  release(): Promise<void>;
}

/** Why a post step restores bindings. */
export type RestoreReason = 'cut-off' | 'job-failed' | 'always';

/** What the post step did. */
export interface Finished extends Recovered {
  /** Whether there was anything to do. */
  readonly any: boolean;
  /** Why bindings were restored, each once. */
  readonly reasons: readonly RestoreReason[];
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
  const due = found.records.filter((record) => dutyOf(record, ground) !== 'none');
  const isUrgent = due.some((record) => isAnsweredFor(record, ground));
  const opened = due.length > 0 ? await ground.open(isUrgent) : null;
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

function isAnsweredFor(record: JournalRecord, { origin, own }: PostGround): boolean {
  return isAnsweredForByPost(record, origin, own);
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
    const reasons = new Set<RestoreReason>();
    const notBack: NotRestored[] = [];
    for (const { record, duty } of duties) {
      if (duty === 'roll-back' || duty === 'finish') {
        const settled = await goBack(ground, recovery, { record, duty });
        if (settled.moved.length > 0) reasons.add(reasonOf(record));
        if (isAnsweredFor(record, ground)) notBack.push(...settled.notBack);
      }
      if (duty === 'keep') await keep(ground, { machine, recovery, record, records });
      if (duty === 'tidy') await recovery.tidy(record, { certificates: true });
    }
    const left = [...recovery.leftOf(records.filter((each) => isAnsweredFor(each, ground))), ...notBack];
    const failure = left.length > 0 ? rollbackIncomplete(left) : null;
    return { any: true, ...recovered(recovery), reasons: [...reasons], failure };
  } finally {
    await opened.release();
  }
}

function recovered({ bindings, left, foreign }: Recovery): Recovered {
  return { bindings, left, foreign };
}

function goBack(
  { log }: PostGround,
  recovery: Recovery,
  { record, duty }: { readonly record: JournalRecord; readonly duty: 'roll-back' | 'finish' },
): Promise<Settled> {
  return log.group(`Restore the bindings of the run ${originInWords(record)}`, async () => {
    const settled = await recovery.settle(record, duty);
    for (const reason of settled.reasons) log.warning('Not restored', reason);
    if (settled.end !== 'stuck' && settled.left.length === 0)
      await recovery.tidy(record, { certificates: true });
    return settled;
  });
}

function reasonOf({ header, notes }: JournalRecord): RestoreReason {
  if (!notes.some(({ phase }) => phase === 'verified')) return 'cut-off';
  return header.restoreAfterJob === 'always' ? 'always' : 'job-failed';
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
    const needed = neededBy(records.filter((each) => each.file !== record.file));
    const replaced = record.header.removeReplaced;
    if (replaced.length > 0) await onKept({ machine, replaced, needed });
  } catch (error) {
    log.warning('Tidying up', error instanceof Failure ? error.message : systemError(error));
  }
  await recovery.tidy(record, { certificates: false });
}
