import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Gap, measureGaps } from '../../bench/gaps.js';
import { type Options, readOptions } from '../../bench/options.js';
import { measureParser } from '../../bench/parser.js';
import { measureSpeed } from '../../bench/speed.js';
import { medianOf } from '../../bench/statistics.js';
import { shown, textTable } from '../../bench/table.js';
import { judge } from '../../bench/targets.js';

const quiet = () => undefined;
let folder: string;
let options: Options;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-test-'));
  options = {
    ...readOptions([
      '--sizes',
      '2',
      '--process-cost',
      '0',
      '--rounds',
      '1',
      '--json',
      join(folder, 'bench.json'),
    ]),
    sockets: [1],
  };
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the benchmark, with tiny numbers', () => {
  it('times the action and the change by hand, and its parts add up', async () => {
    const [speed] = await measureSpeed(options, quiet);
    expect(speed).toMatchObject({ bindings: 2, changedByHand: 2 });
    expect(speed!.programs).toBeGreaterThan(5);
    expect(speed!.programs).toBeLessThanOrEqual(22);
    expect(speed!.programMs + speed!.ownMs).toBeCloseTo(speed!.wallMs, 3);
    expect(speed!.handshakeMs).toBeLessThan(speed!.ownMs);
    expect(speed!.peakMb).toBeGreaterThan(20);
    expect(speed!.ratio).toBeCloseTo(speed!.byHandMs / speed!.wallMs, 6);
  });

  it('sees no handshake lost with update, and the gap of a change by hand', async () => {
    const gaps = await measureGaps(options, quiet);
    const of = (way: string) => gaps.find((each) => each.way === way);
    expect(of('update')).toMatchObject({ sockets: 1, lost: 0, longestGapMs: 0, unboundMs: 0 });
    expect(of('update')!.handshakes).toBeGreaterThan(0);
    expect(of('delete + add by hand')!.unboundMs).toBeGreaterThan(of('delete + add in a script')!.unboundMs);
  });

  it('reads the output of every language', () => {
    const parsed = measureParser(20);
    expect(parsed.map((each) => each.language)).toEqual(['en', 'fr', 'de', 'xx']);
    for (const { first, again } of parsed) expect(Math.min(first, again)).toBeGreaterThan(0);
  });
});

describe('what the benchmark makes of its numbers', () => {
  it('is a median, and a readable table', () => {
    expect([medianOf([3, 1, 2]), medianOf([4, 1, 2, 3]), medianOf([])]).toEqual([2, 2.5, Number.NaN]);
    expect([1234, 12.345, 0.5, 0].map(shown)).toEqual(['1 234', '12.3', '0.500', '0']);
    expect(
      textTable([
        ['a', 'b'],
        ['long', '1'],
      ]),
    ).toEqual(['a     b', 'long  1']);
  });

  it('misses a target that is missed', () => {
    const gap = (way: string, unboundMs: number, lost: number): Gap => {
      return { way, sockets: 1, handshakes: 100, lost, longestGapMs: unboundMs, unboundMs };
    };
    const gaps = [
      gap('update', 0, 1),
      gap('delete + add in a script', 5, 0),
      gap('delete + add by hand', 50, 9),
    ];
    expect(judge([], gaps).map(({ value, met }) => ({ value, met }))).toEqual([
      { value: 1, met: false },
      { value: 10, met: false },
    ]);
  });

  it('refuses an option that is not a number', () => {
    expect(() => readOptions(['--sizes', '1,x'])).toThrow('x is not a whole number');
    expect(() => readOptions(['--no-such-option'])).toThrow(TypeError);
  });
});
