import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { parseEndpoint } from '../../src/http-sys/endpoint.js';
import { defaultSettings } from '../../src/http-sys/settings.js';
import type { Entry } from '../../src/http-sys/table.js';
import { makePlan, type PlanFacts } from '../../src/plan/plan.js';
import { certificate, entry } from './given.js';

const old = certificate(['*.shop.example'], { validTo: 9 });
const next = certificate(['*.shop.example']);
const add = new Set(['certhash', 'appid', 'certstorename', 'usagecheck', 'disablehttp2', 'dsmapperusage']);

function facts(given: Partial<PlanFacts> = {}): PlanFacts {
  return {
    next,
    store: 'MY',
    present: ({ binding }) => (binding.thumbprint === old.thumbprint ? old : undefined),
    abilities: { add, update: add },
    appId: '{00000000-0000-0000-0000-00000000abcd}',
    allow: { nameMismatch: false, older: false },
    ...given,
  };
}

function plan(targets: readonly Entry[], given: Partial<PlanFacts> = {}, create: readonly string[] = []) {
  return makePlan({ targets, create: create.map(parseEndpoint), passedOver: [] }, facts(given));
}

function refusal(...args: Parameters<typeof plan>): Failure {
  try {
    plan(...args);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

describe('a change', () => {
  it('carries all that is needed to make it and to undo it', () => {
    const settings = { ...defaultSettings, flags: 0x10, checkMode: 0x10000 };
    const target = entry('WWW.shop.example:443', { uses: old, settings, store: 'my', appId: '{1}' });
    const { changes, unchanged } = plan([target, entry('0.0.0.0:443', { uses: next })]);
    expect(changes).toEqual([
      {
        endpoint: target.binding.endpoint,
        appId: '{1}',
        before: { thumbprint: old.thumbprint, store: 'my' },
        after: { thumbprint: next.thumbprint, store: 'my' },
        settings,
        settingsArguments: {
          add: ['usagecheck=disable', 'dsmapperusage=disable', 'disablehttp2=enable'],
          update: ['usagecheck=disable', 'dsmapperusage=disable', 'disablehttp2=enable'],
        },
        block: target.binding.block,
        opaque: [],
      },
    ]);
    expect(unchanged.map(({ binding }) => binding.endpoint.text)).toEqual(['0.0.0.0:443']);
  });

  it.each<[endpoint: string, present: string | null, store: string, after: string | null]>([
    ['0.0.0.0:443', null, 'MY', null],
    ['0.0.0.0:443', null, 'my', null],
    ['0.0.0.0:443', null, 'WebHosting', 'WebHosting'],
    ['0.0.0.0:443', 'My', 'MY', 'My'],
    ['0.0.0.0:443', 'WebHosting', 'MY', 'MY'],
    ['www.shop.example:443', 'webhosting', 'WebHosting', 'webhosting'],
    ['www.shop.example:443', null, 'MY', 'MY'],
  ])('of %s in store %s to a certificate in %s names the store %s', (endpoint, store, wanted, after) => {
    const { changes } = plan([entry(endpoint, { uses: old, store })], { store: wanted });
    expect(changes[0]?.after.store).toBe(after);
  });

  it('knows where update does not exist', () => {
    const { changes } = plan([entry('0.0.0.0:443', { uses: old })], {
      abilities: { add, update: new Set() },
    });
    expect(changes[0]?.settingsArguments.update).toBeNull();
  });

  it('creates a binding with the application id and the defaults of netsh', () => {
    const { changes } = plan([], {}, ['new.shop.example:443']);
    expect(changes[0]).toMatchObject({
      appId: facts().appId,
      before: null,
      after: { thumbprint: next.thumbprint, store: 'MY' },
      settingsArguments: { add: [], update: null },
      block: null,
    });
  });
});

describe('the guard of', () => {
  it('names: a host that is not covered, existing or to be created, and names that got lost', () => {
    const wide = certificate(['*.shop.example', 'shop.example', '10.0.0.5'], { validTo: 9 });
    const targets = [
      entry('a.b.shop.example:443', { uses: old }),
      entry('*.shop.example:443', { uses: old }),
      entry('0.0.0.0:443', { uses: wide }),
    ];
    const present = ({ binding }: Entry) => (binding.thumbprint === wide.thumbprint ? wide : old);
    const { code, message } = refusal(targets, { present }, ['other.example:443']);
    expect(code).toBe('name-mismatch');
    expect(message).toContain('a.b.shop.example:443: its host name is not covered');
    expect(message).toContain('other.example:443: its host name is not covered');
    expect(message).toContain('0.0.0.0:443: its present certificate also covers shop.example, 10.0.0.5');
    expect(message).not.toContain('*.shop.example:443: ');
    const allow = { nameMismatch: true, older: false };
    expect(plan(targets, { present, allow }, ['other.example:443']).changes).toHaveLength(4);
  });

  it('dates: a present certificate that expires later', () => {
    const later = certificate(['*.shop.example'], { validTo: 100 });
    const targets = [entry('0.0.0.0:443', { uses: later })];
    const present = () => later;
    const { code, message } = refusal(targets, { present });
    expect(code).toBe('certificate-older');
    expect(message).toContain(later.notAfter.toISOString());
    expect(message).toContain(next.notAfter.toISOString());
    const allow = { nameMismatch: false, older: true };
    expect(plan(targets, { present, allow }).changes).toHaveLength(1);
  });

  it('readings: netsh and the registry disagree on a target, with the record; not on what needs no change', () => {
    const problem = 'netsh shows the certificate A, the registry has B.';
    const { code, message } = refusal([entry('0.0.0.0:443', { uses: old, problem })]);
    expect(code).toBe('readings-disagree');
    for (const part of ['0.0.0.0:443', problem, old.thumbprint, 'store MY']) expect(message).toContain(part);
    expect(plan([entry('0.0.0.0:443', { uses: next, problem })]).changes).toEqual([]);
  });

  it('settings: what no argument sets where there is no update', () => {
    const settings = { ...defaultSettings, flags: 0x2000 | 0x20, unknown: ['Future=REG_SZ:1'] };
    const target = entry('0.0.0.0:443', { uses: old, settings });
    const { code, message } = refusal([target], { abilities: { add, update: new Set() } });
    expect(code).toBe('setting-not-portable');
    for (const part of ['0.0.0.0:443', 'DefaultFlags 0x2000', 'disablequic=enable', 'Future=REG_SZ:1'])
      expect(message).toContain(part);
    expect(plan([target]).changes[0]?.opaque).toHaveLength(3);
  });

  it('settings: an argument that only one of add and update knows', () => {
    const settings = { ...defaultSettings, flags: 0x10 };
    const update = new Set([...add].filter((each) => each !== 'disablehttp2'));
    const { changes } = plan([entry('0.0.0.0:443', { uses: old, settings })], { abilities: { add, update } });
    expect(changes[0]?.opaque.join()).toContain('disablehttp2=enable');
  });
});
