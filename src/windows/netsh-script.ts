import { writeFile } from 'node:fs/promises';
import { Failure } from '../failure.js';
import { systemError } from '../wording.js';

/** Writes the lines of a script for `netsh -f`. @throws Failure `program-failed` if it cannot be written */
export async function writeScript(file: string, lines: readonly string[]): Promise<void> {
  try {
    await writeFile(file, lines.map((line) => `${line}\r\n`).join(''), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new Failure('program-failed', {
      cause: 'No script can be written for netsh.',
      evidence: systemError(error),
      next: 'Check free space and permissions of RUNNER_TEMP.',
    });
  }
}

/** What netsh printed while it read a script. */
export interface ScriptOutput {
  /** All but the table. */
  readonly said: string;
  /** undefined where netsh did not come so far, or it cannot be told where the table begins. */
  readonly table: string | undefined;
}

/**
 * Parts the output of a script from the table that ends it. The table begins with a header and a rule below it; no
 * message or help of a command and no record has a rule.
 */
export function splitAtTable(text: string): ScriptOutput {
  const last = [...text.matchAll(/^[ \t]*[-=_]{3,}[ \t]*\r?$/gm)].at(-1);
  if (last === undefined) return { said: text, table: undefined };
  const header = /[^\n]*\n[ \t\r]*$/.exec(text.slice(0, last.index));
  const start = header?.index ?? last.index;
  return { said: text.slice(0, start), table: text.slice(start) };
}

/**
 * Whether netsh says that it has no such command: it repeats the words of the command, untranslated, in a sentence (seen
 * on real hosts). A prompt that repeats a command line is no such sentence.
 */
export function saysNoSuchCommand(said: string, words: string): boolean {
  return said.split('\n').some((line) => !line.includes('>') && line.toLowerCase().indexOf(words) > 0);
}
