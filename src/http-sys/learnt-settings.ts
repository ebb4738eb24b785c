import type { NetshAbilities } from './command.js';
import { bitsIn, defaultSettings, differences, hasArgument, type Settings, unportable } from './settings.js';
import {
  type BitField,
  type BitPlace,
  freshnessTimeInUse,
  type LearntSetting,
  settingsTable,
} from './settings-table.js';

const fields: readonly BitField[] = ['checkMode', 'flags'];

/** What says which binding is meant, and what it is bound to; all other arguments are settings. */
const noSettings = new Set([
  'ipport',
  'hostnameport',
  'ccs',
  'scopedccs',
  'certhash',
  'appid',
  'certstorename',
]);

const knownSettings = new Set(settingsTable.map(({ argument }) => argument));

/** Whether an argument may be that of a setting, by its name. */
export function isSettingName(name: string): boolean {
  return /^[a-z][a-z0-9]{2,31}$/.test(name) && !noSettings.has(name);
}

/** What is not known without it: a version of the action that came later may know more than the one that learnt it. */
export function stillUnknown(learnt: readonly LearntSetting[]): LearntSetting[] {
  return learnt.filter(({ argument, place }) => !knownSettings.has(argument) && !hasArgument(place));
}

/**
 * The switches of this host whose meaning is not known here, as a Windows to come has them: which bit one sets shows
 * on a spare binding. Arguments that take another value than `enable` and `disable` are none of them.
 */
export function unknownSwitches({ add, switches }: NetshAbilities): string[] {
  return [...add].filter((name) => switches.has(name) && !knownSettings.has(name) && isSettingName(name));
}

/**
 * Whether all that keeps these settings from being set again are bits, and this host has switches that may set them: so
 * that it is worth trying what those do.
 */
export function mayBeLearnt(settings: Settings, abilities: NetshAbilities): boolean {
  const bits = unknownBits(settings);
  if (bits.length === 0 || unknownSwitches(abilities).length === 0) return false;
  const without = (of: BitField) =>
    bits.reduce((value, { field, bit }) => (field === of ? (value & ~bit) >>> 0 : value), settings[of]);
  const known = { ...settings, checkMode: without('checkMode'), flags: without('flags') };
  const { add, update } = abilities;
  return unportable(known, add).length === 0 && (update.size === 0 || unportable(known, update).length === 0);
}

/** The bits that no known argument sets. */
function unknownBits(settings: Settings): Pick<BitPlace, 'field' | 'bit'>[] {
  return fields
    .flatMap((field) => bitsIn(settings[field]).map((bit) => ({ field, bit })))
    .filter((place) => !hasArgument(place) && !isImplied(place));
}

/** netsh sets this one by itself. */
function isImplied({ field, bit }: Pick<BitPlace, 'field' | 'bit'>): boolean {
  return field === 'checkMode' && bit === freshnessTimeInUse;
}

/** The settings of spare bindings that differ in one argument only; undefined where the binding did not come about. */
export interface TriedSwitch {
  readonly argument: string;
  /** With `argument=enable`. */
  readonly enabled: Settings | undefined;
  /** With `argument=disable`. */
  readonly disabled: Settings | undefined;
}

/**
 * What an argument does. Only where one of its two values is the same as to say nothing, and the other moves exactly one
 * bit that no other argument is known to set, and nothing else.
 * @param untold the settings of a binding without the argument
 * @returns undefined where it is not that simple
 */
function learn(untold: Settings, { argument, enabled, disabled }: TriedSwitch): LearntSetting | undefined {
  if (enabled === undefined || disabled === undefined) return undefined;
  const [moved, ...more] = [enabled, disabled].filter((each) => differences(untold, each).length > 0);
  if (moved === undefined || more.length > 0) return undefined;
  const bits = fields.flatMap((field) =>
    bitsIn((untold[field] ^ moved[field]) >>> 0).map((bit) => ({ field, bit })),
  );
  const [place] = bits;
  if (place === undefined || bits.length > 1 || hasArgument(place) || isImplied(place)) return undefined;
  if (differences({ ...untold, [place.field]: moved[place.field] }, moved).length > 0) return undefined;
  const isSet = (enabled[place.field] & place.bit) !== 0;
  return { argument, place: { ...place, enableMeans: isSet ? 'set' : 'clear' } };
}

/** What arguments do, as {@link learn} has it. Of two that set the same bit, the first is as good as both. */
export function learnAll(untold: Settings, tried: readonly TriedSwitch[]): LearntSetting[] {
  const learnt: LearntSetting[] = [];
  for (const each of tried) {
    const found = learn(untold, each);
    if (found && !hasArgument(found.place, learnt)) learnt.push(found);
  }
  return learnt;
}

/** The bit that an argument sets, as the registry has it, e.g. `DefaultFlags 0x20000`. */
export function bitInWords({ place: { field, bit } }: LearntSetting): string {
  return unportable({ ...defaultSettings, [field]: bit }, knownSettings).join();
}
