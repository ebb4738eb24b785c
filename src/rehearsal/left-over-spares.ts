import { briefly, converge, type Goal } from '../change/converge.js';
import type { Table } from '../change/table.js';
import type { Binding } from '../http-sys/binding.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { deleteCommand } from '../plan/change.js';
import { rehearsalAppId } from '../plan/owner.js';
import type { Machine } from '../windows/machine.js';

/** Whether a binding is the spare socket of a rehearsal: nobody else has its application id. */
export function isSpare({ appId }: Binding): boolean {
  return appId === rehearsalAppId;
}

/** A spare socket shall be gone; an endpoint that somebody else has bound since is left alone. */
export function removalGoal(endpoint: Endpoint): Goal {
  return {
    endpoint,
    next: (now) =>
      now && isSpare(now) ? { is: 'commands', commands: [deleteCommand({ endpoint })] } : { is: 'reached' },
  };
}

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
