import type { NetshAbilities } from './command.js';
import { bitsIn, differences, hasArgument, type LearntSetting, type Settings } from './settings.js';
import { type BitField, freshnessTimeInUse, settingsTable } from './settings-table.js';

/** Arguments that say which binding is meant and what it is bound to; all others are settings. */
const notSettings = new Set([
  'ipport',
  'hostnameport',
  'ccs',
  'scopedccs',
  'certhash',
  'appid',
  'certstorename',
]);

const knownSettings = new Set(settingsTable.map((each) => each.argument));

/**
 * The arguments of this host whose meaning is not known here, as a Windows to come has them: whether one is a switch,
 * and for which bit, shows on a spare binding.
 */
export function learnable({ add }: NetshAbilities): string[] {
  return [...add].filter((argument) => !notSettings.has(argument) && !knownSettings.has(argument));
}

/** Whether settings have a bit that no known argument sets, so that it is worth learning what the others do. */
export function hasUnknownBits(settings: Settings): boolean {
  const fields: readonly BitField[] = ['checkMode', 'flags'];
  return fields.some((field) =>
    bitsIn(settings[field]).some((bit) => !hasArgument({ field, bit }) && !isImplied(field, bit)),
  );
}

/**
 * What an argument does, from the settings of two bindings that differ only in it, or of one binding read twice.
 * @param argument in lower case
 * @param disabled the settings with `argument=disable`, or without it where a bit is clear by default
 * @param enabled the settings with `argument=enable`
 * @returns undefined unless it moved exactly one bit, which no other argument is known to set, and nothing else
 */
export function learn(argument: string, disabled: Settings, enabled: Settings): LearntSetting | undefined {
  const moved = (['checkMode', 'flags'] as const).flatMap((field) =>
    bitsIn((disabled[field] ^ enabled[field]) >>> 0).map((bit) => ({ field, bit })),
  );
  const [place] = moved;
  if (place === undefined || moved.length > 1) return undefined;
  const { field, bit } = place;
  if (hasArgument(place) || isImplied(field, bit)) return undefined;
  const otherwise = { ...enabled, [field]: disabled[field] };
  if (differences(disabled, otherwise).length > 0) return undefined;
  return { argument, place: { field, bit, enableMeans: (enabled[field] & bit) !== 0 ? 'set' : 'clear' } };
}

/** netsh sets this one by itself. */
function isImplied(field: BitField, bit: number): boolean {
  return field === 'checkMode' && bit === freshnessTimeInUse;
}
