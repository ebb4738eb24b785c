import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runBundle } from '../../bench/bundle.js';
import { type Gap, measureGaps } from '../../bench/gaps.js';
import { inARowOf, measureStarts } from '../../bench/in-a-row.js';
import { lastRelease } from '../../bench/last-release.js';
import { type Options, readOptions } from '../../bench/options.js';
import { measureParser } from '../../bench/parser.js';
import { makeScene } from '../../bench/scene.js';
import { measureSpeed } from '../../bench/speed.js';
import { medianOf } from '../../bench/statistics.js';
import { shown, textTable } from '../../bench/table.js';
import { judge } from '../../bench/targets.js';
import { renewal } from '../../bench/tasks.js';

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
    expect(speed!.programs).toBeLessThanOrEqual(18);
    expect(speed!.before).toBeNull();
    expect(speed!.programMs + speed!.ownMs).toBeCloseTo(speed!.wallMs, 3);
    expect(speed!.handshakeMs).toBeLessThan(speed!.ownMs);
    expect(speed!.peakMb).toBeGreaterThan(20);
    expect(speed!.ratio).toBeCloseTo(speed!.byHandMs / speed!.wallMs, 6);
  });

  it('counts what each task starts, and of it what cannot go on side by side, now and before', async () => {
    const starts = await measureStarts({ ...options, twoCostsMs: [0, 1], against: options.bundle }, quiet);
    const programs = (of: 'now' | 'before') => starts.map((each) => each[of]?.programs);
    expect(programs('now')).toEqual([18, 10, 3]);
    expect(programs('before')).toEqual(programs('now'));
    for (const { now, before } of starts)
      expect([now.inARow, before?.inARow].every(Number.isFinite)).toBe(true);
  });

  it('does not take a run that did something else for one that went well', async () => {
    const scene = await makeScene(2, {});
    try {
      const nothing = { ...renewal, inputs: { 'dry-run': 'true' } };
      await expect(runBundle(scene, options, nothing)).rejects.toThrow('2 bindings are wrong');
    } finally {
      await scene.machine.close();
    }
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

  it('is how many programs start one after the other, by the quietest of the rounds', () => {
    const took = (...ms: number[]) => ms.map((wallMs) => ({ wallMs }));
    expect(inARowOf(took(900, 800, 3_000), took(2_600, 2_000, 2_100), [200, 600])).toBe(3);
  });

  it('is a target met or missed for each task', () => {
    const task = (name: string, programs: number, inARow: number) => ({
      task: name,
      now: { programs, inARow },
      before: null,
    });
    const met = judge([], [], [task('dry run', 7, 4.1), task('unchanged', 6, 3)]).map((each) => each.met);
    expect(met).toEqual([true, false, false, true]);
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
    expect(() => readOptions(['--against', folder])).toThrow('There is no bundle in');
  });
});

describe('the bundle of the last release', () => {
  const git = (...args: string[]) => {
    const names = ['-c', 'user.name=x', '-c', 'user.email=x@example.com', '-c', 'commit.gpgsign=false'];
    const { status, stderr } = spawnSync('git', [...names, ...args], { cwd: folder, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  };
  const write = (text: string) => {
    mkdirSync(join(folder, 'dist', 'main'), { recursive: true });
    writeFileSync(join(folder, 'dist', 'main', 'index.js'), text);
    git('add', '-A');
    git('commit', '-qm', text);
  };

  it('is that of the last tag of a version, if there is one', () => {
    git('init', '-q');
    write('1.0.0');
    expect(lastRelease(folder)).toBeUndefined();
    git('tag', 'v1.0.0');
    git('tag', 'v1');
    write('1.1.0');
    git('tag', 'v1.1.0');
    write('later');
    git('tag', 'tried');
    const released = lastRelease(folder);
    expect(released?.tag).toBe('v1.1.0');
    expect(readFileSync(join(released!.folder, 'dist', 'main', 'index.js'), 'utf8')).toBe('1.1.0');
    rmSync(released!.folder, { recursive: true });
  });
});
