import type { MachineOptions, WindowsVersion } from '../../machine-options.js';
import type { BindingRecord, EndpointKind } from '../../state/record.js';
import type { NetshTexts } from '../../texts/texts.js';
import { isOn, type Switch, switches, useFreshnessTime } from './settings.js';

/** Blank lines between the rule and the first record. Three on Server 2022 broke parsers that counted lines. */
const blankLines: Readonly<Record<WindowsVersion, number>> = { 2016: 1, 2019: 1, 2022: 3, 2025: 1 };

/** The ids of the extended properties that a version shows for each record. */
const propertyIds: Readonly<Record<WindowsVersion, readonly number[]>> = {
  2016: [],
  2019: [],
  2022: [0, 1],
  2025: [0, 1, 2, 3, 4],
};

const kindOrder: readonly EndpointKind[] = ['ipport', 'hostnameport', 'ccs', 'scopedccs'];

/** The lines above the records. */
export function showHeader(options: MachineOptions, { header, rule }: NetshTexts): string[] {
  const blanks = options.blankLines ?? blankLines[options.windows];
  return ['', header, rule, ...Array<string>(blanks).fill('')];
}

/** Records in the order of `show sslcert`: by kind, then by name. */
export function showOrder(records: Iterable<BindingRecord>): BindingRecord[] {
  const rank = (record: BindingRecord) => `${kindOrder.indexOf(record.kind)}${record.endpoint.toLowerCase()}`;
  return [...records]
    .map((record) => ({ record, rank: rank(record) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ record }) => record);
}

/** One record, as `show sslcert` prints it, with the blank line that follows it. */
export function showRecord(record: BindingRecord, options: MachineOptions, texts: NetshTexts): string[] {
  const line = (label: keyof NetshTexts['prefix'], value: string | number) =>
    `    ${texts.prefix[label]}${value}`;
  const shown = (word: Switch['bit']['word']) =>
    switches
      .filter(({ bit, since }) => bit.word === word && since <= options.windows)
      .map((one) => line(one.field, stateWord(one, isOn(one, record), texts)));
  return [
    line(record.kind, record.endpoint),
    line('hash', record.hash ?? '(null)'),
    line('appId', record.appId),
    line('store', record.store ?? '(null)'),
    ...shown('checkMode'),
    line('freshnessTime', record.freshnessTime),
    ...((record.checkMode & useFreshnessTime) === 0 ? [] : [line('useFreshnessTime', texts.enabled)]),
    line('urlTimeout', record.urlTimeout),
    line('ctlIdentifier', record.ctlIdentifier ?? '(null)'),
    line('ctlStore', record.ctlStore ?? '(null)'),
    ...shown('flags'),
    ...options.extraFields.map(([label, value]) => `    ${label}${value}`),
    ...showProperties(record, options.windows, texts),
    '',
  ];
}

function stateWord({ words }: Switch, on: boolean, texts: NetshTexts): string {
  if (words === 'enabled') return on ? texts.enabled : texts.disabled;
  return on ? texts.set : texts.notSet;
}

function showProperties(record: BindingRecord, windows: WindowsVersion, texts: NetshTexts): string[] {
  const standard: Readonly<Record<number, readonly string[]>> = {
    0: [`${texts.prefix.receiveWindow}1048576`],
    1: [`${texts.prefix.settingsPerFrame}2796202`, `${texts.prefix.settingsPerMinute}4294967295`],
  };
  return propertyIds[windows].flatMap((id) => {
    const custom = record.properties[id]?.map(([label, value]) => `${label.padEnd(28)} : ${value}`);
    const lines = [`${texts.prefix.propertyId}${id}`, ...(custom ?? standard[id] ?? [])];
    return [` ${texts.extendedProperties}`, ...lines.map((text) => `    ${text}`)];
  });
}
