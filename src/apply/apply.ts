import { Failure } from '../failure.js';
import type { Binding } from '../http-sys/binding.js';
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
  sameBlock,
  updateCommand,
} from '../plan/change.js';
import type { Machine } from '../windows/machine.js';
import { firstOf } from '../wording.js';
import { briefly, converge, type Goal, type Next } from './converge.js';
import { isSpare } from './spares.js';

export interface ApplyOptions {
  readonly methods: ReadonlyMap<string, Method>;
  /** The table as it is now; the changes start from it. */
  readonly table: Table;
  /** Called before each batch. */
  readonly progress: (done: number, total: number) => void;
  readonly throwIfStopped: () => void;
  /** Told of a binding that somebody else has changed in the meantime: it is not ours to put back. */
  readonly onDrift: (change: Change) => void;
  /**
   * Told of bindings that the table shows as they should be, when the work goes on with others; not of the last ones,
   * whose settings are still to be compared.
   */
  readonly onChanged: (changes: readonly Change[]) => void;
}

/**
 * Checks that every binding still is what the plan says.
 * @throws Failure `drift`: somebody else has changed one since it was read
 */
export function refuseDrift(changes: readonly Change[], table: Table): void {
  const drifted = changes.filter((change) => !isBefore(change, table.bindings.get(change.endpoint.key)));
  if (drifted.length === 0) return;
  throw new Failure('drift', {
    cause: `${firstOf(
      5,
      drifted.map((each) => each.endpoint.text),
    )}: changed by someone else while this run was at work.`,
    evidence: describeNow(drifted[0]!, table.bindings.get(drifted[0]!.endpoint.key)),
    next: 'Nothing was changed. Find out what else manages certificates on this server (an ACME client, a deployment), and run again.',
  });
}

/**
 * Carries out the changes, in batches, each read back. Nothing is undone here: after a failure call
 * {@link rollBack}.
 * @throws Failure `change-failed` with what netsh said, `drift` where somebody else was at work, `verification-failed`
 *   if a setting or another binding is not what it was
 */
export async function apply(
  machine: Machine,
  changes: readonly Change[],
  options: ApplyOptions,
): Promise<Table> {
  const goals = new Map(
    changes.map((change) => [applyGoal(change, methodOf(change, options.methods)), change] as const),
  );
  let latest = options.table;
  const nowOf = ({ endpoint }: Change) => latest.bindings.get(endpoint.key);
  const untold = new Set(changes);
  const tellChanged = () => {
    const changed = [...untold].filter((change) => isAfter(change, nowOf(change)));
    for (const change of changed) untold.delete(change);
    options.onChanged(changed);
  };
  // One of an earlier batch may be changed by somebody else while a later one is at work.
  const refuseStrayed = () => {
    const strayed = changes.filter((change) => !untold.has(change) && !isAfter(change, nowOf(change)));
    for (const change of strayed) {
      if (nowOf(change)) options.onDrift(change);
    }
    if (strayed[0]) throw changedByOthers(strayed[0], latest);
  };
  const { unreached, table } = await converge(machine, [...goals.keys()], options.table, {
    patience: briefly,
    afterFailure: 'stop',
    beforeBatch: (done, total) => {
      options.throwIfStopped();
      options.progress(done, total);
      tellChanged();
    },
    onTable: (now) => {
      refuseDamage(changes, options.table, now);
      latest = now;
      refuseStrayed();
    },
  });
  for (const { goal, kind } of unreached) {
    const change = goals.get(goal)!;
    // One that is missing may have been removed by netsh while it updated it, so it is put back.
    if (kind === 'foreign' && table.bindings.has(change.endpoint.key)) options.onDrift(change);
  }
  const failed = unreached[0];
  if (failed?.kind === 'foreign') {
    throw changedByOthers(goals.get(failed.goal)!, table);
  }
  if (failed) {
    throw new Failure('change-failed', {
      cause: `${failed.goal.endpoint.text} could not be changed.`,
      evidence: failed.why,
      next: 'Look up what netsh said in docs/troubleshooting.md.',
    });
  }
  await refuseLostSettings(machine, changes);
  return table;
}

