import { lstat, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { momentOf } from '../certificate/lifetime.js';
import { Failure } from '../failure.js';
import { type Header, type Note, parseJournal } from './journal-format.js';
import { type Origin, sameJob } from './origin.js';
import { isBusy, whileBusy } from './patience.js';

/** What a journal says of a run: what it was about to do, how far it came, and what came of it. */
export interface JournalRecord {
  readonly file: string;
  readonly header: Header;
  readonly notes: readonly Note[];
}

/** A journal that cannot be read. */
export interface DamagedJournal {
  readonly file: string;
  readonly why: string;
  /** Whether another program holds it: what it says may matter. */
  readonly isBusy: boolean;
}

/** The journals of a folder. */
interface Journals {
  /** Oldest first. */
  readonly records: readonly JournalRecord[];
  readonly damaged: readonly DamagedJournal[];
}

/**
 * The number makes the order of journals independent of the clock. It is unique only among the journals of a time,
 * which is what the order is about; the rest of the name is unique for ever.
 */
const journalName = /^journal-(\d{6})-[0-9a-f-]{36}\.jsonl$/;
const draftName = /^journal-[0-9a-f-]+\.jsonl\.new$/;

/** The number in the name of a journal; undefined for any other file. */
export function numberOf(name: string): number | undefined {
  const digits = journalName.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The names in the folder; none where it does not exist. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

/**
 * Reads all journals. Works without the lock of the machine, too.
 * @param patience whether one that is busy is tried again for some seconds
 * @throws Failure `journal-unreadable` if the folder cannot be read
 */
export async function readJournals(
  folder: string,
  patience: 'patiently' | 'once' = 'patiently',
): Promise<Journals> {
  const retry: typeof whileBusy = patience === 'once' ? (work) => work() : whileBusy;
  const names = await retry(() => namesIn(folder)).catch((error: Error) => {
    throw journalUnreadable({ file: folder, why: error.message, isBusy: true });
  });
  const records: JournalRecord[] = [];
  const damaged: DamagedJournal[] = [];
  for (const name of names.filter((each) => journalName.test(each)).sort()) {
    const read = await readJournal(join(folder, name), retry);
    if (read === undefined) continue;
    if ('why' in read) damaged.push(read);
    else records.push(read);
  }
  return { records, damaged };
}

/** The journal of 30 000 bindings has some 12 MB. */
const maximumBytes = 64 * 1024 * 1024;

/** @throws Error if this is no file that a run can have written: a link leads elsewhere, a pipe has no end */
async function refuseOddFile(file: string): Promise<void> {
  const found = await lstat(file);
  if (!found.isFile()) throw new Error('It is not a file.');
  if (found.size > maximumBytes) throw new Error(`It is too large: ${found.size} bytes.`);
}

/** @returns undefined for a journal that its run has removed in the meantime */
async function readJournal(
  file: string,
  retry: typeof whileBusy,
): Promise<JournalRecord | DamagedJournal | undefined> {
  let text: string;
  try {
    text = await retry(async () => {
      await refuseOddFile(file);
      return readFile(file, 'utf8');
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' ? undefined : { file, why: message, isBusy: isBusy(error) };
  }
  const parsed = parseJournal(text);
  return typeof parsed === 'string' ? { file, why: parsed, isBusy: false } : { file, ...parsed };
}

/**
 * Whether a journal's run has come to its end: what is left is tidying up, which fails nobody.
 * One whose job is to restore the bindings is closed only once they are restored, or are to stay.
 */
export function isClosed({ header, notes }: JournalRecord): boolean {
  const has = (phase: Note['phase']) => notes.some((note) => note.phase === phase);
  return has('restored') || has('kept') || (has('verified') && header.restoreAfterJob === 'never');
}

/** Whether a main step was killed between the proof of its change and the removal of what it replaced. */
export function isKeptButNotTidied({ header, notes }: JournalRecord): boolean {
  const has = (phase: Note['phase']) => notes.some((note) => note.phase === phase);
  const stays = has('verified') && header.restoreAfterJob === 'never' && !has('restored');
  return stays && !has('kept') && header.removeReplaced.length > 0;
}

/** Whether a journal's change is complete and its job has yet to restore what was. */
export function isRestorePending(record: JournalRecord): boolean {
  return !isClosed(record) && record.notes.some(({ phase }) => phase === 'verified');
}

/** Whether a change of a binding may have begun. */
export function hasBegun({ notes }: JournalRecord): boolean {
  return notes.some(({ phase }) => phase === 'applying');
}

/**
 * Whether a binding that is missing can have been deleted by the journal's run, or by whoever was finishing it. Once a
 * change is proven complete, every binding is there; who deletes one then is somebody else.
 */
export function mayHaveDeleted(record: JournalRecord): boolean {
  const isComplete = record.notes.some(({ phase }) => phase === 'verified');
  return hasBegun(record) && (!isComplete || record.notes.some(({ phase }) => phase === 'recovering'));
}

/** Puts a journal where nobody acts on it any more. @returns its new name */
export async function setAside(file: string): Promise<string> {
  const aside = `${file}.set-aside`;
  await whileBusy(() => rename(file, aside));
  return aside;
}

/** Removes journals that were never finished: nothing had begun. To be called under the lock of the machine. */
export async function removeDrafts(folder: string): Promise<void> {
  const names = await namesIn(folder).catch(() => []);
  for (const name of names.filter((each) => draftName.test(each)))
    await rm(join(folder, name), { force: true }).catch(() => undefined);
}

/** Who a journal is of, in words. */
export function originInWords({ header: { origin, created } }: JournalRecord): string {
  const { runner, job } = origin;
  return `of ${momentOf(new Date(created))} (runner ${runner || 'without a name'}, job ${job.job || 'without a name'}, run ${job.runId || 'unknown'})`;
}

/** Whether this job has begun to finish another one's change. */
export function isBeingFinishedBy({ notes }: JournalRecord, { job }: Origin): boolean {
  const last = notes.findLast((note) => note.phase === 'recovering');
  return last?.phase === 'recovering' && sameJob(last.by, job);
}

/** The refusal to work on a machine where an earlier change may be half done. */
export function journalUnreadable({ file, why, isBusy }: DamagedJournal): Failure {
  return new Failure('journal-unreadable', {
    cause: `The journal of an earlier run at ${file} cannot be read.`,
    evidence: why,
    next: isBusy
      ? 'Another program holds it, such as a virus scanner: run again. If it stays so, find out which program that is, and leave the file where it is.'
      : 'Compare "netsh http show sslcert" with what you expect, and correct what differs.',
  });
}
