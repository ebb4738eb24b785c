import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../src/http-sys/endpoint.js';
import { defaultSettings } from '../../src/http-sys/settings.js';
import type { Change } from '../../src/plan/change.js';
import { changesOf } from '../../src/undo/journal.js';
import { type Header, type Note, parseJournal, toJournalChanges } from '../../src/undo/journal-format.js';
import { certificate } from '../plan/given.js';

const old = certificate(['a.example']);
const next = certificate(['a.example']);
const shared = {
  appId: '{4dc3e181-e14b-4a21-b022-59fc669b0914}',
  settings: { ...defaultSettings, flags: 0x2000, ctlIdentifier: 'Größe', unknown: ['Future=REG_SZ:"1"'] },
  settingsArguments: { add: ['sslctlidentifier=Größe', 'usagecheck=enable'], update: ['usagecheck=enable'] },
  block: ['Application ID : <appid>', 'a "quoted" \\ line', '\u0081\u00e1'],
  opaque: ['DefaultFlags 0x2000'],
};
const before = { thumbprint: old.thumbprint, store: null };
const after = { thumbprint: next.thumbprint, store: 'WebHosting' };
const changes: Change[] = [
  { is: 'replacement', endpoint: parseEndpoint('0.0.0.0:443'), before, after, ...shared },
  { is: 'replacement', endpoint: parseEndpoint('[::]:443'), before, after, ...shared },
  {
    is: 'creation',
    endpoint: parseEndpoint('*.a.example:443'),
    after,
    appId: shared.appId,
    settings: shared.settings,
    settingsArguments: { add: [], update: null },
    opaque: shared.opaque,
  },
];
const header: Header = {
  version: 1,
  created: '2030-01-31T00:00:00.000Z',
  job: { runId: '1', runAttempt: '2', job: 'renew', tracking: 'x' },
  temp: 'C:\\a b\\temp',
  restoreAfterJob: 'failure',
  ...toJournalChanges(changes),
  removeReplaced: [{ store: 'MY', thumbprint: old.thumbprint }],
};
const notes: Note[] = [
  { phase: 'importing', certificates: [{ store: 'CA', thumbprint: next.thumbprint }] },
  { phase: 'rehearsing', endpoints: [parseEndpoint('127.0.0.1:40001')] },
  { phase: 'applying', methods: [[changes[0]!.endpoint.key, 'update']] },
  { phase: 'verified' },
  { phase: 'kept' },
];
const text = [header, ...notes].map((line) => `${JSON.stringify(line)}\n`).join('');

describe('a journal', () => {
  it('gives back what was written, and keeps once what changes have in common', () => {
    const read = parseJournal(text);
    if (typeof read === 'string') throw new Error(read);
    expect(changesOf(read.header)).toEqual(changes);
    expect(read).toEqual({ header, notes });
    expect(header.common).toHaveLength(2);
  });

  it('lacks no more than its last line wherever it was cut', () => {
    const first = text.indexOf('\n') + 1;
    for (let length = first; length <= text.length; length += 1) {
      const read = parseJournal(text.slice(0, length));
      const whole = text.slice(0, length).split('\n').length - 2;
      expect(typeof read === 'string' ? read : read.notes).toEqual(notes.slice(0, whole));
    }
    for (const length of [0, 1, first / 2, first - 1])
      expect(typeof parseJournal(text.slice(0, length))).toBe('string');
  });

  it.each<[what: string, damage: (line: string) => string]>([
    ['another version', (line) => line.replace('"version":1', '"version":2')],
    [
      'an endpoint with an argument in it',
      (line) => line.replace('"text":"0.0.0.0:443"', '"text":"0.0.0.0:443 certhash=0"'),
    ],
    ['a thumbprint that is none', (line) => line.replaceAll(old.thumbprint, 'DEADBEEF')],
    ['a store with a quote', (line) => line.replace('WebHosting', 'Web\\"Hosting')],
    [
      'an argument with a line break',
      (line) => line.replace('usagecheck=enable', 'usagecheck=enable\\nhttp delete'),
    ],
    ['an argument without a name', (line) => line.replace('usagecheck=enable', 'enable')],
    ['an application id that is none', (line) => line.replace(shared.appId, '{x}')],
    ['settings that are not there', (line) => line.replace('"common":0', '"common":7')],
    ['a date that is none', (line) => line.replace('2030-01-31', 'yesterday')],
    ['no JSON', () => 'x'],
  ])('is refused with %s', (_what, damage) => {
    const [line = ''] = text.split('\n');
    const damaged = damage(line);
    expect(damaged).not.toBe(line);
    expect(parseJournal(`${damaged}\n`)).toEqual(expect.any(String));
  });

  it('is refused with a note that is not known', () => {
    expect(parseJournal(`${text}{"phase":"dancing"}\n`)).toEqual(expect.any(String));
  });
});
