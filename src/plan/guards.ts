import { X509Certificate } from 'node:crypto';
import type { Certificate } from '../certificate/certificate.js';
import { momentOf } from '../certificate/lifetime.js';
import { printable } from '../certificate/names.js';
import { Failure } from '../failure.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { mayBeLearnt } from '../http-sys/learnt-settings.js';
import { isRepeatable } from '../http-sys/settings.js';
import type { Changeable } from '../http-sys/table.js';
import { presentCertificate } from '../inspect/inspection.js';
import { firstOf } from '../wording.js';
import type { Replacement } from './change.js';
import { isDefaultSelection, type PlanFacts } from './facts.js';
import { type NameChange, nameChange, type SiteHosts } from './served-names.js';

/** A binding, or one that is to be created, and what becomes of the names that it serves. */
interface GuardedNames extends NameChange {
  readonly endpoint: Endpoint;
}

/** What becomes of the names that the targets serve. */
export function namesOfTargets(
  targets: readonly Changeable[],
  create: readonly Endpoint[],
  facts: PlanFacts,
): GuardedNames[] {
  const { hosts, next } = facts;
  return [
    ...targets.map((entry) => {
      const { endpoint } = entry.binding;
      return {
        endpoint,
        ...nameChange(endpoint, hosts, presentCertificate(facts.inspection, entry.binding), next),
      };
    }),
    ...create.map((endpoint) => ({ endpoint, ...nameChange(endpoint, hosts, undefined, next) })),
  ];
}

/**
 * Refuses a certificate that no client would accept under any name.
 * @throws Failure `name-mismatch`
 */
export function refuseNameless({ next, request }: PlanFacts): void {
  if (next.dnsNames.length + next.ipAddresses.length > 0) return;
  if (request.allow.nameMismatch && !isDefaultSelection(request.selection)) return;
  const other = otherNames(next);
  const instead = other === '' ? 'It has no subject alternative name' : `It has only ${other} there`;
  throw new Failure('name-mismatch', {
    cause:
      'The new certificate covers no name: its subject alternative name has neither a DNS name nor an IP address.',
    evidence: `${instead}. Its subject is ${next.subject || 'empty'}; browsers take no name from the subject.`,
    next: 'Have it issued again with every host name as a DNS name in the subject alternative name. To bind it all the same, name the bindings and set "allow-name-mismatch: true".',
  });
}

/** What the subject alternative name has, e.g. `email:admin@example.com`; empty if there is none. */
function otherNames({ der }: Certificate): string {
  return printable(new X509Certificate(der).subjectAltName ?? '').slice(0, 200);
}

/** @throws Failure `name-mismatch`: a name that is served now would no longer be covered */
export function refuseLostNames(names: readonly GuardedNames[], { request, next, hosts }: PlanFacts): void {
  const lost = names.filter((each) => each.lost.length > 0);
  if (lost.length === 0 || request.allow.nameMismatch) return;
  const losses = lost.map((each) => lossInWords(each, hosts));
  const covered = firstOf(10, [...next.dnsNames, ...next.ipAddresses]);
  throw new Failure('name-mismatch', {
    cause: 'The new certificate does not cover every name that is served now.',
    evidence: `${firstOf(10, losses, '; ')}. The new certificate covers ${covered || 'no name at all'}.`,
    next: 'Get a certificate that covers these names, name fewer bindings, or set "allow-name-mismatch: true".',
  });
}

/** Which names a binding loses, e.g. `0.0.0.0:443: its present certificate also covers shop.example`. */
function lossInWords({ endpoint, lost }: GuardedNames, hosts: SiteHosts): string {
  if (hosts.has(endpoint.key)) return `${endpoint.text}: a site there serves ${firstOf(5, lost)}`;
  return lost.length === 1 && lost[0] === endpoint.host
    ? `${endpoint.text}: its host name is not covered`
    : `${endpoint.text}: its present certificate also covers ${firstOf(5, lost)}`;
}

/** What the guard of names has let pass, as warnings. */
export function nameWarnings(names: readonly GuardedNames[], { request, hosts }: PlanFacts): string[] {
  const lost = names.filter((each) => each.lost.length > 0);
  const never = names.filter((each) => each.neverCovered.length > 0);
  const warnings: string[] = [];
  if (request.allow.nameMismatch && lost.length > 0) {
    const losses = lost.map((each) => lossInWords(each, hosts));
    warnings.push(
      `The new certificate does not cover every name that is served now, which "allow-name-mismatch" allows: ${firstOf(10, losses, '; ')}.`,
    );
  }
  if (never.length > 0) {
    const hosts = never.map(({ endpoint, neverCovered }) => `${endpoint.text} (${firstOf(5, neverCovered)})`);
    warnings.push(
      `Neither the present certificate nor the new one covers what is served on ${firstOf(10, hosts)}. Clients that check names go on refusing it there.`,
    );
  }
  return warnings;
}

/**
 * @returns where a present certificate expires later than the new one, if that is allowed, as notes
 * @throws Failure `certificate-older` if it is not
 */
export function refuseOlder(targets: readonly Changeable[], facts: PlanFacts): string[] {
  const { next, request } = facts;
  const later = targets.flatMap(({ binding }) => {
    const present = presentCertificate(facts.inspection, binding);
    return present && present.notAfter > next.notAfter
      ? [`${binding.endpoint.text}: its present certificate expires ${momentOf(present.notAfter)}`]
      : [];
  });
  if (later.length === 0) return [];
  if (request.allow.older)
    return [`The new certificate expires ${momentOf(next.notAfter)}. ${firstOf(10, later, '; ')}.`];
  throw new Failure('certificate-older', {
    cause: 'A certificate that is bound now is valid longer than the new one.',
    evidence: `${firstOf(10, later, '; ')}. The new one expires ${momentOf(next.notAfter)}.`,
    next: 'Check that the right certificate was given. If it is meant, set "allow-older: true".',
  });
}

/** The store's name stands in the command that restores the binding. @throws Failure `setting-not-portable` */
export function refuseOddStore({ binding: { endpoint, store } }: Changeable): void {
  if (store === null || isRepeatable(store)) return;
  throw settingNotPortable(
    endpoint,
    ['the name of its store'],
    'It has characters outside ASCII or a quotation mark.',
  );
}

/** What a rehearsal may learn to set is let pass: it refuses what it cannot. @throws Failure `setting-not-portable` */
export function refuseUnsettable(
  { endpoint, settings, opaque, settingsArguments: { update } }: Replacement,
  { inspection }: PlanFacts,
): void {
  if (opaque.length === 0 || update !== null || mayBeLearnt(settings, inspection.abilities)) return;
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
    next: 'Leave this binding out (with "bindings" name the others) and rebind it by hand at a quiet time: "netsh http update sslcert", then compare what "netsh http show sslcert" shows before and after.',
  });
}
