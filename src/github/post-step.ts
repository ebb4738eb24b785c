import { getState, summary } from '@actions/core';
import { asFailure, type Failure } from '../failure.js';
import type { Log } from '../log.js';
import type { RunLog } from '../run/context.js';
import { Stop } from '../run/stop.js';
import { type Finished, finishJob } from '../undo/finish-job.js';
import { removeTemp } from '../undo/recover.js';
import { thisMachine } from '../windows/machine.js';
import { fail } from './fail.js';
import { readJobStatus, wantsSummary } from './inputs.js';
import { type PostReport, postState, renderPostSummary } from './post-summary.js';
import { jobIdentity, makeTemp, type Places, readPlaces, tempFolderIn } from './runner.js';
import { outliveTheLog, stopOnSignals } from './signals.js';
import { state } from './state.js';
import { workflowLog } from './workflow-log.js';

/** The post step. Fails only if production could not be put back; never throws. */
export async function post(): Promise<void> {
  outliveTheLog();
  const log = workflowLog();
  try {
    await finish(log);
  } catch (error) {
    fail(asFailure(error), 'It is not certain that every binding is as it was before the job.');
  }
}

async function finish(log: RunLog): Promise<void> {
  const places = readPlacesOrWarn(log);
  if (!places) return;
  const stop = new Stop();
  const unlisten = stopOnSignals(stop);
  const temp = tempFolderIn(places);
  try {
    // Without a folder for temporary files it still can put bindings back, one by one.
    await makeTemp(temp).catch((error: Failure) => log.warning('Post step', error.message));
    const finished = await finishJob({
      openMachine: () => thisMachine(temp, log.debug, stop),
      log,
      stop,
      job: jobIdentity(),
      journals: places.journals,
      status: readJobStatus(),
      ownJournal: getState(state.journal) || undefined,
    });
    if (!finished.any) log.info('Nothing to finish.');
    const report = reportOf(finished);
    if (wantsSummary())
      await tell(report).catch((error: unknown) => log.warning('Job summary', String(error)));
    if (report.failure) fail(report.failure, postState(report));
    else if (postState(report) !== '') log.info(postState(report));
  } finally {
    unlisten();
    for (const each of [temp, getState(state.temp), getState(state.report)].filter(Boolean))
      await removeTemp(each).catch((error: unknown) =>
        log.warning('Tidying up', `${each}: ${String(error)}`),
      );
  }
}

/** Outside of a job there is nothing to finish. */
function readPlacesOrWarn(log: Log): Places | undefined {
  try {
    return readPlaces();
  } catch (error) {
    log.warning('Post step', asFailure(error).message);
    return undefined;
  }
}

function reportOf({ restored, leftAlone, reasons, failure }: Finished): PostReport {
  return {
    restored: restored.map(({ endpoint, before }) => ({
      endpoint: endpoint.text,
      thumbprint: before?.thumbprint ?? null,
    })),
    leftAlone: leftAlone.map(({ endpoint }) => endpoint.text),
    reasons,
    failure,
  };
}

async function tell(report: PostReport): Promise<void> {
  const rendered = renderPostSummary(report);
  if (rendered !== '') await summary.addRaw(rendered).write();
}
