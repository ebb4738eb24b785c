import type { Certificate } from '../../src/certificate/certificate.js';
import { Failure } from '../../src/failure.js';
import { defaultSettings } from '../../src/http-sys/settings.js';
import type { Entry } from '../../src/http-sys/table.js';
import type { Inspection } from '../../src/inspect/inspection.js';
import type { Site } from '../../src/inspect/sites.js';
import type { PlanRequest } from '../../src/plan/facts.js';
import { makePlan } from '../../src/plan/plan.js';
import {
  appIds,
  certificate,
  entry,
  type Given,
  inspection,
  known,
  request,
  site,
  without,
  withSites,
} from './given.js';

/** What a plan makes of one binding, in a word; the table says the rest. */
export type Verdict = 'renewed' | 'warned' | 'left' | 'left!' | 'refused';

/** A binding on a machine, and the certificate that a run brings. */
export interface Situation {
  readonly machine: Inspection;
  readonly entry: Entry;
  readonly next: Certificate;
}

/** One line of a table: a situation, and what each selection makes of it. */
export interface Line {
  /** The first cells. */
  readonly what: readonly string[];
  /** The situation and the selection of each further cell, with what is expected there. */
  readonly cells: readonly (readonly [Situation, PlanRequest, Verdict])[];
}

/** A table of the page. */
export interface Table {
  readonly head: readonly string[];
  readonly lines: readonly Line[];
}

const now = new Date('2030-01-01T00:00:00Z');
const newer = { notBefore: new Date('2029-12-20T00:00:00Z'), notAfter: new Date('2030-06-30T00:00:00Z') };
const older = { notBefore: new Date('2029-07-01T00:00:00Z'), notAfter: new Date('2030-03-31T00:00:00Z') };
const longer = { ...newer, notAfter: new Date('2031-01-31T00:00:00Z') };
const ending = { ...older, notAfter: new Date('2030-01-15T00:00:00Z') };

/** How the page writes a certificate without a SAN. */
export const onlySubject = 'no name but in its subject';

/** A certificate whose names and dates are the same whenever the page is made. */
export function made(names: readonly string[], dates = older): Certificate {
  const bare = names.includes(onlySubject);
  const real = certificate(bare ? [] : [...names], bare ? { commonName: 'www.example.com' } : {});
  return known({ ...real, ...dates, issuer: 'CN=Example CA', ...(bare ? { dnsNames: [] } : {}) });
}

/** What a plan makes of a binding. */
export interface Outcome {
  readonly verdict: Verdict;
  /** The code of the failure. */
  readonly code?: string;
  /** Why it is left alone. */
  readonly why?: string;
}

/** What a plan says of the binding of a situation. */
export function outcome({ machine, entry: { binding }, next }: Situation, asked: PlanRequest): Outcome {
  const isIt = ({ endpoint }: Pick<typeof binding, 'endpoint'>) => endpoint.key === binding.endpoint.key;
  try {
    const plan = makePlan(asked, machine, next, now);
    const skipped = plan.skipped.find(isIt);
    if (skipped) return { verdict: skipped.isAsItShouldBe ? 'left' : 'left!', why: skipped.inGeneral };
    if (!plan.changes.some(isIt)) return { verdict: 'left' };
    return { verdict: plan.warnings.length > 0 ? 'warned' : 'renewed' };
  } catch (error) {
    if (error instanceof Failure) return { verdict: 'refused', code: error.code };
    throw error;
  }
}

/** A machine with this binding, and with one that has the new certificate already. */
export function situation(
  endpoint: string,
  next: Certificate,
  given: Given & { readonly sites?: readonly Site[]; readonly gone?: boolean },
): Situation {
  const { sites = [], gone = false, ...binding } = given;
  const target = entry(endpoint, binding);
  const machine = withSites(inspection(target, entry('192.0.2.1:8443', { uses: next })), ...sites);
  const lost = gone && binding.uses ? without(machine, binding.uses) : machine;
  return { machine: lost, entry: target, next };
}

