import type { Unreached } from '../apply/converge.js';
import type { Binding } from '../http-sys/binding.js';
import type { Table } from '../http-sys/table.js';
import { readTable } from '../inspect/read-table.js';
import { type BoundTo, boundToKey, type Method, pointsTo } from '../plan/change.js';
import { tryToBind } from '../rehearse/bindable.js';
import type { Machine } from '../windows/machine.js';
import { bring, elsewhereInWords, type Move } from './bring.js';
import { type NotRestored, notRestored, sentence } from './by-hand.js';
import { revive } from './revive.js';
import { isAsBefore, type Undoable } from './undoable.js';

/** What came of a roll-back of bindings. */
export interface RolledBack {
  /** Bindings that were rolled back now. */
  readonly restored: readonly Undoable[];
  readonly notRestored: readonly NotRestored[];
  readonly table: Table;
}

interface RollBackOptions {
  readonly methods: ReadonlyMap<string, Method>;
  /** Whether somebody else has changed a binding, so that it is left alone. */
  readonly isForeign: (change: Undoable) => boolean;
  /** May throw to leave the rest to the post step. */
  readonly beforeStep: () => void;
}

/**
 * Rolls every binding back to what it was, last change first, and reads back whether it is. What is as it was is left
 * alone, and so is what somebody else has changed. It goes on past a binding that fails.
 *
 * Nothing that works is put at risk: `update` leaves what is there where it fails, and before a binding is deleted, its
 * previous certificate has been bound to a spare endpoint.
 */
export async function rollBackBindings(
  machine: Machine,
  changes: readonly Undoable[],
  options: RollBackOptions,
): Promise<RolledBack> {
  const { isForeign, beforeStep, methods } = options;
  const start = await readTable(machine, expected(changes));
  const changed = changes
    .toReversed()
    .filter((change) => !isAsBefore(change, start.bindings.get(change.endpoint.key)));
  const foreign = changed.filter(isForeign);
  const ours = changed.filter((change) => !isForeign(change));

  const moves = ours.map((change): Move => {
    const method = methods.get(change.endpoint.key) ?? 'delete-add';
    return { change, direction: 'back', method, isProven: false };
  });
  const safe = moves.filter(({ change, method }) => {
    return method === 'update' || !change.before || !start.bindings.has(change.endpoint.key);
  });
  const first = await bring(machine, safe, start, beforeStep);
  const unsafe = [
    ...moves.filter((move) => !safe.includes(move)),
    ...safe.filter(({ change }) => change.before && first.left.get(change)?.kind === 'failed'),
  ];
  const second = await bringProven(machine, unsafe, first.table, beforeStep);
  const whys = new Map<Undoable, Why>(first.left);
  for (const { change } of unsafe) whys.delete(change);
  for (const [change, why] of second.whys) whys.set(change, why);
  const { table } = await revive(machine, ours, second.table, { isExpired: () => false, beforeStep });
  return {
    restored: ours.filter((change) => !whys.has(change)),
    notRestored: [
      ...foreign.map((change) => leftAlone(change, start.bindings.get(change.endpoint.key))),
      ...[...whys].map(([change, why]) => notBack(change, why, table.bindings.get(change.endpoint.key))),
    ],
    table,
  };
}

/** What the first reading must show, or be repeated. */
function expected(changes: readonly Undoable[]) {
  const bound = changes.filter(({ before }) => before !== null);
  return { bindings: new Map(bound.map((change) => [change.endpoint.key, change])), unreadable: [] };
}

/** Why a binding is not back. */
type Why = Pick<Unreached, 'why' | 'kind'>;

interface Proven {
  readonly whys: ReadonlyMap<Undoable, Why>;
  readonly table: Table;
}

/** Brings bindings back that may have to be deleted for it, if their previous certificate can be bound. */
async function bringProven(
  machine: Machine,
  moves: readonly Move[],
  start: Table,
  beforeStep: () => void,
): Promise<Proven> {
  const befores = new Map<string, BoundTo>();
  for (const { change } of moves) if (change.before) befores.set(boundToKey(change.before), change.before);
  if (befores.size === 0) return { whys: new Map(), table: start };
  const trial = await tryToBind(machine, [...befores.values()], start, beforeStep);
  const refusalOf = ({ change: { before } }: Move) => {
    const tried = before && befores.get(boundToKey(before));
    return tried ? trial.refused.get(tried) : undefined;
  };
  const proven = moves.filter((move) => refusalOf(move) === undefined);
  const brought = await bring(
    machine,
    proven.map((move) => ({ ...move, isProven: true })),
    trial.table,
    beforeStep,
  );
  const whys = new Map<Undoable, Why>(brought.left);
  for (const move of moves) {
    const refusal = refusalOf(move);
    if (refusal !== undefined)
      whys.set(move.change, {
        why: `Its previous certificate cannot be bound any more: ${refusal}`,
        kind: 'failed',
      });
  }
  return { whys, table: brought.table };
}

function leftAlone(change: Undoable, now: Binding | undefined): NotRestored {
  return notRestored(change, elsewhereInWords(change, now), { isBound: now !== undefined, foreign: true });
}

function notBack(change: Undoable, { why, kind }: Why, now: Binding | undefined): NotRestored {
  const state = { isBound: now !== undefined, foreign: kind === 'foreign' };
  return notRestored(change, sentence(why) + meanwhile(change, now), state);
}

function meanwhile({ after }: Undoable, now: Binding | undefined): string {
  return now && pointsTo(now, after) ? ' It is bound to the new certificate meanwhile.' : '';
}
