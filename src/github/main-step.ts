import { asFailure, Failure } from '../failure.js';
import { expiringWithin } from '../run/report.js';
import { type Ending, run } from '../run/run.js';
import { Stop } from '../run/stop.js';
import { Journal } from '../undo/journal.js';
import type { JobIdentity } from '../undo/journal-format.js';
import { pendingForNextRun, removeTemp } from '../undo/recover.js';
import { thisMachine } from '../windows/machine.js';
import { systemRoot } from '../windows/system32.js';
import { fail } from './fail.js';
import { type Inputs, readInputs, wantsSummary } from './inputs.js';
import { publish } from './outputs.js';
import { jobIdentity, makeTemp, type Places, readPlaces, reportFileIn, tempFolderIn } from './runner.js';
import { outliveTheLog, stopOnSignals } from './signals.js';
import { remember, state } from './state.js';
import { stateAfterFailure } from './summary.js';
import { tellResult, workflowLog } from './workflow-log.js';

/** The main step: from the inputs to the outputs. Sets the exit code; never throws. */
export async function main(): Promise<void> {
  outliveTheLog();
  let inputs: Inputs;
  let places: Places;
  try {
    inputs = readInputs();
    places = readPlaces();
    systemRoot();
  } catch (error) {
    await failEarly(asFailure(error));
    return;
  }
  try {
    const ending = await runAction(inputs, places);
    if (ending.failure) fail(ending.failure, stateAfterFailure(ending.report, ending.failure));
  } catch (error) {
    fail(asFailure(error));
  }
}

/** A failure before the run has begun: its outputs say that nothing was changed, as far as they can be written. */
async function failEarly(failure: Failure): Promise<void> {
  try {
    const places = readPlaces();
    const reportFile = reportFileIn(places);
    remember(state.report, reportFile);
    const warnings = (await hasOpenJournal(places, jobIdentity()))
      ? ['An earlier run was cut off. Its bindings are put back by the next run that gets beyond its inputs.']
      : [];
    for (const warning of warnings) workflowLog().warning('Earlier run', warning);
    const ending: Ending = {
      report: { outcome: 'failed', certificate: null, bindings: [], warnings },
      failure,
      appId: null,
    };
    await publish({ ending, expiring: [], days: 0, wantsSummary: wantsSummary(), reportFile });
  } catch {
    // Without a runner around it there is nobody to tell but the log.
  }
  fail(failure);
}

async function hasOpenJournal({ journals }: Places, job: JobIdentity): Promise<boolean> {
  const { records } = await Journal.readAll(journals);
  return records.some((record) => pendingForNextRun(record, job) === 'undo');
}

async function runAction(inputs: Inputs, places: Places): Promise<Ending> {
  const log = workflowLog();
  const now = new Date();
  const stop = new Stop();
  const unlisten = stopOnSignals(stop);
  const temp = tempFolderIn(places);
  const reportFile = reportFileIn(places);
  try {
    // Before they exist, so that the post step finds them whenever this one is killed.
    remember(state.temp, temp);
    remember(state.report, reportFile);
    await makeTemp(temp);
    const ending = await run({
      request: inputs.request,
      machine: thisMachine(temp, log.debug, stop),
      log,
      stop,
      now,
      job: jobIdentity(),
      temp,
      journals: places.journals,
      rememberJournal: (file) => remember(state.journal, file),
    });
    const days = inputs.expiringWithin;
    const expiring = expiringWithin(days, ending.report.bindings, now);
    tellResult(log, ending.report, expiring, days);
    await publish({
      ending,
      expiring,
      days,
      wantsSummary: inputs.summary,
      reportFile,
    }).catch((error: unknown) => {
      throw ending.failure ?? notPublished(ending, error);
    });
    return ending;
  } finally {
    unlisten();
    await removeTemp(temp).catch((error: unknown) => log.warning('Tidying up', `${temp}: ${String(error)}`));
  }
}

/** The change is made; what the workflow was to be told of it is lost. */
function notPublished({ report }: Ending, error: unknown): Failure {
  return new Failure('runner-environment', {
    cause: `The run ended well (${report.outcome}), but its outputs could not be written.`,
    evidence: error instanceof Error ? error.message : String(error),
    next: 'Check free space and permissions of RUNNER_TEMP. The certificate need not be deployed again, unless "restore-after-job" puts it back now.',
  });
}
