import fc from 'fast-check';
import { expect, it } from 'vitest';
import { history, scriptOf } from './history.js';
import { play } from './play.js';

/** How many random histories are tried: a few with every test run, many where a machine has time for it. */
const count = Number(process.env.HISTORIES ?? 4);

it(
  'no history of jobs, kills, cancels, time, copies, full disks and work by hand loses a binding or a setting, or leaves a mixture',
  async () => {
    await fc.assert(
      fc.asyncProperty(history, async (events) => {
        expect(await play(events), scriptOf(events)).toEqual([]);
      }),
      { numRuns: count, endOnFailure: true },
    );
  },
  60_000 + count * 30_000,
);
