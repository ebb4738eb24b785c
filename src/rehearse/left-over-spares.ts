import { briefly, converge } from '../apply/converge.js';
import { isSpare, removalGoal } from '../apply/spares.js';
import type { Table } from '../http-sys/table.js';
import type { Machine } from '../windows/machine.js';

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
  const goals = [...table.bindings.values()].filter(isSpare).map(({ endpoint }) => removalGoal(endpoint));
  if (goals.length === 0) return { warnings: [], table };
  const done = await converge(machine, goals, table, {
    patience: briefly,
    afterFailure: 'go-on',
    beforeBatch: beforeStep,
  });
  const warnings = done.unreached.map(
    ({ goal, why }) => `The spare binding ${goal.endpoint.text} of an earlier run is still there: ${why}`,
  );
  return { warnings, table: done.table };
}
