import { defaultSettings, differences, type Settings } from '../http-sys/settings.js';
import type { Table } from '../http-sys/table.js';
import { rehearsalAppId } from '../inspect/owner.js';
import { type Bindable, type BoundTo, type Change, replacedBy, sameStore } from '../plan/change.js';
import { hostForm, spareHostLike } from './host-form.js';
import { spareEndpoints } from './spare-endpoints.js';

/** A spare endpoint with the settings of a group. */
export interface Spare extends Bindable {
  readonly settings: Settings;
  /** Settings that no argument of this host can set, by name. */
  readonly opaque: readonly string[];
}

/** Changes that are alike for netsh: same kind of key, same form of host, same settings, same stores. */
export interface Group {
  readonly changes: readonly Change[];
  /** What they will be bound to. */
  readonly after: BoundTo;
  /** What they are bound to; {@link after} where they are created, or the present certificate cannot be bound again. */
  readonly first: BoundTo;
  /** Keeps its first certificate: it shows what there was. */
  readonly kept: Spare;
  /** Is changed as the group will be; null where the group is only created. */
  readonly changed: Spare | null;
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
  const alike = new Map<string, [Change, ...Change[]]>();
  for (const change of changes) {
    const key = likeness(change, presentIsThere);
    const members = alike.get(key);
    if (members) members.push(change);
    else alike.set(key, [change]);
  }
  const groups = [...alike.values()];
  const wanted = groups.flatMap(([{ is, endpoint }]) => {
    const spare = { kind: endpoint.kind, host: spareHostLike(endpoint) };
    return is === 'creation' ? [spare] : [spare, spare];
  });
  const free = (await spareEndpoints(wanted, table)).values();
  const spare = (model: Change): Spare => {
    const { value } = free.next();
    if (!value) throw new Error('fewer spare endpoints than were asked for');
    const { settings, settingsArguments, opaque } = model;
    return { endpoint: value, appId: rehearsalAppId, settings, settingsArguments, opaque };
  };
  return groups.map((members) => {
    const [model] = members;
    const before = presentIsThere(model) ? replacedBy(model) : null;
    return {
      changes: members,
      after: model.after,
      first: before ?? model.after,
      kept: spare(model),
      changed: model.is === 'creation' ? null : spare(model),
      lost: 0,
    };
  });
}

function likeness(change: Change, presentIsThere: PresentIsThere): string {
  const { is, endpoint, after, settings, settingsArguments } = change;
  const before = replacedBy(change);
  return JSON.stringify([
    is,
    endpoint.kind,
    hostForm(endpoint),
    before !== null && presentIsThere(change),
    before?.store,
    after.store,
    settings,
    settingsArguments,
  ]);
}

/** Whether nothing about a group is unusual: what fails there fails for everybody. */
export function isOrdinary({ kept: { endpoint, settings } }: Group): boolean {
  return hostForm(endpoint) === '' && differences(defaultSettings, settings).length === 0;
}

/** After so many present certificates that cannot be bound again, none of the group is expected to be. */
const lostAtMost = 3;

/**
 * Parts the changes from the group whose present certificate is its first one, which cannot be bound again.
 * @returns the others are a group with the same spare endpoints; null if there are none, or no point in trying
 */
export function withoutFirst(group: Group): { lost: Group; others: Group | null } {
  const { first } = group;
  const isFirst = (change: Change) => {
    const before = replacedBy(change);
    return before?.thumbprint === first.thumbprint && sameStore(before.store, first.store);
  };
  const others = group.changes.filter((change) => !isFirst(change));
  const lost = group.lost + 1;
  const next = others[0] && replacedBy(others[0]);
  if (!next || lost >= lostAtMost) return { lost: group, others: null };
  return {
    lost: { ...group, changes: group.changes.filter(isFirst) },
    others: { ...group, changes: others, first: next, lost },
  };
}

/** The spare endpoints of groups. */
export function sparesOf(groups: readonly Group[]): Spare[] {
  return groups.flatMap(({ kept, changed }) => (changed ? [kept, changed] : [kept]));
}
