import type { NetshAbilities } from './command.js';
import {
  type BitField,
  type BitPlace,
  bitsWithoutArgument,
  freshnessTimeInUse,
  type LearntSetting,
  type SettingPlace,
  settingsTable,
} from './settings-table.js';

/** Everything that a binding has beside its endpoint, hash, appid and store, exactly as the registry has it. */
export interface Settings {
  /** `DefaultSslCertCheckMode`, a bit field; 0 where absent. */
  readonly checkMode: number;
  /** `DefaultSslRevocationFreshnessTime`, seconds. */
  readonly revocationFreshnessTime: number;
  /** `DefaultSslRevocationUrlRetrievalTimeout`, milliseconds. */
  readonly urlRetrievalTimeout: number;
  /** `DefaultSslCtlIdentifier`; null where absent or empty. */
  readonly ctlIdentifier: string | null;
  /** `DefaultSslCtlStoreName`; null where absent or empty. */
  readonly ctlStoreName: string | null;
  /** `DefaultFlags`, a bit field; 0 where absent. */
  readonly flags: number;
  /** Registry values whose meaning is not known, as `name=type:data`, sorted: netsh has no argument for them. */
  readonly unknown: readonly string[];
}

/** What a binding has that was added with endpoint, hash and appid alone. */
export const defaultSettings: Settings = {
  checkMode: 0,
  revocationFreshnessTime: 0,
  urlRetrievalTimeout: 0,
  ctlIdentifier: null,
  ctlStoreName: null,
  flags: 0,
  unknown: [],
};

/**
 * The settings as arguments of `netsh http add sslcert` and `update sslcert`: every one, defaults included, since
 * it is not known for every Windows whether `update` keeps what is left out. Left out are zeros of the two times
 * (netsh of Server 2025 refuses them as "The parameter is incorrect") and absent strings.
 * @param known the arguments that this host's own help lists: an unknown one can make netsh exit with 0 and do nothing
 * @param learnt further arguments whose meaning was learnt on this host
 */
export function settingsArguments(
  settings: Settings,
  known: ReadonlySet<string>,
  learnt: readonly LearntSetting[] = [],
): string[] {
  return [...settingsTable, ...learnt].flatMap(({ argument, place }) => {
    const value = argumentValue(settings, place);
    return value === null || !known.has(argument) ? [] : [`${argument}=${value}`];
  });
}

/**
 * What {@link settingsArguments} cannot set again, by name: registry values and bits that netsh has no argument for,
 * and settings other than the default whose argument this host does not have. They survive an update in place at best.
 */
export function unportable(
  settings: Settings,
  known: ReadonlySet<string>,
  learnt: readonly LearntSetting[] = [],
): string[] {
  const unlisted = settingsTable
    .filter(({ argument, place }) => !known.has(argument) && !isDefault(settings, place))
    .map(
      ({ argument, place, since }) =>
        `${argument}=${argumentValue(settings, place)} (netsh has it since Windows Server ${since})`,
    );
  const unrepeatable = settingsTable.flatMap(({ argument, place }) => {
    const text = 'text' in place ? settings[place.text] : null;
    return text === null || isRepeatable(text)
      ? []
      : [`${argument} with characters outside ASCII, a question mark or a quotation mark`];
  });
  const implied = settings.revocationFreshnessTime === 0 ? 0 : freshnessTimeInUse;
  const usable = learnt.filter(({ argument }) => known.has(argument));
  return [
    ...unlisted,
    ...unrepeatable,
    ...bitsApart('checkMode', settings.checkMode & ~implied, usable),
    ...bitsApart('flags', settings.flags, usable),
    ...settings.unknown.map((each) => `registry value ${each}`),
  ];
}

/** Every setting, bit and value in which two readings differ, as `name: before → after`; empty if there is none. */
export function differences(before: Settings, after: Settings): string[] {
  if (before === after) return [];
  const had = describe(before);
  const has = describe(after);
  return [...new Set([...had.keys(), ...has.keys()])]
    .filter((name) => had.get(name) !== has.get(name))
    .map((name) => `${name}: ${had.get(name) ?? 'absent'} → ${has.get(name) ?? 'absent'}`);
}

/**
 * The argument names (lower case) that the help of a netsh command lists, by their shape `name=` or `[name=`: they
 * are the same in every language. Empty for a text that is not such a help, as where the host has no such command.
 */
export function parseHelp(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, name = ''] of text.matchAll(/(?<![^\s[|])([a-z][a-z0-9]*)=/gi)) names.add(name.toLowerCase());
  return names.has('certhash') ? names : new Set();
}

