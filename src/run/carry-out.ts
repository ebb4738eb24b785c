import { apply, refuseDrift } from '../apply/apply.js';
import { asFailure } from '../failure.js';
import type { Table } from '../http-sys/table.js';
import type { Imported } from '../import/imported.js';
import { certificateKey } from '../import/imported.js';
import { removeReplaced } from '../import/remove-replaced.js';
import { readTable } from '../inspect/read-table.js';
import { type Change, methodOf, methodsInWords } from '../plan/change.js';
import type { Rehearsed } from '../rehearse/rehearse.js';
import { Journal } from '../undo/journal.js';
import { toJournalChanges } from '../undo/journal-format.js';
import { type Done, neededByOthers, undoAll } from '../undo/undo-all.js';
import { Proof } from '../verify/prove.js';
import { bringIn, rehearseWithKey } from './bring-in.js';
import type { Context } from './context.js';
import type { Draft } from './draft.js';
import type { Prepared } from './prepare.js';
import type { Outcome } from './report.js';

/**
 * Steps 5 to 9: journal, import, rehearsal, change, proof.
 * @throws Undone after a failure, when everything has been put back as far as possible
 */
export async function carryOut(context: Context, draft: Draft, prepared: Prepared): Promise<Outcome> {
  const { log, stop } = context;
  const { plan } = prepared;
  const replaced = context.request.removeReplaced ? replacedBy(plan.changes) : [];
  const proof = new Proof(context, prepared, draft.certificate!.thumbprint);
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
  const done: Done = { imported: [], grants: [], methods: new Map(), applying: false, drifted: new Set() };
  try {
    proof.beginBefore();
    const imported = await bringIn(context, draft, prepared, journal, done);
    stop.throwIfRequested();
    const rehearsed = await log.group('Rehearse on spare sockets', async () => {
      const proven = await rehearseWithKey(context, draft, prepared, journal, { imported, done });
      log.info(`Proven: ${methodsInWords(plan.changes, proven.methods)}`);
      return proven;
    });
    done.methods = rehearsed.methods;
    for (const warning of rehearsed.warnings) draft.warn('Rehearsal', warning);
    const table = await afterHandshakes(context, proof, rehearsed.table);
    refuseDrift(plan.changes, table);
    stop.throwIfRequested();
    await journal.note({ phase: 'applying', methods: [...rehearsed.methods] });
    done.applying = true;
    const how = { methods: rehearsed.methods, table, proof };
    await log.group('Change the bindings', () => changeAll(context, draft, plan.changes, how, done));
    await proof.endAfter(draft);
    await journal.note({ phase: 'verified' });
  } catch (error) {
    proof.abandon();
    const failure = asFailure(error);
    log.info(`Failed: ${failure.parts.cause} Everything is put back now.`);
    const undone = await undoAll(context, draft, prepared, journal, done, failure);
    if (undone.outcome === 'rolled-back') await proof.proveUndone(draft);
    throw undone;
  }
  await finish(context, draft, journal, replaced);
  return 'rebound';
}

/** ms after which a reading of the table is no longer taken for what is there now. */
const freshMs = 50;

/** Waits until the sockets have said what they serve now. @returns the table as it is then */
async function afterHandshakes({ machine }: Context, proof: Proof, table: Table): Promise<Table> {
  const began = performance.now();
  await proof.endBefore();
  return performance.now() - began < freshMs ? table : readTable(machine, table);
}

async function changeAll(
  context: Context,
  draft: Draft,
  changes: readonly Change[],
  { methods, table, proof }: { methods: Rehearsed['methods']; table: Table; proof: Proof },
  { drifted }: Done,
): Promise<void> {
  const { machine, log, stop } = context;
  await apply(machine, changes, {
    methods,
    table,
    progress: (done, total) => log.progress(`${done} of ${total} bindings`),
    throwIfStopped: () => stop.throwIfRequested(),
    onDrift: (change) => drifted.add(change),
    onChanged: (changed) => proof.beginAfter(changed),
  });
  for (const change of changes) {
    const method = methodOf(change, methods);
    draft.describeChange(change, { result: change.before ? 'rebound' : 'created', method });
    log.info(
      `${change.endpoint.text}: ${change.before?.thumbprint ?? 'not bound'} → ${change.after.thumbprint} (${method})`,
    );
  }
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
      const table = await readTable(context.machine);
      const { notes, warnings } = await removeReplaced(context.machine, unneeded, {
        table,
        others: [],
        needed,
      });
      for (const note of notes) context.log.info(note);
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
    const certificate = { store: before.store ?? 'MY', thumbprint: before.thumbprint };
    replaced.set(certificateKey(certificate), certificate);
  }
  return [...replaced.values()];
}
