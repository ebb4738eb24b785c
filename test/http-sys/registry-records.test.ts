import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Binding, RegistryBinding } from '../../src/http-sys/binding.js';
import { disagreement } from '../../src/http-sys/disagreement.js';
import type { EndpointKind } from '../../src/http-sys/endpoint.js';
import { toTables } from '../../src/http-sys/registry-bindings.js';
import { RecordReader } from '../../src/http-sys/registry-records.js';
import { readKeys } from '../../src/http-sys/registry-text.js';
import { defaultSettings, type Settings } from '../../src/http-sys/settings.js';
import { parseShow } from '../../src/http-sys/show.js';

const root = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';
const hash = 'A1B2C3D4E5F60718293A4B5C6D7E8F9001122334';
const appId = '81E1C34D4BE1214AB02259FC669B0914';
const appGuid = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';

const text = (...lines: string[]) => lines.map((line) => `${line}\r\n`).join('');
const value = (name: string, type: string, data: string) => `    ${name}    ${type}    ${data}`;
const usual = [
  value('AppId', 'REG_BINARY', appId),
  value('SslCertHash', 'REG_BINARY', hash),
  value('SslCertStoreName', 'REG_SZ', 'MY'),
  value('DefaultSslCertCheckMode', 'REG_DWORD', '0x0'),
];
/** The bindings of one kind in an output. */
function parseRegistryTable(output: string, kind: EndpointKind): readonly RegistryBinding[] {
  const reader = new RecordReader();
  for (const key of readKeys(output)) reader.add(key);
  return toTables(reader.end()).bindings.filter(({ endpoint }) => endpoint.kind === kind);
}

const ip = (...values: string[]) =>
  parseRegistryTable(text('', `${root}\\SslBindingInfo\\0.0.0.0:443`, ...values, ''), 'ipport');

