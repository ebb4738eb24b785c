import { apply, refuseDrift } from '../change/apply.js';
import { commandByHand, type RolledBack, rollBack, rollbackIncomplete } from '../change/rollback.js';
import { readTable } from '../change/table.js';
import { Failure } from '../failure.js';
import { type Answers, askAll, askUntilShown, judge, routeTo, type Socket } from '../handshake/handshakes.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { defaultSettings } from '../http-sys/settings.js';
import { Journal } from '../journal/journal.js';
import { type Imported, toJournalChanges } from '../journal/journal-format.js';
import { neededBy, tellRollback } from '../journal/recover.js';
import { type Change, type Method, methodOf, methodsInWords } from '../plan/change.js';
import { type Rehearsed, rehearse } from '../rehearsal/rehearse.js';
import { importCertificates, importedBy, importLeaf } from '../stores/import.js';
import { friendlyNameFor } from '../stores/new-certificate.js';
import { certificateKey } from '../stores/remove-imported.js';
import { removeReplaced } from '../stores/replaced.js';
import type { Context } from './context.js';
import type { Draft } from './draft.js';
import type { Prepared } from './prepare.js';
import type { Outcome } from './report.js';

/** A run that failed after it had begun to change something, and how it ended. */
export class Undone extends Error {
  readonly failure: Failure;
  readonly outcome: Outcome;

  constructor(failure: Failure, outcome: Outcome) {
    super(failure.message);
    this.failure = failure;
    this.outcome = outcome;
  }
}

/** What a run has done so far, for the case that it must be undone. */
interface Done {
  imported: readonly Imported[];
  methods: ReadonlyMap<string, Method>;
  /** A binding may have been changed. */
  applying: boolean;
  /** Bindings that somebody else has changed in the meantime. */
  readonly drifted: Set<Change>;
}

/**
 * Steps 5 to 9: journal, import, rehearsal, change, proof.
 * @throws Undone after a failure, when everything has been put back as far as possible
 */
export async function carryOut(context: Context, draft: Draft, prepared: Prepared): Promise<Outcome> {
  const { log, stop } = context;
  const { plan } = prepared;
  const sockets = socketsOf(context, prepared);
  const replaced = context.request.removeReplaced ? replacedBy(plan.changes) : [];
  stop.throwIfRequested();
  const file = await Journal.newFile(context.journals);
  // Before it exists: the post step of a run that is killed meanwhile finds what there is of it.
  context.rememberJournal(file);
  const journal = await Journal.create(file, {
    version: 1,
    created: new Date().toISOString(),
    job: context.job,
    temp: context.temp,
    restoreAfterJob: context.request.restoreAfterJob,
    ...toJournalChanges(plan.changes),
    removeReplaced: replaced,
  });
  const done: Done = { imported: [], methods: new Map(), applying: false, drifted: new Set() };
  try {
    const before = await ask(context, sockets, 'What the sockets serve now');
    stop.throwIfRequested();
    const freshKey = await bringIn(context, draft, prepared, journal, done);
    stop.throwIfRequested();
    const rehearsed = await log.group('Rehearse on spare sockets', async () => {
      const proven = await rehearseWithKey(context, draft, prepared, journal, freshKey);
      log.info(`Proven: ${methodsInWords(plan.changes, proven.methods)}`);
      return proven;
    });
    done.methods = rehearsed.methods;
    for (const warning of rehearsed.warnings) draft.warn('Rehearsal', warning);
    refuseDrift(plan.changes, rehearsed.table);
    stop.throwIfRequested();
    await journal.note({ phase: 'applying', methods: [...rehearsed.methods] });
    done.applying = true;
    await log.group('Change the bindings', () => changeAll(context, draft, plan.changes, rehearsed, done));
    await log.group('Shake hands with every socket', () => proveHandshakes(context, draft, sockets, before));
    await journal.note({ phase: 'verified' });
  } catch (error) {
    const failure = asFailure(error);
    log.info(`Failed: ${failure.parts.cause} Everything is put back now.`);
    throw await undoAll(context, draft, prepared, journal, done, failure);
  }
  await finish(context, draft, journal, replaced);
  return 'rebound';
}

/** Anything that is thrown, as a failure: what is not one yet is a bug of this action. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure('unexpected', {
    cause: error instanceof Error ? error.message : String(error),
    next: 'This is a mistake in the action itself. Run again with debug logging, and report it with the log.',
  });
}

/** The sockets to shake hands with: those that change and those that need no change. */
export function socketsOf({ machine }: Context, { inspection, plan }: Prepared): Socket[] {
  const addresses = machine.addresses();
  const socket = (endpoint: Endpoint, settings = defaultSettings): Socket => ({
    endpoint,
    route: routeTo(endpoint, settings, inspection.table, addresses),
  });
  return [
    ...plan.changes.map((change) => socket(change.endpoint, change.settings)),
    ...plan.unchanged.map(({ binding, settings }) => socket(binding.endpoint, settings ?? defaultSettings)),
  ];
}

