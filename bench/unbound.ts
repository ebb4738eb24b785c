import { readFileSync } from 'node:fs';
import type { Machine } from '../simulator/machine.js';
import { recordKey } from '../simulator/state/record.js';
import { type Change, tableFile } from '../simulator/state/table.js';

/**
 * The longest time for which one of these endpoints was missing from the table between a delete and an add, in
 * milliseconds: the table is a log of changes, and the id of each holds the time of the machine's clock.
 */
export function unboundMs({ folder }: Machine, endpoints: readonly string[]): number {
  /** By key: undefined while it is bound. */
  const deletedAt = new Map<string, number | undefined>();
  const wanted = new Set(endpoints.map((endpoint) => recordKey({ kind: 'hostnameport', endpoint })));
  let longest = 0;
  for (const line of readFileSync(tableFile(folder), 'utf8').split('\n').filter(Boolean)) {
    const change = JSON.parse(line) as Change & { id: string };
    const key = change.op === 'add' ? recordKey(change.record) : change.key;
    if (!wanted.has(key)) continue;
    const at = Number(change.id.split('.')[1]) / 1e6;
    const from = deletedAt.get(key);
    if (change.op === 'add' && from !== undefined) longest = Math.max(longest, at - from);
    if (change.op === 'add') deletedAt.set(key, undefined);
    if (change.op === 'delete' && deletedAt.has(key)) deletedAt.set(key, at);
  }
  return longest;
}