function changedByOthers(change: Change, now: Table): Failure {
  const binding = now.bindings.get(change.endpoint.key);
  const fate = binding ? 'It is left as it is, and the changes' : 'It is put back, and so are the changes';
  return new Failure('drift', {
    cause: `${change.endpoint.text} was changed by someone else while this run was at work.`,
    evidence: describeNow(change, binding),
    next: `${fate} of this run${binding ? ' are put back' : ''}. Find out what else manages certificates on this server (an ACME client, a deployment), and run again.`,
  });
}

function applyGoal(change: Change, method: Method | 'add'): Goal {
  const add = addCommand(change, change.after);
  const commands = (now: Binding | undefined): Next => {
    if (now && pointsTo(now, change.after)) return { is: 'reached' };
    if (isBefore(change, now)) {
      if (method === 'update') return { is: 'commands', commands: [updateCommand(change, change.after)] };
      return { is: 'commands', commands: method === 'add' ? [add] : [deleteCommand(change), add] };
    }
    // The delete took and the add did not; where the method is update, it was not us who removed it.
    if (!now && method === 'delete-add') return { is: 'commands', commands: [add] };
    return { is: 'foreign', why: describeNow(change, now) };
  };
  return { endpoint: change.endpoint, next: commands };
}

/** What a binding is instead of what it should be, for an error. */
export function describeNow(change: Change, now: Binding | undefined): string {
  const { text } = change.endpoint;
  if (!now) return `${text} is not bound any more.`;
  if (now.thumbprint !== change.before?.thumbprint && now.thumbprint !== change.after.thumbprint) {
    return `${text} is now bound to ${now.thumbprint ?? '(null)'}.`;
  }
  if (now.appId !== change.appId) return `The application id of ${text} is now ${now.appId}.`;
  if (change.block && !sameBlock(change.block, now.block)) {
    return `The settings of ${text} differ: ${blockDifference(change.block, now.block)}.`;
  }
  return `${text} is now bound to ${now.thumbprint ?? '(null)'} in store ${now.store ?? '(null)'}.`;
}

/**
 * Compares the table with what it was: a changed binding must be the same but for its certificate, every other
 * binding the same in all.
 */
function refuseDamage(changes: readonly Change[], before: Table, now: Table): void {
  for (const change of changes) {
    const binding = now.bindings.get(change.endpoint.key);
    if (binding && pointsTo(binding, change.after) && !isAfter(change, binding)) {
      throw damaged(`${change.endpoint.text} lost a setting.`, describeNow(change, binding));
    }
  }
  const ours = new Set(changes.map((each) => each.endpoint.key));
  for (const [key, binding] of before.bindings) {
    if (ours.has(key) || isSpare(binding)) continue;
    const twin = now.bindings.get(key);
    const { text } = binding.endpoint;
    if (!twin) throw damaged(`${text}, which this run does not touch, is gone.`, undefined);
    if (
      twin.thumbprint !== binding.thumbprint ||
      twin.appId !== binding.appId ||
      twin.store !== binding.store
    ) {
      throw damaged(
        `${text}, which this run does not touch, is now bound to ${twin.thumbprint ?? '(null)'}.`,
        undefined,
      );
    }
    if (!sameBlock(binding.block, twin.block)) {
      throw damaged(
        `${text}, which this run does not touch, has changed.`,
        blockDifference(binding.block, twin.block),
      );
    }
  }
}

/** The registry shows some settings that netsh does not print. */
async function refuseLostSettings(machine: Machine, changes: readonly Change[]): Promise<void> {
  const registry = await readSettings(
    machine,
    changes.map((each) => each.endpoint),
  );
  for (const change of changes) {
    const exact = registry.bindings.get(change.endpoint.key);
    if (!exact)
      throw damaged(`The registry does not show ${change.endpoint.text}.`, registry.failures[0]?.message);
    const lost = differences(change.settings, exact.settings);
    if (lost.length > 0) throw damaged(`${change.endpoint.text} lost a setting.`, lost.join(', '));
  }
}

function damaged(cause: string, evidence: string | undefined): Failure {
  return new Failure('verification-failed', {
    cause,
    ...(evidence === undefined ? {} : { evidence }),
    next: 'Run again with debug logging (re-run the job with "Enable debug logging") and report what netsh shows.',
  });
}
