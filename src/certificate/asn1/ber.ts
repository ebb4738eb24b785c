import { Unreadable } from '../unreadable.js';

/**
 * A reader for BER, the superset of DER in which PFX files are written: definite and indefinite lengths,
 * primitive and constructed strings. It looks at a value only when it is asked for it, so that one odd
 * attribute in a file does not make the rest unreadable, and its work is bounded: depth, number of elements
 * and length of what it reads.
 */

/** The bytes are not the ASN.1 structure that was expected. */
export class Asn1Error extends Unreadable {
  override readonly name = 'Asn1Error';
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
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
} as const;

/** The tag of a context-specific element, `[number]` in ASN.1 notation. */
export function context(number: number): number {
  return 0x80 | number;
}

/** What is left of the work that one document may cause. */
interface Allowance {
  elements: number;
}

/** One element: a tag and its content. Its children are read when they are first asked for. */
export class Element {
  private parsed: Element[] | undefined;

  constructor(
    /** Class and number of the tag, as in `tags` and `context()`. */
    readonly tag: number,
    readonly constructed: boolean,
    /** The whole element, with tag and length. */
    readonly encoding: Uint8Array,
    /** The content alone, without an end-of-contents mark. */
    readonly content: Uint8Array,
    private readonly depth: number,
    private readonly allowance: Allowance,
    children?: Element[],
  ) {
    this.parsed = children;
  }

  /** The elements inside this one. */
  get children(): Element[] {
    if (!this.constructed) throw new Asn1Error(`an element ${hex(this.tag)} has no parts`);
    this.parsed ??= readAll(this.content, this.depth + 1, this.allowance);
    return this.parsed;
  }
}

/** Reads the first element of some bytes; what follows it is left alone. */
export function readBer(bytes: Uint8Array): Element {
  return readElement(bytes, 0, 0, { elements: maximumElements }).element;
}

function readAll(bytes: Uint8Array, depth: number, allowance: Allowance): Element[] {
  const elements: Element[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const { element, end } = readElement(bytes, offset, depth, allowance);
    elements.push(element);
    offset = end;
  }
  return elements;
}

function readElement(
  bytes: Uint8Array,
  start: number,
  depth: number,
  allowance: Allowance,
): { element: Element; end: number } {
  if (depth > maximumDepth) throw new Asn1Error('it is nested too deeply');
  if (--allowance.elements < 0) throw new Asn1Error('it has too many parts');
  const first = byteAt(bytes, start);
  const constructed = (first & 0x20) !== 0;
  const tag = first & 0xdf;
  let offset = start + 1;
  if ((first & 0x1f) === 0x1f) {
    // A tag number above 30 takes more bytes. No structure read here has one, so its value is of no interest.
    while (byteAt(bytes, offset++) & 0x80);
  }
  const lengthByte = byteAt(bytes, offset++);
  if (lengthByte === 0x80) {
    if (!constructed) throw new Asn1Error('a value of indefinite length has no parts');
    const children: Element[] = [];
    const contentStart = offset;
    while (byteAt(bytes, offset) !== 0 || byteAt(bytes, offset + 1) !== 0) {
      const { element, end } = readElement(bytes, offset, depth + 1, allowance);
      children.push(element);
      offset = end;
    }
    const content = bytes.subarray(contentStart, offset);
    const end = offset + 2;
    const encoding = bytes.subarray(start, end);
    return { element: new Element(tag, true, encoding, content, depth, allowance, children), end };
  }
  let length = lengthByte;
  if (lengthByte > 0x80) {
    length = 0;
    for (let left = lengthByte & 0x7f; left > 0; left--) {
      length = length * 256 + byteAt(bytes, offset++);
      if (length > bytes.length) break;
    }
  }
  const end = offset + length;
  if (end > bytes.length) throw new Asn1Error('it ends too early');
  const encoding = bytes.subarray(start, end);
  return {
    element: new Element(tag, constructed, encoding, bytes.subarray(offset, end), depth, allowance),
    end,
  };
}

function byteAt(bytes: Uint8Array, offset: number): number {
  const byte = bytes[offset];
  if (byte === undefined) throw new Asn1Error('it ends too early');
  return byte;
}

function hex(tag: number): string {
  return `0x${tag.toString(16).padStart(2, '0')}`;
}

/** Walks through the fields of a SEQUENCE in order. */
export class Fields {
  private position = 0;
  private readonly elements: Element[];

  constructor(
    sequence: Element,
    private readonly name: string,
  ) {
    if (sequence.tag !== tags.sequence) throw new Asn1Error(`${name} is not a SEQUENCE`);
    this.elements = sequence.children;
  }

  /** The next field, which must be there and, if a tag is given, have it. */
  next(tag?: number): Element {
    const element = this.elements[this.position];
    if (!element) throw new Asn1Error(`${this.name} is incomplete`);
    if (tag !== undefined && element.tag !== tag) {
      throw new Asn1Error(`${this.name} has ${hex(element.tag)} where ${hex(tag)} belongs`);
    }
    this.position++;
    return element;
  }

  /** The next field if it has this tag. */
  optional(tag: number): Element | undefined {
    const element = this.elements[this.position];
    if (element?.tag !== tag) return undefined;
    this.position++;
    return element;
  }
}

/** The only element inside an explicit tag. */
export function inner(element: Element): Element {
  const child = element.children[0];
  if (!child) throw new Asn1Error(`an element ${hex(element.tag)} is empty`);
  return child;
}
