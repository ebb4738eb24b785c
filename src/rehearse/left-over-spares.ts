import { briefly, converge } from '../apply/converge.js';
import { isSpare, removalGoal } from '../apply/spares.js';
import type { Table } from '../http-sys/table.js';
import type { Machine } from '../windows/machine.js';

/**
 * Removes the spare sockets that a killed run has left, whose journal is gone. To be called under the lock of the
 * machine: nobody rehearses then.
 * @returns what is still there, as warnings
 */
export async function removeLeftOverSpares(
  machine: Machine,
  table: Table,
  beforeStep: () => void,
): Promise<string[]> {
  const goals = [...table.bindings.values()].filter(isSpare).map((binding) => removalGoal(binding.endpoint));
  if (goals.length === 0) return [];
  const { unreached } = await converge(machine, goals, table, {
    patience: briefly,
    afterFailure: 'go-on',
    beforeBatch: beforeStep,
  });
  return unreached.map(
    ({ goal, why }) => `The spare socket ${goal.endpoint.text} of an earlier run is still there: ${why}`,
  );
}
