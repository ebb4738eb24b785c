import { describe, expect, it } from 'vitest';
import { programsOfRecovery, recoverTwice, updates } from '../faults/left-behind.js';
import { inPool } from '../faults/trial.js';

/*
 * A run is killed, and the one that recovers what it left is killed, too: at every program that it starts. Its own post
 * step must leave everything as it was before the first.
 */

describe.each(Object.entries(updates))('a recovery that is killed at every call, %s', (_, options) => {
  it.each(['kill-parent-before', 'kill-parent-midway', 'kill-parent-after', 'killed', 'error'] as const)(
    '%s',
    async (fault) => {
      const calls = [...(await programsOfRecovery(options)).keys()].map((index) => index + 1);
      expect(calls.length).toBeGreaterThan(4);
      const problems = await inPool(calls, 3, (call) => recoverTwice(options, fault, call));
      expect(problems.flat()).toEqual([]);
    },
    10 * 60_000,
  );
});
