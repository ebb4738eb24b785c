import { Failure } from '../failure.js';
import type { Binding } from '../http-sys/binding.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { differences } from '../http-sys/settings.js';
import type { Table } from '../http-sys/table.js';
import { readSettings } from '../inspect/read-settings.js';
import {
  addCommand,
  blockDifference,
  type Change,
  deleteCommand,
  isAfter,
  isBefore,
  type Method,
  methodOf,
  pointsTo,
  replacedBy,
  sameBlock,
  updateCommand,
} from '../plan/change.js';
import type { Machine } from '../windows/machine.js';
import { firstOf } from '../wording.js';
import { briefly, converge, type Goal, type Next, type Unreached } from './converge.js';
import { isSpare, removalGoal } from './spares.js';

/** What to change, and from which state. */
interface Work {
  readonly changes: readonly Change[];
  /** How each existing binding is changed, by {@link Endpoint.key}. */
  readonly methods: ReadonlyMap<string, Method>;
  /** The table as it is now. */
  readonly table: Table;
  /** Spare endpoints of the rehearsal, which go with the first batch. */
  readonly spares: readonly Endpoint[];
}

/** What the rest of the run wants to hear while bindings change. */
interface Progress {
  /** Called before each batch; may throw to end the work. */
  readonly beforeBatch: (done: number, total: number) => void;
  /** Told of a binding that somebody else has changed: it is not ours to roll back. */
  readonly onForeign: (change: Change) => void;
  /** Told of bindings that the table shows as they should be, while the work goes on with others. */
  readonly onChanged: (changes: readonly Change[]) => void;
}

/** What came of the work. */
export interface Applied {
  readonly methods: ReadonlyMap<string, Method>;
  readonly table: Table;
}

/**
 * Checks that every binding still is what the plan says.
 * @throws Failure `drift`: somebody else has changed one since it was read
 */
export function refuseDrift(changes: readonly Change[], table: Table): void {
  const drifted = changes.filter((change) => !isBefore(change, table.bindings.get(change.endpoint.key)));
  const [first] = drifted;
  if (!first) return;
  throw new Failure('drift', {
    cause: `${firstOf(
      5,
      drifted.map(({ endpoint }) => endpoint.text),
    )}: changed by someone else while this run was at work.`,
    evidence: describeNow(first, table.bindings.get(first.endpoint.key)),
    next: 'Find out what else manages certificates on this server (an ACME client, a deployment), and run again.',
  });
}

/**
 * Carries out the changes, in batches, each read back. Nothing is undone here.
 * @throws Failure `change-failed` with what netsh said, `drift` where somebody else was at work, `verification-failed`
 *   if a setting or another binding is not what it was
 */
export async function apply(machine: Machine, work: Work, progress: Progress): Promise<Applied> {
  const { changes, methods, spares } = work;
  const watch = new Watch(work, progress);
  const goals = new Map(changes.map((change) => [applyGoal(change, methodOf(change, methods)), change]));
  const { unreached, table } = await converge(
    machine,
    [...spares.map(removalGoal), ...goals.keys()],
    work.table,
    {
      patience: briefly,
      afterFailure: 'stop',
      beforeBatch: (done, total) => watch.beforeBatch(done, total),
      onTable: (now) => watch.onTable(now),
    },
  );
  for (const each of unreached) {
    const change = goals.get(each.goal);
    // One that is missing may have been removed by netsh while it updated it, so it is rolled back.
    if (change && each.kind === 'foreign' && table.bindings.has(change.endpoint.key))
      progress.onForeign(change);
  }
  const [failed] = unreached;
  if (failed) throw notReached(failed, goals.get(failed.goal), table);
  await refuseLostSettings(machine, changes);
  return { methods, table };
}

/** Compares each reading of the table with what it should be by then. */
class Watch {
  readonly #work: Work;
  readonly #progress: Progress;
  /** Those that are not yet as they should be. */
  readonly #open: Set<Change>;
  #latest: Table;

  constructor(work: Work, progress: Progress) {
    this.#work = work;
    this.#progress = progress;
    this.#open = new Set(work.changes);
    this.#latest = work.table;
  }

