import { lostWhenOmitted } from './omitted.js';
import { type Refusal, refusedSettings } from './rehearsal-failure.js';
import type { Stage } from './stage.js';
import type { Proven } from './trial.js';
import { unexplained } from './unexplained.js';

/** The changes of a group that would lose a setting by the method that works for it, or may lose one. */
export async function lossesOf(stage: Stage, proven: Proven): Promise<Refusal[]> {
  const unproven = unexplainedIn(proven);
  const why = await whyOpaqueIsLost(stage, proven);
  if (why === undefined) return unproven;
  const refused = new Set(unproven.flatMap(({ changes }) => changes));
  const rest = proven.group.changes.filter((change) => change.opaque.length > 0 && !refused.has(change));
  const [first, ...others] = rest;
  // All of a group have the same settings.
  return first ? [...unproven, refusedSettings([first, ...others], first.opaque, why)] : unproven;
}

const notRehearsable =
  'Neither the registry nor a spare binding with the same settings has it, so it cannot be rehearsed whether a change keeps it.';

/** The changes of bindings that show more than their settings explain. */
function unexplainedIn({ group, method, text }: Proven): Refusal[] {
  if (method === 'add' || !group.changed) return [];
  return group.changes.flatMap((change) => {
    const settings = change.is === 'creation' ? [] : unexplained(change, text);
    return settings.length === 0 ? [] : refusedSettings([change], settings, notRehearsable);
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
