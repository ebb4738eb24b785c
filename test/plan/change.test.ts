import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../src/http-sys/endpoint.js';
import { defaultSettings } from '../../src/http-sys/settings.js';
import {
  addCommand,
  blockDifference,
  type Creation,
  deleteCommand,
  isAfter,
  isBefore,
  methodOf,
  pointsTo,
  type Replacement,
  updateCommand,
} from '../../src/plan/change.js';
import { omissionProbe } from '../../src/rehearse/omission-probe.js';
import { unexplained } from '../../src/rehearse/unexplained.js';
import { netshArguments } from '../../src/windows/netsh.js';
import { binding, certificate } from './given.js';

const old = certificate(['a.example']);
const next = certificate(['a.example']);
const change: Replacement = {
  is: 'replacement',
  endpoint: parseEndpoint('0.0.0.0:443'),
  appId: '{4dc3e181-e14b-4a21-b022-59fc669b0914}',
  before: { thumbprint: old.thumbprint, store: 'My' },
  after: { thumbprint: next.thumbprint, store: 'My' },
  settings: defaultSettings,
  settingsArguments: { add: ['usagecheck=enable', 'reject=disable'], update: ['usagecheck=enable'] },
  block: ['a : 1', 'b : 2'],
  opaque: [],
};
const creation: Creation = {
  is: 'creation',
  endpoint: change.endpoint,
  appId: change.appId,
  after: change.after,
  settings: defaultSettings,
  settingsArguments: { add: [], update: null },
  opaque: [],
};
const shown = (uses: typeof old, given: Partial<ReturnType<typeof binding>> = {}) => ({
  ...binding('0.0.0.0:443', { uses, store: 'MY' }),
  block: ['a : 1', 'b : 2'],
  ...given,
});

it('is a command of netsh with every setting', () => {
  const bound = (thumbprint: string) => [`certhash=${thumbprint.toLowerCase()}`, `appid=${change.appId}`];
  expect(netshArguments(addCommand(change, change.after))).toEqual([
    ...['http', 'add', 'sslcert', 'ipport=0.0.0.0:443', ...bound(next.thumbprint), 'certstorename=My'],
    ...['usagecheck=enable', 'reject=disable'],
  ]);
  const nowhere = { ...change.after, store: null };
  expect(netshArguments(updateCommand(change, nowhere))).toEqual([
    ...['http', 'update', 'sslcert', 'ipport=0.0.0.0:443', ...bound(next.thumbprint), 'usagecheck=enable'],
  ]);
  expect(netshArguments(deleteCommand(change))).toEqual(['http', 'delete', 'sslcert', 'ipport=0.0.0.0:443']);
});

it('adds what is not there yet, and else deletes and adds unless something better is proven', () => {
  expect(methodOf(creation, new Map())).toBe('add');
  expect(methodOf(change, new Map())).toBe('delete-add');
  expect(methodOf(change, new Map([[change.endpoint.key, 'update']]))).toBe('update');
});

it('is before or after by certificate, store, application and text', () => {
  expect(isBefore(change, shown(old))).toBe(true);
  expect(isAfter(change, shown(next))).toBe(true);
  for (const wrong of [
    { appId: '{0}' },
    { store: 'WebHosting' },
    { store: null },
    { block: ['a : 1', 'b : 3'] },
  ]) {
    expect([isBefore(change, shown(old, wrong)), isAfter(change, shown(next, wrong))]).toEqual([
      false,
      false,
    ]);
  }
  expect([isBefore(change, undefined), isAfter(change, undefined)]).toEqual([false, false]);
  expect(isBefore(creation, undefined)).toBe(true);
  expect(pointsTo(shown(old, { store: null }), { thumbprint: old.thumbprint, store: null })).toBe(true);
});

it('tells in which lines two texts differ', () => {
  expect(blockDifference(['a : 1', 'b : 2'], ['a : 1', 'b : 3'])).toBe('was "b : 2", is "b : 3"');
  expect(blockDifference(['a', 'b'], ['b', 'a'])).toBe('the order of its lines');
});

describe('what its settings do not explain', () => {
  const spare = ['usage : Enabled', 'hello : Not Set', 'properties:', 'id : 0', 'window : 1048576'];
  const withBlock = (block: string[], opaque: string[] = []) =>
    unexplained({ ...change, block, opaque }, spare);

  it('is nothing where the text is that of a spare binding', () => {
    expect(withBlock(spare)).toEqual([]);
  });

  it('is every other line', () => {
    expect(withBlock(spare.map((line) => line.replace('1048576', '65535')))).toEqual(['window : 65535']);
    expect(withBlock(spare.slice(0, -1))).toEqual(['no "window : 1048576"']);
    expect(withBlock([...spare, 'window : 1048576'])).toEqual(['window : 1048576']);
    expect(withBlock(spare.map((line) => line.replace('Not Set', 'Set')))).toEqual(['hello : Set']);
  });

  it('is not a word that a flag accounts for, one for each flag', () => {
    const flagged = spare.map((line) => line.replace('Not Set', 'Set'));
    expect(withBlock(flagged, ['DefaultFlags 0x8000'])).toEqual([]);
    expect(withBlock([...spare, 'time : Enabled'], ['DefaultSslCertCheckMode 0x4'])).toEqual([]);
    expect(withBlock([...flagged, 'more : Set'], ['DefaultFlags 0x8000'])).toEqual([
      'hello : Set',
      'more : Set',
    ]);
    expect(withBlock(flagged.slice(0, -2), ['DefaultFlags 0x8000'])).toEqual(['hello : Set']);
    const custom = flagged.map((line) => line.replace('1048576', '65535'));
    expect(withBlock(custom, ['one', 'two', 'three'])).toEqual(['hello : Set', 'window : 65535']);
  });
});

describe('the probe of what update does with settings that it is not told', () => {
  it('sets two that are not set, and then says nothing of them', () => {
    const all = ['usagecheck=enable', 'dsmapperusage=disable', 'clientcertnegotiation=disable'];
    const probe = omissionProbe({ ...change, settingsArguments: { add: all, update: all } })!;
    expect(probe.bound.settingsArguments.add).toEqual([
      'dsmapperusage=disable',
      'clientcertnegotiation=enable',
      'usagecheck=disable',
    ]);
    expect(probe.updated.settingsArguments.update).toEqual(['dsmapperusage=disable']);
    expect(probe.took({ ...defaultSettings, flags: 0x2, checkMode: 0x10000 })).toBe(true);
    expect(probe.took({ ...defaultSettings, flags: 0x2 })).toBe(false);
    expect(probe.took(defaultSettings)).toBe(false);
  });

  it('takes others where these are set, and gives up where all are', () => {
    const settings = { ...defaultSettings, flags: 0x2, checkMode: 0x10002 };
    const probe = omissionProbe({ ...change, settings })!;
    expect(probe.bound.settingsArguments.add).toContain('dsmapperusage=enable');
    expect(probe.bound.settingsArguments.add).toContain('verifyclientcertrevocation=disable');
    expect(omissionProbe({ ...change, settings: { ...settings, flags: 0x3 } })).toBeUndefined();
    expect(omissionProbe({ ...change, settings: { ...settings, checkMode: 0x10003 } })).toBeUndefined();
  });
});
