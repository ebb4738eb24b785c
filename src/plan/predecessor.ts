import type { Certificate } from '../certificate/certificate.js';
import { dayOf, endsWithin } from '../certificate/lifetime.js';
import { covers } from '../certificate/names.js';
import { mayBeLearnt } from '../http-sys/learnt-settings.js';
import { isRepeatable } from '../http-sys/settings.js';
import type { Changeable, Doubtful, Entry } from '../http-sys/table.js';
import { presentCertificate } from '../inspect/inspection.js';
import { firstOf } from '../wording.js';
import { carriedOver } from './carried-settings.js';
import type { PlanFacts } from './facts.js';
import { nameChange, servedHosts } from './served-names.js';
import { type Reason, reason } from './skipped.js';

/**
 * A binding that the default selection takes, or why it leaves it alone. `done`: it shows the new certificate already,
 * so there is nothing to do, but it could not be changed either.
 */
type Judged = { readonly take: Changeable } | { readonly skip: Reason } | { readonly done: Reason };

/**
 * The rule of the default selection: bindings of IIS whose present certificate is a predecessor of the new one. At
 * least one DNS name stands in both, letter for letter, no name that is served now would be lost, and it does not
 * expire later (unless "allow-older"). And SNI bindings whose certificate is gone, if the new one covers their host.
 */
export function judge(entry: Entry, facts: PlanFacts): Judged {
  if (entry.is === 'central') return { skip: central };
  const notOfIis = reasonOfOwner(entry, facts);
  if (notOfIis) return { skip: notOfIis };
  const isDone = entry.binding.thumbprint === facts.next.thumbprint;
  if (entry.is === 'doubtful') {
    const doubt = reasonOfDoubt(entry, facts);
    return isDone ? { done: doubt } : { skip: doubt };
  }
  if (isDone) return { take: entry };
  const why = reasonOfCertificate(entry, facts) ?? reasonOfSettings(entry, facts);
  return why ? { skip: why } : { take: entry };
}

/** Why a binding to the central store is left alone. */
export const central: Reason = reason(
  'it uses the central certificate store: put the renewed PFX on its share',
  true,
);

const unknownOwner: Reason = reason(
  'its application id is not that of IIS and no IIS site uses it; name it in "bindings" if it is yours',
  true,
);

/** Why a binding is not IIS's; undefined if it is. */
export function reasonOfOwner(entry: Changeable | Doubtful, facts: PlanFacts): Reason | undefined {
  const owner = facts.inspection.owner(entry.binding);
  if (owner.is === 'unknown') return unknownOwner;
  if (owner.is === 'other') return reason(`it belongs to ${owner.program}`, true);
  if (owner.program === undefined) return undefined;
  const site = owner.sites.length === 1 ? `the IIS site "${owner.sites[0]}" uses it` : 'IIS sites use it';
  const but = `its application id is that of ${owner.program}; name it in "bindings" if it is IIS's`;
  return {
    why: `${site}, but ${but}`,
    inGeneral: `an IIS site uses it, but ${but}`,
    // Worth a warning only where it keeps the binding on a certificate that the others leave.
    isAsItShouldBe: !isToBeSucceeded(entry, facts),
  };
}

function isToBeSucceeded(entry: Changeable | Doubtful, facts: PlanFacts): boolean {
  if (entry.is === 'doubtful' || entry.binding.thumbprint === facts.next.thumbprint) return false;
  return reasonOfCertificate(entry, facts) === undefined;
}

const inDoubt = 'netsh and the registry do not agree on it';

/** Whether a binding is left alone because netsh and the registry do not agree on it. */
export function isInDoubt({ inGeneral }: Reason): boolean {
  return inGeneral === inDoubt;
}

/** Why a binding is left alone that netsh and the registry do not agree on. */
export function reasonOfDoubt({ binding, problem }: Doubtful, { next }: PlanFacts): Reason {
  const isDone = binding.thumbprint === next.thumbprint ? ' It shows the new certificate already.' : '';
  const said = `${problem}${isDone}`.replace(/\.$/, '');
  return { why: `${inDoubt}: ${said}`, inGeneral: inDoubt, isAsItShouldBe: false };
}

/** Why the new certificate does not succeed the present one of a binding; undefined if it does. */
function reasonOfCertificate(entry: Changeable, facts: PlanFacts): Reason | undefined {
  const present = presentCertificate(facts.inspection, entry.binding);
  if (present === undefined) return reasonOfDead(entry, facts);
  const why = reasonOfNames(entry, present, facts) ?? reasonOfDates(present, facts);
  return why && withExpiry(why, present, facts);
}

