import { asFailure, Failure } from '../failure.js';
import type { Imported, KeyGrant } from '../import/imported.js';
import type { Change, Method } from '../plan/change.js';
import type { Context } from '../run/context.js';
import type { Draft } from '../run/draft.js';
import type { Prepared } from '../run/prepare.js';
import type { Outcome } from '../run/report.js';
import { Journal } from './journal.js';
import { neededBy, tellRollback } from './recover.js';
import { byHand, commandsByHand, type RolledBack, rollBack, rollbackIncomplete } from './roll-back.js';

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
export interface Done {
  imported: readonly Imported[];
  grants: readonly KeyGrant[];
  methods: ReadonlyMap<string, Method>;
  /** A binding may have been changed. */
  applying: boolean;
  /** Bindings that somebody else has changed in the meantime. */
  readonly drifted: Set<Change>;
}

/** Puts back what was begun, and says how that went. Never throws. */
export async function undoAll(
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
        grants: done.grants,
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
    return notFinished(draft, plan.changes, done, failure, asFailure(error));
  }
}

/** What to say where putting back could not be ended, be it for want of time or because the table cannot be read. */
function notFinished(
  draft: Draft,
  changes: readonly Change[],
  { applying }: Done,
  failure: Failure,
  reason: Failure,
): Undone {
  for (const change of changes) {
    const message = `Not read back. ${byHand(commandsByHand(change, true))}`;
    draft.describeChange(
      change,
      applying ? { result: 'failed', thumbprint: null, message } : { result: 'untouched' },
    );
  }
  if (reason === failure) return new Undone(failure, 'failed');
  if (applying) return new Undone(rollbackNotFinished(reason, failure), 'failed');
  draft.warn(
    'Tidying up',
    `The post step tries once more to remove what this run has left: ${reason.message}`,
  );
  return new Undone(failure, 'failed');
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
    const now = table.bindings.get(change.endpoint.key);
    draft.describeChange(change, {
      result: left ? 'failed' : applying ? 'rolled-back' : 'untouched',
      thumbprint: now?.thumbprint ?? null,
      store: now?.store ?? null,
      ...(now ? { appId: now.appId } : {}),
      ...(left ? { message: `${left.why} ${byHand(left.commands)}` } : {}),
    });
  }
}

/** What the journals of other runs may have to bind again, such as an earlier step's with `restore-after-job`. */
export async function neededByOthers({ journals }: Context, own: string): Promise<ReadonlySet<string>> {
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
