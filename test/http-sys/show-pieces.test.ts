import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenBefore } from '../../src/http-sys/seen-before.js';
import { parseShow, readLines } from '../../src/http-sys/show.js';
import { LineReader, type Recognised } from '../../src/http-sys/show-line.js';
import { noNames } from '../../src/http-sys/shown-names.js';
import { meantTable, write } from './show-text.js';

/** Cuts a text at any places. */
const pieces = (text: string, cuts: readonly number[]) => {
  const places = cuts.map((cut) => cut % (text.length + 1)).sort((one, other) => one - other);
  return [0, ...places].map((from, index) => text.slice(from, places[index] ?? text.length));
};

describe('a table that comes piece by piece', () => {
  it('is read as if it came at once, complete or cut off', () => {
    fc.assert(
      fc.property(meantTable, fc.array(fc.nat(), { maxLength: 8 }), fc.nat(), (table, cuts, end) => {
        const whole = write(table);
        const text = whole.slice(0, end % (2 * whole.length));
        const seen = new SeenBefore<Recognised>();
        const reader = new LineReader(seen);
        for (const piece of pieces(text, cuts)) reader.add(piece);
        expect(readLines(reader.end(), noNames, seen)).toEqual(parseShow(text));
      }),
      { numRuns: 1000 },
    );
  });
});
