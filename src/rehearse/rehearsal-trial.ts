import type { Goal, Next } from '../apply/converge.js';
import { isSpare } from '../apply/spares.js';
import type { Binding } from '../http-sys/binding.js';
import {
  addCommand,
  type BoundTo,
  type Change,
  deleteCommand,
  type Method,
  pointsTo,
  updateCommand,
} from '../plan/change.js';
import type { Group } from './rehearsal-groups.js';

/** One way to bind the spare endpoints of a group and to change the second. */
export interface Trial {
  readonly group: Group;
  readonly first: BoundTo;
  readonly method: Method | 'add';
}

/** What is tried first with a group: `update` where that could prove anything. */
export function firstTrial(group: Group): Trial {
  const { first, kept, changed } = group;
  if (changed === null) return { group, first, method: 'add' };
  // Without the present certificate there is nothing to update from, so nothing could be proven.
  const canUpdate = kept.settingsArguments.update !== null && first !== kept.after;
  return { group, first, method: canUpdate ? 'update' : 'delete-add' };
}

/** The same with the new certificate from the start, where the present one cannot be bound any more. */
export function fromNew(group: Group): Trial {
  return firstTrial({ ...group, first: group.kept.after });
}

const takenByOthers: Next = { is: 'foreign', why: 'someone else has bound the spare endpoint' };

/** The first endpoint: bound to the first certificate. */
export function keepGoal({ group: { kept }, first }: Pick<Trial, 'group' | 'first'>): Goal {
  const next = (now: Binding | undefined): Next => {
    if (now && !isSpare(now)) return takenByOthers;
    if (now && pointsTo(now, first)) return { is: 'reached' };
    const add = addCommand(kept, first);
    return { is: 'commands', commands: now ? [deleteCommand(kept), add] : [add] };
  };
  return { endpoint: kept.endpoint, next };
}

/** The second endpoint: bound to the first certificate and then changed to the new one, by the method to be tried. */
export function changeGoal({ group: { changed }, first, method }: Trial): Goal | null {
  if (changed === null) return null;
  const change =
    method === 'update'
      ? [updateCommand(changed, changed.after)]
      : [deleteCommand(changed), addCommand(changed, changed.after)];
  const next = (now: Binding | undefined): Next => {
    if (now && !isSpare(now)) return takenByOthers;
    if (now && pointsTo(now, changed.after)) return { is: 'reached' };
    if (now && pointsTo(now, first)) return { is: 'commands', commands: change };
    const bind = [...(now ? [deleteCommand(changed)] : []), addCommand(changed, first)];
    return { is: 'commands', commands: [...bind, ...change] };
  };
  return { endpoint: changed.endpoint, next };
}

/** A spare endpoint as it was: free. */
export function freeGoal(spare: Change): Goal {
  const next = (now: Binding | undefined): Next =>
    now && isSpare(now) ? { is: 'commands', commands: [deleteCommand(spare)] } : { is: 'reached' };
  return { endpoint: spare.endpoint, next };
}