  beforeBatch(done: number, total: number): void {
    this.#progress.beforeBatch(done, total);
    const changed = [...this.#open].filter((change) => isAfter(change, this.#now(change)));
    for (const change of changed) this.#open.delete(change);
    this.#progress.onChanged(changed);
  }

  /** @throws Failure `verification-failed` or `drift` */
  onTable(now: Table): void {
    refuseDamage(this.#work, now);
    this.#latest = now;
    // One of an earlier batch may be changed by somebody else while a later one is at work.
    const strayed = this.#work.changes.filter(
      (change) => !this.#open.has(change) && !isAfter(change, this.#now(change)),
    );
    for (const change of strayed) if (this.#now(change)) this.#progress.onForeign(change);
    if (strayed[0]) throw changedByOthers(strayed[0], now);
  }

  #now({ endpoint }: Change): Binding | undefined {
    return this.#latest.bindings.get(endpoint.key);
  }
}

function notReached({ goal, kind, why }: Unreached, change: Change | undefined, table: Table): Failure {
  if (change && kind === 'foreign') return changedByOthers(change, table);
  return new Failure('change-failed', {
    cause: change
      ? `${goal.endpoint.text} could not be changed.`
      : `The spare binding ${goal.endpoint.text} of the rehearsal could not be removed.`,
    evidence: why,
    next: 'Look up the error number that netsh gave on the page below, and run again once its cause is gone.',
  });
}

function changedByOthers(change: Change, now: Table): Failure {
  const binding = now.bindings.get(change.endpoint.key);
  return new Failure('drift', {
    cause: `${change.endpoint.text} was changed by someone else while this run was at work.`,
    evidence: describeNow(change, binding),
    next: 'Find out what else manages certificates on this server (an ACME client, a deployment), and run again.',
  });
}

function applyGoal(change: Change, method: Method | 'add'): Goal {
  const add = addCommand(change, change.after);
  const next = (now: Binding | undefined): Next => {
    if (now && pointsTo(now, change.after)) return { is: 'reached' };
    if (isBefore(change, now)) {
      if (method === 'update') return { is: 'commands', commands: [updateCommand(change, change.after)] };
      return { is: 'commands', commands: method === 'add' ? [add] : [deleteCommand(change), add] };
    }
    // The delete took and the add did not; where the method is update, it was not us who removed it.
    if (!now && method === 'delete-add') return { is: 'commands', commands: [add] };
    return { is: 'foreign', why: describeNow(change, now) };
  };
  return { endpoint: change.endpoint, next };
}

/** What a binding is instead of what it should be, for an error. */
function describeNow(change: Change, now: Binding | undefined): string {
  const { text } = change.endpoint;
  if (!now) return `${text} is not bound any more.`;
  const bound = now.thumbprint ?? '(null)';
  if (now.thumbprint !== replacedBy(change)?.thumbprint && now.thumbprint !== change.after.thumbprint)
    return `${text} is now bound to ${bound}.`;
  if (now.appId !== change.appId) return `The application id of ${text} is now ${now.appId}.`;
  if (change.is === 'replacement' && !sameBlock(change.block, now.block))
    return `The settings of ${text} differ: ${blockDifference(change.block, now.block)}.`;
  return `${text} is now bound to ${bound} in store ${now.store ?? '(null)'}.`;
}

/**
 * Compares the table with what it was: a changed binding must be the same but for its certificate, every other
 * binding the same in all.
 * @throws Failure `verification-failed`
 */
function refuseDamage({ changes, table: before }: Work, now: Table): void {
  for (const change of changes) {
    const binding = now.bindings.get(change.endpoint.key);
    if (binding && pointsTo(binding, change.after) && !isAfter(change, binding))
      throw damaged(`${change.endpoint.text} lost a setting.`, describeNow(change, binding));
  }
  const ours = new Set(changes.map(({ endpoint }) => endpoint.key));
  for (const [key, binding] of before.bindings) {
    if (!ours.has(key) && !isSpare(binding)) refuseNeighbourDamage(binding, now.bindings.get(key));
  }
}

function refuseNeighbourDamage(before: Binding, now: Binding | undefined): void {
  const cause = `${before.endpoint.text}, which this run does not touch,`;
  if (!now) throw damaged(`${cause} is gone.`);
  const { thumbprint, appId, store } = now;
  if (thumbprint !== before.thumbprint || appId !== before.appId || store !== before.store)
    throw damaged(`${cause} is now bound to ${thumbprint ?? '(null)'}.`);
  if (!sameBlock(before.block, now.block))
    throw damaged(`${cause} has changed.`, blockDifference(before.block, now.block));
}

/** The registry shows some settings that netsh does not print. @throws Failure `verification-failed` */
async function refuseLostSettings(machine: Machine, changes: readonly Change[]): Promise<void> {
  const registry = await readSettings(
    machine,
    changes.map(({ endpoint }) => endpoint),
  );
  for (const { endpoint, settings } of changes) {
    const exact = registry.bindings.get(endpoint.key);
    if (!exact) throw damaged(`The registry does not show ${endpoint.text}.`, registry.failures[0]?.message);
    const lost = differences(settings, exact.settings);
    if (lost.length > 0) throw damaged(`${endpoint.text} lost a setting.`, lost.join(', '));
  }
}

function damaged(cause: string, evidence?: string): Failure {
  return new Failure('verification-failed', {
    cause,
    ...(evidence === undefined ? {} : { evidence }),
    next: 'Run again with debug logging (re-run the job with "Enable debug logging") and report what netsh shows.',
  });
}
