import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { names } from '../../src/github/input-rules.js';
import { enough, given, renewalOf } from './given.js';

const read = (inputs: Record<string, string>) => renewalOf({ ...enough, ...inputs });

const file = new URL('../../action.yml', import.meta.url);
const declared = (parse(readFileSync(file, 'utf8')) as { inputs: Record<string, { default?: string }> })
  .inputs;

it('knows the inputs of action.yml and no other', () => {
  expect([...names].sort()).toEqual(Object.keys(declared).sort());
});

it('has the same defaults as action.yml, so that an empty text is as good as none', () => {
  const preset = Object.fromEntries(
    Object.entries(declared).flatMap(([name, { default: value }]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
  // An empty default would make every run look as if an expression had given nothing.
  expect(Object.values(preset)).not.toContain('');
  const empty = Object.fromEntries(names.map((name) => [name, '']));
  delete empty['dry-run'];
  const { notes: _, ...without } = read({ ...empty, ...enough });
  const { notes, ...withDefaults } = read({ ...preset, ...enough });
  expect(withDefaults).toEqual(without);
  expect(notes).toEqual([]);
  expect(read({})).toEqual({
    kind: 'rebinding',
    source: { kind: 'thumbprint', thumbprint: enough.thumbprint.toUpperCase() },
    store: 'MY',
    selection: { bindings: [], replace: [], sites: [], createMissing: false },
    appId: null,
    key: { exportable: false, provider: 'keep', permissions: 'keep', friendlyName: null },
    expiringWithin: { days: 30 },
    minimumDays: { days: 1 },
    allow: { nameMismatch: false, older: false },
    handshake: 'when-listening',
    handshakeTimeoutMs: 10_000,
    restoreAfterJob: 'never',
    removeReplaced: false,
    warnings: [],
    notes: [],
  });
});

describe('the certificate', () => {
  const both = 'a chain\n-----BEGIN EC PRIVATE KEY-----\nMIIkey\n-----END EC PRIVATE KEY-----';
  it.each<[Record<string, string>, object]>([
    [
      { pfx: 'MIIB', 'pfx-password': ' a b ' },
      { kind: 'pfx', text: 'MIIB', password: ' a b ' },
    ],
    [
      { pfx: 'MIIB', 'pfx-password': 'abcd\r\n' },
      { kind: 'pfx', text: 'MIIB', password: 'abcd\r\n' },
    ],
    [{ 'pfx-path': ' C:\\a b\\c.pfx ' }, { kind: 'pfx-path', path: 'C:\\a b\\c.pfx', password: '' }],
    [
      { certificate: 'chain', 'private-key': 'key', 'pfx-password': 'pass' },
      { kind: 'pem', certificate: 'chain', privateKey: 'key', password: 'pass' },
    ],
    // Whatever this is, it is not a chain that lacks its key: whoever opens it says what it is.
    [{ certificate: 'MIIB' }, { kind: 'pem', certificate: 'MIIB', privateKey: '', password: '' }],
    [{ certificate: both }, { kind: 'pem', certificate: both, privateKey: '', password: '' }],
    [
      { certificate: both, 'private-key': '' },
      { kind: 'pem', certificate: both, privateKey: '', password: '' },
    ],
    [
      { 'certificate-path': 'a.pem', 'private-key-path': 'b.key', 'pfx-password': 'pass' },
      { kind: 'pem-path', certificatePath: 'a.pem', privateKeyPath: 'b.key', password: 'pass' },
    ],
    [
      { 'certificate-path': 'a.pem' },
      { kind: 'pem-path', certificatePath: 'a.pem', privateKeyPath: null, password: '' },
    ],
    [
      { thumbprint: '\u200e01 23 45 67 89 ab cd ef 01 23 45 67 89 ab cd ef 01 23 45 67' },
      { kind: 'thumbprint', thumbprint: enough.thumbprint.toUpperCase() },
    ],
    [
      { thumbprint: '01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67' },
      { kind: 'thumbprint', thumbprint: enough.thumbprint.toUpperCase() },
    ],
    [{ 'newest-for': 'WWW.example.com' }, { kind: 'newest-for', name: 'www.example.com' }],
    [{ 'newest-for': '*.example.com' }, { kind: 'newest-for', name: '*.example.com' }],
    [{ 'newest-for': 'münchen.example' }, { kind: 'newest-for', name: 'xn--mnchen-3ya.example' }],
    [{ 'newest-for': 'srv01' }, { kind: 'newest-for', name: 'srv01' }],
  ])('%j', (inputs, source) => {
    expect(renewalOf(inputs).source).toEqual(source);
    // Others that are set and empty change nothing.
    expect(renewalOf({ pfx: '', thumbprint: '', 'newest-for': '', ...inputs }).source).toEqual(source);
  });

  it('makes a plan of a dry run, and may be missing in one, which then is an inventory', () => {
    expect(read({ 'dry-run': 'true' })).toMatchObject({ kind: 'plan' });
    expect(given({ 'dry-run': 'true', 'expiring-within': '33%' }).inputs?.request).toEqual({
      kind: 'inventory',
      expiringWithin: { share: 0.33 },
      warnings: [],
      notes: [],
    });
  });
});

describe('the selection', () => {
  it('takes endpoints one a line or separated by commas, each once', () => {
    const { selection } = read({
      bindings:
        '0.0.0.0:443, [::]:443\r\n\n  www.example.com:443 ,,*.example.com:8443\n*:443\n[0:0::0]:443\nWWW.example.com:443',
    });
    expect(selection.bindings.map(({ kind, key }) => [kind, key])).toEqual([
      ['ipport', 'ipport 0.0.0.0 443'],
      ['ipport', 'ipport :: 443'],
      ['hostnameport', 'hostnameport www.example.com 443'],
      ['hostnameport', 'hostnameport *.example.com 8443'],
    ]);
  });

  it('takes thumbprints as they are copied, each once', () => {
    const { selection } = read({
      replace: `${enough.thumbprint}\n\u200e${enough.thumbprint.replace(/../g, '$& ').toUpperCase()}`,
    });
    expect(selection.replace).toEqual([enough.thumbprint.toUpperCase()]);
  });

  it('takes names of sites by the line: a comma can be part of a name', () => {
    const { selection } = read({ sites: 'Default Web Site\r\nAcme, Inc\n\n Shop & Co, Blog \nAcme, Inc' });
    expect(selection.sites).toEqual(['Default Web Site', 'Acme, Inc', 'Shop & Co, Blog']);
  });
});

it('takes words in any case and blanks around numbers', () => {
  const { inputs } = given({
    pfx: 'MIIB',
    bindings: '*:443',
    'create-missing': 'TRUE',
    'app-id': '4DC3E181-E14B-4A21-B022-59FC669B0914',
    'dry-run': ' True ',
    'minimum-days': ' 5 ',
    'expiring-within': '0',
    'allow-name-mismatch': 'true',
    'allow-older': 'true',
    exportable: 'True',
    'key-provider': 'CSP',
    'key-permissions': 'None',
    'friendly-name': 'Shop 2030',
    handshake: 'Required',
    'handshake-timeout': '300',
    'restore-after-job': 'FAILURE',
    'remove-replaced': 'true',
    store: 'web hosting',
    summary: 'False',
  });
  expect(inputs?.request).toMatchObject({
    kind: 'plan',
    selection: { createMissing: true },
    appId: '{4dc3e181-e14b-4a21-b022-59fc669b0914}',
    key: { exportable: true, provider: 'csp', permissions: 'none', friendlyName: 'Shop 2030' },
    minimumDays: { days: 5 },
    expiringWithin: { days: 0 },
    allow: { nameMismatch: true, older: true },
    handshake: 'required',
    handshakeTimeoutMs: 300_000,
    restoreAfterJob: 'failure',
    removeReplaced: true,
    store: 'WebHosting',
  });
  expect(inputs?.summary).toBe(false);
});

it.each([
  ['30', { days: 30 }],
  ['007', { days: 7 }],
  ['33%', { share: 0.33 }],
  ['50 %', { share: 0.5 }],
  [' 100% ', { share: 1 }],
  ['0%', { share: 0 }],
])('reads %j as a length of time', (text, span) => {
  expect(read({ 'expiring-within': text, 'minimum-days': text })).toMatchObject({
    expiringWithin: span,
    minimumDays: span,
  });
});

describe('an input that is set and empty was given by an expression that gave nothing', () => {
  it('is a note', () => {
    const { notes, warnings } = read({ bindings: '', sites: '', 'pfx-password': '', pfx: '' });
    expect(notes).toEqual(['Given and empty, so counted as not given: "pfx", "bindings" and "sites".']);
    expect(warnings).toEqual([]);
  });

  it('is a note of its own for the password of a file', () => {
    const notes = ['"pfx-password" is given and empty: the file is opened without one.'];
    expect(renewalOf({ pfx: 'MIIB', 'pfx-password': '' }).notes).toEqual(notes);
    expect(renewalOf({ 'pfx-path': 'a.pfx', 'pfx-password': '\r\n' }).notes).toEqual(notes);
    expect(renewalOf({ pfx: 'MIIB' }).notes).toEqual([]);
  });

  it('is a warning where a plan becomes an inventory by it', () => {
    const { inputs } = given({ pfx: '', 'pfx-password': '', 'dry-run': 'true' });
    expect(inputs?.request).toMatchObject({ kind: 'inventory', notes: [] });
    expect(inputs?.request.warnings).toEqual([
      expect.stringMatching(
        /^"pfx" is given and empty, so it counts as not given, and this is only an inventory\. /,
      ),
    ]);
    const pem = given({ certificate: '', 'private-key': '', 'dry-run': 'true' }).inputs?.request;
    expect(pem?.warnings[0]).toContain('"certificate" is given and empty');
    expect(pem?.notes).toEqual(['Given and empty, so counted as not given: "private-key".']);
  });

  it.each(['', '  ', '\n'])('is an error for dry-run: %j', (empty) => {
    for (const certificate of [enough, { pfx: '' }, {}]) {
      const { refusal } = given({ ...certificate, 'dry-run': empty });
      expect(refusal).toMatchObject({ code: 'input-invalid' });
      expect(refusal?.parts.cause).toBe('The input "dry-run" is given and empty.');
    }
  });
});

it('warns of an application id that nothing uses', () => {
  const appId = '4dc3e181-e14b-4a21-b022-59fc669b0914';
  expect(read({ 'app-id': appId }).warnings).toEqual([expect.stringContaining('"app-id" has no effect')]);
  expect(read({ 'app-id': appId, bindings: '*:443', 'create-missing': 'true' }).warnings).toEqual([]);
});
