import { briefly } from '../apply/converge.js';
import type { Table } from '../http-sys/table.js';
import { rehearsalAppId } from '../inspect/owner.js';
import type { BoundTo } from '../plan/change.js';
import type { Machine } from '../windows/machine.js';
import { spareEndpoints } from './spare-endpoints.js';
import { Stage } from './stage.js';
import { boundGoal } from './trial.js';

/** What a trial of certificates on spare endpoints has shown. */
interface Bindable {
  /** Why each certificate that could not be bound was refused, in the words of netsh; those that could are not in it. */
  readonly refused: ReadonlyMap<BoundTo, string>;
  /** The table after the trial. */
  readonly table: Table;
}

/**
 * Finds out which certificates HTTP.sys can bind at this moment: each is bound to a spare endpoint, read back and
 * removed. So nothing that works has to be deleted to find out.
 * @throws Failure if a spare endpoint cannot be removed again
 */
export async function tryToBind(
  machine: Machine,
  certificates: readonly BoundTo[],
  table: Table,
  throwIfStopped: () => void,
): Promise<Bindable> {
  const stage = new Stage(machine, table, throwIfStopped);
  const endpoints = await spareEndpoints(
    certificates.map(() => ({ kind: 'ipport' })),
    table,
  );
  const goals = certificates.flatMap((to, index) => {
    const endpoint = endpoints[index];
    const spare = { appId: rehearsalAppId, settingsArguments: { add: [], update: null } };
    return endpoint ? [{ to, goal: boundGoal({ ...spare, endpoint }, to) }] : [];
  });
  const unreached = await stage.bring(
    goals.map(({ goal }) => goal),
    briefly,
  );
  await stage.clear(endpoints);
  const refused = goals.flatMap(({ to, goal }) => {
    const left = unreached.get(goal);
    return left ? [[to, left.why] as const] : [];
  });
  return { refused: new Map(refused), table: stage.table };
}
