import type { Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import type { Binding } from '../http-sys/binding.js';
import type { Machine } from '../windows/machine.js';
import { netshCommandLine } from '../windows/netsh.js';
import { describeNow } from './apply.js';
import {
  addCommand,
  type Change,
  deleteCommand,
  isBefore,
  type Method,
  methodOf,
  pointsTo,
  updateCommand,
} from './change.js';
import { briefly, converge, type Goal, type Next } from './converge.js';
import type { Imported } from './journal-format.js';
import { rehearsalAppId } from './owner.js';
import { readTable, type Table } from './table.js';

/** A binding that is not as it was, and what a person can do. */
export interface NotRestored {
  readonly change: Change;
  readonly why: string;
  /** The command that puts it back. */
  readonly command: string;
  /** Somebody else changed it, so it was left alone. */
  readonly foreign: boolean;
}

/** The outcome of a roll-back. */
export interface RolledBack {
  /** Bindings that were put back now. */
  readonly restored: readonly Change[];
  readonly notRestored: readonly NotRestored[];
  readonly warnings: readonly string[];
  readonly table: Table;
}

export interface RollBackOptions {
  readonly methods: ReadonlyMap<string, Method>;
  /** Certificates that the run imported; they are removed again unless a binding uses them. */
  readonly imported: readonly Imported[];
  /** May throw to leave the rest to the post step. */
  readonly beforeBatch: () => void;
}

/**
 * Puts every binding back to what it was, last change first, and reads back whether it is. It can be repeated: what
 * is as it was is left alone, and so is what somebody else has changed in the meantime. It goes on past a binding
 * that fails.
 */
export async function rollBack(
  machine: Machine,
  changes: readonly Change[],
  options: RollBackOptions,
): Promise<RolledBack> {
  const start = await readTable(machine);
  const spares = [...start.bindings.values()].filter((each) => each.appId === rehearsalAppId);
  const undo = changes
    .toReversed()
    .filter((change) => !isBefore(change, start.bindings.get(change.endpoint.key)));
  const goals = new Map<Goal, Change | undefined>([
    ...undo.map((change) => [undoGoal(change, methodOf(change, options.methods)), change] as const),
    ...spares.map((binding) => [removalGoal(binding), undefined] as const),
  ]);
  const { unreached, table } = await converge(machine, [...goals.keys()], start, {
    patience: briefly,
    afterFailure: 'go-on',
    beforeBatch: options.beforeBatch,
  });
  const notRestored: NotRestored[] = [];
  const warnings: string[] = [];
  for (const { goal, kind, why } of unreached) {
    const change = goals.get(goal);
    if (change)
      notRestored.push({ change, why, foreign: kind === 'foreign', command: commandByHand(change, table) });
    else warnings.push(`The spare socket ${goal.endpoint.text} of the rehearsal is still there: ${why}`);
  }
  const failed = new Set(notRestored.map((each) => each.change));
  warnings.push(...(await removeImported(machine, options.imported, table)));
  return { restored: undo.filter((change) => !failed.has(change)), notRestored, warnings, table };
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

function removalGoal({ endpoint }: Binding): Goal {
  return {
    endpoint,
    next: (now) =>
      now?.appId === rehearsalAppId
        ? { is: 'commands', commands: [deleteCommand({ endpoint })] }
        : { is: 'reached' },
  };
}

function commandByHand(change: Change, table: Table): string {
  const bound = table.bindings.has(change.endpoint.key);
  if (!change.before) return netshCommandLine(deleteCommand(change));
  const add = netshCommandLine(addCommand(change, change.before));
  return bound ? `${netshCommandLine(deleteCommand(change))} & ${add}` : add;
}

async function removeImported(
  machine: Machine,
  imported: readonly Imported[],
  table: Table,
): Promise<string[]> {
  const warnings: string[] = [];
  const bound = new Set<Thumbprint | null>([...table.bindings.values()].map((each) => each.thumbprint));
  for (const { store, thumbprint } of imported) {
    // A record that could not be understood may use it.
    if (bound.has(thumbprint) || table.unreadable.length > 0) continue;
    try {
      if (!(await machine.certutil.find(store, thumbprint))) continue;
      const said = await machine.certutil.remove(store, thumbprint);
      if (await machine.certutil.find(store, thumbprint)) {
        warnings.push(
          `The certificate ${thumbprint}, which this run had imported, could not be removed from ${store}: ${said.text}`,
        );
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      warnings.push(
        `The certificate ${thumbprint}, which this run had imported, may still be in ${store}: ${error.message}`,
      );
    }
  }
  return warnings;
}

/**
 * The failure for bindings that could not be put back, with the commands that do.
 * @param reason why they had to be put back at all
 */
export function rollbackIncomplete(notRestored: readonly NotRestored[], reason?: Failure): Failure {
  return new Failure('rollback-incomplete', {
    cause: `${notRestored.length} binding(s) could not be put back: ${notRestored
      .slice(0, 5)
      .map((each) => each.change.endpoint.text)
      .join(', ')}.`,
    evidence: [
      ...notRestored.slice(0, 5).map((each) => each.why),
      ...(reason ? [`What went wrong before: ${reason.message}`] : []),
    ].join(' '),
    next: `Run as an administrator: ${notRestored
      .slice(0, 5)
      .map((each) => each.command)
      .join(' ; ')}`,
  });
}