async function ask(
  { request, machine, log, stop }: Context,
  sockets: readonly Socket[],
  title: string,
): Promise<Answers> {
  if (request.handshake === 'off') return new Map();
  return log.group(title, async () => {
    const answers = await stop.unlessRequested(
      askAll(sockets, machine.handshake, request.handshakeTimeoutMs),
    );
    for (const { endpoint } of sockets) {
      const answer = answers.get(endpoint.key);
      if (answer)
        log.debug(`${endpoint.text}: ${answer.outcome === 'served' ? answer.thumbprint : answer.message}`);
    }
    log.info(
      `${[...answers.values()].filter((each) => each.outcome === 'served').length} of ${sockets.length} sockets serve a certificate`,
    );
    return answers;
  });
}

/** Imports the certificate and its intermediates where they are missing. @returns whether the key is new here */
async function bringIn(
  context: Context,
  draft: Draft,
  { importPlan }: Prepared,
  journal: Journal,
  done: Done,
): Promise<boolean> {
  if (!importPlan || (!importPlan.leaf && importPlan.intermediates.length === 0)) {
    context.log.info('The certificate is in the store already.');
    return false;
  }
  return context.log.group('Import the certificate', async () => {
    const imported = importedBy(importPlan);
    await journal.note({ phase: 'importing', certificates: imported });
    done.imported = imported;
    const warnings = await importCertificates(
      context.machine,
      importPlan,
      importOptions(context, importPlan.bundle),
    );
    for (const warning of warnings) draft.warn('Intermediate', warning);
    context.log.info(`${importPlan.bundle.leaf.thumbprint} is in LocalMachine\\${importPlan.store}`);
    return importPlan.leaf;
  });
}

function importOptions({ request, log }: Context, bundle: Parameters<typeof friendlyNameFor>[0]) {
  return {
    exportable: request.exportable,
    friendlyName: friendlyNameFor(bundle, request.friendlyName),
    hide: (secret: string) => log.hide(secret),
  };
}

/** Rehearses; where the store had the certificate but its key turns out to be unusable, imports it and tries again. */
async function rehearseWithKey(
  context: Context,
  draft: Draft,
  prepared: Prepared,
  journal: Journal,
  freshKey: boolean,
): Promise<Rehearsed> {
  const { machine, stop } = context;
  const { plan, inspection, importPlan, present } = prepared;
  const attempt = (fresh: boolean) =>
    rehearse(machine, plan.changes, {
      table: inspection.table,
      presentIsThere: (change) => {
        const binding = inspection.table.bindings.get(change.endpoint.key);
        return binding !== undefined && present(binding) !== undefined;
      },
      freshKey: fresh,
      announce: (endpoints) => journal.note({ phase: 'rehearsing', endpoints }),
      throwIfStopped: () => stop.throwIfRequested(),
    });
  try {
    return await attempt(freshKey);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'key-unusable' || !importPlan || importPlan.leaf)
      throw error;
    draft.warn(
      'Import',
      'The certificate was in the store already, but without a usable key; it is imported again.',
    );
    await importLeaf(machine, importPlan, importOptions(context, importPlan.bundle));
    return attempt(true);
  }
}

async function changeAll(
  context: Context,
  draft: Draft,
  changes: readonly Change[],
  { methods, table }: Rehearsed,
  { drifted }: Done,
): Promise<void> {
  const { machine, log, stop } = context;
  await apply(machine, changes, {
    methods,
    table,
    progress: (done, total) => log.progress(`${done} of ${total} bindings`),
    throwIfStopped: () => stop.throwIfRequested(),
    onDrift: (change) => drifted.add(change),
  });
  for (const change of changes) {
    const method = methodOf(change, methods);
    draft.describeChange(change, { result: change.before ? 'rebound' : 'created', method });
    log.info(
      `${change.endpoint.text}: ${change.before?.thumbprint ?? 'not bound'} → ${change.after.thumbprint} (${method})`,
    );
  }
}

/** Step 9: a handshake with every socket shows the new certificate. @throws Failure `handshake-failed` */
export async function proveHandshakes(
  context: Context,
  draft: Draft,
  sockets: readonly Socket[],
  before: Answers,
): Promise<void> {
  const { request, machine, log, stop } = context;
  if (request.handshake === 'off') return;
  const expected = draft.certificate!.thumbprint;
  const after = await stop.unlessRequested(
    askUntilShown(sockets, expected, before, machine.handshake, request.handshakeTimeoutMs),
  );
  const failed: string[] = [];
  const unproven: string[] = [];
  for (const socket of sockets) {
    const { endpoint } = socket;
    const { verdict, message } = judge(socket, expected, before.get(endpoint.key), after.get(endpoint.key));
    draft.update(endpoint, { handshake: verdict, ...(message === undefined ? {} : { message }) });
    const line = `${endpoint.text}: ${message ?? verdict}`;
    if (verdict === 'verified') log.debug(line);
    else if (verdict === 'mismatch' || request.handshake === 'required') failed.push(line);
    else unproven.push(line);
  }
  if (failed.length > 0) {
    throw new Failure('handshake-failed', {
      cause: `${failed.length} of ${sockets.length} sockets do not show the new certificate.`,
      evidence: `${failed.slice(0, 5).join('; ')}${failed.length > 5 ? `; and ${failed.length - 5} more` : ''}.`,
      next: `Find out what answers there ("openssl s_client -connect host:port -servername name").${request.handshake === 'required' ? ' "handshake: when-listening" accepts sockets on which nobody listens.' : ''}`,
    });
  }
  if (unproven.length > 0) {
    draft.warn(
      'Handshake',
      `Not proven by a handshake: ${unproven.slice(0, 10).join('; ')}${unproven.length > 10 ? `; and ${unproven.length - 10} more` : ''}.`,
    );
  }
  log.info(`${sockets.length - unproven.length} of ${sockets.length} sockets show the new certificate`);
}

