import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import type { Origin } from '../undo/origin.js';
import { tempPrefix } from '../undo/tidy.js';
import { environmentVariable } from '../windows/system32.js';
import { systemError } from '../wording.js';

/**
 * The runner's folder for temporary files, which it empties before and after every job.
 * @throws Failure `runner-environment`
 */
export function readRunnerTemp(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.RUNNER_TEMP) return environment.RUNNER_TEMP;
  throw new Failure('runner-environment', {
    cause: 'The environment variable RUNNER_TEMP is not set.',
    next: 'Run this action in a step of a GitHub Actions job; the runner sets the variable.',
  });
}

/** A name for a folder of this step's own for its temporary files. */
export function tempFolderIn(runnerTemp: string): string {
  return join(runnerTemp, `${tempPrefix}${randomUUID()}`);
}

/** Makes that folder. @throws Failure `runner-environment` */
export async function makeTemp(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    throw new Failure('runner-environment', {
      cause: 'No folder can be made in RUNNER_TEMP.',
      evidence: systemError(error),
      next: 'Check that the folder exists, has free space, and that the account of the runner may write to it.',
    });
  }
}

/** A file of this step's own for its report. */
export function reportFileIn(runnerTemp: string): string {
  return join(runnerTemp, `${tempPrefix}report-${randomUUID()}.json`);
}

/** Whose changes are made here: the computer, the runner and the job; two jobs never share all of it. */
export function readOrigin(environment: NodeJS.ProcessEnv = process.env): Origin {
  return {
    computer: environmentVariable('COMPUTERNAME', environment) ?? hostname(),
    runner: environment.RUNNER_NAME ?? '',
    job: {
      runId: environment.GITHUB_RUN_ID ?? '',
      runAttempt: environment.GITHUB_RUN_ATTEMPT ?? '',
      job: environment.GITHUB_JOB ?? '',
      tracking: environment.RUNNER_TRACKING_ID ?? '',
    },
  };
}