function named({ entry: { binding } }: Situation, given: Partial<PlanRequest> = {}): PlanRequest {
  return request({ bindings: [binding.endpoint] }, given);
}

const wildcard = ['*.example.com', 'example.com'];

/** The kinds of binding that differ in what they serve. */
const kinds: readonly (readonly [head: string, endpoint: string, sites: readonly Site[]])[] = [
  ['SNI `www.example.com`', 'www.example.com:443', []],
  ['SNI `localhost`', 'localhost:443', []],
  [
    'IP, sites `www` and `blog.example.com`',
    '0.0.0.0:443',
    [hostSite('www.example.com', 'blog.example.com')],
  ],
  ['IP, a site without host name, or none', '0.0.0.0:443', [hostSite('www.example.com', '')]],
];

function hostSite(...hosts: readonly string[]): Site {
  return site('Shop', ...hosts.map((host) => [`*:443:${host}`, 0] as const));
}

const nameLines: readonly (readonly [
  present: readonly string[] | 'gone',
  next: readonly string[],
  byDefault: readonly Verdict[],
  named: readonly Verdict[],
])[] = [
  [
    wildcard,
    wildcard,
    ['renewed', 'warned', 'renewed', 'renewed'],
    ['renewed', 'warned', 'renewed', 'renewed'],
  ],
  [
    wildcard,
    ['*.example.com'],
    ['renewed', 'warned', 'renewed', 'left'],
    ['renewed', 'warned', 'renewed', 'refused'],
  ],
  [
    ['*.example.com'],
    ['*.example.com', '*.example.net'],
    ['renewed', 'warned', 'renewed', 'renewed'],
    ['renewed', 'warned', 'renewed', 'renewed'],
  ],
  [
    ['www.example.com'],
    wildcard,
    ['left', 'left', 'left', 'left'],
    ['renewed', 'warned', 'renewed', 'renewed'],
  ],
  [
    wildcard,
    ['www.example.com', 'example.com'],
    ['renewed', 'warned', 'left', 'left'],
    ['renewed', 'warned', 'refused', 'refused'],
  ],
  [
    ['www.example.com', 'shop.example.net'],
    ['www.example.com'],
    ['renewed', 'warned', 'warned', 'left'],
    ['renewed', 'warned', 'warned', 'refused'],
  ],
  [
    wildcard,
    ['*.example.net'],
    ['left', 'left', 'left', 'left'],
    ['refused', 'warned', 'refused', 'refused'],
  ],
  [['10.0.0.5'], wildcard, ['left', 'left', 'left', 'left'], ['renewed', 'warned', 'renewed', 'refused']],
  [[onlySubject], wildcard, ['left', 'left', 'left', 'left'], ['renewed', 'warned', 'renewed', 'renewed']],
  ['gone', wildcard, ['warned', 'left!', 'left!', 'left!'], ['warned', 'refused', 'warned', 'warned']],
  [wildcard, ['10.0.0.5'], ['left', 'left', 'left', 'left'], ['refused', 'warned', 'refused', 'refused']],
  [
    wildcard,
    [onlySubject],
    ['refused', 'refused', 'refused', 'refused'],
    ['refused', 'refused', 'refused', 'refused'],
  ],
];

function nameTable(by: 'byDefault' | 'named'): Table {
  return {
    head: ['Present certificate', 'New one', ...kinds.map(([head]) => head)],
    lines: nameLines.map(([present, names, byDefault, whenNamed]) => {
      const next = made(names, newer);
      const uses = made(present === 'gone' ? wildcard : present);
      const expected = by === 'named' ? whenNamed : byDefault;
      return {
        what: [present === 'gone' ? 'gone from its store' : inWords(present), inWords(names)],
        cells: kinds.map(([, endpoint, sites], index) => {
          const found = situation(endpoint, next, { uses, sites, gone: present === 'gone' });
          return [found, by === 'named' ? named(found) : request(), expected[index] ?? 'refused'];
        }),
      };
    }),
  };
}

function inWords(names: readonly string[]): string {
  return names.map((name) => (name === onlySubject ? name : `\`${name}\``)).join(' ');
}

