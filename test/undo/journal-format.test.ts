import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../src/http-sys/endpoint.js';
import { defaultSettings, settingsArguments } from '../../src/http-sys/settings.js';
import { changesOf, type Note, parseJournal, toJournalChanges } from '../../src/undo/journal-format.js';
import { change, header as headerWith, next, old } from './given.js';

const odd = { ...defaultSettings, flags: 0x2000, ctlIdentifier: 'Größe', unknown: ['Future=REG_SZ:"1"'] };
const endpoint = parseEndpoint('0.0.0.0:443');
const changes = [
  change('a.example', { endpoint, settings: odd, before: { thumbprint: old, store: null } }),
  change('b.example', { settings: odd }),
  change('*.a.example', { before: null, after: { thumbprint: next, store: 'WebHosting' } }),
];
const learnt = {
  argument: 'disablehttp3',
  place: { field: 'flags', bit: 0x80000000, enableMeans: 'set' },
} as const;
const abilities = { add: ['usagecheck', 'reject', 'sslctlidentifier'], update: ['certhash', 'usagecheck'] };
const header = headerWith({
  temp: 'C:\\a b\\temp',
  restoreAfterJob: 'failure',
  abilities,
  ...toJournalChanges(changes),
  expiries: [{ thumbprint: old, notAfter: '2030-02-01T00:00:00.000Z' }],
  removeReplaced: [{ store: 'MY', thumbprint: old }],
});
const notes: Note[] = [
  { phase: 'importing', certificates: [{ store: 'CA', thumbprint: next }] },
  {
    phase: 'granting',
    grant: {
      file: { kind: 'cng', name: `${'0'.repeat(32)}_00000000-0000-0000-0000-000000000000` },
      // The authority of a SID is written in hex where it is large.
      sids: ['S-1-5-20', 'S-1-5-82-1-2-3-4-5', 'S-1-0x123456789ABC-1'],
    },
  },
  { phase: 'rehearsing', endpoints: [parseEndpoint('127.0.0.1:40001')] },
  { phase: 'applying', methods: [[endpoint.key, 'update']] },
  { phase: 'applying', methods: [], learnt: [learnt], skipped: [endpoint.key] },
  { phase: 'recovering', by: { runId: '2', runAttempt: '1', job: 'renew', tracking: '' } },
  { phase: 'revived', keys: [endpoint.key] },
  { phase: 'verified' },
  { phase: 'kept' },
  { phase: 'restored' },
];
const text = [header, ...notes].map((line) => `${JSON.stringify(line)}\n`).join('');

