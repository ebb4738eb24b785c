import type { Certificate } from '../certificate/certificate.js';
import { covers, uncovered } from '../certificate/names.js';
import { Failure } from '../failure.js';
import type { Binding } from '../http-sys/binding.js';
import type { NetshAbilities } from '../http-sys/command.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import {
  defaultSettings,
  isRepeatable,
  type Settings,
  settingsArguments,
  unportable,
} from '../http-sys/settings.js';
import type { Entry } from '../http-sys/table.js';
import { firstOf } from '../wording.js';
import { type Change, sameStore } from './change.js';
import type { Selected } from './select.js';

/** What the inputs allow although a guard would refuse it. */
export interface Allowances {
  readonly nameMismatch: boolean;
  readonly older: boolean;
}

/** What a plan is made from. */
export interface PlanFacts {
  readonly next: Certificate;
  /** The store that has, or will have, the new certificate. */
  readonly store: string;
  readonly present: (entry: Entry) => Certificate | undefined;
  readonly abilities: NetshAbilities;
  /** For bindings that are created. */
  readonly appId: string;
  readonly allow: Allowances;
}

/** All that will be changed, and the targets that need no change. */
export interface Plan {
  readonly changes: readonly Change[];
  readonly unchanged: readonly Entry[];
}

/** Makes the plan. Pure. @throws Failure where a guard refuses; then nothing may be touched */
export function makePlan(selected: Selected, facts: PlanFacts): Plan {
  const isDone = (entry: Entry) => entry.binding.thumbprint === facts.next.thumbprint;
  const unchanged = selected.targets.filter(isDone);
  const targets = selected.targets.filter((entry) => !isDone(entry));
  for (const entry of targets) refuseUncertain(entry);
  for (const entry of targets) refuseOddStore(entry);
  if (!facts.allow.nameMismatch) refuseNames(targets, selected.create, facts);
  if (!facts.allow.older) refuseOlder(targets, facts);
  const changes = [
    ...toChanges(targets, facts),
    ...selected.create.map((endpoint) => toCreation(endpoint, facts)),
  ];
  for (const change of changes) refuseUnsettable(change);
  return { changes, unchanged };
}

function refuseUncertain(entry: Entry): void {
  if (entry.is !== 'doubtful') return;
  const { binding, problem } = entry;
  throw new Failure('readings-disagree', {
    cause: `What netsh and the registry say of ${binding.endpoint.text} does not agree, so nothing is changed.`,
    evidence: `${problem} netsh shows hash ${binding.thumbprint ?? '(null)'}, store ${binding.store ?? '(null)'}, application id ${binding.appId}.`,
    next: 'Restart the HTTP service at a quiet time (it reads the registry anew), compare "netsh http show sslcert", and run again.',
  });
}

/** The store's name stands in the command that puts the binding back. */
function refuseOddStore({ binding: { endpoint, store } }: Entry): void {
  if (store === null || isRepeatable(store)) return;
  throw settingNotPortable(
    endpoint,
    ['the name of its store'],
    'It has characters outside ASCII or a quotation mark.',
  );
}

function refuseNames(targets: readonly Entry[], create: readonly Endpoint[], facts: PlanFacts): void {
  const hostRefusal = (endpoint: Endpoint) =>
    endpoint.kind === 'hostnameport' && !covers(facts.next, endpoint.host)
      ? ['its host name is not covered']
      : [];
  const nameRefusal = (entry: Entry) => {
    const present = facts.present(entry);
    const missing = present ? uncovered(present, facts.next) : [];
    return missing.length > 0 ? [`its present certificate also covers ${firstOf(5, missing)}`] : [];
  };
  const refusals = [
    ...targets.map((entry) => ({
      endpoint: entry.binding.endpoint,
      why: [...hostRefusal(entry.binding.endpoint), ...nameRefusal(entry)],
    })),
    ...create.map((endpoint) => ({ endpoint, why: hostRefusal(endpoint) })),
  ].flatMap(({ endpoint, why }) => (why.length > 0 ? [`${endpoint.text}: ${why.join(', and ')}`] : []));
  if (refusals.length === 0) return;
  throw new Failure('name-mismatch', {
    cause: 'The new certificate does not cover every name that is served now.',
    evidence: `${firstOf(10, refusals, '; ')}. The new certificate covers ${namesOf(facts.next)}.`,
    next: 'Get a certificate that covers these names, name fewer sockets with "bindings", or set "allow-name-mismatch: true".',
  });
}

