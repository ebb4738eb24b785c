import { asFailure, Failure } from '../failure.js';
import type { Request as RunRequest } from '../run/context.js';
import { expiringWithin, type Report } from '../run/report.js';
import type { Request } from '../run/request.js';
import { type Ending, run } from '../run/run.js';
import { Stop } from '../run/stop.js';
import { Journal } from '../undo/journal.js';
import type { JobIdentity } from '../undo/journal-format.js';
import { pendingForNextRun, removeTemp } from '../undo/recover.js';
import { thisMachine } from '../windows/machine.js';
import { systemRoot } from '../windows/system32.js';
import { systemError } from '../wording.js';
import { fail } from './fail.js';
import { type Inputs, readInputs, wantsSummary } from './inputs.js';
import { publish } from './outputs.js';
import { jobIdentity, makeTemp, type Places, readPlaces, reportFileIn, tempFolderIn } from './runner.js';
import { serverState, untouched } from './server-state.js';
import { outliveTheLog, stopOnSignals } from './signals.js';
import { remember, state } from './state.js';
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
    if (ending.failure) fail(ending.failure, serverState(ending.report, ending.failure));
  } catch (error) {
    if (error instanceof NotPublished) fail(error.failure, serverState(error.report, error.failure));
    else fail(asFailure(error), untouched);
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
    await publish({
      report: {
        outcome: 'failed',
        certificate: null,
        bindings: [],
        otherUsers: [],
        deletedCertificates: [],
        warnings,
      },
      failure,
      appId: null,
      expiring: [],
      within: { days: 0 },
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
    for (const warning of inputs.request.warnings) log.warning('Inputs', warning);
    for (const note of inputs.request.notes) log.note(note);
    const ending = await run({
      request: forRun(inputs.request),
      machine: thisMachine(temp, log.debug, stop),
      log,
      stop,
      now,
      job: jobIdentity(),
      temp,
      journals: places.journals,
      rememberJournal: (file) => remember(state.journal, file),
    });
    const { failure, appId } = ending;
    const report = { ...ending.report, warnings: [...inputs.request.warnings, ...ending.report.warnings] };
    const within = inputs.request.expiringWithin;
    const told = { report, failure, expiring: expiringWithin(within, report, now), within };
    tellResult(log, told);
    const { summary: wantsSummary, secrets } = inputs;
    const warnings = await publish({ ...told, appId, now, wantsSummary, reportFile, secrets }).catch(
      (error: unknown) => {
        throw new NotPublished(failure ?? notPublished(report, error), report);
      },
    );
    for (const warning of warnings) log.warning('Outputs', warning);
    return ending;
  } finally {
    unlisten();
    await removeTemp(temp).catch((error: unknown) => log.warning('Tidying up', `${temp}: ${String(error)}`));
  }
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

/** The request in the form that the run takes. */
function forRun(request: Request): RunRequest {
  const none = { bindings: [], replace: [], sites: [], createMissing: false };
  if (request.kind === 'inventory') {
    return {
      source: null,
      store: 'MY',
      selection: none,
      appId: null,
      exportable: false,
      friendlyName: null,
      dryRun: true,
      minimumDays: 0,
      allowNameMismatch: false,
      allowOlder: false,
      handshake: 'off',
      handshakeTimeoutMs: 0,
      restoreAfterJob: 'never',
      removeReplaced: false,
    };
  }
  const { kind, key, allow, minimumDays, ...rest } = request;
  return {
    ...rest,
    exportable: key.exportable,
    friendlyName: key.friendlyName,
    dryRun: kind === 'plan',
    minimumDays: 'days' in minimumDays ? minimumDays.days : 0,
    allowNameMismatch: allow.nameMismatch,
    allowOlder: allow.older,
  };
}
