import { type CertificateRequest, issue } from '../../simulator/certificates/issue.js';
import { type Certificate, readCertificate } from '../../src/certificate/certificate.js';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { Failure } from '../../src/failure.js';
import type { Binding } from '../../src/http-sys/binding.js';
import {
  type Endpoint,
  type EndpointKind,
  parseEndpoint,
  shownEndpoint,
} from '../../src/http-sys/endpoint.js';
import { defaultSettings, type Settings } from '../../src/http-sys/settings.js';
import type { Entry } from '../../src/http-sys/table.js';
import type { Inspection } from '../../src/inspect/inspection.js';
import { iisAppId, ownerOf } from '../../src/inspect/owner.js';
import { endpointOf } from '../../src/inspect/site-sockets.js';
import type { Site } from '../../src/inspect/sites.js';
import type { Change } from '../../src/plan/change.js';
import type { PlanRequest, Selection } from '../../src/plan/facts.js';
import { makePlan, type Plan } from '../../src/plan/plan.js';

/** Application ids of other programs. */
export const appIds = {
  winrm: '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}',
  adfs: '{5d89a20c-beab-4389-9447-324788eb944a}',
  sstp: '{ba195980-cd49-458b-9e23-c84ee0adcd75}',
  random: '{0badc0de-1234-4321-abcd-0123456789ab}',
} as const;

const issued = new Map<string, Certificate>();

/** A certificate with these names; by default good for 90 days. */
export function certificate(names: string[], request: CertificateRequest = {}): Certificate {
  return known(readCertificate(issue({ names, ...request }).der));
}

/** Makes a certificate one that stores can have. */
export function known(made: Certificate): Certificate {
  issued.set(made.thumbprint, made);
  return made;
}

/** What a binding is apart from its endpoint; by default one of IIS. */
export interface Given {
  readonly kind?: EndpointKind;
  readonly uses?: Certificate | null;
  readonly appId?: string;
  readonly store?: string | null;
  readonly settings?: Settings;
  readonly problem?: string;
  readonly further?: readonly Thumbprint[];
}

/** A binding as netsh shows it. */
export function binding(
  text: string,
  { kind = kindOf(text), uses, appId = iisAppId, store = 'MY', further }: Given = {},
): Binding {
  const endpoint = shownEndpoint(kind, text);
  if (!endpoint) throw new Error(`${text} is no ${kind}`);
  const isCentral = kind === 'ccs' || kind === 'scopedccs';
  return {
    endpoint,
    thumbprint: isCentral ? null : (uses?.thumbprint ?? ('0'.repeat(40) as Thumbprint)),
    appId,
    store: isCentral ? null : store,
    block: [],
    ...(further ? { furtherCertificates: further } : {}),
  };
}

/** The same with its settings, or with what makes it doubtful. */
export function entry(text: string, given: Given = {}): Entry {
  const shown = binding(text, given);
  const { thumbprint } = shown;
  if (thumbprint === null) return { is: 'central', binding: shown };
  if (given.problem !== undefined) return { is: 'doubtful', binding: shown, problem: given.problem };
  const { settings = defaultSettings } = given;
  return { is: 'changeable', binding: { ...shown, thumbprint }, settings };
}

/** Arguments of a netsh that knows some of the settings. */
const knownArguments = new Set([
  ...['certhash', 'appid', 'certstorename', 'usagecheck', 'disablehttp2', 'dsmapperusage'],
]);

/** A machine with these bindings, without IIS. The stores have every certificate of the test. */
export function inspection(...entries: readonly Entry[]): Inspection {
  return {
    entries: new Map(entries.map((each) => [each.binding.endpoint.key, each])),
    table: {
      bindings: new Map(entries.map((each) => [each.binding.endpoint.key, each.binding])),
      unreadable: [],
      said: '',
    },
    odd: [],
    sites: { is: 'absent' },
    owner: ownerOf([]),
    stored: ({ thumbprint }) => stored(issued.get(thumbprint)),
    abilities: { add: knownArguments, update: knownArguments, switches: new Set() },
    appId: null,
    certificatesIn: () => [],
  };
}

function stored(found: Certificate | undefined) {
  return (
    found && {
      certificate: found,
      store: 'MY',
      hasKey: true,
      provider: null,
      container: null,
      friendlyName: null,
      renewedBy: null,
    }
  );
}

/** The machine with these sites of IIS. */
export function withSites(machine: Inspection, ...sites: readonly Site[]): Inspection {
  return { ...machine, sites: { is: 'read', sites }, owner: ownerOf(sites) };
}

/** The machine whose stores have lost these certificates. */
export function without(machine: Inspection, ...gone: readonly Certificate[]): Inspection {
  const isGone = (thumbprint: Thumbprint) => gone.some((each) => each.thumbprint === thumbprint);
  return { ...machine, stored: (of) => (isGone(of.thumbprint) ? undefined : machine.stored(of)) };
}

/** A site of IIS with https bindings, each as its information and sslFlags. */
export function site(
  name: string,
  ...bindings: readonly (readonly [information: string, sslFlags: number])[]
): Site {
  const all = bindings.map(([information, sslFlags]) => ({ information, sslFlags }));
  return {
    name,
    nameIsExact: !name.includes('\u{fffd}'),
    bindings: all.filter((each) => endpointOf(each)),
    oddBindings: all.filter((each) => !endpointOf(each)).map(({ information }) => information),
    ftpCertificate: null,
  };
}

/** What a workflow asks for that gives nothing but a certificate. */
export function request(
  selection: Partial<Selection> = {},
  given: Partial<Omit<PlanRequest, 'selection'>> = {},
): PlanRequest {
  return {
    selection: { bindings: [], replace: [], sites: [], createMissing: false, ...selection },
    store: 'MY',
    appId: null,
    allow: { nameMismatch: false, older: false },
    expiringWithin: { days: 30 },
    ...given,
  };
}

function kindOf(text: string): EndpointKind {
  if (!text.includes(':')) return 'ccs';
  return /^[\d.]+:|^\[/.test(text) ? 'ipport' : 'hostnameport';
}

/** A plan in the words of a test: endpoints as netsh writes them. */
export interface Planned {
  readonly changed: readonly string[];
  readonly created: readonly string[];
  readonly unchanged: readonly string[];
  /** Why each was skipped, by endpoint. */
  readonly skipped: Readonly<Record<string, string>>;
  /** The skipped ones that a person should know of. */
  readonly worthKnowing: readonly string[];
  readonly plan: Plan;
}

/** Makes a plan. @throws Failure where it is refused */
export function planned(machine: Inspection, next: Certificate, asked: PlanRequest = request()): Planned {
  const plan = makePlan(asked, machine, next, new Date());
  const texts = (is: Change['is']) =>
    plan.changes.filter((change) => change.is === is).map(({ endpoint }) => endpoint.text);
  return {
    changed: texts('replacement'),
    created: texts('creation'),
    unchanged: plan.unchanged.map((each) => each.binding.endpoint.text),
    skipped: Object.fromEntries(plan.skipped.map(({ endpoint, why }) => [endpoint.text, why])),
    worthKnowing: plan.skipped.filter((each) => !each.isAsItShouldBe).map(({ endpoint }) => endpoint.text),
    plan,
  };
}

/** Why a plan is refused. @throws Error if it is not */
export function refusal(...args: Parameters<typeof planned>): Failure {
  try {
    planned(...args);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

/** Endpoints as a workflow names them. */
export function endpoints(...texts: readonly string[]): Endpoint[] {
  return texts.map(parseEndpoint);
}