describe('a table of the registry', () => {
  it('holds bindings by address', () => {
    const bindings = ip(...usual);
    expect(bindings).toHaveLength(1);
    expect(bindings[0]).toMatchObject({
      thumbprint: hash,
      appId: appGuid,
      store: 'MY',
      settings: defaultSettings,
    });
    expect(bindings[0]?.endpoint).toMatchObject({ kind: 'ipport', text: '0.0.0.0:443' });
  });

  it.each([
    ['tabs', '\t', '\t'],
    ['blanks and tabs', '    ', '\t'],
    ['two blanks', '  ', '  '],
  ])('is read with other signs between name, type and data: %s', (_, begin, between) => {
    const lines = usual.map((line) => begin + line.trim().split(/ {4}/).join(between));
    expect(ip(...lines)[0]).toMatchObject({ thumbprint: hash, appId: appGuid, store: 'MY' });
  });

  it('holds bindings by host, under a name of their own or not', () => {
    const bindings = parseRegistryTable(
      text(
        `${root}\\SslSniBindingInfo\\abcdef01`,
        ...usual,
        value('HostnamePort', 'REG_SZ', '*.Example.com:443'),
        '',
        `${root}\\SslSniBindingInfo\\www.example.com:443`,
        ...usual,
      ),
      'hostnameport',
    );
    expect(bindings.map((each) => each.endpoint.text)).toEqual(['*.Example.com:443', 'www.example.com:443']);
  });

  it('is told from the other tables of the same output', () => {
    const both = text(
      `${root}\\SslBindingInfo`,
      '',
      `${root}\\SslBindingInfo\\[::]:443`,
      ...usual,
      '',
      `${root}\\SslSniBindingInfo\\a.b:443`,
      ...usual,
    );
    expect(parseRegistryTable(both, 'ipport').map((each) => each.endpoint.text)).toEqual(['[::]:443']);
    expect(parseRegistryTable(both, 'hostnameport').map((each) => each.endpoint.text)).toEqual(['a.b:443']);
  });

  it.each([
    ['no output', ''],
    ['an error', text('ERREUR\xa0: le syst\x8ame n\x92a pas trouv\x82 la cl\x82.')],
    ['the key alone', text('', `${root}\\SslBindingInfo`, '    (par d\x82faut)    REG_SZ    ')],
  ])('holds nothing in %s', (_, output) => {
    expect(parseRegistryTable(output, 'ipport')).toEqual([]);
  });

  it('passes over a default value without data, whatever its name, and messages after the keys', () => {
    for (const empty of [
      '    (Standard)    REG_SZ    ',
      '    (Default)    REG_SZ',
      '    (\xb1)    REG_SZ    (\xb2\xb3)',
    ]) {
      const output = text(
        `${root}\\SslBindingInfo\\0.0.0.0:443`,
        empty,
        ...usual,
        '',
        'Fin de la recherche.',
      );
      expect(parseRegistryTable(output, 'ipport')[0]?.settings.unknown).toEqual([]);
    }
  });

  it('has values without data for absent ones', () => {
    const bindings = ip(
      ...usual.slice(0, 2),
      '    SslCertStoreName    REG_SZ    ',
      '    DefaultSslCtlStoreName    REG_SZ',
    );
    expect(bindings[0]).toMatchObject({ store: null, settings: { ctlStoreName: null } });
    expect(ip()[0]).toMatchObject({
      thumbprint: null,
      appId: null,
      store: null,
      settings: defaultSettings,
    });
  });

  it('keeps what is not known: names, types, sub-keys, a default value with data', () => {
    const bindings = ip(
      ...usual,
      value('Some New Value', 'REG_SZ', 'two    parts'),
      value('defaultflags', 'REG_QWORD', '0x10'),
      value('(Default)', 'REG_SZ', 'x'),
      '',
      `${root}\\SslBindingInfo\\0.0.0.0:443\\Extended`,
      value('SslCertHash', 'REG_BINARY', '00'),
      '',
      `${root}\\SslBindingInfo\\0.0.0.0:443\\Empty`,
    );
    expect(bindings[0]?.thumbprint).toBe(hash);
    expect(bindings[0]?.settings).toEqual({
      ...defaultSettings,
      unknown: [
        '(Default)=REG_SZ:x',
        'Empty\\',
        'Extended\\SslCertHash=REG_BINARY:00',
        'Some New Value=REG_SZ:two    parts',
        'defaultflags=REG_QWORD:0x10',
      ],
    });
  });

  it.each([
    ['a hash of 39 digits', [value('SslCertHash', 'REG_BINARY', hash.slice(1))]],
    ['an empty hash', [value('SslCertHash', 'REG_BINARY', '')]],
    ['a short appid', [value('AppId', 'REG_BINARY', '00')]],
    ['a number that is none', [value('DefaultFlags', 'REG_DWORD', '0x123456789')]],
    ['the same value twice', [...usual, usual[1] ?? '']],
    ['the rest of a text with a line end in it', [...usual, value('X', 'REG_SZ', 'one'), 'two']],
  ])('does not understand a record with %s', (_, values) => {
    expect(ip(...values)).toEqual([]);
  });

  it('does not understand a name that is no endpoint, nor the same endpoint twice', () => {
    const output = text(
      ...['odd', 'A.b:443', 'a.B:443'].flatMap((name) => [
        `${root}\\SslSniBindingInfo\\${name}`,
        ...usual,
        '',
      ]),
    );
    expect(parseRegistryTable(output, 'hostnameport')).toEqual([]);
  });

  it('of any size is read in time that grows with it', () => {
    const records = Array.from({ length: 20_000 }, (_, index) =>
      text(`${root}\\SslSniBindingInfo\\site-${index}.example.com:443`, ...usual, ''),
    );
    const start = performance.now();
    expect(parseRegistryTable(records.join(''), 'hostnameport')).toHaveLength(20_000);
    for (const line of [
      ' '.repeat(1_000_000),
      `    a${' '.repeat(1_000_000)}b`,
      `    a${'    REG_'.repeat(100_000)}`,
    ]) {
      parseRegistryTable(text(`${root}\\SslBindingInfo\\x`, line), 'ipport');
    }
    expect(performance.now() - start).toBeLessThan(5000);
  });

  const hex = (bytes: number) =>
    fc
      .uint8Array({ minLength: bytes, maxLength: bytes })
      .map((all) => Buffer.from(all).toString('hex').toUpperCase());
  const dword = fc.integer({ min: 0, max: 0xffffffff });
  const name = fc.option(fc.constantFrom('AdfsTrustedDevices', 'two words', 'x:443'), { nil: null });
  const meant = fc.record({
    hash: hex(20),
    appId: hex(16),
    store: fc.option(fc.constantFrom('MY', 'WebHosting', 'a  b')),
    settings: fc.record<Settings>({
      checkMode: dword,
      revocationFreshnessTime: dword,
      urlRetrievalTimeout: dword,
      ctlIdentifier: name,
      ctlStoreName: name,
      flags: dword,
      unknown: fc
        .uniqueArray(fc.constantFrom('New=REG_SZ:x', 'Other Value=REG_DWORD:0x1'))
        .map((all) => all.sort()),
    }),
  });

  it('is read as it was meant', () => {
    fc.assert(
      fc.property(fc.array(meant, { maxLength: 5 }), fc.boolean(), fc.nat(), (records, upper, order) => {
        const lines = records.flatMap((record, index) => {
          const { settings } = record;
          const number = (data: number) => `0x${data.toString(16)}`;
          const values = [
            value('SslCertHash', 'REG_BINARY', record.hash),
            value('AppId', 'REG_BINARY', record.appId),
            ...(record.store === null ? [] : [value('SslCertStoreName', 'REG_SZ', record.store)]),
            value('DefaultSslCertCheckMode', 'REG_DWORD', number(settings.checkMode)),
            value('DefaultSslRevocationFreshnessTime', 'REG_DWORD', number(settings.revocationFreshnessTime)),
            value(
              'DefaultSslRevocationUrlRetrievalTimeout',
              'REG_DWORD',
              number(settings.urlRetrievalTimeout),
            ),
            value('DefaultSslCtlIdentifier', 'REG_SZ', settings.ctlIdentifier ?? ''),
            value('DefaultSslCtlStoreName', 'REG_SZ', settings.ctlStoreName ?? ''),
            value('DefaultFlags', 'REG_DWORD', number(settings.flags)),
          ].map((line) => (upper ? line.replace(/Default\w+/, (known) => known.toUpperCase()) : line));
          const unknown = settings.unknown.map((each) =>
            value(...(each.split(/[=:]/) as [string, string, string])),
          );
          const all = [...values, ...unknown];
          const turned = [...all.slice(order % all.length), ...all.slice(0, order % all.length)];
          return ['', `${root}\\SslBindingInfo\\10.0.0.${index}:443`, ...turned];
        });
        const bindings = parseRegistryTable(text(...lines), 'ipport');
        expect(bindings.map(({ thumbprint, store, settings }) => ({ thumbprint, store, settings }))).toEqual(
          records.map(({ hash, store, settings }) => ({ thumbprint: hash, store, settings })),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('never throws', () => {
    const fragment = fc.oneof(
      fc.constantFrom(...usual, '\r\n', `${root}\\SslBindingInfo\\`, '0.0.0.0:443', '    '),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(fragment), (parts) => {
        parseRegistryTable(parts.join(''), 'ipport');
        parseRegistryTable(parts.join('\n'), 'hostnameport');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('netsh and the registry', () => {
  const shown = (store: string, guid = appGuid, digits = hash) =>
    parseShow(
      text('T', '---', 'IP : 0.0.0.0:443', `H : ${digits}`, `A : ${guid}`, `Store${store}`, 'X : Set'),
    ).bindings[0];
  const kept = (change: Partial<RegistryBinding> = {}) => ({
    ...(ip(...usual)[0] as RegistryBinding),
    ...change,
  });

  it.each([
    ['the same', shown(' : MY'), kept()],
    ['another case', shown(' : mY', appGuid.toUpperCase(), hash.toLowerCase()), kept()],
    ['no store', shown(' : (null)'), kept({ store: null })],
    ['a label without a colon', shown(' MY'), kept()],
    ['no appid in the registry', shown(' : MY'), kept({ appId: null })],
  ])('agree on %s', (_, binding, registry) => {
    expect(disagreement(binding as Binding, registry)).toBeUndefined();
  });

  it.each([
    ['certificate', shown(' : MY', appGuid, `0${hash.slice(1)}`), kept()],
    ['certificate', shown(' : MY'), kept({ thumbprint: null })],
    ['appid', shown(' : MY', appGuid.replace('4', '5')), kept()],
    ['store', shown(' : WebHosting'), kept()],
    ['store', shown(' : TommY'), kept()],
    ['store', shown(' : (null)'), kept()],
    ['store', shown(' : MY'), kept({ store: null })],
    ['no such binding', shown(' : MY'), undefined],
  ])('disagree on the %s', (what, binding, registry) => {
    expect(disagreement(binding as Binding, registry)).toContain(what);
  });
});
