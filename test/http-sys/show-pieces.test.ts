import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseShow, ShowReader } from '../../src/http-sys/show.js';
import { ShowTexts } from '../../src/http-sys/show-texts.js';
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
        const reader = new ShowReader(new ShowTexts());
        for (const piece of pieces(text, cuts)) reader.add(piece);
        expect(reader.end()).toEqual(parseShow(text));
      }),
      { numRuns: 1000 },
    );
  });
});
