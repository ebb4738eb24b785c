import type { Goal, Next } from '../apply/converge.js';
import { isSpare } from '../apply/spares.js';
import type { Binding } from '../http-sys/binding.js';
import {
  addCommand,
  type Bindable,
  type BoundTo,
  deleteCommand,
  type Method,
  pointsTo,
  updateCommand,
} from '../plan/change.js';
import type { Group } from './groups.js';

/** One way to bind the spare endpoints of a group and to change the second. */
export interface Trial {
  readonly group: Group;
  readonly first: BoundTo;
  readonly method: Method | 'add';
}

/** A trial that worked. */
export interface Proven extends Trial {
  /** What netsh shows for a binding with the settings of the group, see {@link Binding.block}. */
  readonly text: readonly string[];
}

/** What is tried first with a group: `update` where that could prove anything. */
export function firstTrial(group: Group): Trial {
  const { first, after, kept, changed } = group;
  if (changed === null) return { group, first, method: 'add' };
  // Without the present certificate there is nothing to update from, so nothing could be proven.
  const canUpdate = kept.settingsArguments.update !== null && first !== after;
  return { group, first, method: canUpdate ? 'update' : 'delete-add' };
}

/** The same with the new certificate from the start, where the present one cannot be bound any more. */
export function fromNew(group: Group): Trial {
  return firstTrial({ ...group, first: group.after });
}

const takenByOthers: Next = { is: 'foreign', why: 'someone else has bound the spare endpoint' };

/** A spare endpoint shall be bound to a certificate. */
export function boundGoal(spare: Bindable, to: BoundTo): Goal {
  const next = (now: Binding | undefined): Next => {
    if (now && !isSpare(now)) return takenByOthers;
    if (now && pointsTo(now, to)) return { is: 'reached' };
    const add = addCommand(spare, to);
    return { is: 'commands', commands: now ? [deleteCommand(spare), add] : [add] };
  };
  return { endpoint: spare.endpoint, next };
}

/** The first endpoint: bound to the first certificate. */
export function keepGoal({ group, first }: Trial): Goal {
  return boundGoal(group.kept, first);
}

/** A spare endpoint shall be bound to the first certificate and then changed to the new one, by the method on trial. */
export function changeGoal({ group: { after }, first, method }: Trial, spare: Bindable): Goal {
  const change =
    method === 'update' ? [updateCommand(spare, after)] : [deleteCommand(spare), addCommand(spare, after)];
  const next = (now: Binding | undefined): Next => {
    if (now && !isSpare(now)) return takenByOthers;
    if (now && pointsTo(now, after)) return { is: 'reached' };
    if (now && pointsTo(now, first)) return { is: 'commands', commands: change };
    const bind = [...(now ? [deleteCommand(spare)] : []), addCommand(spare, first)];
    return { is: 'commands', commands: [...bind, ...change] };
  };
  return { endpoint: spare.endpoint, next };
}

/** A trial that worked. */
export interface Proven extends Trial {
  /** What netsh shows for a binding with the settings of the group, see {@link Binding.block}. */
  readonly text: readonly string[];
}
