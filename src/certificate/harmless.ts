/**
 * Text from a certificate or a file, fit to be shown in one line of a log: control characters, line
 * separators, characters that turn the direction of writing or are invisible, and halves of surrogate pairs
 * become U+FFFD.
 */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\u{fffd}');
}
