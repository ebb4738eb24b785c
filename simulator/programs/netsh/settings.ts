import type { MachineOptions, NewSetting, WindowsVersion } from '../../machine-options.js';
import type { Field } from '../../texts/texts.js';

/** Where a switch stands in the registry's two bit fields. */
interface Bit {
  readonly word: 'checkMode' | 'flags';
  readonly mask: number;
  /** True where the bit says the opposite of the argument: "no revocation check", "no usage check". */
  readonly inverted?: true;
}

/** A setting that is on or off. */
export interface Switch {
  /** Whose label is shown; or the label, of a setting that no translation knows. */
  readonly field: Field | { readonly label: string };
  readonly bit: Bit;
  /** What netsh calls the two states: Enabled/Disabled or Set/Not Set. */
  readonly words: 'enabled' | 'set';
  /** undefined where netsh shows the setting but has no argument for it. */
  readonly argument?: string;
  /** The first Windows that shows it and knows its argument. */
  readonly since: WindowsVersion;
  readonly takes?: NewSetting['takes'];
  readonly excludes?: string;
}

const enabled = { words: 'enabled', since: 2016 } as const;
const set = { words: 'set' } as const;
const flag = (mask: number) => ({ word: 'flags', mask }) as const;

/** Every switch that is known, in the order in which netsh shows them. */
const switches: readonly Switch[] = [
  {
    field: 'verifyRevocation',
    argument: 'verifyclientcertrevocation',
    bit: { word: 'checkMode', mask: 0x1, inverted: true },
    ...enabled,
  },
  {
    field: 'cachedOnly',
    argument: 'verifyrevocationwithcachedclientcertonly',
    bit: { word: 'checkMode', mask: 0x2 },
    ...enabled,
  },
  {
    field: 'usageCheck',
    argument: 'usagecheck',
    bit: { word: 'checkMode', mask: 0x10000, inverted: true },
    ...enabled,
  },
  { field: 'dsMapper', argument: 'dsmapperusage', bit: flag(0x1), ...enabled },
  { field: 'negotiate', argument: 'clientcertnegotiation', bit: flag(0x2), ...enabled },
  { field: 'reject', argument: 'reject', bit: flag(0x8), ...enabled },
  { field: 'http2', argument: 'disablehttp2', bit: flag(0x10), ...set, since: 2016 },
  { field: 'quic', argument: 'disablequic', bit: flag(0x20), ...set, since: 2019 },
  { field: 'tls12', argument: 'disabletls12', bit: flag(0x1000), ...set, since: 2019 },
  { field: 'tls13', argument: 'disabletls13', bit: flag(0x40), ...set, since: 2019 },
  { field: 'ocsp', argument: 'disableocspstapling', bit: flag(0x80), ...set, since: 2019 },
  { field: 'tokenBinding', argument: 'enabletokenbinding', bit: flag(0x100), ...set, since: 2022 },
  { field: 'extendedEvents', argument: 'logextendedevents', bit: flag(0x200), ...set, since: 2022 },
  // Server 2019 got it by an update: its netsh lists the argument.
  { field: 'legacyTls', argument: 'disablelegacytls', bit: flag(0x400), ...set, since: 2019 },
  { field: 'sessionTicket', argument: 'enablesessionticket', bit: flag(0x800), ...set, since: 2022 },
  { field: 'sessionId', argument: 'disablesessionid', bit: flag(0x4000), ...set, since: 2025 },
  { field: 'cachingHello', bit: flag(0x8000), ...set, since: 2025 },
];

/** The switches that a machine's netsh has, in the order in which it shows them. */
export function switchesOf({ windows, moreSettings }: MachineOptions): readonly Switch[] {
  const more = moreSettings.map(
    ({ argument, label, words, word, mask, inverted, takes, excludes }): Switch => ({
      field: { label },
      argument,
      bit: { word, mask, ...(inverted ? { inverted } : {}) },
      words,
      since: windows,
      ...(takes ? { takes } : {}),
      ...(excludes ? { excludes } : {}),
    }),
  );
  return [...switches.filter(({ since }) => since <= windows), ...more];
}

/** `checkMode`: the freshness time is in use. netsh sets it when a time is given. */
export const useFreshnessTime = 0x4;

/** Whether a record's word says that the switch is on. */
export function isOn({ bit }: Switch, record: Readonly<Record<'checkMode' | 'flags', number>>): boolean {
  return ((record[bit.word] & bit.mask) !== 0) !== (bit.inverted ?? false);
}

const key = 'hostnameport=<name:port> | ipport=<ipaddr:port> | ccs=<port>';

/** The order of the arguments in the usage text is not that of the shown fields. */
const usageOrder = [
  'verifyclientcertrevocation',
  'verifyrevocationwithcachedclientcertonly',
  'usagecheck',
  'revocationfreshnesstime',
  'urlretrievaltimeout',
  'sslctlidentifier',
  'sslctlstorename',
  'dsmapperusage',
  'clientcertnegotiation',
  'reject',
  'disablehttp2',
  'disablequic',
  'disablelegacytls',
  'disabletls12',
  'disabletls13',
  'disableocspstapling',
  'enabletokenbinding',
  'logextendedevents',
  'enablesessionticket',
  'disablesessionid',
];

const values: Readonly<Record<string, string>> = {
  revocationfreshnesstime: '<u-int>',
  urlretrievaltimeout: '<u-int>',
  sslctlidentifier: '<string>',
  sslctlstorename: '<string>',
};

/** The arguments of `add sslcert` and `update sslcert` that a machine knows, beside the key of the record. */
export function knownArguments({ windows, moreSettings }: MachineOptions): readonly string[] {
  const tooNew = switches.filter(({ since }) => since > windows).map(({ argument }) => argument);
  return [
    'appid',
    'certhash',
    'certstorename',
    ...usageOrder.filter((argument) => !tooNew.includes(argument)),
    ...moreSettings.map(({ argument }) => argument),
  ];
}

/** The usage text of a command: untranslated in every language, with the blanks that netsh leaves at line ends. */
export function usage(command: 'add' | 'update' | 'delete', options: MachineOptions): string[] {
  if (command === 'delete')
    return [`Usage: delete sslcert [ipport=]<ipaddr:port> | hostnameport=<name:port> | ccs=<port>`];
  const optional = knownArguments(options).slice(1);
  const numbers = new Set(options.moreSettings.map(({ argument, takes }) => takes === 'number' && argument));
  return [
    `Usage: ${command} sslcert ${key}  `,
    '\tappid=<GUID> ',
    ...optional.map((argument) => {
      const isText = argument === 'certhash' || argument === 'certstorename';
      const value = numbers.has(argument) ? '<u-int>' : (values[argument] ?? 'enable|disable');
      return `\t[${argument}=${isText ? '<string>' : value}]`;
    }),
  ];
}
