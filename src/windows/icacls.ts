import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { System32 } from './system32.js';
import { removeFile, writeForProgram } from './temp-file.js';
import { decodeOutput, excerpt } from './text.js';

/** The access list of one file, as icacls saves it. */
interface SavedList {
  readonly is: 'saved';
  /** In the security descriptor definition language. */
  readonly sddl: string;
  /** Whether the file began with a byte order mark. icacls is given back a list in the form in which it wrote one. */
  readonly hasMark: boolean;
}

/** What icacls said of a command that did not do what it should. */
interface IcaclsProblem {
  readonly is: 'problem';
  readonly text: string;
}

/** The rights that the dialog "Manage private keys" knows: to use a key, or to administer it as well. */
export type KeyRight = 'read' | 'full';

const rights: Readonly<Record<KeyRight, string>> = { read: 'R', full: 'F' };

/** `icacls.exe` on the files of keys: one method per intent. */
export class Icacls {
  readonly #system32: System32;
  readonly #temp: string;

  /** @param temp an existing folder for the files that icacls reads and writes */
  constructor(system32: System32, temp: string) {
    this.#system32 = system32;
    this.#temp = temp;
  }

  /** The access list of a file. Its owner and what is audited are not in it. */
  async save(file: string): Promise<SavedList | IcaclsProblem> {
    const out = join(this.#temp, `${randomUUID()}.acl`);
    try {
      const { stdout, stderr } = await this.#system32.run('icacls.exe', [file, '/save', out]);
      const bytes = await readFile(out).catch(() => undefined);
      return (bytes && savedList(bytes, basename(file))) ?? problem(stdout, stderr);
    } finally {
      await removeFile(out);
    }
  }

  /**
   * Allows an account something besides what it is allowed already.
   * @returns what icacls said; whether it took effect, {@link save} tells
   */
  async grant(file: string, sid: string, right: KeyRight): Promise<IcaclsProblem> {
    const { stdout, stderr } = await this.#system32.change('icacls.exe', [
      file,
      '/grant',
      `*${sid}:(${rights[right]})`,
    ]);
    return problem(stdout, stderr);
  }

  /** Gives a file an access list that {@link save} has read. @returns what icacls said */
  async restore(file: string, { sddl, hasMark }: Omit<SavedList, 'is'>): Promise<IcaclsProblem> {
    const input = join(this.#temp, `${randomUUID()}.acl`);
    try {
      const text = `${hasMark ? mark : ''}${basename(file)}\r\n${sddl}\r\n`;
      await writeForProgram('icacls', input, text, 'utf16le');
      const { stdout, stderr } = await this.#system32.change('icacls.exe', [
        dirname(file),
        '/restore',
        input,
      ]);
      return problem(stdout, stderr);
    } finally {
      await removeFile(input);
    }
  }
}

function problem(stdout: Buffer, stderr: Buffer): IcaclsProblem {
  const text = excerpt(decodeOutput(Buffer.concat([stdout, stderr])));
  return { is: 'problem', text: text || 'icacls printed nothing.' };
}

const mark = '\uFEFF';

/**
 * The list of one file in what `icacls /save` writes: the name of the file and, in the next line, its list, in UTF-16
 * with or without a byte order mark.
 */
export function savedList(bytes: Buffer, name: string): SavedList | undefined {
  const text = bytes.toString('utf16le');
  const hasMark = text.startsWith(mark);
  const lines = text.slice(hasMark ? mark.length : 0).split(/\r?\n/);
  const at = lines.findIndex((line) => line.toLowerCase().endsWith(name.toLowerCase()));
  const sddl = lines[at + 1]?.trim();
  return at >= 0 && sddl !== undefined && /^[OGD]:/.test(sddl) ? { is: 'saved', sddl, hasMark } : undefined;
}
