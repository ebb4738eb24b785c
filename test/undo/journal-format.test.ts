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
const abilities = { add: ['usagecheck', 'reject', 'sslctlidentifier'], update: ['usagecheck'] };
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
    const [first, , created] = changesOf({ header, notes: [] });
    expect(first?.settingsArguments).toEqual({
      add: settingsArguments(odd, new Set(abilities.add)),
      update: ['usagecheck=enable'],
    });
    expect(first?.opaque.join()).toContain('0x2000');
    expect(created?.settingsArguments.add).toEqual(['usagecheck=enable', 'reject=disable']);
    const without = changesOf({
      header: { ...header, abilities: { add: ['usagecheck'], update: null } },
      notes: [],
    });
    expect(without[0]?.settingsArguments.update).toBeNull();
  });

  it('knows which changes were not made after all', () => {
    const skipping: Note = { phase: 'applying', methods: [], skipped: [endpoint.key] };
    const read = parseJournal(`${[header, skipping].map((line) => JSON.stringify(line)).join('\n')}\n`);
    if (typeof read === 'string') throw new Error(read);
    expect(changesOf(read).map((each) => each.endpoint.key)).not.toContain(endpoint.key);
    expect(changesOf(read).length).toBeGreaterThan(0);
    expect(changesOf({ header, notes: [] }).map((each) => each.endpoint.key)).toContain(endpoint.key);
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
