import { StringDecoder } from 'node:string_decoder';

/**
 * The output of a Windows program as a string, piece by piece. Piped output is in the OEM code page of the machine,
 * which is not known here; every byte becomes the character of the same number, so ASCII is readable and the rest is
 * preserved for comparison. UTF-16 with a byte order mark, which some shells produce, is decoded.
 */
export class OutputDecoder {
  #start = Buffer.alloc(0);
  #decoder: StringDecoder | undefined;

  add(bytes: Buffer): string {
    if (this.#decoder) return this.#decoder.write(bytes);
    this.#start = Buffer.concat([this.#start, bytes]);
    return this.#start.length < longestMark ? '' : this.#begin();
  }

  end(): string {
    return this.#decoder ? this.#decoder.end() : this.#begin();
  }

  #begin(): string {
    const bytes = this.#start;
    const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
    const isUtf8 = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    this.#decoder = new StringDecoder(isUtf16 ? 'utf16le' : 'latin1');
    return this.#decoder.write(bytes.subarray(isUtf16 ? 2 : isUtf8 ? 3 : 0));
  }
}

/** Bytes of the longest byte order mark. */
const longestMark = 3;

/** The same for an output that is there as a whole. */
export function decodeOutput(bytes: Buffer): string {
  const decoder = new OutputDecoder();
  return decoder.add(bytes) + decoder.end();
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
