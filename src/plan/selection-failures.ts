import { Failure } from '../failure.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { Doubtful, Entry } from '../http-sys/table.js';
import type { Inspection } from '../inspect/inspection.js';
import type { Site } from '../inspect/sites.js';
import { firstOf } from '../wording.js';
import { isDefaultSelection, type PlanFacts } from './facts.js';
import { oddRecordsInWords } from './named-odd-record.js';
import { expiresLater } from './predecessor.js';
import type { Skipped } from './skipped.js';

/** An endpoint without a hash to change was named. */
export function centralStore(endpoint: Endpoint): Failure {
  return new Failure('endpoint-is-ccs', {
    cause: `${endpoint.text} is bound to IIS's central certificate store, which has no certificate hash to change.`,
    evidence: 'IIS reads its certificates as PFX files, named after the host, from a file share.',
    next: 'Put the renewed PFX on that share under the same file name; IIS takes it up by itself. Leave this endpoint out of "bindings".',
  });
}

/** An endpoint was named that has no binding. */
export function endpointNotBound(endpoint: Endpoint, inspection: Inspection): Failure {
  return new Failure('endpoint-not-bound', {
    cause: `No certificate is bound to ${endpoint.text}.`,
    evidence: boundHere(inspection),
    next: 'Correct "bindings", or set "create-missing: true" to create the binding.',
  });
}

/** A port was named alone, which stands for the central certificate store; this server has none. */
export function portAlone({ port, text }: Endpoint, inspection: Inspection): Failure {
  const onPort = [...inspection.entries.values()].filter(({ binding }) => binding.endpoint.port === port);
  const first = onPort[0]?.binding.endpoint.text ?? `0.0.0.0:${text}`;
  return new Failure('endpoint-not-bound', {
    cause: `"${text}" in "bindings" is a port without an address: that names the central certificate store, which has no binding on it.`,
    evidence: boundHere(inspection),
    next: `Write an address or host name before the port, such as ${first}.`,
  });
}

/** A binding was named on which netsh and the registry do not agree. */
export function readingsDisagree({ binding, problem }: Doubtful): Failure {
  const { endpoint, thumbprint, store, appId } = binding;
  return new Failure('readings-disagree', {
    cause: `What netsh and the registry say of ${endpoint.text} does not agree, so nothing is changed.`,
    evidence: `${problem} netsh shows hash ${thumbprint ?? '(null)'}, store ${store ?? '(null)'}, application id ${appId}.`,
    next: 'Restart the HTTP service at a quiet time (it reads the registry anew), compare "netsh http show sslcert", and run again. Or name the other bindings only.',
  });
}

/** A site was named that has no https binding. */
export function siteWithoutHttps({ name }: Site): Failure {
  return new Failure('site-unknown', {
    cause: `The site "${name}" has no https binding.`,
    next: 'Add an https binding to the site in IIS, or correct "sites".',
  });
}

/** A site was named, and one of its https bindings has no binding in HTTP.sys. */
export function siteWithoutCertificate({ name }: Site, endpoint: Endpoint, inspection: Inspection): Failure {
  return new Failure('endpoint-not-bound', {
    cause: `The site "${name}" uses ${endpoint.text}, but no certificate is bound to it.`,
    evidence: boundHere(inspection),
    next: `Name the endpoint with "bindings: ${endpoint.text}" and "create-missing: true", or remove that binding from the site.`,
  });
}

/** A site was named, and one of its https bindings has a form that is not known. */
export function siteNotUnderstood({ name, oddBindings }: Site): Failure {
  return new Failure('iis-unreadable', {
    cause: `The site "${name}" has an https binding that cannot be understood, so it is not certain which bindings it uses.`,
    evidence: `IIS has: ${firstOf(5, oddBindings)}.`,
    next: 'Correct that binding in IIS, or name the bindings of the site with "bindings" instead of "sites".',
  });
}

/** Nothing can be done: which bindings there are, why each was skipped, and how to name them. */
export function nothingSelected(facts: PlanFacts, skipped: readonly Skipped[]): Failure {
  const { inspection } = facts;
  const reasons = skipped.map(({ endpoint, why }) => `${endpoint.text}: ${why}.`);
  const list =
    reasons.length > 0 ? `Skipped:\n${firstOf(12, reasons, '\n')}` : boundHere(inspection, withHash);
  const isOlder = skipped.some(({ inGeneral }) => inGeneral === expiresLater);
  const isNameless = isDefaultSelection(facts.request.selection) && facts.next.dnsNames.length === 0;
  return new Failure(isNameless ? 'name-mismatch' : 'nothing-selected', {
    cause: isOlder ? onlyOlder : whatWasAsked(facts),
    evidence: reasons.length > 0 ? `${list}${oddRecordsInWords(inspection.odd)}` : list,
    next: `Check that the right certificate was given. ${isOlder ? 'If it is meant, set "allow-older: true". ' : ''}${howToName(inspection)}`,
  });
}

const onlyOlder = 'Every certificate that the new one could renew expires later than the new one.';

function whatWasAsked({ request, next }: PlanFacts): string {
  const { selection } = request;
  if (isDefaultSelection(selection)) {
    return next.dnsNames.length === 0
      ? 'No binding of IIS can be chosen by its names, because the new certificate has no DNS name.'
      : `The new certificate, for ${firstOf(5, next.dnsNames)}, renews none of the certificates that IIS's bindings use.`;
  }
  if (selection.replace.length === 0) return 'No binding of the sites named in "sites" can be changed.';
  return `No IIS binding uses a certificate named in "replace" (${firstOf(5, selection.replace)}).`;
}

function howToName({ entries, owner }: Inspection): string {
  const inventory = 'With "dry-run: true" and no certificate the action lists all that is bound.';
  const changeable = [...entries.values()].filter(({ is }) => is === 'changeable');
  const example = changeable.find(({ binding }) => owner(binding).is === 'iis') ?? changeable[0];
  return example === undefined
    ? `To make a binding that does not exist yet, name it with "bindings" and set "create-missing: true". ${inventory}`
    : `Name the bindings that you mean, as in "bindings: ${example.binding.endpoint.text}". ${inventory}`;
}

/** The bindings of this machine. */
function boundHere({ entries, odd }: Inspection, inWords: (entry: Entry) => string = endpointOf): string {
  const bound = [...entries.values()].map(inWords);
  if (bound.length === 0) return `netsh lists no binding at all.${oddRecordsInWords(odd)}`;
  return `Bound here: ${firstOf(20, bound)}.${oddRecordsInWords(odd)}`;
}

function endpointOf({ binding }: Entry): string {
  return binding.endpoint.text;
}

/** What `replace` could name. */
function withHash({ binding }: Entry): string {
  return binding.thumbprint === null
    ? binding.endpoint.text
    : `${binding.endpoint.text} (${binding.thumbprint})`;
}
