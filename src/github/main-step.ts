import { asFailure, Failure } from '../failure.js';
import type { Report } from '../run/report.js';
import { type Ending, run } from '../run/run.js';
import { Stop } from '../run/stop.js';
import type { RunLog } from '../run/surroundings.js';
import { isAnyCutOff } from '../undo/duty.js';
import { readJournals } from '../undo/journal-folder.js';
import { removeTemp } from '../undo/tidy.js';
import { journalFolder, thisMachine } from '../windows/machine.js';
import { systemRoot } from '../windows/system32.js';
import { systemError } from '../wording.js';
import { fail } from './fail.js';
import { type Inputs, readInputs, wantsSummary } from './inputs.js';
import { keepMemorySmall } from './memory.js';
import { publish } from './outputs.js';
import { makeTemp, readOrigin, readRunnerTemp, reportFileIn, tempFolderIn } from './runner.js';
import { serverState, untouched } from './server-state.js';
import { outliveTheLog, stopOnSignals } from './signals.js';
import { remember, state } from './state.js';
import { tellResult, workflowLog } from './workflow-log.js';

/** The main step: from the inputs to the outputs. Sets the exit code; never throws. */
export async function main(): Promise<void> {
  keepMemorySmall();
  outliveTheLog();
  let inputs: Inputs;
  let runnerTemp: string;
  try {
    inputs = readInputs();
    runnerTemp = readRunnerTemp();
    systemRoot();
  } catch (error) {
    await failEarly(asFailure(error));
    return;
  }
  try {
    const { report, failure } = await runAction(inputs, runnerTemp);
    if (failure) fail(failure, serverState(report, failure));
  } catch (error) {
    if (error instanceof NotPublished) fail(error.failure, serverState(error.report, error.failure));
    else fail(asFailure(error), untouched);
  }
}

/** A failure before the run has begun: its outputs say that nothing was changed, as far as they can be written. */
async function failEarly(failure: Failure): Promise<void> {
  try {
    const reportFile = reportFileIn(readRunnerTemp());
    remember(state.report, reportFile);
    const warnings = await earlierRuns();
    for (const warning of warnings) workflowLog().warning('Earlier run', warning);
    await publish({
      report: {
        outcome: 'failed',
        certificate: null,
        bindings: [],
        otherUsers: [],
        deletedCertificates: [],
        grantedAccess: [],
        warnings,
      },
      failure,
      appId: null,
      expiring: [],
      within: { days: 0 },
      wantsProof: true,
      now: new Date(),
      wantsSummary: wantsSummary(),
      reportFile,
      secrets: [],
    });
  } catch {
    // Without a runner around it there is nobody to tell but the log.
  }
  fail(failure, untouched);
}

async function earlierRuns(): Promise<string[]> {
  const { records } = await readJournals(journalFolder(systemRoot()), 'once');
  return isAnyCutOff(records, readOrigin())
    ? [
        'An earlier run was cut off. The next run that gets beyond its inputs brings its bindings to one of their two certificates.',
      ]
    : [];
}

async function runAction(inputs: Inputs, runnerTemp: string): Promise<Ending> {
  const log = workflowLog();
  const now = new Date();
  const stop = new Stop();
  const unlisten = stopOnSignals(stop);
  const temp = tempFolderIn(runnerTemp);
  const reportFile = reportFileIn(runnerTemp);
  try {
    // Before they exist, so that the post step finds them whenever this one is killed.
    remember(state.temp, temp);
    remember(state.report, reportFile);
    await makeTemp(temp);
    const ending = await run(inputs.request, {
      machine: thisMachine(temp, log.debug, stop),
      log,
      stop,
      now,
      origin: readOrigin(),
      runnerTemp,
      temp,
      rememberJournal: (file) => remember(state.journal, file),
    });
    await tell(ending, { inputs, reportFile, now, log });
    return ending;
  } finally {
    unlisten();
    await removeTemp(temp, runnerTemp).catch((error: unknown) =>
      log.warning('Tidying up', `${temp} stays: ${systemError(error)}`),
    );
  }
}

interface Telling {
  readonly inputs: Inputs;
  readonly reportFile: string;
  readonly now: Date;
  readonly log: RunLog;
}

/** Tells the log, the outputs and the job summary how a run has ended. @throws NotPublished */
async function tell(ending: Ending, { inputs, reportFile, now, log }: Telling): Promise<void> {
  const { report, failure, appId, expiring } = ending;
  const { request, summary, secrets } = inputs;
  const wantsProof = request.kind === 'inventory' || request.handshake !== 'off';
  const told = { report, failure, expiring, within: request.expiringWithin, wantsProof };
  tellResult(log, told);
  const warnings = await publish({ ...told, appId, now, wantsSummary: summary, reportFile, secrets }).catch(
    (error: unknown) => {
      throw new NotPublished(failure ?? notPublished(report, error), report);
    },
  );
  for (const warning of warnings) log.warning('Outputs', warning);
}

/** The run has ended, but its outputs could not be written. */
class NotPublished extends Error {
  readonly failure: Failure;
  readonly report: Report;

  constructor(failure: Failure, report: Report) {
    super(failure.message);
    this.failure = failure;
    this.report = report;
  }
}

/** The change is made; what the workflow was to be told of it is lost. */
function notPublished({ outcome }: Report, error: unknown): Failure {
  return new Failure('runner-environment', {
    cause: `The run ended well (${outcome}), but its outputs could not be written.`,
    evidence: systemError(error),
    next: 'Check free space and permissions of RUNNER_TEMP. The certificate need not be deployed again, unless "restore-after-job" restores the previous one now.',
  });
}
