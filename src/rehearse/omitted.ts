import { briefly } from '../apply/converge.js';
import { differences } from '../http-sys/settings.js';
import { pointsTo } from '../plan/change.js';
import type { Group, Spare } from './groups.js';
import { omissionProbe } from './omission-probe.js';
import type { Stage } from './stage.js';
import { boundGoal, changeGoal } from './trial.js';

/**
 * Whether update, on this host, keeps a setting that it is not told: tried with settings that netsh does know.
 * @returns what was lost, as the end of a sentence; undefined if all was kept
 */
export async function lostWhenOmitted(
  stage: Stage,
  group: Group,
  changed: Spare,
): Promise<string | undefined> {
  const { first, after, kept } = group;
  const probe = omissionProbe(changed);
  if (!probe) return 'there is no setting left to try it with';
  if (first === after) return 'the present certificate, which is needed to try it, is not in the store';
  await stage.clear([kept.endpoint, changed.endpoint]);
  const bound = await stage.bring([boundGoal(probe.bound, first)], briefly);
  await stage.readSettings([changed.endpoint]);
  const before = stage.seen(changed.endpoint).settings;
  if (bound.size > 0 || !before || !probe.took(before)) return 'the settings to try it with could not be set';
  const updated = await stage.bring([changeGoal({ group, first, method: 'update' }, probe.updated)], briefly);
  await stage.readSettings([changed.endpoint]);
  const { binding, settings } = stage.seen(changed.endpoint);
  if (updated.size > 0 || !binding || !pointsTo(binding, after) || !settings)
    return 'the update itself did not take';
  return differences(before, settings).join(', ') || undefined;
}
