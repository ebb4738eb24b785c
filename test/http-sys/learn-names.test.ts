import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Binding } from '../../src/http-sys/binding.js';
import { type EndpointKind, shownEndpoint } from '../../src/http-sys/endpoint.js';
import { learnNames } from '../../src/http-sys/learn-names.js';
import { type RegistryTables, toTables } from '../../src/http-sys/registry-bindings.js';
import { readExport } from '../../src/http-sys/registry-export.js';
import { RecordReader } from '../../src/http-sys/registry-records.js';
import { readKeys } from '../../src/http-sys/registry-text.js';
import { SeenBefore } from '../../src/http-sys/seen-before.js';
import { readLines, type ShownTable } from '../../src/http-sys/show.js';
import { LineReader, type Recognised } from '../../src/http-sys/show-line.js';
import { noNames, type ShownNames } from '../../src/http-sys/shown-names.js';
import { codePages, exportFile, type KeptRecord, type KeyNames, queryText } from './registry-text.js';
import { type Printing, record as recordOf, showText } from './table-text.js';

const [one, two] = ['a1b2c3d4e5f60718293a4b5c6d7e8f9001122334', '00112233445566778899aabbccddeeff00112233'];
const record = (endpoint: string, hash: string | null = one, more: Partial<KeptRecord> = {}) =>
  recordOf(endpoint, hash, more);

interface Host extends Printing {
  readonly keyNames?: KeyNames;
  readonly canExport?: boolean;
}

function registryOf(records: readonly KeptRecord[], host: Host): RegistryTables {
  const reader = new RecordReader();
  const { codePage = 'utf8', keyNames, canExport = true } = host;
  for (const key of readKeys(codePages[codePage](queryText(records, keyNames)))) reader.add(key);
  const exact = (['hostnameport', 'scopedccs'] as const).flatMap(
    (kind) => (canExport ? readExport(exportFile(records, kind, keyNames)) : undefined) ?? [],
  );
  return toTables(reader.end(), exact);
}

/** The table as it is understood with the registry's help, and what is to be understood of it without. */
function read(records: readonly KeptRecord[], host: Host = {}) {
  const seen = new SeenBefore<Recognised>();
  const reader = new LineReader(seen);
  reader.add(showText(records, host));
  const lines = reader.end();
  const readWith = (names: ShownNames) => readLines(lines, names, seen);
  const registry = registryOf(records, host);
  const alone = readWith(noNames);
  const { names, table } = learnNames({ lines, table: alone, names: noNames }, registry, readWith);
  return { alone, registry, names, table };
}

const brief = ({ endpoint: { kind, text }, thumbprint }: Binding) =>
  `${kind} ${text} ${thumbprint?.toLowerCase() ?? null}`;
const meant = ({ kind, endpoint, hash }: KeptRecord) => `${kind} ${endpoint} ${hash}`;
const expectAll = (table: ShownTable, records: readonly KeptRecord[]) => {
  expect(table.unreadable).toEqual([]);
  expect(table.bindings.map(brief).sort()).toEqual(records.map(meant).sort());
};

describe('a host that is an address', () => {
  const byAddress = record('10.0.0.5:443');
  const byName = record('10.0.0.5:443', one, { kind: 'hostnameport' });

  it('is told by its label where other hosts have it, even without the registry', () => {
    const records = [record('0.0.0.0:443'), byAddress, byName, record('www.example.com:443')];
    expectAll(read(records).alone, records);
    expect(read(records).names).toBe(noNames);
  });

  it.each([
    ['alone', [byName]],
    ['beside the same address, with another certificate', [byAddress, { ...byName, hash: two }]],
    ['beside the same address, with the same certificate', [byAddress, byName]],
    ['beside other addresses', [record('0.0.0.0:443'), record('[::]:443'), byName]],
    ['beside both', [record('0.0.0.0:443', two), byAddress, byName]],
    ['of IPv6', [record('[::1]:443'), record('[::1]:443', one, { kind: 'hostnameport' })]],
  ])('is told by the registry: %s', (_, records) => {
    expectAll(read(records).table, records);
  });

  it('is not guessed where every kind has the same label, unless the certificates differ', () => {
    const same = read([byAddress, byName], { oneLabel: true });
    expect([same.table.bindings, same.table.unreadable.length]).toEqual([[], 2]);
    const others = read([record('www.example.com:443'), record('10.0.0.6:443')], { oneLabel: true });
    expectAll(others.table, [record('www.example.com:443'), record('10.0.0.6:443')]);
  });

  it('is no reason to take an address for a host', () => {
    const records = [record('0.0.0.0:443'), record('10.0.0.5:443'), record('www.example.com:443')];
    expectAll(read(records, { oneLabel: true }).alone, records);
  });
});

describe('a host that no DNS knows', () => {
  it.each(['www.example.com.:443', '*:443', '*.example.com.:443'])('is read by its form: %s', (endpoint) => {
    const records = [record('0.0.0.0:443'), record(endpoint), record('a.example:443')];
    expectAll(read(records).alone, records);
  });

  it.each(['10.0.0:443', 'host.5:443', 'a..b:443', '-x-:443', '_:443'])(
    'is read with the registry: %s',
    (endpoint) => {
      const records = [record('0.0.0.0:443'), record(endpoint), record('a.example:443')];
      expectAll(read(records).table, records);
    },
  );
});

