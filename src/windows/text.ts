/**
 * The output of a Windows program as a string. Piped output is in the OEM code page of the machine, which is not
 * known here; every byte becomes the character of the same number, so ASCII is readable and the rest is preserved
 * for comparison. UTF-16 with a byte order mark, which some shells produce, is decoded.
 */
export function decodeOutput(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.toString('latin1', 3);
  return bytes.toString('latin1');
}

/**
 * What a program printed, as one line for an error message: blank lines and control characters gone, characters
 * outside ASCII (their code page is unknown) shown as `?`, cut to a readable length.
 */
export function excerpt(text: string, length = 300): string {
  const line = text
    // Of a long text no more is looked at than can be shown, blanks included.
    .slice(0, length * 20)
    .replace(/[^\x20-\x7e\n\r\t]/g, '?')
    .split(/[\r\n]+/)
    .map((each) => each.trim())
    .filter(Boolean)
    .join(' / ');
  return line.length > length ? `${line.slice(0, length)}…` : line;
}
