import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  announcedLength,
  Damaged,
  der,
  octets,
  oid,
  readBer,
  smallInteger,
  tags,
  text,
} from '../../src/certificate/asn1.js';
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
    expect(() => readBer(hex(digits))).toThrow(Damaged);
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

  it('throws nothing but Damaged on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          walk(readBer(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(Damaged);
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

describe('announcedLength', () => {
  it('is that of the whole element, whatever is there of it', () => {
    fc.assert(
      fc.property(fc.nat(70_000), fc.nat(300), (length, kept) => {
        const whole = tlv(0x30, Buffer.alloc(length));
        expect(announcedLength(whole)).toBe(whole.length);
        expect(announcedLength(whole.subarray(0, kept + 6))).toBe(whole.length);
      }),
      { numRuns: 50 },
    );
  });

  it('is not known of an indefinite length or of nothing', () => {
    expect(announcedLength(hex('30 80 00 00'))).toBeUndefined();
    expect(announcedLength(hex('30'))).toBeUndefined();
  });
});

describe('text', () => {
  it.each([
    ['UTF8String', tlv(0x0c, Buffer.from('Bücher'))],
    ['BMPString', tlv(0x1e, Buffer.from('Bücher', 'utf16le').swap16())],
    ['TeletexString', tlv(0x14, Buffer.from('Bücher', 'latin1'))],
  ])('reads a %s', (_kind, element) => {
    expect(text(readBer(element))).toBe('Bücher');
  });

  it('is empty for anything else', () => {
    expect(text(readBer(der.integer(65)))).toBe('');
    expect(text(readBer(der.sequence(der.integer(65))))).toBe('');
  });
});