async function undoAll(
  context: Context,
  draft: Draft,
  { plan }: Prepared,
  journal: Journal,
  done: Done,
  failure: Failure,
): Promise<Undone> {
  const { machine, log, stop } = context;
  // What was not begun is not ours to put back, whatever became of it.
  const begun = done.applying ? plan.changes : [];
  try {
    return await log.group('Put everything back', async () => {
      await journal.note({ phase: 'rolling-back' }).catch(() => undefined);
      const result = await rollBack(machine, begun, {
        methods: done.methods,
        imported: done.imported,
        needed: await neededByOthers(context, journal.file),
        isForeign: (change) => done.drifted.has(change),
        beforeStep: () => {
          if (stop.graceIsOver) throw failure;
        },
      });
      tellRollback(log, result);
      describeRolledBack(draft, plan.changes, result, done);
      const broken = result.notRestored.filter((each) => !each.foreign);
      if (broken.length > 0 || result.warnings.length > 0) await journal.leave();
      else await journal.remove();
      if (broken.length > 0) return new Undone(rollbackIncomplete(broken, journal.file, failure), 'failed');
      return new Undone(failure, done.applying && result.notRestored.length === 0 ? 'rolled-back' : 'failed');
    });
  } catch (error) {
    // The journal stays: the post step, or the next run, goes on from it.
    await journal.leave().catch(() => undefined);
    const reason = asFailure(error);
    for (const change of begun) {
      draft.describeChange(change, {
        result: 'failed',
        thumbprint: null,
        message: `Not read back. By hand: ${commandByHand(change, true)}`,
      });
    }
    return new Undone(reason === failure ? failure : rollbackNotFinished(reason, failure), 'failed');
  }
}

function describeRolledBack(
  draft: Draft,
  changes: readonly Change[],
  { notRestored, table }: RolledBack,
  { applying }: Done,
): void {
  const failed = new Map(notRestored.map((each) => [each.change, each]));
  for (const change of changes) {
    const left = failed.get(change);
    draft.describeChange(change, {
      result: left ? 'failed' : applying ? 'rolled-back' : 'untouched',
      thumbprint: table.bindings.get(change.endpoint.key)?.thumbprint ?? null,
      ...(left ? { message: `${left.why} By hand: ${left.command}` } : {}),
    });
  }
}

/** What the journals of other runs may have to bind again, such as an earlier step's with `restore-after-job`. */
async function neededByOthers({ journals }: Context, own: string): Promise<ReadonlySet<string>> {
  // A folder that cannot be read any more must not keep this run from being undone.
  const records = await Journal.readAll(journals).then(
    (all) => all.records,
    () => [],
  );
  return neededBy(records.filter((each) => each.file !== own));
}

function rollbackNotFinished(reason: Failure, failure: Failure): Failure {
  return new Failure('rollback-incomplete', {
    cause: `The bindings could not be put back yet: ${reason.parts.cause}`,
    evidence: `What went wrong before: ${failure.message}`,
    next: 'The post step of this action tries again, and so does the next run on this machine. The report has the command for each binding.',
  });
}

/** The change is complete: what is left is tidying up, which never fails a run. */
async function finish(
  context: Context,
  draft: Draft,
  journal: Journal,
  replaced: readonly Imported[],
): Promise<void> {
  try {
    if (context.request.restoreAfterJob !== 'never') {
      await journal.leave();
      return;
    }
    const needed = await neededByOthers(context, journal.file);
    const unneeded = replaced.filter((each) => !needed.has(certificateKey(each)));
    if (unneeded.length > 0) {
      const warnings = await removeReplaced(
        context.machine,
        unneeded,
        await readTable(context.machine),
        context.log,
      );
      for (const warning of warnings) draft.warn('Replaced certificate', warning);
    }
    await journal.remove();
  } catch (error) {
    draft.warn('Tidying up', `The change is complete, but tidying up was not: ${asFailure(error).message}`);
  }
}

function replacedBy(changes: readonly Change[]): Imported[] {
  const replaced = new Map<string, Imported>();
  for (const { before, after } of changes) {
    if (!before || before.thumbprint === after.thumbprint) continue;
    const store = before.store ?? 'MY';
    replaced.set(`${store.toLowerCase()}\\${before.thumbprint}`, { store, thumbprint: before.thumbprint });
  }
  return [...replaced.values()];
}
