import { expect, it } from 'vitest';
import type { Certificate } from '../../src/certificate/certificate.js';
import type { PlanRequest } from '../../src/plan/facts.js';
import {
  appIds,
  certificate,
  endpoints,
  entry,
  inspection,
  type Planned,
  planned,
  refusal,
  request,
  site,
  without,
  withSites,
} from './given.js';

// Every combination, against the rules of docs/selection.md written down once more, as plainly as can be.

const nameSets = [
  ['*.example.com', 'example.com'],
  ['*.example.com'],
  ['www.example.com'],
  ['www.example.com', 'shop.example.net'],
  ['www.example.com', '10.0.0.5'],
  ['*.example.net', 'localhost'],
  ['10.0.0.5'],
];

const kinds = [
  { endpoint: 'www.example.com:443', host: 'www.example.com', sites: [] },
  { endpoint: 'localhost:443', host: 'localhost', sites: ['localhost:sni'] },
  { endpoint: '0.0.0.0:443', host: undefined, sites: [] },
  { endpoint: '0.0.0.0:443', host: undefined, sites: ['www.example.com', 'localhost'] },
  { endpoint: '0.0.0.0:443', host: undefined, sites: ['www.example.com', ''] },
];
type Kind = (typeof kinds)[number];

const owners = ['iis', 'random', 'adfs', 'winrm'] as const;
const lives = ['earlier', 'later', 'gone'] as const;
const selections = ['default', 'replace', 'sites', 'bindings'] as const;

interface Combination {
  readonly present: readonly string[];
  readonly next: readonly string[];
  readonly kind: Kind;
  readonly owner: (typeof owners)[number];
  readonly life: (typeof lives)[number];
  readonly by: (typeof selections)[number];
}

const covers = (names: readonly string[], name: string) =>
  names.includes(name) || (!name.startsWith('*.') && names.includes(name.replace(/^[^.]+/, '*')));

function namesOf({ present, next, kind, life }: Combination) {
  const isKnown = life !== 'gone';
  const fromSites = kind.sites.length > 0 && kind.sites.every((each) => each !== '') ? kind.sites : undefined;
  const served = kind.host ? [kind.host] : (fromSites ?? (isKnown ? present : []));
  const open = served.filter((name) => !covers(next, name));
  const lost = open.filter((name) => !isKnown || covers(present, name));
  return { lost, never: open.filter((name) => !lost.includes(name)) };
}

/** What the rules say: the binding is changed, left alone, or the run is refused. */
function ruled(all: Combination): 'changed' | 'left' | 'refused' {
  const { present, next, kind, owner, life, by } = all;
  const { lost } = namesOf(all);
  const isOnSite = kind.sites.length > 0;
  const isOfIis = owner === 'iis' || (owner === 'random' && isOnSite);
  if (by === 'sites' && !isOnSite) return 'left';
  if (by === 'bindings' || by === 'sites' || (by === 'replace' && isOfIis))
    return lost.length > 0 || life === 'later' ? 'refused' : 'changed';
  if (by === 'replace' || !isOfIis || life === 'later') return 'left';
  if (life === 'gone') return kind.host && covers(next, kind.host) ? 'changed' : 'left';
  const isShared = present.some((name) => next.includes(name) && name !== '10.0.0.5');
  return isShared && lost.length === 0 ? 'changed' : 'left';
}

function requestOf({ kind, by }: Combination, uses: Certificate): PlanRequest {
  if (by === 'default') return request();
  if (by === 'replace') return request({ replace: [uses.thumbprint] });
  return request(by === 'sites' ? { sites: ['Shop'] } : { bindings: endpoints(kind.endpoint) });
}

const made = new Map<string, Certificate>();

function certificateOf(names: readonly string[], validTo: number): Certificate {
  const id = `${names} ${validTo}`;
  const known = made.get(id) ?? certificate([...names], { validTo });
  made.set(id, known);
  return known;
}

function machineOf({ kind, owner }: Combination, uses: Certificate, next: Certificate) {
  const appId = owner === 'iis' ? {} : { appId: appIds[owner] };
  // It has the new certificate already, so that every selection has something to choose.
  const done = entry('192.0.2.1:8443', { uses: next });
  const bindings = kind.sites.map((each): readonly [string, number] =>
    each.endsWith(':sni') ? [`*:443:${each.replace(':sni', '')}`, 1] : [`*:443:${each}`, 0],
  );
  return withSites(
    inspection(entry(kind.endpoint, { uses, ...appId }), done),
    site('Shop', ...bindings, ['192.0.2.1:8443:', 0]),
  );
}

function found(all: Combination): { verdict: string; plan?: Planned } {
  const uses = certificateOf(all.present, all.life === 'later' ? 200 : 60);
  const next = certificateOf(all.next, 90);
  const machine = machineOf(all, uses, next);
  const here = all.life === 'gone' ? without(machine, uses) : machine;
  const asked = requestOf(all, uses);
  try {
    const plan = planned(here, next, asked);
    return { verdict: plan.changed.includes(all.kind.endpoint) ? 'changed' : 'left', plan };
  } catch {
    expect(['name-mismatch', 'certificate-older']).toContain(refusal(here, next, asked).code);
    return { verdict: 'refused' };
  }
}

function* combinations(): Generator<Combination> {
  for (const present of nameSets)
    for (const next of nameSets)
      for (const kind of kinds)
        for (const owner of owners)
          for (const life of lives)
            for (const by of selections) yield { present, next, kind, owner, life, by };
}

it('follows the rules for every names, kind of binding, site, owner, expiry and selection', () => {
  const wrong: unknown[] = [];
  let warned = 0;
  for (const all of combinations()) {
    const { verdict, plan } = found(all);
    if (verdict !== ruled(all)) wrong.push({ ...all, verdict, ruled: ruled(all) });
    const isWarned =
      plan?.plan.warnings.some((each) => each.startsWith('Neither the present certificate')) ?? false;
    if (isWarned !== (verdict === 'changed' && namesOf(all).never.length > 0))
      wrong.push({ ...all, isWarned });
    if (isWarned) warned += 1;
  }
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(warned).toBeGreaterThan(100);
});
