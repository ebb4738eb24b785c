import { briefly, converge } from '../apply/converge.js';
import { isSpare, removalGoal } from '../apply/spares.js';
import type { Binding } from '../http-sys/binding.js';
import type { Table } from '../http-sys/table.js';
import { readTableWithRegistry } from '../inspect/read-table.js';
import type { Machine } from '../windows/machine.js';
import { spareAddress } from './spare-endpoints.js';

function sparesIn({ bindings }: Table): Binding[] {
  return [...bindings.values()].filter(isSpare);
}

/** Any other address than ours is the host of a spare binding, which by its form alone is read as an address. */
function isMisreadHost({ endpoint: { kind, host } }: Binding): boolean {
  return kind === 'ipport' && host !== spareAddress;
}

/**
 * Removes the spare bindings that a killed run has left. To be called under the lock of the machine: nobody rehearses
 * then.
 * @returns what is still there, as warnings; the table without those that went
 */
export async function removeLeftOverSpares(
  machine: Machine,
  table: Table,
  beforeStep: () => void,
): Promise<{ warnings: string[]; table: Table }> {
  const isMisread = sparesIn(table).some(isMisreadHost);
  const read = isMisread ? await readTableWithRegistry(machine) : table;
  const goals = sparesIn(read).map(({ endpoint }) => removalGoal(endpoint));
  if (goals.length === 0) return { warnings: [], table: read };
  const done = await converge(machine, goals, read, {
    patience: briefly,
    afterFailure: 'go-on',
    beforeBatch: beforeStep,
  });
  const warnings = done.unreached.map(
    ({ goal, why }) => `The spare binding ${goal.endpoint.text} of an earlier run is still there: ${why}`,
  );
  return { warnings, table: done.table };
}