describe('a journal', () => {
  it('gives back what was written, and keeps once what changes have in common', () => {
    const read = parseJournal(text);
    if (typeof read === 'string') throw new Error(read);
    expect(read).toEqual({ header, notes });
    expect(header.settings).toHaveLength(2);
    const [first, second, created] = changesOf(read);
    expect(first).toMatchObject({ endpoint, before: { store: null }, settings: odd, block: null });
    expect(second?.settings).toBe(first?.settings);
    expect(created).toMatchObject({ before: null, after: { store: 'WebHosting' } });
  });

  it('makes the arguments of a binding anew from its settings and what the host knows', () => {
    const [first, , created] = changesOf({ header, notes });
    expect(first?.settingsArguments).toEqual({
      add: settingsArguments(odd, new Set(abilities.add)),
      update: ['usagecheck=enable'],
    });
    expect(first?.opaque.join()).toContain('0x2000');
    expect(created?.settingsArguments.add).toEqual(['usagecheck=enable', 'reject=disable']);
    const without = changesOf({
      header: { ...header, abilities: { add: ['usagecheck'], update: null } },
      notes,
    });
    expect(without[0]?.settingsArguments.update).toBeNull();
  });

  it('sets again what a rehearsal has learnt to set, and leaves alone what was left out', () => {
    const settings = { ...defaultSettings, flags: 0x80000000 };
    const [kept, left] = [change('a.example', { settings }), change('b.example', { settings })];
    const host = { add: ['certhash', 'disablehttp3'], update: ['certhash', 'disablehttp3'] };
    const futureHeader = headerWith({ abilities: host, ...toJournalChanges([kept, left]) });
    const applying: Note = {
      phase: 'applying',
      methods: [],
      learnt: [learnt],
      skipped: [left.endpoint.key],
    };
    const read = parseJournal(`${JSON.stringify(futureHeader)}\n${JSON.stringify(applying)}\n`);
    if (typeof read === 'string') throw new Error(read);
    const [first, ...rest] = changesOf(read);
    expect(rest).toEqual([]);
    expect(first).toMatchObject({
      endpoint: kept.endpoint,
      settingsArguments: { add: ['disablehttp3=enable'], update: ['disablehttp3=enable'] },
      opaque: [],
    });
    const [unlearnt] = changesOf({ ...read, notes: [] });
    expect(unlearnt?.opaque).toEqual(['DefaultFlags 0x80000000']);
  });

  it('goes by what is known by now, where an earlier version had to learn it', () => {
    const settings = { ...defaultSettings, flags: 0x20010 };
    const own = [change('a.example', { settings })];
    const host = { add: ['certhash', 'disablehttp2', 'nohttp2'], update: null };
    const place = { field: 'flags', bit: 0x10, enableMeans: 'set' } as const;
    const notes: Note[] = [
      {
        phase: 'applying',
        methods: [],
        learnt: ['disablehttp2', 'nohttp2'].map((argument) => ({ argument, place })),
      },
    ];
    const lines = [headerWith({ abilities: host, ...toJournalChanges(own) }), ...notes];
    const read = parseJournal(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    if (typeof read === 'string') throw new Error(read);
    expect(changesOf(read)[0]).toMatchObject({
      settingsArguments: { add: ['disablehttp2=enable'], update: null },
      opaque: ['DefaultFlags 0x20000'],
    });
  });

  it.each([
    ['an argument that is none', 'disablehttp3', 'disablehttp3=enable'],
    ['an argument that says which binding', '"argument":"disablehttp3"', '"argument":"ipport"'],
    ['a value for an argument that has none', '"enableMeans":"set"', '"enableMeans":"enable"'],
    ['two bits', '"bit":2147483648', '"bit":3'],
    ['no bit', '"bit":2147483648', '"bit":0'],
    ['more bits than there are', '"bit":2147483648', '"bit":4294967296'],
  ])('is refused with something learnt that is %s', (_what, is, was) => {
    const damaged = text.replace(is, was);
    expect(damaged).not.toBe(text);
    expect(parseJournal(damaged)).toEqual(expect.any(String));
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
    ['another version', (line) => line.replace('"version":2', '"version":1')],
    [
      'an endpoint with an argument in it',
      (line) => line.replace('"text":"0.0.0.0:443"', '"text":"0.0.0.0:443 certhash=0"'),
    ],
    ['a thumbprint that is none', (line) => line.replaceAll(old, 'DEADBEEF')],
    ['a store with a quote', (line) => line.replace('WebHosting', 'Web\\"Hosting')],
    ['a store that is an option', (line) => line.replace('WebHosting', '-user')],
    ['a store that is a path', (line) => line.replace('WebHosting', '..\\\\Root')],
    ['an argument with a value', (line) => line.replace('"usagecheck"', '"usagecheck=enable reject"')],
    ['an application id that is none', (line) => line.replace(/\{4dc3e181[^}]*\}/, '{x}')],
    ['settings that are not there', (line) => line.replace('"settings":0', '"settings":7')],
    ['flags that are no bits', (line) => line.replace('"flags":8192', '"flags":-1')],
    ['a date that is none', (line) => line.replace('2030-01-01', 'yesterday')],
    ['no origin', (line) => line.replace('"origin"', '"from"')],
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

  it('is refused with an account that is no SID', () => {
    const damaged = text.replace('S-1-5-20', 'S-1-5-20:(F)');
    expect(damaged).not.toBe(text);
    expect(parseJournal(damaged)).toEqual(expect.any(String));
  });
});
