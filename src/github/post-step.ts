import { getState, summary } from '@actions/core';
import { asFailure, type Failure } from '../failure.js';
import { removeKept } from '../run/finish.js';
import { lockMachine } from '../run/lock-machine.js';
import { Stop } from '../run/stop.js';
import type { RunLog } from '../run/surroundings.js';
import { type Finished, finishJob, type OpenMachine } from '../undo/finish-job.js';
import { removeTemp } from '../undo/tidy.js';
import { journalFolder, type Machine, thisMachine } from '../windows/machine.js';
import { systemRoot } from '../windows/system32.js';
import { systemError } from '../wording.js';
import { fail } from './fail.js';
import { readJobStatus, wantsSummary } from './inputs.js';
import { keepMemorySmall } from './memory.js';
import { type PostReport, postState, renderPostSummary } from './post-summary.js';
import { makeTemp, readOrigin, readRunnerTemp, tempFolderIn } from './runner.js';
import { outliveTheLog, stopOnSignals } from './signals.js';
import { state } from './state.js';
import { workflowLog } from './workflow-log.js';

/** The post step. Fails only if production could not be restored; never throws. */
export async function post(): Promise<void> {
  keepMemorySmall();
  outliveTheLog();
  const log = workflowLog();
  try {
    const place = readPlace(log);
    if (place) await finish(log, place);
  } catch (error) {
    fail(asFailure(error), 'It is not certain that every binding is as it was before the job.');
  }
}

interface Place {
  readonly root: string;
  readonly runnerTemp: string;
}

/** Outside of a job on a Windows server there is nothing to finish. */
function readPlace(log: RunLog): Place | undefined {
  try {
    return { root: systemRoot(), runnerTemp: readRunnerTemp() };
  } catch (error) {
    log.warning('Post step', asFailure(error).message);
    return undefined;
  }
}

async function finish(log: RunLog, { root, runnerTemp }: Place): Promise<void> {
  const stop = new Stop();
  // All that a post step does is to undo, or to finish.
  stop.beginUndoing();
  const unlisten = stopOnSignals(stop);
  const temp = tempFolderIn(runnerTemp);
  try {
    // Without a folder for temporary files it still can restore bindings, one by one.
    await makeTemp(temp).catch((error: Failure) => log.warning('Post step', error.message));
    const machine = thisMachine(temp, log.debug, stop);
    const finished = await finishJob({
      open: (isUrgent) => open(machine, log, isUrgent),
      log,
      origin: readOrigin(),
      now: new Date(),
      runnerTemp,
      beforeStep: () => stop.throwIfGraceIsOver(),
      journals: journalFolder(root),
      status: readJobStatus(),
      own: getState(state.journal) || undefined,
      onKept: (kept) => removeKept(kept, log),
    });
    await tell(finished, log);
  } finally {
    unlisten();
    for (const each of [temp, getState(state.temp), getState(state.report)].filter(Boolean))
      await removeTemp(each, runnerTemp).catch((error: unknown) =>
        log.warning('Tidying up', `${each} stays: ${systemError(error)}`),
      );
  }
}

/** Takes the lock; null where another run holds it and nothing is urgent, since it does the same. */
async function open(machine: Machine, log: RunLog, isUrgent: boolean): Promise<OpenMachine | null> {
  const origin = readOrigin();
  try {
    const lock = await lockMachine({ machine, origin, log }, isUrgent ? undefined : 0);
    return { machine, release: () => lock.release() };
  } catch (error) {
    if (isUrgent) throw error;
    return null;
  }
}

async function tell(finished: Finished, log: RunLog): Promise<void> {
  if (!finished.any) log.info('Nothing to finish.');
  const report = reportOf(finished);
  if (wantsSummary()) {
    const rendered = renderPostSummary(report);
    if (rendered !== '')
      await summary
        .addRaw(rendered)
        .write()
        .catch((error: unknown) =>
          log.warning('Job summary', `It could not be written: ${systemError(error)}`),
        );
  }
  if (report.failure) fail(report.failure, postState(report));
  else if (postState(report) !== '') log.info(postState(report));
}

function reportOf({ bindings, foreign, reasons, failure }: Finished): PostReport {
  return {
    restored: bindings.map(({ change, to }) => ({
      endpoint: change.endpoint.text,
      thumbprint: to?.thumbprint ?? null,
    })),
    leftAlone: foreign.map(({ change }) => change.endpoint.text),
    reasons,
    failure,
  };
}
