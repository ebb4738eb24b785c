/** Longer than any name that means something to people. */
const longest = 500;

/**
 * Text from a certificate or a file, fit to be shown in one line of a log: control characters, line
 * separators, characters that turn the direction of writing or are invisible, and halves of surrogate pairs
 * become U+FFFD, and what is far too long is cut.
 */
export function harmless(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\u{fffd}');
}
