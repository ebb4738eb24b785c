/**
 * Text without what editors and shells leave in it: byte order marks (also those that were decoded with the
 * wrong encoding), the zeros between the characters of UTF-16 that was taken for single bytes, and invisible
 * characters.
 */
export function withoutEncodingMarks(text: string): string {
  return text
    .replace(/^(?:\u{fffd}+|\u00ff\u00fe|\u00fe\u00ff|\u00ef\u00bb\u00bf)/u, '')
    .replace(/[\0\p{Cf}]/gu, '');
}