/** The same certificate with the same names, renewed: only the owner differs. */
function ownerTable(): Table {
  const next = made(wildcard, newer);
  const uses = made(wildcard);
  const onSite = [site('Shop', ['*:443:', 0])];
  const owners: readonly (readonly [what: string, given: Parameters<typeof situation>[2], ...Verdict[]])[] = [
    ["IIS's", { uses, sites: onSite }, 'renewed', 'renewed', 'renewed', 'renewed'],
    [
      'of nobody known, an IIS site uses the endpoint',
      { uses, sites: onSite, appId: appIds.random },
      'renewed',
      'renewed',
      'renewed',
      'renewed',
    ],
    [
      "AD FS's, an IIS site uses the endpoint",
      { uses, sites: onSite, appId: appIds.adfs },
      'left!',
      'left!',
      'warned',
      'warned',
    ],
    [
      "WinRM's",
      { uses, sites: [site('Shop', ['*:8443:', 0])], appId: appIds.winrm },
      'left',
      'left',
      'left',
      'warned',
    ],
    [
      'of nobody known',
      { uses, sites: [site('Shop', ['*:8443:', 0])], appId: appIds.random },
      'left',
      'left',
      'left',
      'renewed',
    ],
  ];
  return {
    head: ['Application ID', 'nothing', '`replace`', '`sites`', '`bindings`'],
    lines: owners.map(([what, given, ...verdicts]) => {
      const found = situation('0.0.0.0:443', next, given);
      const other = entry('0.0.0.0:8443', { uses: made(wildcard) });
      const machine = withSites(
        inspection(found.entry, other, entry('192.0.2.1:8443', { uses: next })),
        ...(given.sites ?? []),
      );
      const asked = [
        request(),
        request({ replace: [uses.thumbprint] }),
        request({ sites: ['Shop'] }),
        named(found),
      ];
      const here = { ...found, machine };
      return { what: [what], cells: asked.map((each, index) => [here, each, verdicts[index] ?? 'refused']) };
    }),
  };
}

/** What else can be the matter with a binding whose names fit. */
function otherTable(): Table {
  const next = made(wildcard, newer);
  const uses = made(wildcard);
  const opaque = { ...defaultSettings, flags: 0x2000 };
  const withoutUpdate = ({ machine, ...rest }: Situation): Situation => ({
    ...rest,
    machine: { ...machine, abilities: { ...machine.abilities, update: new Set() } },
  });
  const of = (given: Parameters<typeof situation>[2], endpoint = '0.0.0.0:443') =>
    situation(endpoint, next, given);
  const lines: readonly (readonly [what: string, found: Situation, ...Verdict[]])[] = [
    ['its certificate expires later', of({ uses: made(wildcard, longer) }), 'left', 'refused', 'renewed'],
    [
      'it has another certificate, which expires soon',
      of({ uses: made(['shop.example.net'], ending) }),
      'left!',
      'refused',
      'refused',
    ],
    [
      'netsh and the registry do not agree on it',
      of({ uses, problem: 'The hashes differ.' }),
      'left!',
      'refused',
      'refused',
    ],
    [
      'netsh of this Windows cannot set a setting again',
      withoutUpdate(of({ uses, settings: opaque })),
      'left!',
      'refused',
      'refused',
    ],
    ['it is in the central certificate store', of({}, '443'), 'left', 'refused', 'refused'],
  ];
  return {
    head: ['A binding of IIS', 'nothing named', '`bindings`', '`bindings`, `allow-older`'],
    lines: lines.map(([what, found, ...verdicts]) => {
      const asked = [request(), named(found), named(found, { allow: { nameMismatch: false, older: true } })];
      return { what: [what], cells: asked.map((each, index) => [found, each, verdicts[index] ?? 'refused']) };
    }),
  };
}

/** The tables of the page, by the heading that they stand under. */
export const tables = {
  'Nothing named: names decide': nameTable('byDefault'),
  'Named in `bindings`: what is lost is refused': nameTable('named'),
  'Who owns a binding': ownerTable(),
  'Other reasons': otherTable(),
} as const satisfies Record<string, Table>;
