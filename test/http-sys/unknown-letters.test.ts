import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
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

/** How many pieces of a text are looked at until it is known whether it can be a name. */
function piecesLookedAt(text: string, exact: string): number {
  const slice = vi.spyOn(String.prototype, 'slice');
  try {
    canBeName(text, exact);
    return slice.mock.calls.length;
  } finally {
    slice.mockRestore();
  }
}

it('a long name costs no more than its length times that of the text at its end', () => {
  const letters = 250;
  const exact = 'ü'.repeat(letters);
  // Each letter can be one to four bytes, so there are at most this many places in front of all of them.
  const places = 4 * letters;
  const forms = 4;
  for (const text of ['\x80'.repeat(100_000), '\x80'.repeat(places), 'a'.repeat(places)]) {
    const looked = piecesLookedAt(text, exact);
    expect(looked, text.slice(0, 1)).toBeGreaterThan(0);
    expect(looked, text.slice(0, 1)).toBeLessThanOrEqual(letters * places * forms);
  }
});
