import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canBeName, endsWithName } from '../../src/http-sys/unknown-letters.js';
import { codePages } from './registry-text.js';

const letters = 'abz-_.*:443ü ößłźжщ日本語é'.replace(' ', '');
const name = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 20 });
const codePage = fc.constantFrom(...Object.values(codePages));

it('a name is found at the end of a text in every code page', () => {
  fc.assert(
    fc.property(name, codePage, (exact, print) => {
      const printed = print(exact);
      expect(canBeName(printed, exact)).toBe(true);
      expect(endsWithName(`Host : ${printed}`, exact)).toContain('Host : '.length);
    }),
  );
});

it('a name of ASCII is found only as it is', () => {
  const ascii = fc.string({ unit: fc.constantFrom(...'abz-_.*:443'), minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(ascii, ascii, (one, other) => {
      expect(canBeName(one, other)).toBe(one === other);
      expect(canBeName(one, one)).toBe(true);
    }),
  );
});

it('a letter is never a colon, a dot or a blank', () => {
  for (const printed of ['a:b', 'a.b', 'a b', 'ab', 'a\x81b\x82'])
    expect(canBeName(printed, 'aüb'), printed).toBe(false);
});

it('a long name is compared in time', () => {
  const exact = 'ü'.repeat(250);
  const began = performance.now();
  canBeName('\x80'.repeat(100_000), exact);
  canBeName('a'.repeat(1_000), exact);
  expect(performance.now() - began).toBeLessThan(1_000);
});
