import type { Goal, Patience } from '../apply/converge.js';
import type { NetshAbilities } from '../http-sys/command.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { bitInWords, learnAll, mayBeLearnt, unknownSwitches } from '../http-sys/learnt-settings.js';
import type { LearntSetting } from '../http-sys/settings-table.js';
import type { Table } from '../http-sys/table.js';
import { rehearsalAppId } from '../inspect/owner.js';
import { carriedOver } from '../plan/carried-settings.js';
import { type BoundTo, type Change, replacedBy } from '../plan/change.js';
import type { PresentIsThere } from './groups.js';
import { spareEndpoints } from './spare-endpoints.js';
import type { Stage } from './stage.js';
import { boundGoal } from './trial.js';

/** So many switches are tried: each takes two spare bindings, and no update of Windows has brought more. */
const triedAtMost = 20;

interface LearningOptions {
  readonly abilities: NetshAbilities;
  readonly presentIsThere: PresentIsThere;
  /** With the new certificate; a present one either can be bound or cannot. */
  readonly patience: { readonly present: Patience; readonly next: Patience };
  /** Called with the spare endpoints before the first is used. */
  readonly announce: (spares: readonly Endpoint[]) => Promise<void>;
}

/**
 * Finds out which bits the switches set that this host's netsh lists and that are not known here, if one of the changes
 * needs it: each is given to spare bindings, once with `enable` and once with `disable`, and what the registry has of
 * them is compared with a spare binding that was told neither. One script and one reading of the registry; nothing is
 * started where no change needs it.
 */
export async function learnSettings(
  stage: Stage,
  changes: readonly Change[],
  options: LearningOptions,
): Promise<LearntSetting[]> {
  const { abilities, presentIsThere, patience } = options;
  const [odd] = changes.filter(({ settings }) => mayBeLearnt(settings, abilities));
  if (!odd) return [];
  const before = presentIsThere(odd) ? replacedBy(odd) : null;
  const trials = [
    ...(before ? [{ to: before, patience: patience.present }] : []),
    { to: odd.after, patience: patience.next },
  ];
  const names = unknownSwitches(abilities).slice(0, triedAtMost);
  for (const trial of trials) {
    const learnt = await tryAll(stage, names, { ...trial, announce: options.announce });
    if (learnt) return learnt;
  }
  return [];
}

/** The changes with what was learnt; each other one is the same object. */
export function withLearnt(changes: readonly Change[], abilities: NetshAbilities): readonly Change[] {
  if (!abilities.learnt?.length) return changes;
  return changes.map((change) =>
    change.opaque.length === 0 ? change : { ...change, ...carriedOver(change.settings, abilities) },
  );
}

/** What was learnt, for the log. */
export function learntInWords(learnt: readonly LearntSetting[]): string[] {
  return learnt.map((each) => {
    const value = each.place.enableMeans === 'set' ? 'enable' : 'disable';
    return `Learnt on a spare binding: ${each.argument}=${value} sets ${bitInWords(each)}.`;
  });
}

interface Trying {
  readonly to: BoundTo;
  readonly patience: Patience;
  readonly announce: LearningOptions['announce'];
}

/** A spare binding of a trial. */
interface Tried {
  readonly endpoint: Endpoint;
  readonly goal: Goal;
}

/** @returns undefined where not even a binding without these arguments can be made with this certificate */
async function tryAll(
  stage: Stage,
  names: readonly string[],
  { to, patience, announce }: Trying,
): Promise<LearntSetting[] | undefined> {
  const tried = await triedWith([null, ...names.flatMap((name) => [`${name}=enable`, `${name}=disable`])], {
    to,
    table: stage.table,
  });
  await announce(tried.map(({ endpoint }) => endpoint));
  const [untold, ...rest] = tried;
  if (!untold) return undefined;
  // An argument that is refused once will be refused again.
  const unreached = await stage.bring(
    tried.map(({ goal }) => goal),
    (attempt, said, goal) => (goal === untold.goal ? patience(attempt, said, goal) : undefined),
  );
  if (unreached.has(untold.goal)) return undefined;
  const bound = tried.filter(({ goal }) => !unreached.has(goal));
  await stage.readSettings(bound.map(({ endpoint }) => endpoint));
  const settingsOf = (each: Tried | undefined) => each && stage.seen(each.endpoint).settings;
  const base = settingsOf(untold);
  return (
    base &&
    learnAll(
      base,
      names.map((argument, index) => ({
        argument,
        enabled: settingsOf(rest[2 * index]),
        disabled: settingsOf(rest[2 * index + 1]),
      })),
    )
  );
}

/** A spare binding for each of these arguments; null for one without. */
async function triedWith(
  told: readonly (string | null)[],
  { to, table }: { readonly to: BoundTo; readonly table: Table },
): Promise<Tried[]> {
  const endpoints = await spareEndpoints(
    told.map(() => ({ kind: 'ipport' })),
    table,
  );
  return endpoints.map((endpoint, index) => {
    const argument = told[index] ?? null;
    const settingsArguments = { add: argument === null ? [] : [argument], update: null };
    return { endpoint, goal: boundGoal({ endpoint, appId: rehearsalAppId, settingsArguments }, to) };
  });
}
