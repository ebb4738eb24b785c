/**
 * ASN.1: a reader for BER, the superset of DER in which PFX files are written (definite and indefinite lengths,
 * strings in one piece or in several), and builders for DER. The reader looks at a value only when it is asked
 * for it, so that one odd attribute in a file does not make the rest unreadable, and its work is bounded: depth
 * and number of elements.
 */

/**
 * A file, or a part of one, is damaged or of a kind that is not understood. The message is the end of a
 * sentence that begins with what the file is, such as "it ends too early", and holds nothing secret. The
 * readers of this folder turn it into a Failure that names the input.
 */
export class Unreadable extends Error {
  override readonly name: string = 'Unreadable';
}

/** The bytes are not the ASN.1 structure that was expected: the file is damaged, or something else. */
export class Damaged extends Unreadable {
  override readonly name = 'Damaged';
}

/**
 * Reads those of several items that can be read, in their order: one odd certificate in a file is no reason
 * to refuse the rest.
 * @throws Unreadable the first reason, when there are items and none can be read
 */
export function readable<Item, Value>(items: readonly Item[], read: (item: Item) => Value): Value[] {
  const values: Value[] = [];
  let reason: Unreadable | undefined;
  for (const item of items) {
    try {
      values.push(read(item));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      reason ??= error;
    }
  }
  if (values.length === 0 && reason) throw reason;
  return values;
}

const maximumDepth = 40;
const maximumElements = 100_000;

/** Tags as they stand in the first byte, the bit for "constructed" aside. */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  sequence: 0x10,
  set: 0x11,
  bmpString: 0x1e,
} as const;

/** The tag of a context-specific element, `[number]` in ASN.1 notation. */
export function context(number: number): number {
  return 0x80 | number;
}

/** Where an element stands, and what is left of the work that its document may cause. */
interface Place {
  readonly depth: number;
  readonly left: { elements: number };
}

/** One element: a tag and its content. Its children are read when they are first asked for. */
export class Element {
  /** Class and number of the tag, as in `tags` and `context()`. */
  readonly tag: number;
  readonly constructed: boolean;
  /** The whole element, with tag and length. */
  readonly encoding: Uint8Array;
  /** The content alone, without an end-of-contents mark. */
  readonly content: Uint8Array;
  readonly #place: Place;
  #children: Element[] | undefined;

  /** @param children where reading the element has read them already */
  constructor(
    parts: Pick<Element, 'tag' | 'constructed' | 'encoding' | 'content'>,
    place: Place,
    children?: Element[],
  ) {
    this.tag = parts.tag;
    this.constructed = parts.constructed;
    this.encoding = parts.encoding;
    this.content = parts.content;
    this.#place = place;
    this.#children = children;
  }

  /** The elements inside this one. @throws Damaged */
  get children(): readonly Element[] {
    if (!this.constructed) throw new Damaged(`an element ${hex(this.tag)} has no parts`);
    this.#children ??= [...new Reader(this.content, 0, below(this.#place)).all()];
    return this.#children;
  }
}

/** Reads the first element of some bytes; what follows it is left alone. @throws Damaged */
export function readBer(bytes: Uint8Array): Element {
  return new Reader(bytes, 0, { depth: 0, left: { elements: maximumElements } }).next();
}

/** How many bytes the first element says it has, with its tag and length; undefined if it does not say. */
export function announcedLength(bytes: Uint8Array): number | undefined {
  const digits = (bytes[1] ?? 0) & 0x7f;
  if (bytes.length < 2 || bytes[1] === 0x80) return undefined;
  if (bytes[1] === digits) return 2 + digits;
  return bytes.subarray(2, 2 + digits).reduce((length, byte) => length * 256 + byte, 0) + 2 + digits;
}

