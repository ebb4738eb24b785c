import {
  isBeingFinishedBy,
  isClosed,
  isKeptButNotTidied,
  isRestorePending,
  type JournalRecord,
} from './journal-folder.js';
import { nearness, type Origin } from './origin.js';

/** How the job went, as the runner says at its end. */
export type JobStatus = 'success' | 'failure' | 'cancelled' | 'unknown';

/**
 * What whoever holds the lock does about a journal:
 * - `set-aside`: it is of another computer (a cloned disk): nobody acts on it any more
 * - `tidy`: its run has come to its end; files are left, and of its own job certificates
 * - `revive`: only dead bindings are bound; the rest is somebody else's business, or comes later
 * - `finish`: a run that was cut off is brought to one of its ends, see {@link settle}
 * - `roll-back`: everything goes back to what it was
 * - `keep`: the job has ended well, and the change stays
 * - `none`: it is left to somebody else
 */
export type Duty = 'set-aside' | 'tidy' | 'revive' | 'finish' | 'roll-back' | 'keep' | 'none';

/** What a main step does about a journal that it finds. Pure. */
export function dutyOfMain(record: JournalRecord, ours: Origin): Duty {
  const near = nearness(record.header.origin, ours);
  if (near === 'another-computer') return 'set-aside';
  if (isClosed(record)) return 'tidy';
  if (near === 'same-computer') return 'revive';
  if (!isRestorePending(record)) return 'finish';
  // An earlier step of this very job restores its bindings when the job ends. Another job of this runner is over.
  return near === 'same-job' ? 'revive' : 'roll-back';
}

/** Whether a main step would bring the bindings of any of these runs to one of their ends. Pure. */
export function isAnyCutOff(records: readonly JournalRecord[], ours: Origin): boolean {
  return records.some((record) => ['finish', 'roll-back'].includes(dutyOfMain(record, ours)));
}

/**
 * What a post step does about a journal that it finds. Pure.
 * @param own the journal that the main step of this very step wrote, or was about to write
 */
export function dutyOfPost(
  record: JournalRecord,
  ours: Origin,
  own: string | undefined,
  status: JobStatus,
): Duty {
  const near = nearness(record.header.origin, ours);
  if (near === 'another-computer') return 'none';
  const isOwn = record.file === own;
  if (isOwn && isKeptButNotTidied(record)) return 'keep';
  if (isClosed(record)) return isOwn || near === 'same-job' ? 'tidy' : 'none';
  // Two steps of one job share an origin; each restores its own change.
  if (isOwn && isRestorePending(record)) return isToBeRestored(record, status) ? 'roll-back' : 'keep';
  if (isOwn || (near === 'same-job' && !isRestorePending(record))) return 'roll-back';
  // Jobs of one runner follow each other: one that was cut off before this one is over. Its main step may have been
  // killed before it could say that it was finishing that one.
  const isOver = near === 'same-runner' && !isRestorePending(record);
  return isOver || isBeingFinishedBy(record, ours) ? 'finish' : 'revive';
}

/**
 * Whether a post step answers for a journal: it fails if its bindings cannot be restored, and waits for the lock. Of
 * any other it does what it can. Pure.
 */
export function isAnsweredForByPost(record: JournalRecord, ours: Origin, own: string | undefined): boolean {
  const isOfJob = record.file === own || nearness(record.header.origin, ours) === 'same-job';
  return isOfJob || isBeingFinishedBy(record, ours);
}

function isToBeRestored({ header }: JournalRecord, status: JobStatus): boolean {
  return header.restoreAfterJob === 'always' || status !== 'success';
}
