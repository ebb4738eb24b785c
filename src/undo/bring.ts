import { briefly, converge, type Goal, type Next, type Unreached } from '../apply/converge.js';
import type { Binding } from '../http-sys/binding.js';
import type { Table } from '../http-sys/table.js';
import {
  addCommand,
  type BoundTo,
  deleteCommand,
  type Method,
  pointsTo,
  updateCommand,
} from '../plan/change.js';
import type { Machine } from '../windows/machine.js';
import { isAsBefore, isOfChange, type Undoable } from './undoable.js';

/** Back to what a binding was, or on to its new certificate. */
export type Direction = 'back' | 'on';

/** A binding to bring somewhere. */
export interface Move {
  readonly change: Undoable;
  readonly direction: Direction;
  readonly method: Method;
  /** Whether HTTP.sys has just shown that it can bind the certificate: only then may a binding be deleted for it. */
  readonly isProven: boolean;
}

/** What came of moves. */
interface Brought {
  /** Those that did not come where they should, with the reason. */
  readonly left: ReadonlyMap<Undoable, Unreached>;
  readonly table: Table;
}

/** Brings bindings somewhere, each read back. It goes on past one that resists. @param beforeStep may throw to end it */
export async function bring(
  machine: Machine,
  moves: readonly Move[],
  table: Table,
  beforeStep: () => void,
): Promise<Brought> {
  const goals = new Map(moves.map((move) => [goalOf(move), move.change]));
  if (goals.size === 0) return { left: new Map(), table };
  const done = await converge(machine, [...goals.keys()], table, {
    patience: briefly,
    afterFailure: 'go-on',
    beforeBatch: beforeStep,
  });
  const left = new Map<Undoable, Unreached>();
  for (const each of done.unreached) {
    const change = goals.get(each.goal);
    if (change) left.set(change, each);
  }
  return { left, table: done.table };
}

function goalOf({ change, direction, method, isProven }: Move): Goal {
  const to = direction === 'back' ? change.before : change.after;
  const next = (now: Binding | undefined, attempt: number): Next => {
    if (isThere(change, to, now)) return { is: 'reached' };
    if (!now) return to ? { is: 'commands', commands: [addCommand(change, to)] } : { is: 'reached' };
    if (!isOfChange(change, now)) return { is: 'foreign', why: elsewhereInWords(change, now) };
    if (!to) return { is: 'commands', commands: [deleteCommand(change)] };
    // Where update does not do it, delete + add may; but not where that would lose a setting for certain.
    const isSafe = isProven && change.opaque.length === 0;
    const canUpdate = change.settingsArguments.update !== null;
    if (canUpdate && !(isSafe && (method === 'delete-add' || attempt > 2)))
      return { is: 'commands', commands: [updateCommand(change, to)] };
    if (!isSafe) return { is: 'foreign', why: `${change.endpoint.text} cannot be deleted without risk` };
    return { is: 'commands', commands: [deleteCommand(change), addCommand(change, to)] };
  };
  return { endpoint: change.endpoint, next };
}

function isThere(change: Undoable, to: BoundTo | null, now: Binding | undefined): boolean {
  if (to === change.before) return isAsBefore(change, now);
  return to !== null && now !== undefined && pointsTo(now, to) && now.appId === change.appId;
}

/** What a binding is that somebody else has changed. */
export function elsewhereInWords({ endpoint, appId }: Undoable, now: Binding | undefined): string {
  if (!now) return `${endpoint.text} is not bound any more.`;
  if (now.appId !== appId) return `The application id of ${endpoint.text} is now ${now.appId}.`;
  return `${endpoint.text} is now bound to ${now.thumbprint ?? '(null)'} in store ${now.store ?? '(null)'}.`;
}
