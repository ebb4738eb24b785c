import { getState, summary } from '@actions/core';
import type { Failure } from '../failure.js';
import { asFailure } from '../rebind/carry-out.js';
import { type Finished, finishJob } from '../rebind/finish-job.js';
import { removeTemp } from '../rebind/recover.js';
import { Stop } from '../rebind/stop.js';
import { thisMachine } from '../windows/machine.js';
import { fail } from './fail.js';
import { readJobStatus, wantsSummary } from './inputs.js';
import { workflowLog } from './log.js';
import { text } from './markdown.js';
import { jobIdentity, makeTemp, readPlaces } from './places.js';
import { state } from './state.js';

/** The post step. Fails only if production could not be put back; never throws. */
export async function post(): Promise<void> {
  const log = workflowLog();
  try {
    const places = readPlaces();
    const leftOvers = [getState(state.temp), getState(state.report)].filter(Boolean);
    const temp = await makeTemp(places);
    try {
      const finished = await finishJob({
        machine: thisMachine(temp, log.debug),
        log,
        stop: new Stop(),
        job: jobIdentity(),
        journals: places.journals,
        status: readJobStatus(),
        ownJournal: getState(state.journal) || undefined,
      });
      if (finished.length === 0) log.info('Nothing to finish.');
      await tell(finished);
    } finally {
      await removeTemp(temp);
      for (const each of leftOvers) await removeTemp(each);
    }
  } catch (error) {
    const failure = asFailure(error);
    if (isAboutProduction(failure)) fail(failure);
    else log.warning('Post step', failure.message);
  }
}

function isAboutProduction({ code }: Failure): boolean {
  return code !== 'runner-environment';
}

async function tell(finished: readonly Finished[]): Promise<void> {
  const restored = finished.filter((each) => each.action === 'restored');
  if (restored.length === 0 || !wantsSummary()) return;
  const lines = restored.flatMap(({ record }) =>
    record.header.changes.map(({ endpoint }) => `- ${text(endpoint.text)}`),
  );
  await summary
    .addRaw(
      `## Rebind IIS Certificate\n\n**↩️ The post step put these bindings back:**\n\n${lines.slice(0, 200).join('\n')}\n`,
    )
    .write();
}
