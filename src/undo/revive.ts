import type { Table } from '../http-sys/table.js';
import { type BoundTo, boundToKey } from '../plan/change.js';
import type { Machine } from '../windows/machine.js';
import { bring, type Direction, type Move } from './bring.js';
import { tryCertificates } from './try-certificates.js';
import type { Undoable } from './undoable.js';

/** A binding that was dead, and what it is bound to now. */
interface Revived {
  readonly change: Undoable;
  readonly to: BoundTo;
}

/** What came of dead bindings. */
interface Revival {
  readonly revived: readonly Revived[];
  /** Those that neither certificate could be bound to, with what netsh said. */
  readonly dead: readonly { readonly change: Undoable; readonly why: string }[];
  readonly table: Table;
}

/**
 * Binds what is dead: bindings that were there before a change and are gone now. To the old certificate if it is
 * valid, else to the new one; to one that has expired only where nothing else can be bound. An `add` harms nobody, so
 * nothing has to be proven first.
 * @param isExpired whether a certificate has expired by now
 */
export async function revive(
  machine: Machine,
  changes: readonly Undoable[],
  start: Table,
  {
    isExpired,
    beforeStep,
  }: { readonly isExpired: (of: BoundTo) => boolean; readonly beforeStep: () => void },
): Promise<Revival> {
  let table = start;
  let open = changes.filter(({ before, endpoint }) => before && !table.bindings.has(endpoint.key));
  const whys = new Map<Undoable, string>();
  const revived: Revived[] = [];
  const tries: readonly [Direction, (to: BoundTo) => boolean][] = [
    ['back', (to) => !isExpired(to)],
    ['on', (to) => !isExpired(to)],
    ['on', isExpired],
    ['back', isExpired],
  ];
  for (const [direction, isWanted] of tries) {
    const moves = open.flatMap((change) => moveTo(change, direction, isWanted) ?? []);
    const hopeless = await hopelessOf(machine, moves, table, beforeStep);
    const hopeful = moves.filter(({ to }) => !hopeless.refused.has(boundToKey(to)));
    const brought = await bring(machine, hopeful, hopeless.table, beforeStep);
    table = brought.table;
    for (const { change, to } of moves) {
      const refusal = hopeless.refused.get(boundToKey(to));
      if (refusal !== undefined) {
        whys.set(change, refusal);
        continue;
      }
      const left = brought.left.get(change);
      if (left) whys.set(change, left.why);
      else revived.push({ change, to });
    }
    const alive = new Set(revived.map(({ change }) => change));
    open = open.filter((change) => !alive.has(change));
  }
  return {
    revived,
    dead: open.map((change) => ({ change, why: whys.get(change) ?? 'nothing can be bound to it' })),
    table,
  };
}

/** With so many, it is worth to find out first which certificates cannot be bound at all: each failure takes its time. */
const many = 20;

function hopelessOf(machine: Machine, moves: readonly Revived[], table: Table, beforeStep: () => void) {
  const certificates = moves.length > many ? moves.map(({ to }) => to) : [];
  return tryCertificates(machine, certificates, table, { enough: 'all-refused', beforeStep });
}

/** @returns undefined where this is not a certificate to be bound now */
function moveTo(
  change: Undoable,
  direction: Direction,
  isWanted: (to: BoundTo) => boolean,
): (Move & Revived) | undefined {
  const to = direction === 'back' ? change.before : change.after;
  return to && isWanted(to) ? { change, direction, to, method: 'update', isProven: false } : undefined;
}
