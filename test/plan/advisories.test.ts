import { expect, it } from 'vitest';
import { parseEndpoint } from '../../src/http-sys/endpoint.js';
import type { Entry } from '../../src/http-sys/table.js';
import { nightWarnings } from '../../src/plan/advisories.js';
import { makePlan } from '../../src/plan/plan.js';
import { certificate, entry, inspection, ownerWith } from './given.js';

const winrm = '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}';
const old = certificate(['*.shop.example'], { validTo: 9 });
const other = certificate(['other.example']);
const next = certificate(['*.shop.example']);

/** The warnings for a change of these endpoints on a machine with these bindings. */
function warnings(entries: readonly Entry[], changed: readonly string[], missing: readonly string[] = []) {
  const all = inspection(...entries);
  const present = ({ binding }: Entry) => (missing.includes(binding.endpoint.text) ? undefined : old);
  const targets = changed.flatMap((text) => all.entries.get(parseEndpoint(text).key) ?? []);
  const create = changed.map(parseEndpoint).filter(({ key }) => !all.entries.has(key));
  const { changes } = makePlan(
    { targets, create, passedOver: [] },
    {
      next,
      store: 'MY',
      present,
      abilities: { add: new Set(), update: new Set() },
      appId: '',
      allow: { nameMismatch: true, older: true },
    },
  );
  return nightWarnings({ inspection: all, changes, next, owner: ownerWith(), present });
}

const host = entry('www.shop.example:443', { uses: old });

it('is silent where all is well', () => {
  const all = [host, entry('0.0.0.0:443', { uses: old }), entry('[::]:443', { uses: next })];
  expect(warnings(all, ['www.shop.example:443', '0.0.0.0:443'])).toEqual([]);
});

it('tells of an exact address that comes before a changed host name, and not of the wildcard ones', () => {
  const exact = entry('10.0.0.5:443', { uses: other });
  const [warning, ...more] = warnings(
    [
      host,
      exact,
      entry('[2001:db8::5]:443', { uses: next }),
      entry('0.0.0.0:443', { uses: other }),
      entry('10.0.0.6:444'),
    ],
    ['www.shop.example:443', 'new.shop.example:443'],
  );
  expect(warning).toContain('Clients that connect to 10.0.0.5:443 will not see the new certificate');
  expect(warning).toContain('for www.shop.example:443, new.shop.example:443');
  expect(more).toEqual([]);
  expect(warnings([host, exact], ['www.shop.example:443', '10.0.0.5:443'])).toEqual([]);
});

it('tells of a socket that still shows the old certificate to IPv6', () => {
  const v4 = entry('0.0.0.0:443', { uses: old });
  const v6 = entry('[::]:443', { uses: old });
  const found = warnings([v4, v6, entry('[::]:444', { uses: other })], ['0.0.0.0:443']);
  expect(found).toEqual([
    expect.stringContaining('[::]:443 keeps the old certificate, so clients that connect over IPv6'),
  ]);
  expect(warnings([v4, v6], ['0.0.0.0:443', '[::]:443'])).toEqual([]);
  expect(warnings([v4, entry('[::]:443', { uses: other })], ['0.0.0.0:443'])).toEqual([]);
});

it('tells of targets whose present certificate is missing, in one warning', () => {
  const targets = Array.from({ length: 7 }, (_, index) => entry(`h${index}.shop.example:443`, { uses: old }));
  const texts = targets.map(({ binding }) => binding.endpoint.text);
  const found = warnings(targets, [...texts, 'new.shop.example:443'], texts);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain('h4.shop.example:443 and 2 more is missing from its store');
});

it('tells of every other user of a replaced certificate, one warning for each owner', () => {
  const found = warnings(
    [
      host,
      entry('0.0.0.0:5986', { uses: old, appId: winrm }),
      entry('0.0.0.0:5987', { uses: old, appId: winrm }),
      entry('10.0.0.5:8443', { uses: old }),
      entry('0.0.0.0:8172', { uses: other, appId: winrm }),
    ],
    ['www.shop.example:443'],
  );
  expect(found).toEqual([
    expect.stringContaining('used by 0.0.0.0:5986, 0.0.0.0:5987 (owner: WinRM)'),
    expect.stringContaining('used by 10.0.0.5:8443 (owner: IIS)'),
  ]);
});
