import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Asn1Error, readBer, tags } from '../../src/certificate/asn1/ber.js';
import * as der from '../../src/certificate/asn1/der.js';
import { octets, oid, smallInteger, text, time } from '../../src/certificate/asn1/values.js';
import { looseBer, tlv } from './tlv.js';

const hex = (digits: string) => Buffer.from(digits.replaceAll(' ', ''), 'hex');

describe('what der writes, ber reads', () => {
  it('integers', () => {
    fc.assert(
      fc.property(fc.nat(), (value) => {
        expect(smallInteger(readBer(der.integer(value)))).toBe(value);
      }),
    );
    expect(der.integer(0)).toEqual(hex('020100'));
    expect(der.integer(128)).toEqual(hex('02020080'));
  });

  it('object identifiers', () => {
    const arc = fc.integer({ min: 0, max: 2 ** 31 });
    const dotted = fc
      .tuple(fc.constantFrom(0, 1, 2), fc.integer({ min: 0, max: 39 }), fc.array(arc, { maxLength: 8 }))
      .map(([first, second, rest]) => [first, second, ...rest].join('.'));
    fc.assert(
      fc.property(dotted, (value) => {
        expect(oid(readBer(der.objectIdentifier(value)))).toBe(value);
      }),
    );
  });

  it('BMP strings of any characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(text(readBer(der.bmpString(value)))).toBe(value);
      }),
    );
  });

  it('OCTET STRINGs of any length, in one piece or many', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 700 }), fc.integer({ min: 1, max: 300 }), (value, piece) => {
        const written = der.octetString(value);
        expect(Buffer.from(octets(readBer(written)))).toEqual(Buffer.from(value));
        expect(Buffer.from(octets(readBer(looseBer(written, piece))))).toEqual(Buffer.from(value));
      }),
    );
  });

  it('sets in the order of DER', () => {
    const members = [der.integer(3), der.integer(1), der.octetString(Buffer.from('a'))];
    expect(der.setOf(...members)).toEqual(der.setOf(...members.toReversed()));
  });
});

describe('readBer', () => {
  it('reads indefinite lengths, nested', () => {
    const element = readBer(hex('30 80 30 80 02 01 05 00 00 04 01 ff 00 00 ee'));
    expect(element.children.map((child) => child.tag)).toEqual([tags.sequence, tags.octetString]);
    expect(element.encoding).toHaveLength(14);
  });

  it('reads lengths that are longer than need be', () => {
    expect(readBer(hex('30 84 00000003 02 01 07')).children).toHaveLength(1);
  });

  it.each([
    ['nothing', ''],
    ['a tag alone', '30'],
    ['a length past the end', '30 05 02 01'],
    ['a huge length', '30 88 ffffffffffffffff 00'],
    ['an indefinite length without an end', '30 80 02 01 05'],
    ['an indefinite length of a primitive', '04 80 00 00'],
    ['a long tag without an end', 'bf ff ff'],
  ])('refuses %s', (_what, digits) => {
    expect(() => readBer(hex(digits))).toThrow(Asn1Error);
  });

  it('bounds depth, by definite and indefinite lengths', () => {
    let nested: Uint8Array = der.nothing();
    for (let depth = 0; depth < 100; depth++) nested = der.sequence(nested);
    expect(() => {
      for (let element = readBer(nested); ; element = element.children[0]!);
    }).toThrow(/nested too deeply/);
    expect(() => readBer(Buffer.alloc(100_000, hex('3080')))).toThrow(/nested too deeply/);
  });

  it('bounds the number of parts', () => {
    const many = tlv(0x30, Buffer.alloc(400_000, hex('0500')));
    expect(() => readBer(many).children).toThrow(/too many parts/);
  });

  it('throws nothing but Asn1Error on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          walk(readBer(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(Asn1Error);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

function walk(element: ReturnType<typeof readBer>): void {
  text(element);
  octets(element);
  if (element.constructed) element.children.forEach(walk);
}

describe('time', () => {
  const utc = (value: string) => time(readBer(tlv(tags.utcTime, Buffer.from(value)))).toISOString();
  const general = (value: string) =>
    time(readBer(tlv(tags.generalizedTime, Buffer.from(value)))).toISOString();

  it('reads both types, with and without seconds and zones', () => {
    expect(utc('300331120000Z')).toBe('2030-03-31T12:00:00.000Z');
    expect(utc('991231235959Z')).toBe('1999-12-31T23:59:59.000Z');
    expect(utc('3003311200Z')).toBe('2030-03-31T12:00:00.000Z');
    expect(utc('300331120000+0200')).toBe('2030-03-31T10:00:00.000Z');
    expect(general('20500101000000Z')).toBe('2050-01-01T00:00:00.000Z');
    expect(general('99991231235959Z')).toBe('9999-12-31T23:59:59.000Z');
  });

  it.each(['', '3003311200', '301331120000Z', 'soon', '300331250000Z'])('refuses %j', (value) => {
    expect(() => utc(value)).toThrow(Asn1Error);
  });
});
