import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import type { Change, Method } from './change.js';
import { type Header, type Note, parseJournal } from './journal-format.js';

/** What a journal says of a run: what it was about to do, and how far it came. */
export interface JournalRecord {
  readonly file: string;
  readonly header: Header;
  readonly notes: readonly Note[];
}

/**
 * The prior state of everything that a run touches, on disk before the first change: first line the header, then a
 * line for each phase, each flushed before the phase begins. It holds no secret. The file's name marks it as ours:
 * `journal-<uuid>.jsonl`.
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
   * Writes the header and flushes it; only a complete file ever has the journal's name.
   * @throws Failure `journal-failed`
   */
  static async create(folder: string, header: Header): Promise<Journal> {
    const name = `journal-${randomUUID()}.jsonl`;
    try {
      await mkdir(folder, { recursive: true });
      const draft = join(folder, `${name}.new`);
      try {
        const handle = await open(draft, 'wx', 0o600);
        try {
          await handle.writeFile(`${JSON.stringify(header)}\n`);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(draft, join(folder, name));
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      return await Journal.reopen(join(folder, name));
    } catch (error) {
      throw journalFailed(error);
    }
  }

  /** Opens an existing journal for further notes; a last line that was cut off is overwritten. */
  static async reopen(file: string): Promise<Journal> {
    try {
      const handle = await open(file, 'r+');
      return new Journal(file, handle, (await handle.readFile()).lastIndexOf('\n') + 1);
    } catch (error) {
      throw journalFailed(error);
    }
  }

  /** Adds a note and flushes it. @throws Failure `journal-failed` */
  async note(note: Note): Promise<void> {
    try {
      const line = Buffer.from(`${JSON.stringify(note)}\n`);
      await this.#handle.truncate(this.#length);
      const { bytesWritten } = await this.#handle.write(line, 0, line.length, this.#length);
      if (bytesWritten < line.length)
        throw new Error(`only ${bytesWritten} of ${line.length} bytes were written`);
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

  /** Nothing is left to be done: closes and removes the file. */
  async remove(): Promise<void> {
    await this.#handle.close();
    await rm(this.file, { force: true });
  }

  /**
   * The journals of a folder, oldest first. Drafts that were never finished are removed: nothing had begun.
   * @throws Failure `journal-unreadable` for one that is damaged or of another version
   */
  static async readAll(folder: string): Promise<JournalRecord[]> {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
      throw journalUnreadable(folder, error.message);
    });
    for (const name of names)
      if (/^journal-.*\.jsonl\.new$/.test(name)) await rm(join(folder, name), { force: true });
    const records: JournalRecord[] = [];
    for (const name of names) {
      if (!/^journal-[0-9a-f-]+\.jsonl$/.test(name)) continue;
      const file = join(folder, name);
      const parsed = parseJournal(await readFile(file, 'utf8'));
      if (typeof parsed === 'string') throw journalUnreadable(file, parsed);
      records.push({ file, ...parsed });
    }
    return records.sort((one, other) => one.header.created.localeCompare(other.header.created));
  }
}

/** How far a run came, by its journal. */
export interface Progress {
  /** The change is complete and proven; there is nothing to undo unless the job asks for it. */
  readonly verified: boolean;
  /** A change of a binding may have begun. */
  readonly applying: boolean;
  readonly methods: ReadonlyMap<string, Method>;
}

/** Reads the progress out of the notes. */
export function progressOf(notes: readonly Note[]): Progress {
  const applying = notes.find((note) => note.phase === 'applying');
  return {
    verified: notes.some((note) => note.phase === 'verified'),
    applying: applying !== undefined,
    methods: new Map(applying?.methods ?? []),
  };
}

/** The changes of a journal, as rollback wants them. */
export function changesOf(header: Header): Change[] {
  return header.changes.map(({ block, ...change }) => ({
    ...change,
    block: block === null ? null : header.blocks[block]!,
  }));
}

function journalFailed(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('journal-failed', {
    cause: 'The journal, which makes every change undoable, cannot be written.',
    evidence: error instanceof Error ? error.message : String(error),
    next: 'Check free space and permissions of the folder in RUNNER_TOOL_CACHE, and run again.',
  });
}

function journalUnreadable(file: string, why: string): Failure {
  return new Failure('journal-unreadable', {
    cause: `The journal of an earlier run at ${file} cannot be read.`,
    evidence: why,
    next: 'Compare "netsh http show sslcert" with what you expect, mend what differs, delete that file, and run again.',
  });
}
