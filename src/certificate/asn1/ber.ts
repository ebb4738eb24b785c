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

/** The bytes of an OCTET STRING (or one with an implicit tag), whether in one piece or in several. */
export function octets(element: Element): Uint8Array {
  if (!element.constructed) return element.content;
  return Buffer.concat(element.children.map(octets));
}

/** An OBJECT IDENTIFIER in dotted notation. */
export function oid(element: Element): string {
  if (element.tag !== tags.objectIdentifier || element.content.length === 0) {
    throw new Asn1Error('an object identifier is missing');
  }
  if (element.content.length > 64) throw new Asn1Error('an object identifier is too long');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of element.content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte & 0x80) continue;
    if (arcs.length === 0) {
      const root = arc < 40n ? 0n : arc < 80n ? 1n : 2n;
      arcs.push(root, arc - root * 40n);
    } else {
      arcs.push(arc);
    }
    arc = 0n;
  }
  return arcs.join('.');
}

/** A small non-negative INTEGER. */
export function smallInteger(element: Element): number {
  if (element.tag !== tags.integer || element.content.length === 0)
    throw new Asn1Error('a number is missing');
  let value = 0;
  for (const byte of element.content) value = value * 256 + byte;
  if (!Number.isSafeInteger(value) || ((element.content[0] ?? 0) & 0x80) !== 0) {
    throw new Asn1Error('a number is out of range');
  }
  return value;
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** The text of a string of any of the ASN.1 string types; undefined for anything else. */
export function text(element: Element): string | undefined {
  const bytes = element.constructed ? undefined : element.content;
  if (!bytes) return undefined;
  switch (element.tag) {
    case tags.utf8String:
      return Buffer.from(bytes).toString('utf8');
    case tags.bmpString:
      return Buffer.from(bytes.subarray(0, bytes.length & ~1))
        .swap16()
        .toString('utf16le');
    case tags.universalString:
      return utf32(bytes);
    case tags.numericString:
    case tags.printableString:
    case tags.teletexString:
    case tags.ia5String:
    case tags.visibleString:
      return latin1(bytes);
    default:
      return undefined;
  }
}

function utf32(bytes: Uint8Array): string {
  const view = Buffer.from(bytes);
  let result = '';
  for (let offset = 0; offset + 4 <= view.length; offset += 4) {
    const point = view.readUInt32BE(offset);
    result += String.fromCodePoint(point <= 0x10ffff ? point : 0xfffd);
  }
  return result;
}

/** The moment of a UTCTime or GeneralizedTime. */
export function time(element: Element): Date {
  const written = latin1(element.content);
  const utc = element.tag === tags.utcTime;
  if (!utc && element.tag !== tags.generalizedTime) throw new Asn1Error('a time is missing');
  const match = (utc ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})$/ : generalizedTime).exec(
    written,
  );
  if (!match) throw new Asn1Error('a time is not valid');
  const [, years, month, day, hour, minute, second = '00', zone = 'Z'] = match;
  // RFC 5280: two digits from 50 on are of the 20th century.
  const year = utc ? (Number(years) >= 50 ? `19${years}` : `20${years}`) : years;
  const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  if (Number.isNaN(moment.getTime())) throw new Asn1Error('a time is not valid');
  return moment;
}

const generalizedTime = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?(Z|[+-]\d{4})$/;
