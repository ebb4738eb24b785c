import { saveState } from '@actions/core';
import { asFailure } from '../rebind/carry-out.js';
import { removeTemp } from '../rebind/recover.js';
import { type Ending, run } from '../rebind/run.js';
import { Stop } from '../rebind/stop.js';
import { thisMachine } from '../windows/machine.js';
import { fail } from './fail.js';
import { type Inputs, readInputs } from './inputs.js';
import { countResults, workflowLog } from './log.js';
import { publish } from './outputs.js';
import { jobIdentity, makeTemp, readPlaces, reportFileIn } from './places.js';
import { stopOnSignals } from './signals.js';
import { state } from './state.js';

/** The main step: from the inputs to the outputs. Sets the exit code; never throws. */
export async function main(): Promise<void> {
  try {
    const inputs = readInputs();
    const ending = await runAction(inputs);
    if (ending.failure) fail(ending.failure);
  } catch (error) {
    fail(asFailure(error));
  }
}

async function runAction(inputs: Inputs): Promise<Ending> {
  const log = workflowLog();
  const places = readPlaces();
  const now = new Date();
  const stop = new Stop();
  const unlisten = stopOnSignals(stop);
  const temp = await makeTemp(places);
  saveState(state.temp, temp);
  const reportFile = reportFileIn(places);
  saveState(state.report, reportFile);
  try {
    const ending = await run({
      request: inputs.request,
      machine: thisMachine(temp, log.debug, stop),
      log,
      stop,
      now,
      job: jobIdentity(),
      temp,
      journals: places.journals,
      rememberJournal: (file) => saveState(state.journal, file),
    });
    log.table(ending.report);
    log.info(`Outcome: ${ending.report.outcome} (${countResults(ending.report)})`);
    await publish({
      ending,
      now,
      expiringDays: inputs.expiringWithin,
      wantsSummary: inputs.summary,
      reportFile,
    });
    return ending;
  } finally {
    unlisten();
    await removeTemp(temp).catch((error: unknown) => log.warning('Tidying up', `${temp}: ${String(error)}`));
  }
}
