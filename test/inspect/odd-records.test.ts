import { describe, expect, it } from 'vitest';
import { parseThumbprint } from '../../src/certificate/thumbprint.js';
import type { RegistryBinding } from '../../src/http-sys/binding.js';
import { parseEndpoint, shownEndpoint } from '../../src/http-sys/endpoint.js';
import { defaultSettings } from '../../src/http-sys/settings.js';
import { accountFor, oddWarning, refuseNoTable, refuseOdd } from '../../src/inspect/odd-records.js';
import { iisAppId } from '../../src/inspect/owner.js';
import { entry, inspection } from '../plan/given.js';

const hash = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';
const thumbprint = parseThumbprint(hash)!;
const lines = (name: string, of: string | null = hash, appId = iisAppId) => [
  `Hostname:port : ${name}`,
  ...(of === null ? [] : [`Certificate Hash : ${of}`]),
  `Application ID : ${appId}`,
  'Store : MY',
];
const kept = (text: string, more: Partial<RegistryBinding> = {}): RegistryBinding => ({
  endpoint: shownEndpoint('hostnameport', text)!,
  printed: text,
  thumbprint,
  appId: iisAppId,
  store: 'MY',
  settings: defaultSettings,
  ...more,
});
const unnamed = (printed: string, port: number | null = 443) => {
  const { endpoint: _, ...rest } = kept('x:443', { printed });
  return { ...rest, kind: 'hostnameport' as const, port };
};
const registry = (bindings: RegistryBinding[], ...more: ReturnType<typeof unnamed>[]) => ({
  bindings: new Map(bindings.map((each) => [each.endpoint.key, each])),
  unnamed: more,
});
const table = (...unreadable: string[][]) => ({ bindings: new Map(), unreadable, said: '' });

describe('a record that is not understood', () => {
  it('is accounted for by a binding of the registry that nothing else is', () => {
    const found = accountFor(
      table(lines('m\x81nchen.example:443')),
      registry([], unnamed('m\x81nchen.example:443')),
    );
    expect(found).toMatchObject([{ accounted: true, endpoint: null, shownAs: 'm?nchen.example:443' }]);
    const known = accountFor(table(lines('m?nchen.example:443')), registry([kept('münchen.example:443')]));
    expect(known).toMatchObject([{ accounted: true, shownAs: 'münchen.example:443' }]);
  });

  it.each([
    ['another hash', lines('x?:443', hash.replace('a', 'b'))],
    ['no hash', lines('x?:443', null)],
    ['a damaged hash', lines('x?:443', hash.slice(1))],
    ['another appid', lines('x?:443', hash, '{00000000-0000-0000-0000-000000000000}')],
    ['no appid', lines('x?:443').toSpliced(2, 1)],
    ['another port', lines('x?:444')],
    ['no name', lines('x?:443').slice(1)],
  ])('is not with %s', (_, record) => {
    expect(accountFor(table(record), registry([], unnamed('x?:443')))).toMatchObject([{ accounted: false }]);
  });

  it('is accounted for once, and not by what is understood', () => {
    const two = table(lines('x?:443'), lines('y?:443'));
    const found = accountFor(two, registry([], unnamed('x?:443')));
    expect(found.map(({ accounted }) => accounted)).toEqual([true, false]);
    const good = kept('www.example.com:443');
    const understood = {
      bindings: inspection(entry('www.example.com:443')).table.bindings,
      unreadable: [lines('z?:443')],
    };
    expect(accountFor(understood, registry([good]))).toMatchObject([{ accounted: false }]);
  });

  it('of the central store has no hash', () => {
    const central = kept('www.example.com:443', {
      endpoint: shownEndpoint('scopedccs', 'www.example.com:443')!,
      thumbprint: null,
    });
    const without = lines('www.example.com:443', null);
    expect(accountFor(table(without), registry([central]))).toMatchObject([{ accounted: true }]);
    const withNull = lines('www.example.com:443', '(null)');
    expect(accountFor(table(withNull), registry([central]))).toMatchObject([{ accounted: true }]);
    expect(accountFor(table(lines('www.example.com:443')), registry([central]))).toMatchObject([
      { accounted: false },
    ]);
  });
});

describe('a run', () => {
  const nothing = { bindings: [], replace: [], sites: [] };
  const good = inspection(entry('0.0.0.0:443'));
  const odd = (
    accounted: boolean,
    text = 'x?:443',
    endpoint = shownEndpoint('hostnameport', 'münchen.example:443')!,
  ) => ({
    lines: lines(text),
    shownAs: text,
    accounted,
    endpoint: accounted ? endpoint : null,
  });
  const attempt =
    (selection: Partial<typeof nothing> & object, ...records: ReturnType<typeof odd>[]) =>
    () =>
      refuseOdd({ ...nothing, ...selection }, { ...good, odd: records });
  const bindings = (...texts: string[]) => ({ bindings: texts.map(parseEndpoint) as never[] });

  it('goes on where the registry accounts for all, unless it names one of them', () => {
    expect(attempt({}, odd(true))).not.toThrow();
    expect(attempt(bindings('www.example.com:443'), odd(true))).not.toThrow();
    expect(attempt(bindings('xn--mnchen-3ya.example:443'), odd(true))).toThrow('cannot be understood');
    const address = shownEndpoint('hostnameport', 'a.example:443')!;
    expect(attempt(bindings('a.example:443'), odd(true, 'x', address))).toThrow('cannot be understood');
  });

  it('is refused where one could be any binding, unless it names others', () => {
    expect(attempt({}, odd(false))).toThrow('which bindings there are');
    expect(attempt(bindings('0.0.0.0:443'), odd(false))).not.toThrow();
    expect(attempt(bindings('0.0.0.0:443', '0.0.0.0:444'), odd(false))).toThrow(
      'whether 0.0.0.0:444 is bound',
    );
    expect(attempt({ ...bindings('0.0.0.0:443'), sites: ['Shop'] as never[] }, odd(false))).toThrow();
    expect(attempt({}, { ...odd(false), lines: lines('x', '(null)') })).not.toThrow();
  });

  it('is refused where there is no table at all', () => {
    const empty = {
      table: { ...table(['garbage']), said: 'garbage' },
      odd: [{ ...odd(false), lines: ['garbage'] }],
    };
    expect(() => refuseNoTable(empty)).toThrow('It printed: garbage');
    expect(() => refuseNoTable({ ...empty, odd: [odd(true)] })).not.toThrow();
    expect(() => refuseNoTable({ table: table(), odd: [] })).not.toThrow();
  });

  it('tells of them', () => {
    expect(oddWarning([])).toBeNull();
    expect(oddWarning([odd(true, 'a'), odd(true, 'b')])).toMatch(/^a, b: .*registry accounts for/);
    expect(oddWarning([odd(true, 'a'), odd(false, 'b')])).toMatch(
      /^1 record .*cannot be understood.*Hostname:port : b/,
    );
  });
});
