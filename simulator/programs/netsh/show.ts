import type { MachineOptions, WindowsVersion } from '../../machine-options.js';
import type { BindingRecord, EndpointKind } from '../../state/record.js';
import type { NetshTexts } from '../../texts/texts.js';
import { isOn, type Switch, switchesOf, useFreshnessTime } from './settings.js';

/** Blank lines between the rule and the first record. Three on Server 2022 broke parsers that counted lines. */
const blankLines: Readonly<Record<WindowsVersion, number>> = {
  2016: 1,
  2019: 1,
  2022: 3,
  2025: 1,
  2028: 1,
};

/** The ids of the extended properties that a version shows for each record. */
const propertyIds: Readonly<Record<WindowsVersion, readonly number[]>> = {
  2016: [],
  2019: [],
  2022: [0, 1],
  2025: [0, 1, 2, 3, 4],
  2028: [0, 1, 2, 3, 4, 5],
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
  const switches = switchesOf(options);
  const shown = (which: (one: Switch) => boolean) =>
    switches
      .filter(which)
      .map((one) => `    ${prefixOf(one, texts)}${stateWord(one, isOn(one, record), texts)}`);
  const isCentral = record.kind === 'ccs' || record.kind === 'scopedccs';
  const certificate = (label: 'hash' | 'store') =>
    isCentral && record[label] === null && options.centralLines === 'absent'
      ? []
      : [line(label, record[label] ?? '(null)')];
  return [
    line(record.kind, record.endpoint),
    ...certificate('hash'),
    line('appId', record.appId),
    ...certificate('store'),
    ...shown(({ bit, field }) => typeof field === 'string' && bit.word === 'checkMode'),
    line('freshnessTime', record.freshnessTime),
    ...((record.checkMode & useFreshnessTime) === 0 ? [] : [line('useFreshnessTime', texts.enabled)]),
    line('urlTimeout', record.urlTimeout),
    line('ctlIdentifier', record.ctlIdentifier ?? '(null)'),
    line('ctlStore', record.ctlStore ?? '(null)'),
    ...shown(({ bit, field }) => typeof field === 'string' && bit.word === 'flags'),
    ...shown(({ field }) => typeof field !== 'string'),
    ...options.extraFields.map(([label, value]) => `    ${label}${value}`),
    ...showProperties(record, options.windows, texts),
    '',
  ];
}

/** Where a setting stands that came later is not known: after all others. */
function prefixOf({ field }: Switch, texts: NetshTexts): string {
  return typeof field === 'string' ? texts.prefix[field] : `${field.label.padEnd(28)} : `;
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
  // A Windows that knows of them shows those of a record beyond its usual ones, too.
  const usual = propertyIds[windows];
  const ids = usual.length === 0 ? [] : [...usual, ...Object.keys(record.properties).map(Number)];
  return [...new Set(ids)].flatMap((id) => {
    const custom = record.properties[id]?.map(([label, value]) => `${propertyLabel(label, texts)}${value}`);
    const lines = [`${texts.prefix.propertyId}${id}`, ...(custom ?? standard[id] ?? [])];
    return [` ${texts.extendedProperties}`, ...lines.map((text) => `    ${text}`)];
  });
}

/** The lines of further certificates have the labels of the record's own, translated. */
function propertyLabel(label: string, texts: NetshTexts): string {
  return label === 'hash' || label === 'store' ? texts.prefix[label] : `${label.padEnd(28)} : `;
}
