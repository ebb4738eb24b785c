import type { Binding } from '../http-sys/binding.js';
import { differencesAcrossProcesses, type Settings } from '../http-sys/settings.js';
import { type Bindable, type BoundTo, type Change, pointsTo, replacedBy, sameBlock } from '../plan/change.js';

/** A change as it is undone: what a binding was, and what it was changed to. */
export interface Undoable extends Bindable {
  /** null: it did not exist. */
  readonly before: BoundTo | null;
  readonly after: BoundTo;
  readonly settings: Settings;
  /** Settings that no argument of this host can set again, by name. */
  readonly opaque: readonly string[];
  /**
   * The binding's text as netsh showed it to this very process; null for one of another process, whose language and
   * code page can be others.
   */
  readonly block: readonly string[] | null;
}

/** A change of this process as it is undone. */
export function toUndoable(change: Change): Undoable {
  const { endpoint, appId, after, settings, settingsArguments, opaque } = change;
  const block = change.is === 'creation' ? null : change.block;
  return {
    endpoint,
    appId,
    before: replacedBy(change),
    after,
    settings,
    settingsArguments,
    opaque,
    block,
  };
}

/**
 * Where a binding is: on its old certificate (a created one: gone), on its new one, gone although it was there, or
 * somewhere else: then somebody else has changed it.
 */
export type Place = 'old' | 'new' | 'missing' | 'elsewhere';

/**
 * Finds out where a binding is, by what has no language: hash, appid, store, and the settings in the registry.
 * @param exact undefined where the registry could not be read
 */
export function placeOf(change: Undoable, now: Binding | undefined, exact: Settings | undefined): Place {
  const { before, after, appId, settings } = change;
  if (!now) return before ? 'missing' : 'old';
  if (now.appId !== appId || (exact && differencesAcrossProcesses(settings, exact).length > 0))
    return 'elsewhere';
  if (pointsTo(now, after)) return 'new';
  return before && pointsTo(now, before) ? 'old' : 'elsewhere';
}

/** Whether a binding is as it was before the change, as far as the table shows. */
export function isAsBefore({ before, appId, block }: Undoable, now: Binding | undefined): boolean {
  if (!before || !now) return !before && !now;
  return pointsTo(now, before) && now.appId === appId && (!block || sameBlock(block, now.block));
}

/** Whether a binding is on a certificate of the change, with its appid: so the change may have made it what it is. */
export function isOfChange({ before, after, appId }: Undoable, now: Binding): boolean {
  return now.appId === appId && (pointsTo(now, after) || (before !== null && pointsTo(now, before)));
}
