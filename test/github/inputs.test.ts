import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { names } from '../../src/github/input-rules.js';
import { enough, given } from './given.js';

const read = (inputs: Record<string, string>) => {
  const { inputs: values, refusal } = given({ ...enough, ...inputs });
  expect(refusal?.message).toBeUndefined();
  return values!;
};

it('knows the inputs of action.yml and no other', () => {
  const file = new URL('../../action.yml', import.meta.url);
  const { inputs } = parse(readFileSync(file, 'utf8')) as { inputs: Record<string, unknown> };
  expect([...names].sort()).toEqual(Object.keys(inputs).sort());
});

it('has the same defaults as action.yml, so that an empty string is as good as none', () => {
  const file = new URL('../../action.yml', import.meta.url);
  const { inputs } = parse(readFileSync(file, 'utf8')) as { inputs: Record<string, { default?: string }> };
  const preset = Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, input.default ?? '']),
  );
  const empty = Object.fromEntries(names.map((name) => [name, '']));
  expect(read({ ...preset, ...enough })).toEqual(read({ ...empty, ...enough }));
  expect(read({})).toEqual({
    request: {
      source: { kind: 'thumbprint', thumbprint: enough.thumbprint.toUpperCase() },
      store: 'MY',
      selection: { bindings: [], replace: [], sites: [], createMissing: false },
      appId: null,
      exportable: false,
      friendlyName: null,
      dryRun: false,
      minimumDays: 1,
      allowNameMismatch: false,
      allowOlder: false,
      handshake: 'when-listening',
      handshakeTimeoutMs: 10_000,
      restoreAfterJob: 'never',
      removeReplaced: false,
    },
    expiringWithin: 30,
    summary: true,
  });
});

describe('the certificate', () => {
  it.each([
    [
      { pfx: 'MIIB', 'pfx-password': ' a b ' },
      { kind: 'pfx', text: 'MIIB', password: ' a b ' },
    ],
    [
      { pfx: 'MIIB', 'pfx-password': 'abcd\r\n' },
      { kind: 'pfx', text: 'MIIB', password: 'abcd' },
    ],
    [{ 'pfx-path': ' C:\\a b\\c.pfx ' }, { kind: 'pfx-path', path: 'C:\\a b\\c.pfx', password: '' }],
    [
      { certificate: 'chain', 'private-key': 'key', 'pfx-password': 'pass' },
      { kind: 'pem', certificate: 'chain', privateKey: 'key', password: 'pass' },
    ],
    [
      { thumbprint: '\u200e01 23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01 23 45 67' },
      { kind: 'thumbprint', thumbprint: enough.thumbprint.toUpperCase() },
    ],
    [
      { thumbprint: '01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67' },
      { kind: 'thumbprint', thumbprint: enough.thumbprint.toUpperCase() },
    ],
  ])('%j', (inputs, source) => {
    expect(given(inputs).inputs?.request.source).toEqual(source);
  });

  it('may be missing in a dry run, which then is an inventory', () => {
    expect(given({ 'dry-run': 'true' }).inputs?.request).toMatchObject({ source: null, dryRun: true });
  });
});

describe('the selection', () => {
  it('takes endpoints one a line or separated by commas, each once', () => {
    const { selection } = read({
      bindings:
        '0.0.0.0:443, [::]:443\r\n\n  www.example.com:443 ,,*.example.com:8443\n*:443\n[0:0::0]:443\nWWW.example.com:443',
    }).request;
    expect(selection.bindings.map(({ kind, key }) => [kind, key])).toEqual([
      ['ipport', 'ipport 0.0.0.0 443'],
      ['ipport', 'ipport :: 443'],
      ['hostnameport', 'hostnameport www.example.com 443'],
      ['hostnameport', 'hostnameport *.example.com 8443'],
    ]);
  });

  it('takes thumbprints as they are copied, and names of sites with blanks', () => {
    const { selection } = read({
      replace: `${enough.thumbprint}\n\u200e${enough.thumbprint.replace(/../g, '$& ').toUpperCase()}`,
      sites: 'Default Web Site\r\nShop & Co, Blog',
    }).request;
    expect(new Set(selection.replace)).toEqual(new Set([enough.thumbprint.toUpperCase()]));
    expect(selection.sites).toEqual(['Default Web Site', 'Shop & Co', 'Blog']);
  });
});

it('takes words in any case and blanks around numbers', () => {
  const { request, expiringWithin, summary } = read({
    bindings: '*:443',
    'create-missing': 'TRUE',
    'app-id': '4DC3E181-E14B-4A21-B022-59FC669B0914',
    'dry-run': ' True ',
    'minimum-days': ' 5 ',
    'expiring-within': '0',
    'allow-name-mismatch': 'true',
    'allow-older': 'true',
    handshake: 'Required',
    'handshake-timeout': '300',
    'restore-after-job': 'FAILURE',
    'remove-replaced': 'true',
    store: 'webhosting',
    summary: 'False',
  });
  expect(request).toMatchObject({
    selection: { createMissing: true },
    appId: '{4dc3e181-e14b-4a21-b022-59fc669b0914}',
    dryRun: true,
    minimumDays: 5,
    allowNameMismatch: true,
    allowOlder: true,
    handshake: 'required',
    handshakeTimeoutMs: 300_000,
    restoreAfterJob: 'failure',
    removeReplaced: true,
    store: 'webhosting',
  });
  expect([expiringWithin, summary]).toEqual([0, false]);
});

it('masks every secret before it is used, line by line and in its usual transformations', () => {
  const { masked } = given({
    pfx: 'MIIabc\nMIIdef\nab',
    'pfx-password': 'p@ss "word"',
    dryrun: 'true',
  });
  expect(masked).toEqual(
    expect.arrayContaining([
      'MIIabc',
      'MIIdef',
      'MIIabcMIIdefab',
      'p@ss "word"',
      Buffer.from('p@ss "word"').toString('base64'),
      'p@ss \\"word\\"',
      'p%40ss%20%22word%22',
    ]),
  );
  // A very short line would make holes in every text.
  expect(masked).not.toContain('ab');
  const key = given({
    certificate: 'x',
    'private-key': '-----BEGIN PRIVATE KEY-----\nMIIkey\n-----END PRIVATE KEY-----',
  });
  expect(key.masked).toContain('MIIkey');
  expect(key.masked).not.toContain('-----BEGIN PRIVATE KEY-----');
});
