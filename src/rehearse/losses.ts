import { differences } from '../http-sys/settings.js';
import { blockDifference, sameBlock } from '../plan/change.js';
import type { Group, Spare } from './groups.js';
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

/** The changes of a group that have a setting which its method would lose, or may lose. */
export async function lossesOf(stage: Stage, { group, method, text }: Proven): Promise<Refusal[]> {
  const { changed, changes } = group;
  if (method === 'add' || !changed) return [];
  const unproven = changes.flatMap((change) => {
    const extra = change.is === 'creation' ? [] : unexplained(change, text);
    return extra.length > 0 ? refusedSettings([change], extra, notRehearsable) : [];
  });
  const [first, ...others] = changes.filter(({ opaque }) => opaque.length > 0);
  if (!first) return unproven;
  const own = ownValues(stage, changed);
  if (own.length > 0) return [refusedSettings([first, ...others], own, notRehearsable)];
  const why = method === 'update' ? await whyResets(stage, group, changed) : noUpdate;
  // All of a group have the same settings.
  return why === undefined ? unproven : [refusedSettings([first, ...others], first.opaque, why)];
}

const notRehearsable =
  'Neither the registry nor a spare binding with the same settings has it, so it cannot be rehearsed whether a change keeps it.';
const noUpdate = '"netsh http update sslcert" does not work here, and delete + add would lose it.';

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

async function whyResets(stage: Stage, group: Group, changed: Spare): Promise<string | undefined> {
  const lost = await lostWhenOmitted(stage, group, changed);
  return lost === undefined
    ? undefined
    : `"netsh http update sslcert" resets here what it is not told: ${lost}.`;
}
