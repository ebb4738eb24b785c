import { describeNow } from '../apply/apply.js';
import { briefly, type ConvergeOptions, converge, type Goal, type Next } from '../apply/converge.js';
import { isSpare, removalGoal } from '../apply/spares.js';
import { Failure } from '../failure.js';
import type { Binding } from '../http-sys/binding.js';
import type { Table } from '../http-sys/table.js';
import type { Imported, KeyGrant } from '../import/imported.js';
import { removeImported } from '../import/remove-imported.js';
import { withdrawGrants } from '../import/withdraw-grants.js';
import { readTable } from '../inspect/read-table.js';
import {
  addCommand,
  type Change,
  deleteCommand,
  isBefore,
  type Method,
  methodOf,
  pointsTo,
  updateCommand,
} from '../plan/change.js';
import type { Machine } from '../windows/machine.js';
import { netshCommandLine } from '../windows/netsh.js';
import { count } from '../wording.js';

/** A binding that is not as it was, and what a person can do. */
export interface NotRestored {
  readonly change: Change;
  /** One or more sentences. */
  readonly why: string;
  /** The commands that put it back, to be run one after the other. */
  readonly commands: readonly string[];
  /** Somebody else changed it, so it was left alone. */
  readonly foreign: boolean;
}

/** The outcome of a roll-back. */
export interface RolledBack {
  /** Bindings that were put back now. */
  readonly restored: readonly Change[];
  readonly notRestored: readonly NotRestored[];
  /** What is left of the run besides bindings: a spare socket, an imported certificate. */
  readonly warnings: readonly string[];
  readonly table: Table;
}

export interface RollBackOptions {
  readonly methods: ReadonlyMap<string, Method>;
  /** Certificates that the run imported; they are removed again unless something needs them. */
  readonly imported: readonly Imported[];
  /** What the run has allowed accounts on keys that were there before it. */
  readonly grants: readonly KeyGrant[];
  /** Certificates that other runs may have to bind again. */
  readonly needed: ReadonlySet<string>;
  /** Whether somebody else has changed a binding, so that it is to be left alone. */
  readonly isForeign: (change: Change, now: Binding | undefined) => boolean;
  /** May throw to leave the rest to the post step. */
  readonly beforeStep: () => void;
}

/**
 * Puts every binding back to what it was, last change first, and reads back whether it is. It can be repeated: what
 * is as it was is left alone, and so is what somebody else has changed in the meantime. It goes on past a binding
 * that fails. The spare sockets of rehearsals and the imported certificates go, too.
 * @param changes those that may have begun
 */
export async function rollBack(
  machine: Machine,
  changes: readonly Change[],
  options: RollBackOptions,
): Promise<RolledBack> {
  const { beforeStep, isForeign, methods } = options;
  const start = await readTable(machine, expected(changes));
  const nowOf = (change: Change) => start.bindings.get(change.endpoint.key);
  const changed = changes.toReversed().filter((change) => !isBefore(change, nowOf(change)));
  const foreign = new Set(changed.filter((change) => isForeign(change, nowOf(change))));
  const undo = changed.filter((change) => !foreign.has(change));
  const goals = new Map<Goal, Change | undefined>([
    ...undo.map((change) => [undoGoal(change, methodOf(change, methods)), change] as const),
    ...[...start.bindings.values()]
      .filter(isSpare)
      .map((binding) => [removalGoal(binding.endpoint), undefined] as const),
  ]);
  const how: ConvergeOptions = { patience: briefly, afterFailure: 'go-on', beforeBatch: beforeStep };
  const work = await converge(machine, [...goals.keys()], start, how);
  const dead = work.unreached.flatMap(({ goal }) => goals.get(goal) ?? []);
  const table = await bindAnew(machine, dead, work.table, how);

  const notRestored: NotRestored[] = [...foreign].map((change) => ({
    change,
    why: describeNow(change, nowOf(change)),
    commands: commandsByHand(change, nowOf(change) !== undefined),
    foreign: true,
  }));
  const warnings: string[] = [];
  for (const { goal, kind, why } of work.unreached) {
    const change = goals.get(goal);
    if (!change) {
      warnings.push(`The spare socket ${goal.endpoint.text} of the rehearsal is still there: ${why}`);
      continue;
    }
    const now = table.bindings.get(change.endpoint.key);
    const means = now && pointsTo(now, change.after) ? ' It is bound to the new certificate meanwhile.' : '';
    notRestored.push({
      change,
      why: `${sentence(why)}${means}`,
      foreign: kind === 'foreign',
      commands: commandsByHand(change, now !== undefined),
    });
  }
  const failed = new Set(notRestored.map((each) => each.change));
  warnings.push(...(await withdrawGrants(machine, options.grants)));
  warnings.push(...(await removeImported(machine, options.imported, { table, needed: options.needed })));
  return { restored: undo.filter((change) => !failed.has(change)), notRestored, warnings, table };
}