/** The arguments of {@link parseHelp} of which the help says that they take `enable` or `disable`. */
export function parseSwitches(text: string): Set<string> {
  const switches = text.matchAll(
    /(?<![^\s[|])([a-z][a-z0-9]*)=\s*(?:enable\s*\|\s*disable|disable\s*\|\s*enable)\b/gi,
  );
  return new Set([...switches].map(([, name = '']) => name.toLowerCase()));
}

/**
 * {@link parseHelp} for a text that holds the helps of `add sslcert` and `update sslcert`, one after the other. The
 * names of the commands, which no language translates, tell where each one begins.
 */
export function parseHelps(text: string): NetshAbilities {
  const helps = { add: '', update: '' };
  const begins = [...text.matchAll(/\b(add|update) sslcert\b/gi)];
  for (const [index, { 1: verb = '', index: from }] of begins.entries()) {
    helps[verb.toLowerCase() === 'add' ? 'add' : 'update'] += text.slice(from, begins[index + 1]?.index);
  }
  return { add: parseHelp(helps.add), update: parseHelp(helps.update), switches: parseSwitches(helps.add) };
}

/**
 * Whether a text of the registry can be given to netsh again: one of ASCII without a quotation mark. What other bytes
 * mean depends on the code page, which is not known; a question mark may stand for a letter that the code page lacks; and
 * a quotation mark ends a word for netsh.
 */
export function isRepeatable(text: string): boolean {
  return /^[\x20\x21\x23-\x3e\x40-\x7e]+$/.test(text);
}

/**
 * {@link differences} between readings of two processes, whose code pages can be others: a text that may have letters
 * outside ASCII looks different in each, and says nothing.
 */
export function differencesAcrossProcesses(before: Settings, after: Settings): string[] {
  const had = new Map(before.unknown.map((each) => [nameOf(each), each]));
  return differences(before, {
    ...after,
    ctlIdentifier: sameLetters(before.ctlIdentifier, after.ctlIdentifier),
    ctlStoreName: sameLetters(before.ctlStoreName, after.ctlStoreName),
    unknown: after.unknown.map((each) => sameLetters(had.get(nameOf(each)) ?? each, each) ?? each),
  });
}

/** A value of the registry without its data; `name=type:data`. */
function nameOf(value: string): string {
  return /^[^:]*:/.exec(value)?.[0] ?? value;
}

/** The text of the later reading, or that of the earlier one where the letters of either are not known. */
function sameLetters(before: string | null, after: string | null): string | null {
  const isKnown = before === null || after === null || (isRepeatable(before) && isRepeatable(after));
  return isKnown ? after : before;
}

/** The value of an argument that sets this setting; null where it is left out. */
function argumentValue(settings: Settings, place: SettingPlace): string | null {
  if ('text' in place) {
    const text = settings[place.text];
    return text !== null && isRepeatable(text) ? text : null;
  }
  if ('number' in place) return settings[place.number] === 0 ? null : String(settings[place.number]);
  const isSet = (settings[place.field] & place.bit) !== 0;
  return isSet === (place.enableMeans === 'set') ? 'enable' : 'disable';
}

function isDefault(settings: Settings, place: SettingPlace): boolean {
  return argumentValue(settings, place) === argumentValue(defaultSettings, place);
}

const registryNames = { checkMode: 'DefaultSslCertCheckMode', flags: 'DefaultFlags' } as const;

/** The names of the bits of a field which no argument sets. */
function bitsApart(field: BitField, value: number, learnt: readonly LearntSetting[] = []): string[] {
  const names: string[] = [];
  for (const bit of bitsIn(value)) {
    if (hasArgument({ field, bit }, learnt)) continue;
    const meaning = bitsWithoutArgument[field].get(bit);
    names.push(
      `${registryNames[field]} 0x${bit.toString(16)}${meaning === undefined ? '' : ` (${meaning})`}`,
    );
  }
  return names;
}

/** The bits that are set in a number, the lowest first. */
export function bitsIn(value: number): number[] {
  return everyBit.filter((bit) => (value & bit) !== 0);
}

const everyBit: readonly number[] = Array.from({ length: 32 }, (_, position) => (1 << position) >>> 0);

/** Whether an argument sets this bit. */
export function hasArgument(
  { field, bit }: Pick<BitPlace, 'field' | 'bit'>,
  learnt: readonly LearntSetting[] = [],
): boolean {
  return (
    argumentBits[field].has(bit) || learnt.some(({ place }) => place.field === field && place.bit === bit)
  );
}

const argumentBits: Readonly<Record<BitField, ReadonlySet<number>>> = {
  checkMode: bitsWithArgument('checkMode'),
  flags: bitsWithArgument('flags'),
};

function bitsWithArgument(field: BitField): Set<number> {
  return new Set(
    settingsTable.flatMap(({ place }) => ('bit' in place && place.field === field ? [place.bit] : [])),
  );
}

/** All that settings hold, by name. */
function describe(settings: Settings): Map<string, string> {
  const states = new Map<string, string>();
  for (const { argument, place } of settingsTable) {
    const value = argumentValue(settings, place);
    if (value !== null) states.set(argument, value);
  }
  const bits = [...bitsApart('checkMode', settings.checkMode), ...bitsApart('flags', settings.flags)];
  for (const bit of bits) states.set(bit, 'set');
  for (const each of settings.unknown) states.set(`registry value ${each}`, 'present');
  return states;
}