describe('an international host', () => {
  const records = [
    record('0.0.0.0:443'),
    record('münchen.example:443'),
    record('*.Łódź.example:443', two),
    record('www.example.com:443'),
    record('日本.example:8443'),
  ];

  it.each(Object.keys(codePages) as (keyof typeof codePages)[])('is read to the letter: %s', (codePage) => {
    for (const keyNames of ['guid', 'name'] as const)
      expectAll(read(records, { codePage, keyNames }).table, records);
  });

  it('is read where netsh prints other bytes than reg', () => {
    const { table } = read(records, {
      codePage: 'dos',
      netshPrints: (text) => text.replace(/[^\x20-\x7e]/g, '?'),
    });
    expectAll(table, records);
  });

  it('is not known without an export, and hurts no other one', () => {
    const { table, registry } = read(records, { codePage: 'dos', canExport: false });
    expect(table.bindings.map(brief)).toEqual(
      [records[0], records[3]].map((each) => meant(each as KeptRecord)),
    );
    expect([table.unreadable.length, registry.unnamed.length]).toEqual([3, 3]);
  });

  const alike = [record('bücher.example:443'), record('böcher.example:443')];

  it('is told from one that differs in one letter by its bytes', () => {
    expectAll(read(alike, { codePage: 'dos' }).table, alike);
  });

  it('is not guessed where nothing tells them apart, or only a certificate that is about to be changed', () => {
    for (const hash of [one, two]) {
      const records = [record('bücher.example:443'), record('böcher.example:443', hash)];
      const { table, names } = read(records, {
        codePage: 'dos',
        netshPrints: (text) => text.replace(/[üö]/g, '?'),
      });
      expect([table.bindings, table.unreadable.length]).toEqual([[], 2]);
      // Once one of them is gone, the other one could be either.
      expect(names.byText.size).toBe(0);
    }
  });
});

describe('a record of the central certificate store', () => {
  const records = [
    record('0.0.0.0:443'),
    record('443', null),
    record('www.example.com:443', null, { kind: 'scopedccs' }),
    record('www.example.com:443'),
  ];

  it.each([true, false])('is read with lines for hash and store: %s', (nullLines) => {
    expectAll(read(records, { nullLines }).table, records);
  });

  it('is told from one whose line is lost only by the registry', () => {
    const lost = [record('0.0.0.0:443'), record('www.example.com:443', null, { kind: 'hostnameport' })];
    expect(read(lost, { nullLines: false }).alone.unreadable).toHaveLength(1);
  });
});

describe('any table', () => {
  const host = fc.oneof(
    fc.constantFrom(
      'www.example.com',
      'a.example',
      '10.0.0.5',
      '[::1]',
      '*',
      'www.example.com.',
      '1.2.3',
      'a..b',
    ),
    fc.constantFrom(
      'münchen.example',
      'mönchen.example',
      'łódź.example',
      'ü',
      '日本.example',
      'x.ж',
      '*.ü.example',
    ),
  );
  const anyRecord = fc
    .tuple(
      fc.constantFrom<EndpointKind>('ipport', 'hostnameport', 'hostnameport', 'ccs', 'scopedccs'),
      host,
      fc.constantFrom('0.0.0.0', '10.0.0.5', '[::1]'),
      fc.constantFrom('443', '8443'),
      fc.constantFrom(one, two),
      fc.constantFrom(0, 2),
    )
    .map(([kind, name, address, port, hash, flags]) => {
      const isCentral = kind === 'ccs' || kind === 'scopedccs';
      const endpoint = kind === 'ccs' ? port : `${kind === 'ipport' ? address : name}:${port}`;
      return record(endpoint, isCentral ? null : hash, { kind, flags });
    });
  const order: readonly EndpointKind[] = ['ipport', 'hostnameport', 'ccs', 'scopedccs'];
  const anyTable = fc
    .uniqueArray(anyRecord, {
      maxLength: 10,
      selector: ({ kind, endpoint }) => shownEndpoint(kind, endpoint)?.key,
    })
    .map((records) => records.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)));
  const anyHost = fc.record({
    codePage: fc.constantFrom(...(Object.keys(codePages) as (keyof typeof codePages)[])),
    keyNames: fc.constantFrom<KeyNames>('guid', 'name'),
    nullLines: fc.boolean(),
    canExport: fc.boolean(),
    oneLabel: fc.boolean(),
  });

  it('is read as it was meant, or not at all', () => {
    fc.assert(
      fc.property(anyTable, anyHost, (records, given) => {
        const { table } = read(records, given);
        const all = new Set(records.map(meant));
        // Without an export, the letter that looks most like the right one is all that there is.
        const isDisguised = given.codePage === 'bestFit' && !given.canExport;
        for (const binding of table.bindings) if (!isDisguised) expect(all).toContain(brief(binding));
        expect(table.bindings.length + table.unreadable.length).toBe(records.length);
      }),
      { numRuns: 1000 },
    );
  });

  it('is read completely where names, labels and letters can be told', () => {
    const clear = anyTable.map((records) => records.filter(({ endpoint }) => !endpoint.startsWith('m')));
    fc.assert(
      fc.property(clear, anyHost, (records, given) => {
        expectAll(read(records, { ...given, canExport: true, oneLabel: false }).table, records);
      }),
      { numRuns: 1000 },
    );
  });
});
