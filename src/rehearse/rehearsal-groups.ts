import type { Endpoint } from '../http-sys/endpoint.js';
import type { Table } from '../http-sys/table.js';
import { rehearsalAppId } from '../inspect/owner.js';
import { type BoundTo, beforeOf, type Change, sameStore } from '../plan/change.js';
import { spareEndpoints } from './spare-endpoints.js';

/** Changes that are alike for netsh: same kind of key, same settings, same stores. */
export interface Group {
  readonly changes: readonly Change[];
  /** What they are bound to; the new certificate where they are created, or the present one is not in its store. */
  readonly first: BoundTo;
  /** A spare endpoint with the settings of the group that keeps its first certificate: it shows what there was. */
  readonly kept: Change;
  /** A second one that is changed as the group will be; null where the group is only created. */
  readonly changed: Change | null;
  /** How many present certificates of these settings could not be bound again. */
  readonly lost: number;
}

/** Whether the present certificate of a binding is in its store, so that it can be bound again. */
export type PresentIsThere = (change: Change) => boolean;

/** Sorts changes into groups, and finds spare endpoints for each. */
export async function groupsOf(
  changes: readonly Change[],
  presentIsThere: PresentIsThere,
  table: Table,
): Promise<Group[]> {
  const alike = new Map<string, Change[]>();
  for (const change of changes) {
    const { endpoint, after, settings, settingsArguments } = change;
    const before = beforeOf(change);
    const key = JSON.stringify([
      endpoint.kind,
      before !== null && presentIsThere(change),
      before === null,
      before?.store,
      after.store,
      settings,
      settingsArguments,
    ]);
    const members = alike.get(key);
    if (members) members.push(change);
    else alike.set(key, [change]);
  }
  const wanted = [...alike.values()].map((members) => ({ members, model: members[0]! }));
  const kinds = wanted.flatMap(({ model }) =>
    Array(model.is === 'replacement' ? 2 : 1).fill(model.endpoint.kind),
  );
  const spares = (await spareEndpoints(kinds, table)).values();
  return wanted.map(({ members, model }) => ({
    changes: members,
    first: model.is === 'replacement' && presentIsThere(model) ? model.before : model.after,
    kept: spare(model, spares.next().value!),
    changed: model.is === 'creation' ? null : spare(model, spares.next().value!),
    lost: 0,
  }));
}

/** So many present certificates that cannot be bound again, and all of a group are taken for such. */
const lostAtMost = 3;

/**
 * Parts the changes from the group whose present certificate is its first one, which cannot be bound again.
 * @returns the others are a group with the same spare endpoints; null if there are none, or no point in trying
 */
export function withoutFirst(group: Group): { lost: Group; others: Group | null } {
  const { first } = group;
  const isFirst = (change: Change) =>
    change.is === 'replacement' &&
    change.before.thumbprint === first.thumbprint &&
    sameStore(change.before.store, first.store);
  const others = group.changes.filter((change) => !isFirst(change));
  const lost = group.lost + 1;
  const next = others[0] && beforeOf(others[0]);
  if (!next || lost >= lostAtMost) return { lost: group, others: null };
  return {
    lost: { ...group, changes: group.changes.filter(isFirst) },
    others: { ...group, changes: others, first: next, lost },
  };
}

function spare(model: Change, endpoint: Endpoint): Change {
  const at = { endpoint, appId: rehearsalAppId };
  return model.is === 'creation' ? { ...model, ...at } : { ...model, ...at, block: [] };
}

/** The spare endpoints of groups. */
export function sparesOf(groups: readonly Group[]): Change[] {
  return groups.flatMap(({ kept, changed }) => (changed ? [kept, changed] : [kept]));
}
