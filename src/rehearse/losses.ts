import type { Change } from '../plan/change.js';
import { settingNotPortable } from '../plan/guards.js';
import { lostWhenOmitted } from './omitted.js';
import type { Stage } from './stage.js';
import type { Proven } from './trial.js';
import { unexplained } from './unexplained.js';

/** A change that would lose a setting, or may lose one. */
export interface LeftOut {
  readonly change: Change;
  /** The settings, by name. */
  readonly settings: readonly string[];
  /** How it is known, as a sentence. */
  readonly evidence: string;
}

/**
 * Which changes that would lose a setting may be left out: none where they were named; not all where nothing else was
 * to be done.
 */
export type MayLeaveOut = 'none' | 'not-all' | 'any';

/** The changes that can be made without loss. @throws Failure `setting-not-portable` where the others may not be left out */
export function withoutLosses(
  changes: readonly Change[],
  losses: readonly LeftOut[],
  mayLeaveOut: MayLeaveOut,
): readonly Change[] {
  const [first] = losses;
  if (!first) return changes;
  if (mayLeaveOut === 'none' || (mayLeaveOut === 'not-all' && losses.length === changes.length))
    throw settingNotPortable(first.change.endpoint, first.settings, first.evidence);
  const lossy = new Set(losses.map(({ change }) => change));
  return changes.filter((change) => !lossy.has(change));
}

/** The changes that would lose a setting by the method that works for their group, or may lose one. */
export async function lossesOf(stage: Stage, proven: readonly Proven[]): Promise<LeftOut[]> {
  const losses: LeftOut[] = [];
  for (const each of proven) {
    const unproven = unexplainedIn(each);
    losses.push(...unproven);
    const lossy = new Set(unproven.map(({ change }) => change));
    const evidence = await whyOpaqueIsLost(stage, each);
    if (evidence === undefined) continue;
    const rest = each.group.changes.filter((change) => change.opaque.length > 0 && !lossy.has(change));
    losses.push(...rest.map((change) => ({ change, settings: change.opaque, evidence })));
  }
  return losses;
}

const evidenceOfText =
  'Neither the registry nor a spare binding with the same settings has it, so it cannot be rehearsed whether a change keeps it.';

/** The changes of bindings that show more than their settings explain. */
function unexplainedIn({ group, method, text }: Proven): LeftOut[] {
  if (method === 'add' || !group.changed) return [];
  return group.changes.flatMap((change) => {
    const settings = change.is === 'creation' ? [] : unexplained(change, text);
    return settings.length === 0 ? [] : { change, settings, evidence: evidenceOfText };
  });
}

/** Why the settings of a group that no argument sets get lost; undefined if there are none, or an update keeps them. */
async function whyOpaqueIsLost(stage: Stage, { group, method }: Proven): Promise<string | undefined> {
  const { changed, changes } = group;
  if (method === 'add' || !changed || changes.every(({ opaque }) => opaque.length === 0)) return undefined;
  if (changed.settingsArguments.update === null)
    return 'This Windows has no "netsh http update sslcert", which could keep it.';
  if (method !== 'update')
    return '"netsh http update sslcert" does not work here, and delete + add would lose it.';
  const lost = await lostWhenOmitted(stage, group, changed);
  return lost && `"netsh http update sslcert" resets here what it is not told: ${lost}.`;
}