/** What the first reading must show, or be repeated. */
function expected(changes: readonly Change[]) {
  const bound = changes.filter((change) => change.before !== null);
  return { bindings: new Map(bound.map((change) => [change.endpoint.key, change])), unreadable: [] };
}

function undoGoal(change: Change, method: Method | 'add'): Goal {
  const next = (now: Binding | undefined, attempt: number): Next => {
    const { before } = change;
    if (isBefore(change, now)) return { is: 'reached' };
    // A binding that we deleted, or that was deleted while netsh updated it, is missing: it is ours to put back.
    if (!now) return before ? { is: 'commands', commands: [addCommand(change, before)] } : { is: 'reached' };
    const ours = pointsTo(now, change.after) || (before !== null && pointsTo(now, before));
    if (!ours || now.appId !== change.appId) return { is: 'foreign', why: describeNow(change, now) };
    if (!before) return { is: 'commands', commands: [deleteCommand(change)] };
    // If update does not put it back, delete + add may; but not where that would lose a setting for certain.
    const inPlace = method === 'update' && (attempt <= 2 || change.opaque.length > 0);
    return {
      is: 'commands',
      commands: inPlace
        ? [updateCommand(change, before)]
        : [deleteCommand(change), addCommand(change, before)],
    };
  };
  return { endpoint: change.endpoint, next };
}

/**
 * Binds the new certificate where the previous one could be bound no more (somebody has deleted it, say) and the
 * socket would be left with none: it answers then, and the journal still says what it was.
 */
async function bindAnew(
  machine: Machine,
  changes: readonly Change[],
  table: Table,
  how: ConvergeOptions,
): Promise<Table> {
  const dead = changes.filter(({ endpoint, before }) => before && !table.bindings.has(endpoint.key));
  if (dead.length === 0) return table;
  const goals = dead.map(
    (change): Goal => ({
      endpoint: change.endpoint,
      next: (now) =>
        now ? { is: 'reached' } : { is: 'commands', commands: [addCommand(change, change.after)] },
    }),
  );
  return (await converge(machine, goals, table, how)).table;
}

/**
 * The commands with which a person puts a binding back. Where the host has `update`, a socket that answers, though
 * with another certificate, is not put at risk: if the command fails, it goes on answering.
 */
export function commandsByHand(change: Change, isBound: boolean): string[] {
  const { before, settingsArguments } = change;
  if (!before) return [netshCommandLine(deleteCommand(change))];
  const add = netshCommandLine(addCommand(change, before));
  if (!isBound) return [add];
  if (settingsArguments.update !== null) return [netshCommandLine(updateCommand(change, before))];
  return [netshCommandLine(deleteCommand(change)), add];
}

/** The same for one line of text. */
export function byHand(commands: readonly string[]): string {
  return `By hand: ${commands.join(' , then: ')}`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/**
 * The failure for bindings that could not be put back, with the commands that do.
 * @param journal where the previous state is kept
 * @param reason why they had to be put back at all
 */
export function rollbackIncomplete(
  notRestored: readonly NotRestored[],
  journal: string,
  reason?: Failure,
): Failure {
  const some = notRestored.slice(0, 5);
  return new Failure('rollback-incomplete', {
    cause: `${count(notRestored.length, 'binding')} could not be put back: ${some
      .map((each) => each.change.endpoint.text)
      .join(', ')}.`,
    evidence: [
      ...some.map((each) => each.why),
      ...(reason ? [`What went wrong before: ${reason.message}`] : []),
    ].join(' '),
    next: [
      'Run as an administrator, line by line:',
      ...some.flatMap((each) => each.commands),
      `Error 1312 means that the previous certificate has to be put back into its store first. The next run tries again; if the bindings are to stay as they are, delete ${journal}.`,
    ].join('\n'),
  });
}
