import { saveState } from '@actions/core';
import { Failure } from '../failure.js';
import { systemError } from '../wording.js';

/** What the main step tells the post step through the runner, by name. It holds no secret. */
export const state = {
  /** The run's folder for temporary files. */
  temp: 'temp',
  /** The file of the run's journal. */
  journal: 'journal',
  /** The file with the run's report, which later steps of the job may read. */
  report: 'report',
} as const;

/**
 * Tells the post step something.
 * @throws Failure `runner-environment`
 */
export function remember(name: (typeof state)[keyof typeof state], value: string): void {
  try {
    saveState(name, value);
  } catch (error) {
    throw new Failure('runner-environment', {
      cause: 'Nothing can be written for the post step, which cleans up after this one.',
      evidence: systemError(error),
      next: 'Check that the file named in GITHUB_STATE exists, has free space, and that the account of the runner may write to it.',
    });
  }
}
