import { differences } from '../http-sys/settings.js';
import { blockDifference, sameBlock } from '../plan/change.js';
import type { Spare } from './groups.js';
import { lostWhenOmitted } from './omitted.js';
import { type Refusal, refusedSettings } from './rehearsal-failure.js';
import type { Stage } from './stage.js';
import type { Proven, Trial } from './trial.js';
import { unexplained } from './unexplained.js';

/** The text of the endpoint that keeps its first certificate; if that is not what it was told, what is wrong. */
export function textOrProblem(stage: Stage, { group }: Trial): readonly string[] | string {
  const { endpoint, settings: told, opaque } = group.kept;
  const { binding, settings } = stage.seen(endpoint);
  if (!binding || !settings) return `the registry does not show ${endpoint.text}`;
  const lost = opaque.length > 0 ? [] : differences(told, settings);
  return lost.length > 0 ? `it did not set what it was told: ${lost.join(', ')}` : binding.block;
}

/** What the changed endpoint lacks that the kept one has. */
export function lossOf(stage: Stage, kept: Spare, changed: Spare): string | undefined {
  const before = stage.seen(kept.endpoint);
  const after = stage.seen(changed.endpoint);
  if (!before.binding || !before.settings || !after.binding || !after.settings)
    return 'the registry does not show the binding';
  if (!sameBlock(before.binding.block, after.binding.block))
    return blockDifference(before.binding.block, after.binding.block);
  return differences(before.settings, after.settings).join(', ') || undefined;
}

/** The changes of a group that would lose a setting by the method that works for it, or may lose one. */
export async function lossesOf(stage: Stage, proven: Proven): Promise<Refusal[]> {
  const { group, method } = proven;
  if (method === 'add' || !group.changed) return [];
  const unproven = unexplainedIn(proven);
  const refused = new Set(unproven.flatMap(({ changes }) => changes));
  const [first, ...others] = group.changes.filter(
    (change) => change.opaque.length > 0 && !refused.has(change),
  );
  if (!first) return unproven;
  // All of a group have the same settings.
  const own = ownValues(stage, group.changed);
  if (own.length > 0) return [...unproven, refusedSettings([first, ...others], own, notRehearsable)];
  const why = await whyOpaqueIsLost(stage, proven, group.changed);
  return why === undefined ? unproven : [...unproven, refusedSettings([first, ...others], first.opaque, why)];
}

const notRehearsable =
  'Neither the registry nor a spare binding with the same settings has it, so it cannot be rehearsed whether a change keeps it.';

/** The changes of bindings that show more than their settings explain. */
function unexplainedIn({ group, text }: Proven): Refusal[] {
  return group.changes.flatMap((change) => {
    const settings = change.is === 'creation' ? [] : unexplained(change, text);
    return settings.length === 0 ? [] : refusedSettings([change], settings, notRehearsable);
  });
}

/**
 * Registry values that are not known, and that a spare binding does not have. What a change does to settings that are
 * known says nothing of them, and once lost they could not be restored. Those that this host gives to every binding
 * are no matter.
 */
function ownValues(stage: Stage, { endpoint, settings }: Spare): string[] {
  const name = (value: string) => value.split('=', 1)[0];
  const usual = new Set(stage.seen(endpoint).settings?.unknown.map(name));
  return settings.unknown.filter((each) => !usual.has(name(each))).map((each) => `registry value ${each}`);
}

/** Why the settings of a group that no argument sets get lost; undefined if an update keeps them. */
async function whyOpaqueIsLost(
  stage: Stage,
  { group, method }: Proven,
  changed: Spare,
): Promise<string | undefined> {
  if (changed.settingsArguments.update === null)
    return 'This Windows has no "netsh http update sslcert", which could keep it.';
  if (method !== 'update')
    return '"netsh http update sslcert" does not work here, and delete + add would lose it.';
  const lost = await lostWhenOmitted(stage, group, changed);
  return lost && `"netsh http update sslcert" resets here what it is not told: ${lost}.`;
}
