import type { Line } from './show-line.js';

/** How the lines before the first record stand in the whole text. */
interface Surroundings {
  /** There is no record at all. */
  readonly isWhole: boolean;
  /** The text does not end with a line end, which netsh always prints. */
  readonly isCut: boolean;
}

const rule = /^[-=_]{3,}$/;
const prompt = /^(?:netsh\b[^>]*>|(?:PS )?[A-Za-z]:\\[^>]*>)/;
/** More than a sentence that nothing was found takes, wrapped. */
const mostLines = 4;

/**
 * The lines before the first record that are not explained by what netsh prints there: prompts, a header, a rule
 * below it, and, where there is nothing to show, a sentence without a colon. Empty if all are explained.
 *
 * The header alone does not make a table: a text without records must have the rule, since any message in any language
 * (that a command was not found, that access was denied) looks like a header.
 */
export function unexplained(lines: readonly Line[], { isWhole, isCut }: Surroundings): string[] {
  if (isWhole && lines.length === 0) return ['(no output)'];
  const texts = lines.map((line) => line.text);
  const ruled = texts.findLastIndex((text) => rule.test(text));
  const before = texts.slice(0, Math.max(ruled, 0)).filter((text) => !prompt.test(text));
  const after = texts.slice(ruled + 1).filter((text) => !prompt.test(text));
  const isField = ruled < 0 ? hasValue : hasColon;
  const isOdd =
    (isWhole && ruled < 0) ||
    before.length > mostLines ||
    after.length > mostLines ||
    after.some(isField) ||
    texts.some(hasControls) ||
    (isWhole && isCut && after.length > 0 && !isSentence(after.at(-1) ?? ''));
  return isOdd ? texts : [];
}

function hasColon(text: string): boolean {
  return text.includes(':');
}

/** A header ends with its colon; a field has something behind it. */
function hasValue(text: string): boolean {
  return /:.*[^: ]/.test(text);
}

function hasControls(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\x00-\x08\x0b-\x1f\x7f]/.test(text);
}

/** A text that is cut may end within the label of its first field; a sentence ends with a stop, perhaps not in ASCII. */
function isSentence(text: string): boolean {
  return /[.!\x80-\uFFFF]$/.test(text);
}