function reasonOfDead({ binding: { endpoint } }: Changeable, { next, hosts }: PlanFacts): Reason | undefined {
  const gone = 'its present certificate is gone from its store';
  if (endpoint.kind !== 'hostnameport' || servedHosts(endpoint, hosts) === undefined)
    return reason(`${gone}, so its names are not known; name it in "bindings"`, false);
  if (covers(next, endpoint.host)) return undefined;
  return reason(`${gone}, and the new one does not cover its host name`, false);
}

const nameless: Reason = reason(
  'its present certificate has no DNS name, so nothing tells that the new one is its successor; name it in "bindings"',
  true,
);

function reasonOfNames(
  { binding: { endpoint } }: Changeable,
  present: Certificate,
  { next, hosts }: PlanFacts,
): Reason | undefined {
  if (present.dnsNames.length === 0) return nameless;
  const isShared = sharesName(present, next);
  const { lost } = nameChange(endpoint, hosts, present, next);
  if (lost.length > 0) {
    return {
      why: `the new certificate does not cover ${firstOf(5, lost)}`,
      inGeneral: 'the new certificate does not cover every name that is served there',
      isAsItShouldBe: true,
    };
  }
  if (isShared) return undefined;
  const { dnsNames, issuer } = present;
  const apart = 'which has no name in common with the new one';
  return {
    why: `it has a certificate of its own (${firstOf(3, dnsNames)}, by ${issuer}), ${apart}`,
    inGeneral: `it has a certificate of its own, ${apart}`,
    isAsItShouldBe: true,
  };
}

/** Whether a DNS name stands in both certificates, letter for letter: a wildcard only as the same wildcard. */
function sharesName(present: Certificate, next: Certificate): boolean {
  const { names, known } = nameSet(next);
  const found = known.get(present) ?? present.dnsNames.some((name) => names.has(name));
  known.set(present, found);
  return found;
}

/** The names of a certificate as a set, and what came of comparing them: thousands of bindings ask the same. */
interface NameSet {
  readonly names: ReadonlySet<string>;
  readonly known: WeakMap<Certificate, boolean>;
}

const nameSets = new WeakMap<Certificate, NameSet>();

function nameSet(certificate: Certificate): NameSet {
  const made = nameSets.get(certificate) ?? { names: new Set(certificate.dnsNames), known: new WeakMap() };
  nameSets.set(certificate, made);
  return made;
}

/** Why a binding is left alone that has a certificate of longer life. */
export const expiresLater = 'its present certificate expires later than the new one';

function reasonOfDates(present: Certificate, { next, request }: PlanFacts): Reason | undefined {
  if (request.allow.older || present.notAfter <= next.notAfter) return undefined;
  const why = `${expiresLater}, on ${dayOf(present.notAfter)}`;
  return { why, inGeneral: expiresLater, isAsItShouldBe: true };
}

/** A binding that is left on a certificate that will soon be of no use is worth a warning. */
function withExpiry(found: Reason, present: Certificate, { request, now }: PlanFacts): Reason {
  if (!endsWithin(request.expiringWithin, present, now)) return found;
  const expires = present.notAfter < now ? 'expired' : 'expires';
  return {
    why: `${found.why}; the present one ${expires} on ${dayOf(present.notAfter)}`,
    inGeneral: `${found.inGeneral}; it expires soon or has expired`,
    isAsItShouldBe: false,
  };
}

const unsettable = 'it has a setting that netsh cannot set again on this Windows';

/** Why a binding is left alone of which a rehearsal has shown that a setting could get lost. */
export function reasonOfLoss(settings: readonly string[], evidence: string): Reason {
  const why = `${unsettable}: ${settings.join(', ')}. ${evidence.replace(/\.$/, '')}`;
  return { why, inGeneral: unsettable, isAsItShouldBe: false };
}

/** Why the settings of a binding could get lost; undefined if they can be carried over, or a rehearsal will tell. */
function reasonOfSettings({ binding, settings }: Changeable, { inspection }: PlanFacts): Reason | undefined {
  const { store } = binding;
  if (store !== null && !isRepeatable(store))
    return reason('netsh cannot set the name of its store again, which is not plain ASCII', false);
  const { opaque, settingsArguments } = carriedOver(settings, inspection.abilities);
  if (opaque.length === 0 || settingsArguments.update !== null) return undefined;
  if (mayBeLearnt(settings, inspection.abilities)) return undefined;
  return { why: `${unsettable}: ${opaque.join(', ')}`, inGeneral: unsettable, isAsItShouldBe: false };
}
