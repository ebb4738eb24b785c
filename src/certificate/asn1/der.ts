/** Builders for DER, each returning a whole element with tag and length. */

function element(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(content)]), content]);
}

function lengthOf(content: Uint8Array): number[] {
  const length = content.length;
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return [0x80 | bytes.length, ...bytes];
}

/** SEQUENCE and SEQUENCE OF. */
export const sequence = (...parts: Uint8Array[]) => element(0x30, ...parts);

/** SET OF, whose members DER sorts by their encodings. */
export const setOf = (...parts: Uint8Array[]) => element(0x31, ...parts.toSorted(Buffer.compare));

/** `[number]`, explicit. */
export const explicit = (number: number, part: Uint8Array) => element(0xa0 | number, part);

/** `[number]` in place of the tag of a primitive type. */
export const implicit = (number: number, content: Uint8Array) => element(0x80 | number, content);

export const octetString = (content: Uint8Array) => element(0x04, content);

export const nothing = () => element(0x05);

/** A non-negative INTEGER. */
export function integer(value: number): Buffer {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  // A set top bit would read as a minus sign; zero takes one byte.
  if (((bytes[0] ?? 0x80) & 0x80) !== 0) bytes.unshift(0);
  return element(0x02, Buffer.from(bytes));
}

/** OBJECT IDENTIFIER from dotted notation. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const digits = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      digits.unshift(0x80 | (left % 128));
    }
    return digits;
  });
  return element(0x06, Buffer.from(bytes));
}

/** BMPString: big-endian UTF-16. */
export const bmpString = (text: string) => element(0x1e, Buffer.from(text, 'utf16le').swap16());
