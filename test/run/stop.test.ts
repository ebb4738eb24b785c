import { describe, expect, it } from 'vitest';
import { Failure, type FailureCode } from '../../src/failure.js';
import { Stop } from '../../src/run/stop.js';

const failure = (code: FailureCode) => new Failure(code, { cause: 'A cause.', next: 'Do this.' });

describe('why a run has failed', () => {
  it.each<FailureCode>(['program-failed', 'bindings-unreadable', 'import-failed', 'verification-failed'])(
    'is the cancel, where it looks like a program that the cancel has ended: %s',
    (code) => {
      const stop = new Stop();
      const found = failure(code);
      expect(stop.reasonOf(found)).toBe(found);
      stop.request('The job was cancelled.', 1_000);
      expect(stop.reasonOf(found)).toMatchObject({
        code: 'cancelled',
        parts: { cause: 'The job was cancelled.' },
      });
    },
  );

  it.each<FailureCode>(['rollback-incomplete', 'drift', 'pfx-password-wrong'])(
    'is what it is, cancelled or not, where no ended program looks so: %s',
    (code) => {
      const stop = new Stop();
      stop.request('The job was cancelled.', 1_000);
      const found = failure(code);
      expect(stop.reasonOf(found)).toBe(found);
    },
  );
});
