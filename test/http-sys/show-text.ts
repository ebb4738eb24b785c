import fc from 'fast-check';
import { type EndpointKind, shownEndpoint } from '../../src/http-sys/endpoint.js';

/** A record as it is meant, before it is written in some language. */
export interface MeantRecord {
  readonly kind: EndpointKind;
  readonly endpoint: string;
  readonly hash: string | null;
  readonly appId: string;
  readonly store: string | null;
  /** The values of the other fields; their labels come from the language. */
  readonly fields: readonly string[];
}

/** How a host writes its table. */
export interface Language {
  readonly header: string;
  readonly labels: readonly string[];
  /** Between label and value, one for each label. */
  readonly separators: readonly string[];
  readonly indent: string;
  readonly lineEnd: string;
  /** Blank lines after the rule and between records. */
  readonly gap: number;
  readonly prompt: string;
  readonly tail: string;
  /** Positions at which a blank line stands inside a record. */
  readonly blanksInside: readonly number[];
}

export interface MeantTable {
  readonly language: Language;
  readonly records: readonly MeantRecord[];
}

const hexOf = (length: number, letters = '0123456789abcdef') =>
  fc.string({ unit: fc.constantFrom(...letters), minLength: length, maxLength: length });

const label = fc.constantFrom(
  'www',
  'WEB-01',
  'a',
  'x_y',
  'Example',
  'com',
  'local',
  'xn--mnchen-3ya',
  'shop2',
);
const host = fc
  .tuple(fc.boolean(), fc.array(label, { minLength: 2, maxLength: 5 }))
  .map(([wildcard, labels]) => `${wildcard ? '*.' : ''}${labels.join('.')}`);
const address = fc.oneof(
  fc.constantFrom('0.0.0.0', '127.0.0.1', '[::]', '[::1]', '[fe80::1%12]', '[2001:DB8::a]'),
  fc.ipV4(),
);
const port = fc.oneof(fc.constantFrom(80, 443, 8443), fc.integer({ min: 1, max: 65535 }));
const guid = fc
  .tuple(hexOf(8, '0123456789abcdefABCDEF'), hexOf(4), hexOf(4), hexOf(4), hexOf(12))
  .map((groups) => `{${groups.join('-')}}`);
const store = fc.constantFrom('MY', 'My', 'WebHosting', 'Remote Desktop', 'store_2', null);
const plainValue = fc.oneof(
  fc.constantFrom(
    'Enabled',
    'Disabled',
    'Set',
    'Not Set',
    '(null)',
    '0',
    '60',
    '443',
    '1048576',
    '4294967295',
  ),
  fc.constantFrom('AdfsTrustedDevices', 'Aktiviert', 'D\xe9sactiv\xe9', '\x97L\x8c\xf8\x83{', 'x.y:443'),
);
const fields = fc
  .array(plainValue, { minLength: 3, maxLength: 25 })
  .map((values) => ['Enabled', ...values, 'Set']);

const record: fc.Arbitrary<MeantRecord> = fc
  .record({ appId: guid, fields, hash: hexOf(40), store, port, address, host })
  .chain(({ address, host, port, hash, ...rest }) =>
    fc.constantFrom<MeantRecord>(
      { kind: 'ipport', endpoint: `${address}:${port}`, hash, ...rest },
      { kind: 'hostnameport', endpoint: `${host}:${port}`, hash, ...rest },
      { kind: 'ccs', endpoint: `${port}`, ...rest, hash: null, store: null },
      { kind: 'scopedccs', endpoint: `${host}:${port}`, ...rest, hash: null, store: null },
    ),
  );

const separator = fc.oneof(
  fc.constantFrom(' : ', ': ', ':', ' :', '               : ', '\t: ', ' :       : '),
  // No-break spaces of French texts: code pages 1252, 850 and UTF-8.
  fc.constantFrom('\xa0: ', '\xff: ', '\xc2\xa0: '),
  // Full-width colons: code pages 936, 932, 950 and UTF-8.
  fc.constantFrom('\xa3\xba', '\x81F', '\xa1G', '\xef\xbc\x9a', '\xa3\xba '),
);

