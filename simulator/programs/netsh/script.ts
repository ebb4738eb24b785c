import { readFileSync } from 'node:fs';

/** One line of a script, as words; null where netsh could not read it. */
export type ScriptLine = readonly string[] | null;

/** The longest line that is taken: that of a command line. */
const lineLimit = 8191;

/**
 * The commands of a script for `netsh -f`: one a line, without empty lines and comments.
 * Stricter than netsh: ASCII only, no open quote.
 * @returns undefined where the file is not there
 */
export function readScript(file: string): ScriptLine[] | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.trimStart().startsWith('#'))
    .map(words);
}

/** Splits at blanks. Double quotes keep blanks together and are taken away, wherever in a word they stand. */
function words(line: string): ScriptLine {
  const isPlain = line.length <= lineLimit && /^[\t\x20-\x7e]*$/.test(line);
  if (!isPlain || line.split('"').length % 2 === 0) return null;
  return [...line.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => word.replaceAll('"', ''));
}
