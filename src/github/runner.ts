import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import type { JobIdentity } from '../undo/journal-format.js';
import { tempPrefix } from '../undo/recover.js';

/** Where files may be written, and who we are: what the runner says in its environment. */
export interface Places {
  /** Emptied by the runner before and after every job. */
  readonly runnerTemp: string;
  /** Outlives the job; a runner without a tool cache, which none is, would lose it with the job. */
  readonly journals: string;
}

/** @throws Failure `runner-environment` */
export function readPlaces(environment: NodeJS.ProcessEnv = process.env): Places {
  const runnerTemp = environment.RUNNER_TEMP;
  if (!runnerTemp) {
    throw new Failure('runner-environment', {
      cause: 'The environment variable RUNNER_TEMP is not set.',
      next: 'Run this action in a step of a GitHub Actions job; the runner sets the variable.',
    });
  }
  const toolCache = environment.RUNNER_TOOL_CACHE;
  return {
    runnerTemp,
    journals: join(toolCache || runnerTemp, 'rebind-iis-certificate'),
  };
}

/** A name for a folder of this run's own for its temporary files. */
export function tempFolderIn({ runnerTemp }: Places): string {
  return join(runnerTemp, `${tempPrefix}${randomUUID()}`);
}

/** Makes that folder. @throws Failure `runner-environment` */
export async function makeTemp(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    throw new Failure('runner-environment', {
      cause: 'No folder can be made in RUNNER_TEMP.',
      evidence: error instanceof Error ? error.message : String(error),
      next: 'Check that the folder exists, has free space, and that the account of the runner may write to it.',
    });
  }
}

/** A file of this step's own for its report. */
export function reportFileIn({ runnerTemp }: Places): string {
  return join(runnerTemp, `${tempPrefix}report-${randomUUID()}.json`);
}

/** Who this job is; two jobs never share all four. */
export function jobIdentity(environment: NodeJS.ProcessEnv = process.env): JobIdentity {
  return {
    runId: environment.GITHUB_RUN_ID ?? '',
    runAttempt: environment.GITHUB_RUN_ATTEMPT ?? '',
    job: environment.GITHUB_JOB ?? '',
    tracking: environment.RUNNER_TRACKING_ID ?? '',
  };
}
