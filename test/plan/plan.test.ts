import { describe, expect, it } from 'vitest';
import { momentOf } from '../../src/certificate/lifetime.js';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { defaultSettings } from '../../src/http-sys/settings.js';
import type { Entry } from '../../src/http-sys/table.js';
import { skipLines } from '../../src/plan/skipped.js';
import {
  appIds,
  certificate,
  endpoints,
  entry,
  inspection,
  known,
  planned,
  refusal,
  request,
  site,
  without,
  withSites,
} from './given.js';

const old = certificate(['*.shop.example'], { validTo: 9 });
const next = certificate(['*.shop.example']);
const { add, switches } = inspection().abilities;

/** The plan for bindings that are all named. */
function named(entries: readonly Entry[], given: Parameters<typeof request>[1] = {}) {
  return planned(inspection(...entries), next, allOf(entries, given));
}

function allOf(entries: readonly Entry[], given: Parameters<typeof request>[1] = {}) {
  return request({ bindings: entries.map(({ binding }) => binding.endpoint) }, given);
}

describe('a change', () => {
  it('carries all that is needed to make it and to undo it', () => {
    const settings = { ...defaultSettings, flags: 0x10, checkMode: 0x10000 };
    const target = entry('WWW.shop.example:443', { uses: old, settings, store: 'my', appId: '{1}' });
    const { plan, unchanged } = named([target, entry('0.0.0.0:443', { uses: next })]);
    expect(plan.changes).toEqual([
      {
        is: 'replacement',
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
    expect(unchanged).toEqual(['0.0.0.0:443']);
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
    const { plan } = named([entry(endpoint, { uses: old, store })], { store: wanted });
    expect(plan.changes[0]?.after.store).toBe(after);
  });

  it('knows where update does not exist', () => {
    const target = entry('0.0.0.0:443', { uses: old });
    const machine = { ...inspection(target), abilities: { add, switches, update: new Set<string>() } };
    expect(planned(machine, next).plan.changes[0]?.settingsArguments.update).toBeNull();
  });

  it.each([
    [appIds.random, null, appIds.random],
    [null, '{a}', '{a}'],
    [null, null, '{4dc3e181-e14b-4a21-b022-59fc669b0914}'],
  ])('creates a binding with the application id: asked for %s, on this machine %s', (appId, here, used) => {
    const asked = request({ bindings: endpoints('new.shop.example:443'), createMissing: true }, { appId });
    expect(planned({ ...inspection(), appId: here }, next, asked).plan.changes).toEqual([
      {
        is: 'creation',
        endpoint: endpoints('new.shop.example:443')[0],
        appId: used,
        after: { thumbprint: next.thumbprint, store: 'MY' },
        settings: defaultSettings,
        settingsArguments: { add: [], update: null },
        opaque: [],
      },
    ]);
  });
});

describe('the guard of', () => {
  const allow = { nameMismatch: true, older: false };

  it('names: a host or a name that got lost is refused, and allowed with a warning', () => {
    const wide = certificate(['*.shop.example', 'shop.example', '10.0.0.5', 'a.b.shop.example'], {
      validTo: 9,
    });
    const targets = [
      entry('a.b.shop.example:443', { uses: wide }),
      entry('*.shop.example:443', { uses: old }),
      entry('0.0.0.0:443', { uses: wide }),
    ];
    const { code, message } = refusal(inspection(...targets), next, allOf(targets));
    expect(code).toBe('name-mismatch');
    expect(message).toContain('a.b.shop.example:443: its host name is not covered');
    expect(message).toContain(
      '0.0.0.0:443: its present certificate also covers shop.example, a.b.shop.example, 10.0.0.5',
    );
    expect(message).not.toContain('*.shop.example:443: ');
    expect(message).toContain('covers *.shop.example.');
    const { changed, plan } = named(targets, { allow });
    expect(changed).toHaveLength(3);
    expect(plan.warnings[0]).toContain('which "allow-name-mismatch" allows: a.b.shop.example:443: its host');
  });

  it('names: one that neither certificate covers is a warning', () => {
    const targets = [
      entry('localhost:443', { uses: old }),
      entry('web01:443', { uses: old }),
      entry('www.shop.example:443', { uses: old }),
    ];
    for (const found of [named(targets), planned(inspection(...targets), next)]) {
      expect(found.changed).toHaveLength(3);
      expect(found.plan.warnings).toEqual([
        expect.stringContaining('served on localhost:443 (localhost), web01:443 (web01). Clients'),
      ]);
    }
  });

  it('names: a host that is not covered is refused where nothing tells what its certificate covered', () => {
    const target = entry('blog.example:443', { uses: old });
    const machine = without(inspection(target), old);
    expect(refusal(machine, next, allOf([target])).code).toBe('name-mismatch');
  });

  it('names: of an IP binding the host names of its sites, if every one has one', () => {
    const wide = certificate(['*.shop.example', 'old.example'], { validTo: 9 });
    const target = entry('0.0.0.0:443', { uses: wide });
    const onSites = (...hosts: string[]) =>
      withSites(
        inspection(target),
        site('One', [`*:443:${hosts[0]}`, 0]),
        site('Two', ...hosts.slice(1).map((host) => [`*:443:${host}`, 0] as const)),
        site('Elsewhere', ['*:443:old.example', 1], ['10.0.0.5:443:', 0]),
      );
    for (const asked of [request(), allOf([target])]) {
      expect(planned(onSites('WWW.shop.example', 'a.shop.example'), next, asked).changed).toHaveLength(1);
      const intranet = planned(onSites('www.shop.example', 'intranet'), next, asked);
      expect(intranet.plan.warnings.join()).toContain('0.0.0.0:443 (intranet)');
    }
    expect(refusal(onSites('www.shop.example', ''), next, allOf([target])).message).toContain(
      '0.0.0.0:443: its present certificate also covers old.example',
    );
    expect(refusal(onSites('www.shop.example', 'old.example'), next, allOf([target])).message).toContain(
      '0.0.0.0:443: a site there serves old.example',
    );
  });

  it('names: of a host that is none, those of the certificate', () => {
    const wide = certificate(['*.shop.example', 'old.example'], { validTo: 9 });
    const target = entry('*:443', { uses: wide, kind: 'hostnameport' });
    expect(refusal(inspection(target), next, allOf([target])).message).toContain(
      '*:443: its present certificate also covers old.example',
    );
  });

  it('dates: a present certificate that expires later', () => {
    const later = certificate(['*.shop.example'], { validTo: 100 });
    const targets = [entry('0.0.0.0:443', { uses: later })];
    const { code, message } = refusal(inspection(...targets), next, allOf(targets));
    expect(code).toBe('certificate-older');
    expect(message).toContain(momentOf(later.notAfter));
    expect(message).toContain(momentOf(next.notAfter));
    const { changed, plan } = named(targets, { allow: { nameMismatch: false, older: true } });
    expect(changed).toHaveLength(1);
    expect(plan.notes.join()).toContain(momentOf(later.notAfter));
  });

  it('settings: what no argument sets where there is no update', () => {
    const settings = { ...defaultSettings, flags: 0x2000 | 0x20, unknown: ['Future=REG_SZ:1'] };
    const target = entry('0.0.0.0:443', { uses: old, settings });
    const machine = { ...inspection(target), abilities: { add, switches, update: new Set<string>() } };
    const { code, message } = refusal(machine, next, allOf([target]));
    expect(code).toBe('setting-not-portable');
    for (const part of ['0.0.0.0:443', 'DefaultFlags 0x2000', 'disablequic=enable', 'Future=REG_SZ:1'])
      expect(message).toContain(part);
    expect(named([target]).plan.changes[0]?.opaque).toHaveLength(3);
  });

  it('settings: an argument that only one of add and update knows', () => {
    const settings = { ...defaultSettings, flags: 0x10 };
    const update = new Set([...add].filter((each) => each !== 'disablehttp2'));
    const machine = inspection(entry('0.0.0.0:443', { uses: old, settings }));
    const { changes } = planned({ ...machine, abilities: { add, update, switches } }, next).plan;
    expect(changes[0]?.opaque.join()).toContain('disablehttp2=enable');
  });

  it('the name of the store, which stands in the command that restores the binding', () => {
    const target = entry('0.0.0.0:443', { uses: old, store: 'Größe' });
    expect(refusal(inspection(target), next, allOf([target])).code).toBe('setting-not-portable');
  });
});

describe('what a plan says first', () => {
  it('is how many bindings of how many', () => {
    const machine = inspection(
      entry('0.0.0.0:443', { uses: old }),
      entry('0.0.0.0:444', { uses: next }),
      entry('443'),
      entry('other.example:443', { uses: certificate(['other.example']) }),
    );
    expect(planned(machine, next).plan.first).toEqual([
      '1 of 4 bindings would be changed, 1 has the new certificate already, 2 skipped',
    ]);
    const asked = request({ bindings: endpoints('0.0.0.0:443', '0.0.0.0:8443'), createMissing: true });
    expect(planned(machine, next, asked).plan.first).toEqual([
      '1 of 4 bindings would be changed, 1 would be created',
    ]);
  });

  it('is which certificates would be replaced, if there is more than one', () => {
    const second = certificate(['*.shop.example', 'www.shop.example'], { validTo: 20 });
    const gone = certificate(['gone.example']);
    const machine = without(
      inspection(
        entry('a.shop.example:443', { uses: second }),
        entry('0.0.0.0:443', { uses: old }),
        entry('[::]:443', { uses: old }),
        entry('b.shop.example:443', { uses: gone }),
      ),
      gone,
    );
    const day = (of: typeof old) => of.notAfter.toISOString().slice(0, 10);
    expect(planned(machine, next).plan.first).toEqual([
      '4 of 4 bindings would be changed',
      `3 different certificates would be replaced: *.shop.example (issued by ${old.issuer}, expires ${day(old)}, on 2 bindings); ` +
        `*.shop.example, www.shop.example (issued by ${second.issuer}, expires ${day(second)}, on 1 binding); ` +
        `${gone.thumbprint}, which is gone from its store (on 1 binding)`,
    ]);
  });
});

describe('what is skipped', () => {
  const machine = inspection(
    entry('0.0.0.0:443', { uses: old }),
    entry('0.0.0.0:5986', { uses: old, appId: appIds.winrm }),
    ...['a', 'b'].map((host) =>
      entry(`${host}.example:443`, { uses: certificate([`${host}.example`], { validTo: 3 }) }),
    ),
    entry('c.example:443', { uses: old, problem: 'It differs.' }),
  );
  const { skipped } = planned(machine, next).plan;

  const lines = skipLines(skipped);

  it('is a note where all is as it should be', () => {
    expect(lines.filter(({ isNote }) => isNote)).toEqual([
      { text: '0.0.0.0:5986: it belongs to WinRM.', isNote: true },
    ]);
  });

  it('is a warning for each kind of reason that is not as it should be', () => {
    expect(lines.filter(({ isNote }) => !isNote).map(({ text }) => text)).toEqual([
      'a.example:443, b.example:443: the new certificate does not cover every name that is served there; it expires soon or has expired.',
      'c.example:443: netsh and the registry do not agree on it: It differs.',
    ]);
  });
});

it('is made in no time for 5 000 bindings with certificates of 100 names', () => {
  const names = (label: string) => Array.from({ length: 100 }, (_, index) => `${label}${index}.shop.example`);
  const wide = certificate(names('h'), { validTo: 60 });
  const wider = certificate([...names('h'), 'new.shop.example']);
  const others = Array.from({ length: 1_250 }, (_, index) => {
    const thumbprint = index.toString(16).toUpperCase().padStart(40, '0') as Thumbprint;
    return known({ ...wide, thumbprint, dnsNames: names(`o${index}-`) });
  });
  const machine = inspection(
    ...Array.from({ length: 5_000 }, (_, index) => {
      const isOther = index % 4 === 3;
      const uses = isOther ? others[index >> 2]! : wide;
      return index % 2 === 0
        ? entry(`10.${index >> 8}.${index & 0xff}.1:443`, { uses })
        : entry(`h${index % 100}.shop.example:${1_000 + index}`, { uses });
    }),
  );
  const times = Array.from({ length: 5 }, () => {
    const began = performance.now();
    const { changed, skipped } = planned(machine, wider);
    expect([changed.length, Object.keys(skipped).length]).toEqual([3_750, 1_250]);
    return performance.now() - began;
  });
  // 20 ms on a free machine. The quickest counts, since other tests run beside it.
  expect(Math.min(...times)).toBeLessThan(200);
});
