import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.js';
import type { Change, Method } from '../plan/change.js';
import { removeFile } from '../windows/temp-file.js';
import { completeLines, type Header, type Note, parseJournal } from './journal-format.js';

/** What a journal says of a run: what it was about to do, and how far it came. */
export interface JournalRecord {
  readonly file: string;
  readonly header: Header;
  readonly notes: readonly Note[];
}

/** A journal that cannot be read. */
export interface DamagedJournal {
  readonly file: string;
  readonly why: string;
}

/** The journals of a folder. */
export interface Journals {
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

/**
 * The prior state of everything that a run touches, on disk before the first change: first line the header, then a
 * line for each phase, each flushed before the phase begins. It holds no secret.
 */
export class Journal {
  readonly file: string;
  readonly #handle: FileHandle;
  /** Bytes of complete lines. */
  #length: number;

  private constructor(file: string, handle: FileHandle, length: number) {
    this.file = file;
    this.#handle = handle;
    this.#length = length;
  }

  /**
   * A name for a new journal, later than all that are there. To be called under the lock of the machine.
   * @throws Failure `journal-failed`
   */
  static async newFile(folder: string): Promise<string> {
    try {
      const numbers = (await namesIn(folder)).map((name) => Number(journalName.exec(name)?.[1] ?? 0));
      const number = String(Math.max(0, ...numbers) + 1).padStart(6, '0');
      return join(folder, `journal-${number}-${randomUUID()}.jsonl`);
    } catch (error) {
      throw journalFailed(error);
    }
  }

  /**
   * Writes the header and flushes it; only a complete file ever has the journal's name.
   * @param file from {@link newFile}
   * @throws Failure `journal-failed`
   */
  static async create(file: string, header: Header): Promise<Journal> {
    const folder = dirname(file);
    const draft = draftOf(file);
    const text = `${JSON.stringify(header)}\n`;
    try {
      const problem = parseJournal(text);
      if (typeof problem === 'string') throw new Error(`It could not be read again: ${problem}`);
      await mkdir(folder, { recursive: true });
      try {
        const handle = await open(draft, 'wx', 0o600);
        try {
          await handle.writeFile(text);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(draft, file);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      await syncFolder(folder);
      return await Journal.reopen(file);
    } catch (error) {
      throw journalFailed(error);
    }
  }

  /** Opens an existing journal for further notes; a last line that was cut off is overwritten. */
  static async reopen(file: string): Promise<Journal> {
    try {
      const handle = await open(file, 'r+');
      const lines = completeLines(await handle.readFile('utf8'));
      return new Journal(file, handle, Buffer.byteLength(lines.map((line) => `${line}\n`).join('')));
    } catch (error) {
      throw journalFailed(error);
    }
  }

  /** Adds a note and flushes it. @throws Failure `journal-failed` */
  async note(note: Note): Promise<void> {
    try {
      const line = Buffer.from(`${JSON.stringify(note)}\n`);
      await this.#handle.truncate(this.#length);
      // A disk that is about to be full takes a part; the next attempt says why.
      for (let done = 0; done < line.length; ) {
        const { bytesWritten } = await this.#handle.write(
          line,
          done,
          line.length - done,
          this.#length + done,
        );
        done += bytesWritten;
      }
      await this.#handle.sync();
      this.#length += line.length;
    } catch (error) {
      throw journalFailed(error);
    }
  }

  /** Closes the file and leaves it for the post step or the next run. */
  async leave(): Promise<void> {
    await this.#handle.close();
  }

  /**
   * Nothing is left to be done: closes and removes the file. One that cannot be removed is harmless: the next run sees
   * that there is nothing to do, and removes it.
   */
  async remove(): Promise<void> {
    await this.#handle.close();
    await removeFile(this.file);
  }

  /** Reads without the lock of the machine as well. @throws Failure `journal-unreadable` if the folder cannot be read */
  static async readAll(folder: string): Promise<Journals> {
    const names = await namesIn(folder).catch((error: Error) => {
      throw journalUnreadable({ file: folder, why: error.message });
    });
    const records: JournalRecord[] = [];
    const damaged: DamagedJournal[] = [];
    for (const name of names.filter((each) => journalName.test(each)).sort()) {
      const file = join(folder, name);
      const text = await textOf(file);
      if (text === undefined) continue;
      const parsed = parseJournal(text);
      if (typeof parsed === 'string') damaged.push({ file, why: parsed });
      else records.push({ file, ...parsed });
    }
    return { records, damaged };
  }

  /** Removes drafts that were never finished: nothing had begun. To be called under the lock of the machine. */
  static async removeDrafts(folder: string): Promise<void> {
    for (const name of await namesIn(folder).catch(() => []))
      if (draftName.test(name)) await removeFile(join(folder, name));
  }

  /** Removes the draft of a journal that a run was about to write when it was killed. */
  static async removeDraftOf(file: string): Promise<void> {
    await removeFile(draftOf(file));
  }
}

function draftOf(file: string): string {
  return `${file}.new`;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

/** @returns undefined for a journal that its run has removed in the meantime; any other trouble is its damage */
async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : '';
  }
}

/** Makes the new name durable where the system can do that; NTFS does it with the next flush of the file. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch {
    // Windows does not flush folders.
  }
}

/** How far a run came, by its journal. */
export interface Progress {
  /** The change is complete and proven; there is nothing to undo unless the job asks for it. */
  readonly verified: boolean;
  /** The job has ended, and the change stays. */
  readonly kept: boolean;
  /** A change of a binding may have begun. */
  readonly applying: boolean;
  /** Putting back may have begun. */
  readonly rollingBack: boolean;
  readonly methods: ReadonlyMap<string, Method>;
}

/** Reads the progress out of the notes. */
export function progressOf(notes: readonly Note[]): Progress {
  const applying = notes.find((note) => note.phase === 'applying');
  const has = (phase: Note['phase']) => notes.some((note) => note.phase === phase);
  return {
    verified: has('verified'),
    kept: has('kept'),
    applying: applying !== undefined,
    rollingBack: has('rolling-back'),
    methods: new Map(applying?.methods ?? []),
  };
}

/** The changes of a journal, as rollback wants them. */
export function changesOf(header: Header): Change[] {
  return header.changes.map(({ common, before, ...change }) => {
    const { block, ...shared } = header.common[common]!;
    return before === null
      ? { is: 'creation', ...change, ...shared }
      : { is: 'replacement', ...change, ...shared, before, block: block ?? [] };
  });
}

function journalFailed(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('journal-failed', {
    cause: 'The journal, which makes every change undoable, cannot be written.',
    evidence: error instanceof Error ? error.message : String(error),
    next: 'Check free space and permissions of the folder in RUNNER_TOOL_CACHE, and run again.',
  });
}

/** The refusal to work on a machine where an earlier change may be half done. */
export function journalUnreadable({ file, why }: DamagedJournal): Failure {
  return new Failure('journal-unreadable', {
    cause: `The journal of an earlier run at ${file} cannot be read.`,
    evidence: why,
    next: 'Compare "netsh http show sslcert" with what you expect, mend what differs, delete that file, and run again.',
  });
}
