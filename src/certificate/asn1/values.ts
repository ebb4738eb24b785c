import { Asn1Error, type Element, tags } from './ber.js';

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
