import { describe, expect, it } from 'vitest';
import { attempt, inPool, type Trial } from './trial.js';

/*
 * The programs of a run share its console, so that a cancel ends them, too, and often first. The slow tests try every
 * call; here are those that change something, and some that read.
 */

/** Long enough to be ended at work, before its effect or after it. */
const slowMs = 600;

const course = await attempt({ title: 'undisturbed', faults: () => [] });
const isWriting = (args: readonly string[]) =>
  ['-f', '-importPFX', '-addstore', '-delstore'].some((word) => args.includes(word));
const writing = course.started.filter(({ args }) => isWriting(args)).map(({ n }) => n);
const calls = course.started.map(({ n }) => n).filter((n) => writing.includes(n) || n % 4 === 0);

describe('a cancel that ends the programs', () => {
  it.each([
    ['as it comes', 0],
    ['well before the action hears of it', 900],
  ])(
    '%s is called a cancel, at any call, and undone',
    async (_, programsFirstMs) => {
      expect([course.problems, writing.length > 4]).toEqual([[], true]);
      const trials = calls.map(
        (at): Trial => ({
          title: `at call ${at}`,
          faults: () => [{ at, fault: 'slow', delayMs: slowMs }],
          interrupt: { at, signal: 'SIGINT', programsFirstMs },
          thenAgain: at % 3 === 0,
        }),
      );
      const verdicts = await inPool(trials, 2, attempt);
      // One that only looks for other users of a certificate can come to its end too late to stop anything.
      const missed = verdicts.filter(
        ({ mainCode }, index) => mainCode !== 1 && writing.includes(calls[index] ?? 0),
      );
      expect(missed.map(({ trial }) => trial.title)).toEqual([]);
      const problems = verdicts.flatMap((each) =>
        each.problems.map((what) => `${each.trial.title}: ${what}`),
      );
      expect(problems).toEqual([]);
    },
    300_000,
  );
});
