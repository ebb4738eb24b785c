import type { Line } from '../http-sys/show-line.js';

/** What netsh printed while it read a script. */
export interface ScriptOutput {
  /** All but the table, without blank lines. */
  readonly said: string;
  /** The lines of the table; undefined where netsh did not come so far, or it cannot be told where the table begins. */
  readonly table: readonly Line[] | undefined;
}

/** Below the header of the table. No message or help of a command and no record has such a line. */
const rule = /^[-=_]{3,}$/;

/** Parts the output of a script from the table that ends it, which begins with a header and a rule below it. */
export function splitAtTable(lines: readonly Line[]): ScriptOutput {
  const ruled = lines.findLastIndex(({ text }) => rule.test(text));
  const start = ruled < 0 ? lines.length : Math.max(ruled - 1, 0);
  const said = textOf(lines.slice(0, start));
  return { said, table: ruled < 0 ? undefined : lines.slice(start) };
}

/** Lines as one text. */
export function textOf(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join('\n');
}

/**
 * Whether netsh says that it has no such command: it repeats the words of the command, untranslated, in a sentence (seen
 * on real hosts). A prompt that repeats a command line is no such sentence.
 */
export function saysNoSuchCommand(said: string, words: string): boolean {
  return said.split('\n').some((line) => !line.includes('>') && line.toLowerCase().indexOf(words) > 0);
}