const word = fc.constantFrom(
  'Adresse',
  'Hachage',
  'du',
  'IP',
  'port',
  '\x8e\xa9',
  '\xdcberpr\xfcfung',
  '\x83|\x81[\x83g',
  '2',
);
/** 26 labels, none of which is the beginning of another; some hold colons. */
const labels = fc
  .array(fc.tuple(word, fc.constantFrom(' ', ': ', ' ', ':'), word), { minLength: 30, maxLength: 30 })
  .map((all) => all.map(([first, join, second], index) => `${labelStart(index)}${first}${join}${second}`));

function labelStart(index: number): string {
  return String.fromCharCode(0x41 + (index % 26), 0x61 + Math.floor(index / 26));
}

const language: fc.Arbitrary<Language> = fc.record({
  header: fc.constantFrom(
    'SSL Certificate bindings:',
    'Liaisons de certificat SSL :',
    '\x8f\x91\x96\xbe',
    'Bindungen',
  ),
  labels,
  separators: fc.array(separator, { minLength: 30, maxLength: 30 }),
  indent: fc.constantFrom('', ' ', '    ', '\t'),
  lineEnd: fc.constantFrom('\r\n', '\n'),
  gap: fc.integer({ min: 1, max: 3 }),
  prompt: fc.constantFrom(
    '',
    'PS C:\\Users\\x> netsh http show sslcert ipport=0.0.0.0:443\r\n',
    'netsh http>show sslcert\r\n',
  ),
  tail: fc.constantFrom('', '', 'netsh>', 'netsh http>', '\r\n\r\n'),
  blanksInside: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 3 }),
});

/** Tables in random languages and layouts, each endpoint once. */
export const meantTable: fc.Arbitrary<MeantTable> = fc.record({
  language,
  records: fc.uniqueArray(record, { maxLength: 8, selector: keyOf }),
});

/** The key of the endpoint that a record is meant to have. */
export function keyOf({ kind, endpoint }: MeantRecord): string {
  return shownEndpoint(kind, endpoint)?.key ?? endpoint;
}

/** Writes a table as netsh would in this language. */
export function write({ language, records }: MeantTable): string {
  const { header, lineEnd, gap, prompt, tail } = language;
  const blanks = Array<string>(gap).fill('');
  const lines = [header, '-'.repeat(header.length), ...blanks];
  for (const each of records) lines.push(...recordLines(each, language), ...blanks);
  return `${prompt}${lineEnd}${lines.join(lineEnd)}${lineEnd}${tail}`;
}

const endpointLabels: Record<EndpointKind, number> = { ipport: 0, hostnameport: 1, ccs: 2, scopedccs: 3 };

function recordLines(record: MeantRecord, { labels, separators, indent, blanksInside }: Language): string[] {
  const line = (label: number, value: string) => `${indent}${labels[label]}${separators[label]}${value}`;
  const named = endpointLabels[record.kind];
  // Between a label with a colon and a number without any blank, netsh itself could not tell what it means.
  const safe = named === 2 && (separators[2] ?? '').endsWith(':') ? `${indent}Central: ` : undefined;
  const first = safe === undefined ? line(named, record.endpoint) : `${safe}${record.endpoint}`;
  const lines = [
    first,
    line(4, record.hash ?? '(null)'),
    line(5, record.appId),
    line(6, record.store ?? '(null)'),
  ];
  record.fields.forEach((value, index) => {
    lines.push(line(7 + (index % 20), value));
    if (index % 9 === 8) lines.push(` ${labels[28]}:`, `${indent}${labels[29]}: ${Math.floor(index / 9)}`);
  });
  return lines.flatMap((text, index) =>
    blanksInside.includes(index) && !/:\d+$/.test(text) ? ['', text] : [text],
  );
}
