import { hasColon, type Line } from './show-line.js';

const rule = /^[-=_]{3,}$/;
const prompt = /^(?:netsh\b[^>]*>|(?:PS )?[A-Za-z]:\\[^>]*>)/;
/** More than a header takes, or a sentence that nothing was found, wrapped. */
const mostLines = 4;

/**
 * The lines of a text without any record, if it is not an honest empty table: a header, a rule below it, and perhaps
 * a sentence that nothing was found, without a colon and with a stop. Empty if it is one.
 *
 * A header alone is not enough, since any message in any language (that a command was not found, that access was
 * denied) looks like one; and netsh never prints nothing.
 */
export function unexplainedText(lines: readonly Line[]): string[] {
  if (lines.length === 0) return ['(no output)'];
  const last = lines.at(-1);
  const { texts, ruled, isOdd } = survey(lines);
  const endsInLabel = last?.isCut === true && ruled < texts.length - 1 && !sentenceEnd.test(last.text);
  return isOdd || ruled < 0 || endsInLabel ? texts : [];
}

/** Where the records can begin: behind the rule below the header; at the beginning where there is none. */
export function behindHeader(lines: readonly Line[]): number {
  return lines.slice(0, 2 * mostLines).findIndex((line) => rule.test(line.text)) + 1;
}

/** The lines before the first record, if they are not what netsh prints there: prompts, a header and a rule. */
export function unexplainedHeader(lines: readonly Line[]): string[] {
  const { texts, isOdd } = survey(lines);
  return isOdd ? texts : [];
}

/** A text that is cut may end within the label of its first field, which has no stop. */
const sentenceEnd = /[.!]$/;

function survey(lines: readonly Line[]): { texts: string[]; ruled: number; isOdd: boolean } {
  const texts = lines.map((line) => line.text);
  const ruled = texts.findLastIndex((text) => rule.test(text));
  const before = texts.slice(0, Math.max(ruled, 0)).filter((text) => !prompt.test(text));
  const after = texts.slice(ruled + 1).filter((text) => !prompt.test(text));
  // Above the rule, or where there is none, a header may end with its colon.
  const isField = ruled < 0 ? hasValue : hasColon;
  const isOdd =
    before.length > mostLines ||
    after.length > mostLines ||
    after.some(isField) ||
    texts.some((text) => controls.test(text));
  return { texts, ruled, isOdd };
}

/** Whether anything stands behind the first colon, more colons apart. */
function hasValue(text: string): boolean {
  const colon = text.indexOf(':');
  return colon >= 0 && /[^: ]/.test(text.slice(colon));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\x00-\x08\x0b-\x1f\x7f]/;