function below({ depth, left }: Place): Place {
  return { depth: depth + 1, left };
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #place: Place;
  #offset: number;

  constructor(bytes: Uint8Array, offset: number, place: Place) {
    this.#bytes = bytes;
    this.#offset = offset;
    this.#place = place;
  }

  *all(): Generator<Element> {
    while (this.#offset < this.#bytes.length) yield this.next();
  }

  next(): Element {
    const { depth, left } = this.#place;
    left.elements -= 1;
    if (depth > maximumDepth) throw new Damaged('it is nested too deeply');
    if (left.elements < 0) throw new Damaged('it has too many parts');
    const start = this.#offset;
    const first = this.#byte();
    const constructed = (first & 0x20) !== 0;
    // A tag number above 30 takes more bytes. No structure read here has one, so its value is of no interest.
    if ((first & 0x1f) === 0x1f) while (this.#byte() & 0x80);
    const length = this.#length();
    if (length === undefined) return this.#indefinite(start, first & 0xdf, constructed);
    const content = this.#take(length);
    const encoding = this.#bytes.subarray(start, this.#offset);
    return new Element({ tag: first & 0xdf, constructed, encoding, content }, this.#place);
  }

  /** undefined: the content ends with two zero bytes. */
  #length(): number | undefined {
    const first = this.#byte();
    if (first === 0x80) return undefined;
    if (first < 0x80) return first;
    let length = 0;
    for (let left = first & 0x7f; left > 0 && length <= this.#bytes.length; left -= 1) {
      length = length * 256 + this.#byte();
    }
    return length;
  }

  #indefinite(start: number, tag: number, constructed: boolean): Element {
    if (!constructed) throw new Damaged('a value of indefinite length has no parts');
    const children: Element[] = [];
    const contentStart = this.#offset;
    const inside = new Reader(this.#bytes, contentStart, below(this.#place));
    while (!inside.#atEndOfContents()) children.push(inside.next());
    this.#offset = inside.#offset + 2;
    const content = this.#bytes.subarray(contentStart, inside.#offset);
    const encoding = this.#bytes.subarray(start, this.#offset);
    return new Element({ tag, constructed, encoding, content }, this.#place, children);
  }

  #atEndOfContents(): boolean {
    const [first, second] = this.#bytes.subarray(this.#offset, this.#offset + 2);
    if (second === undefined) throw new Damaged('it ends too early');
    return first === 0 && second === 0;
  }

  #byte(): number {
    const byte = this.#bytes[this.#offset];
    if (byte === undefined) throw new Damaged('it ends too early');
    this.#offset += 1;
    return byte;
  }

  #take(length: number): Uint8Array {
    const start = this.#offset;
    this.#offset += length;
    if (this.#offset > this.#bytes.length) throw new Damaged('it ends too early');
    return this.#bytes.subarray(start, this.#offset);
  }
}

function hex(tag: number): string {
  return `0x${tag.toString(16).padStart(2, '0')}`;
}

/** Walks through the fields of a SEQUENCE in order. */
export class Fields {
  readonly #name: string;
  readonly #elements: readonly Element[];
  #position = 0;

  /** @throws Damaged if it is no SEQUENCE */
  constructor(sequence: Element, name: string) {
    if (sequence.tag !== tags.sequence) throw new Damaged(`${name} is not a SEQUENCE`);
    this.#name = name;
    this.#elements = sequence.children;
  }

  /** The next field, which must be there and, if a tag is given, have it. @throws Damaged */
  next(tag?: number): Element {
    const element = this.#elements[this.#position];
    if (!element) throw new Damaged(`${this.#name} is incomplete`);
    if (tag !== undefined && element.tag !== tag) {
      throw new Damaged(`${this.#name} has ${hex(element.tag)} where ${hex(tag)} belongs`);
    }
    this.#position += 1;
    return element;
  }

  /** The next field if it has this tag. */
  optional(tag: number): Element | undefined {
    const element = this.#elements[this.#position];
    if (element?.tag !== tag) return undefined;
    this.#position += 1;
    return element;
  }
}

/** The only element inside an explicit tag. @throws Damaged */
export function inner(element: Element): Element {
  const child = element.children[0];
  if (!child) throw new Damaged(`an element ${hex(element.tag)} is empty`);
  return child;
}

/** The bytes of an OCTET STRING (or one with an implicit tag), whether in one piece or in several. */
export function octets(element: Element): Uint8Array {
  if (!element.constructed) return element.content;
  return Buffer.concat(element.children.map(octets));
}

/** An OBJECT IDENTIFIER in dotted notation. @throws Damaged */
export function oid(element: Element): string {
  const { tag, content } = element;
  if (tag !== tags.objectIdentifier || content.length === 0) {
    throw new Damaged('an object identifier is missing');
  }
  if (content.length > 64) throw new Damaged('an object identifier is too long');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte & 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  // The first two arcs are encoded as one number.
  const [both = 0n, ...rest] = arcs;
  const root = both < 80n ? both / 40n : 2n;
  return [root, both - root * 40n, ...rest].join('.');
}

/** A small non-negative INTEGER. @throws Damaged */
export function smallInteger({ tag, content }: Element): number {
  if (tag !== tags.integer || content.length === 0) throw new Damaged('a number is missing');
  const value = content.reduce((sum, byte) => sum * 256 + byte, 0);
  if (!Number.isSafeInteger(value) || ((content[0] ?? 0) & 0x80) !== 0) {
    throw new Damaged('a number is out of range');
  }
  return value;
}

/** The text of a string of the types in use; empty for anything else. */
export function text({ tag, content, constructed }: Element): string {
  const bytes = Buffer.from(content);
  if (constructed) return '';
  if (tag === tags.utf8String) return bytes.toString('utf8');
  if (tag === tags.bmpString)
    return bytes
      .subarray(0, bytes.length & ~1)
      .swap16()
      .toString('utf16le');
  return oneByteStrings.has(tag) ? bytes.toString('latin1') : '';
}

/** PrintableString, TeletexString, IA5String and VisibleString. */
const oneByteStrings = new Set([0x13, 0x14, 0x16, 0x1a]);

function build(tag: number, ...contents: Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const length = content.length < 0x80 ? [content.length] : withCount(digitsOf(content.length));
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function withCount(digits: number[]): number[] {
  return [0x80 | digits.length, ...digits];
}

/** The big-endian bytes of a number; none for zero. */
function digitsOf(value: number): number[] {
  return value === 0 ? [] : [...digitsOf(Math.floor(value / 256)), value % 256];
}

/** Builders for DER, each returning a whole element with tag and length. */
export const der = {
  /** SEQUENCE and SEQUENCE OF. */
  sequence: (...parts: Uint8Array[]) => build(0x30, ...parts),
  /** SET OF, whose members DER sorts by their encodings. */
  setOf: (...parts: Uint8Array[]) => build(0x31, ...parts.toSorted(Buffer.compare)),
  /** `[number]`, explicit. */
  explicit: (number: number, part: Uint8Array) => build(0xa0 | number, part),
  /** `[number]` in place of the tag of a primitive type. */
  implicit: (number: number, content: Uint8Array) => build(0x80 | number, content),
  octetString: (content: Uint8Array) => build(0x04, content),
  nothing: () => build(0x05),
  /** A non-negative INTEGER. */
  integer(value: number): Buffer {
    const digits = digitsOf(value);
    // A set top bit would read as a minus sign; zero takes one byte.
    if ((digits[0] ?? 0x80) & 0x80) digits.unshift(0);
    return build(0x02, Buffer.from(digits));
  },
  /** OBJECT IDENTIFIER from dotted notation. */
  objectIdentifier(dotted: string): Buffer {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    return build(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
  },
  /** Big-endian UTF-16. */
  bmpString: (text: string) => build(0x1e, Buffer.from(text, 'utf16le').swap16()),
};

function base128(arc: number): number[] {
  const digits = [arc % 128];
  for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
    digits.unshift(0x80 | (left % 128));
  }
  return digits;
}