function refuseOlder(targets: readonly Entry[], facts: PlanFacts): void {
  const later = targets.flatMap((entry) => {
    const present = facts.present(entry);
    return present && present.notAfter > facts.next.notAfter
      ? [`${entry.binding.endpoint.text}: its present certificate expires ${present.notAfter.toISOString()}`]
      : [];
  });
  if (later.length === 0) return;
  throw new Failure('certificate-older', {
    cause: 'A certificate that is bound now is valid longer than the new one.',
    evidence: `${firstOf(10, later, '; ')}. The new one expires ${facts.next.notAfter.toISOString()}.`,
    next: 'Check that the right certificate was given. If it is meant, set "allow-older: true".',
  });
}

function refuseUnsettable({ endpoint, opaque, settingsArguments: { update } }: Change): void {
  if (opaque.length === 0 || update !== null) return;
  throw settingNotPortable(
    endpoint,
    opaque,
    'This Windows has no "netsh http update sslcert", which could keep it.',
  );
}

/** The refusal of a binding whose settings could get lost. */
export function settingNotPortable(
  endpoint: Endpoint,
  settings: readonly string[],
  evidence: string,
): Failure {
  return new Failure('setting-not-portable', {
    cause: `${endpoint.text} has a setting that netsh cannot set again: ${settings.join(', ')}.`,
    evidence,
    next: 'Leave this socket out (with "bindings" name the others) and rebind it by hand at a quiet time: "netsh http update sslcert", then compare what "netsh http show sslcert" shows before and after.',
  });
}

function toChanges(targets: readonly Entry[], facts: PlanFacts): Change[] {
  // Equal settings are one object, so thousands of changes share their arguments too.
  const carried = new Map<Settings, Carried>();
  return targets.flatMap((entry) => {
    if (entry.is !== 'changeable') return [];
    const { binding, settings } = entry;
    let how = carried.get(settings);
    if (how === undefined) {
      how = carry(settings, facts.abilities);
      carried.set(settings, how);
    }
    return {
      endpoint: binding.endpoint,
      appId: binding.appId,
      before: { thumbprint: binding.thumbprint, store: binding.store },
      after: { thumbprint: facts.next.thumbprint, store: storeAfter(binding, facts.store) },
      settings,
      block: binding.block,
      ...how,
    };
  });
}

/** How settings are carried over: by which arguments, and which have none. */
type Carried = Pick<Change, 'settingsArguments' | 'opaque'>;

function carry(settings: Settings, { add, update }: NetshAbilities): Carried {
  const canUpdate = update.has('certhash');
  return {
    settingsArguments: {
      add: settingsArguments(settings, add),
      update: canUpdate ? settingsArguments(settings, update) : null,
    },
    opaque: unportable(settings, canUpdate ? intersection(add, update) : add),
  };
}

/**
 * A binding keeps the way in which its store is written, or not written, if the new certificate is in that store.
 * netsh insists on a store name for a host name's binding.
 */
function storeAfter({ endpoint, store: present }: Binding, store: string): string | null {
  if (!sameStore(present ?? 'MY', store)) return store;
  return endpoint.kind === 'hostnameport' ? (present ?? store) : present;
}

function toCreation(endpoint: Endpoint, facts: PlanFacts): Change {
  return {
    endpoint,
    appId: facts.appId,
    before: null,
    after: { thumbprint: facts.next.thumbprint, store: facts.store },
    settings: defaultSettings,
    settingsArguments: { add: [], update: null },
    block: null,
    opaque: [],
  };
}

function intersection(one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> {
  return new Set([...one].filter((each) => other.has(each)));
}

function namesOf(certificate: Certificate): string {
  return firstOf(10, [...certificate.dnsNames, ...certificate.ipAddresses]) || 'no name at all';
}
