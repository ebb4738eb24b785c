import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../failure.js';
import { systemError } from '../wording.js';
import { namesIn, numberOf } from './journal-folder.js';
import { completeLines, type Header, type Note, parseJournal } from './journal-format.js';
import { whileBusy } from './patience.js';

/**
 * The prior state of everything that a run touches, on disk before the first change: first line the header, then a
 * line for each note, each flushed before what it announces begins. It holds no secret.
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
      const numbers = (await namesIn(folder)).map((name) => numberOf(name) ?? 0);
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
    const text = `${JSON.stringify(header)}\n`;
    try {
      const problem = parseJournal(text);
      if (typeof problem === 'string') throw new Error(`It could not be read again: ${problem}`);
      await mkdir(dirname(file), { recursive: true });
      await writeWhole(file, text);
      await syncFolder(dirname(file));
      return await Journal.reopen(file);
    } catch (error) {
      throw journalFailed(error);
    }
  }

  /**
   * Opens an existing journal for further notes; a last line that was cut off is overwritten.
   * @throws Failure `journal-failed`
   */
  static async reopen(file: string): Promise<Journal> {
    try {
      const handle = await whileBusy(() => open(file, 'r+'));
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

  /** Closes the file; it stays for whoever has to go on from it. */
  async leave(): Promise<void> {
    await this.#handle.close();
  }
}

/** Adds one note to a journal on disk. @throws Failure `journal-failed` */
export async function noteIn(file: string, note: Note): Promise<void> {
  const journal = await Journal.reopen(file);
  await journal.note(note).finally(() => journal.leave());
}

async function writeWhole(file: string, text: string): Promise<void> {
  const draft = draftOf(file);
  try {
    const handle = await whileBusy(() => open(draft, 'wx', 0o600));
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await whileBusy(() => rename(draft, file));
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** The name of a journal while it is being written. */
export function draftOf(file: string): string {
  return `${file}.new`;
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

function journalFailed(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('journal-failed', {
    cause: 'The journal, which makes every change undoable, cannot be written.',
    evidence: systemError(error),
    next: 'Check free space on the system drive, and that the account of the runner is an administrator: the journal lies below System32\\config\\systemprofile, where nobody else may write.',
  });
}
