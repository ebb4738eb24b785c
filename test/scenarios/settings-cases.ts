import type { NewBinding } from '../../simulator/machine.js';
import type { MachineOptions, WindowsVersion } from '../../simulator/machine-options.js';

/** Settings of a binding, as the machine keeps them. */
export type SettingsOfRecord = Omit<NewBinding, 'endpoint' | 'kind' | 'certificate'>;

interface SingleSetting {
  readonly name: string;
  /** The first Windows whose netsh has an argument for it. */
  readonly since: WindowsVersion;
  readonly record: SettingsOfRecord;
}

const flag = (name: string, since: WindowsVersion, flags: number): SingleSetting => ({
  name,
  since,
  record: { flags },
});
const check = (name: string, checkMode: number): SingleSetting => ({
  name,
  since: 2016,
  record: { checkMode },
});

/** Each setting that netsh has an argument for, set to something else than its default. */
export const singleSettings: readonly SingleSetting[] = [
  check('verifyclientcertrevocation', 0x1),
  check('verifyrevocationwithcachedclientcertonly', 0x2),
  check('usagecheck', 0x10000),
  { name: 'revocationfreshnesstime', since: 2016, record: { checkMode: 0x4, freshnessTime: 86_400 } },
  { name: 'urlretrievaltimeout', since: 2016, record: { urlTimeout: 15_000 } },
  { name: 'sslctlidentifier', since: 2016, record: { ctlIdentifier: 'Client CAs & <more>', ctlStore: 'CA' } },
  // AD FS binds its sockets like this.
  { name: 'sslctlstorename alone', since: 2016, record: { ctlStore: 'AdfsTrustedDevices' } },
  { name: 'no store name', since: 2016, record: { store: null } },
  { name: 'another application', since: 2016, record: { appId: '{11112222-3333-4444-5555-666677778888}' } },
  flag('dsmapperusage', 2016, 0x1),
  flag('clientcertnegotiation', 2016, 0x2),
  flag('reject', 2016, 0x8),
  flag('disablehttp2', 2016, 0x10),
  flag('disablequic', 2019, 0x20),
  flag('disabletls13', 2019, 0x40),
  flag('disableocspstapling', 2019, 0x80),
  flag('disablelegacytls', 2019, 0x400),
  flag('disabletls12', 2019, 0x1000),
  flag('enabletokenbinding', 2022, 0x100),
  flag('logextendedevents', 2022, 0x200),
  flag('enablesessionticket', 2022, 0x800),
  flag('disablesessionid', 2025, 0x4000),
];

/** Settings that netsh has no argument for: an update in place keeps them at best. */
export const oddSettings: readonly { readonly name: string; readonly record: SettingsOfRecord }[] = [
  { name: 'no raw filter', record: { flags: 0x4 } },
  { name: 'client correlation, among others', record: { flags: 0x2012 } },
  { name: 'caching client hello', record: { flags: 0x8000 } },
  { name: 'a flag that nobody knows', record: { flags: 0x40000000 } },
  { name: 'cached revocation URLs only', record: { checkMode: 0x8 } },
  { name: 'no retrieval of issuers', record: { checkMode: 0x11 } },
  { name: 'a freshness time in use that is 0', record: { checkMode: 0x4 } },
];

/** What no spare binding with the same settings has: a registry value of its own, or what only netsh's text shows. */
export const propertySettings: typeof oddSettings = [
  { name: 'a registry value', record: { extraValues: [{ name: 'Future', type: 'REG_DWORD', data: '0x1' }] } },
  { name: 'customised properties', record: { properties: { 0: [['Receive Window', '65535']] } } },
  {
    name: 'customised properties and a flag',
    record: { flags: 0x8000, properties: { 1: [['Max Settings Per Frame', '100']] } },
  },
];

/** All settings of a version in one record. */
function together(windows: WindowsVersion): SettingsOfRecord {
  const known = singleSettings.filter(({ since }) => since <= windows).map(({ record }) => record);
  return {
    ...Object.assign({}, ...known),
    flags: known.reduce((bits, { flags = 0 }) => bits | flags, 0),
    checkMode: known.reduce((bits, { checkMode = 0 }) => bits | checkMode, 0),
  };
}

/** The settings of a version: none, each alone, and all together. */
export function settingsOf(windows: WindowsVersion): SettingsOfRecord[] {
  const alone = singleSettings.filter(({ since }) => since <= windows).map(({ record }) => record);
  return [{}, ...alone, { ...together(windows), store: 'my' }];
}

/** An endpoint of each kind that has a hash, with the number in its port. */
export const kinds: readonly ((port: number) => string)[] = [
  (port) => `0.0.0.0:${port}`,
  (port) => `[2001:db8::5]:${port}`,
  (port) => `10.0.0.5:${port}`,
  (port) => `WWW.My-Domain.com:${port}`,
  (port) => `*.my-domain.com:${port}`,
];

/**
 * Every one of these settings on every kind of endpoint, as bindings. netsh insists on a store name for a host
 * name's binding, so there is none without.
 */
export function bindingsWith(settings: readonly SettingsOfRecord[], certificate: string): NewBinding[] {
  return settings.flatMap((record, index) =>
    kinds.flatMap((kind) => {
      const endpoint = kind(2_000 + index);
      const isHost = endpoint.toLowerCase().includes('my-domain');
      return isHost && record.store === null ? [] : [{ ...record, endpoint, certificate }];
    }),
  );
}

/** Bindings that a run has nothing to do with, of every kind. */
export function bystanders(certificate: string): NewBinding[] {
  return [
    { endpoint: '443' },
    { endpoint: 'shop.example:444', kind: 'scopedccs' },
    { endpoint: '0.0.0.0:5986', certificate, appId: '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}', flags: 0x2000 },
    { endpoint: 'other.example:443', certificate, properties: { 0: [['Receive Window', '1']] } },
  ];
}

export const languages = ['en', 'fr', 'de', 'xx'] as const;
const codePages = [437, 850, 932, 1252, 65001] as const;
export const updates = ['absent', 'keep', 'reset'] as const;
const versions = [2016, 2019, 2022, 2025] as const;

/**
 * Machines of every version in every language with every kind of `update`. The other switches, which these three do
 * not bear on, take turns with periods that have no common divisor, so that each meets all of the others.
 */
export function machines(): MachineSwitches[] {
  const all = versions.flatMap((windows) =>
    languages.flatMap((language) => updates.map((update) => ({ windows, language, update }))),
  );
  return all.map((main, index) => ({
    ...main,
    codePage: codePages[index % 5]!,
    exitCodes: (['honest', 'always0', 'always1'] as const)[Math.floor(index / 2) % 3]!,
    script: index % 7 < 3 ? 'stop' : 'continue',
    scriptExitCode: (['last', 'any', 'zero'] as const)[Math.floor(index / 11) % 3]!,
    unknownArgument: index % 11 < 5 ? 'exit0' : 'error',
    refuseZeroTimes: index % 13 < 9,
    registryZeros: index % 17 < 8 ? 'written' : 'absent',
    updateProperties: index % 19 < 9 ? 'reset' : 'keep',
    blankLines: (index % 4) as 0 | 1 | 2 | 3,
    prompt: index % 23 < 11,
    hashStyle: index % 29 < 14 ? 'spaced' : 'plain',
    extraFields: index % 31 < 10 ? [['A Field : Of Tomorrow          : ', 'Not Set']] : [],
  }));
}

/** A machine of {@link machines}. */
export type MachineSwitches = Partial<MachineOptions> &
  Pick<MachineOptions, 'windows' | 'language' | 'update'>;
