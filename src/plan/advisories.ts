import type { Certificate } from '../certificate/certificate.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import { type Endpoint, isWildcardAddress } from '../http-sys/endpoint.js';
import type { Entry } from '../http-sys/table.js';
import type { Inspection } from '../inspect/inspection.js';
import { ownerName } from '../inspect/owner.js';
import { firstOf } from '../wording.js';
import type { Change, Replacement } from './change.js';

/**
 * What will surprise somebody later although every planned change is right: clients that will not see the new
 * certificate, and other bindings that stay on the old one.
 * @param told bindings that stay on the old one, of which another warning tells
 */
export function advisories(
  changes: readonly Change[],
  inspection: Inspection,
  next: Certificate,
  told: readonly Endpoint[],
): string[] {
  const replacements = changes.filter((change): change is Replacement => change.is === 'replacement');
  const replaced = new Set(replacements.map(({ before }) => before.thumbprint));
  const left = leftAlone(changes, inspection, next);
  const shadowing = shadowingAddresses(changes, left);
  const twins = ipv6Twins(changes, left, replaced);
  const explained = new Set([...shadowing.keys(), ...twins].map(({ binding }) => binding.endpoint.key));
  for (const { key } of told) explained.add(key);
  const others = left.filter(({ binding }) => !explained.has(binding.endpoint.key));
  return [
    ...[...shadowing].map(([{ binding }, hosts]) => shadowingInWords(binding.endpoint, hosts)),
    ...twins.map(({ binding }) => twinInWords(binding.endpoint)),
    ...missingCertificates(replacements, inspection),
    ...sharedCertificates(others, replaced, inspection),
    ...furtherCertificates(replacements, inspection),
  ];
}

/** The bindings that keep another certificate than the new one. */
function leftAlone(changes: readonly Change[], { entries }: Inspection, next: Certificate): Entry[] {
  const changed = new Set(changes.map((each) => each.endpoint.key));
  return [...entries.values()].filter(
    ({ binding }) => !changed.has(binding.endpoint.key) && binding.thumbprint !== next.thumbprint,
  );
}

/**
 * Bindings of exact addresses with the changed SNI bindings that they hide: HTTP.sys looks for an exact address before
 * a host name. The wildcard addresses come after it.
 */
function shadowingAddresses(changes: readonly Change[], left: readonly Entry[]): Map<Entry, string[]> {
  const hosts = new Map<number, string[]>();
  for (const { endpoint } of changes) {
    if (endpoint.kind !== 'hostnameport') continue;
    const onPort = hosts.get(endpoint.port);
    if (onPort) onPort.push(endpoint.text);
    else hosts.set(endpoint.port, [endpoint.text]);
  }
  const shadowing = new Map<Entry, string[]>();
  for (const each of left) {
    const { endpoint } = each.binding;
    const shadowed = hosts.get(endpoint.port);
    if (shadowed && endpoint.kind === 'ipport' && !isWildcardAddress(endpoint)) shadowing.set(each, shadowed);
  }
  return shadowing;
}

function shadowingInWords({ text }: Endpoint, hosts: readonly string[]): string {
  return `Clients that connect to ${text} will not see the new certificate for ${firstOf(5, hosts)}: HTTP.sys looks for an exact address before a host name, and ${text} keeps another certificate. Name it in "bindings" too, or delete it if nobody needs it.`;
}

/** The `[::]` twins of changed `0.0.0.0` bindings that stay on a replaced certificate. */
function ipv6Twins(
  changes: readonly Change[],
  left: readonly Entry[],
  replaced: ReadonlySet<Thumbprint | null>,
): Entry[] {
  const ports = new Set(
    changes.flatMap(({ endpoint }) =>
      endpoint.kind === 'ipport' && endpoint.host === '0.0.0.0' ? [endpoint.port] : [],
    ),
  );
  return left.filter(
    ({ binding: { endpoint, thumbprint } }) =>
      endpoint.kind === 'ipport' &&
      endpoint.host === '::' &&
      ports.has(endpoint.port) &&
      replaced.has(thumbprint),
  );
}

function twinInWords({ text }: Endpoint): string {
  return `${text} keeps the old certificate, so clients that connect over IPv6 will still see it. Name it in "bindings" too.`;
}

/** Changed bindings whose present certificate could not be compared, nor bound again after a failure. */
function missingCertificates(replacements: readonly Replacement[], inspection: Inspection): string[] {
  const missing = replacements.flatMap(({ endpoint, before }) =>
    inspection.stored(before) === undefined ? [endpoint.text] : [],
  );
  if (missing.length === 0) return [];
  return [
    `The present certificate of ${firstOf(5, missing)} is missing from its store, so its names and dates could not be compared with the new one's, and it could not be bound again.`,
  ];
}

/** Whoever still uses a replaced certificate will be surprised when it expires. One warning names them all. */
function sharedCertificates(
  left: readonly Entry[],
  replaced: ReadonlySet<Thumbprint | null>,
  { owner }: Inspection,
): string[] {
  const byOwner = new Map<string, string[]>();
  for (const { binding } of left) {
    if (binding.thumbprint === null || !replaced.has(binding.thumbprint)) continue;
    const name = ownerName(owner(binding));
    const endpoints = byOwner.get(name);
    if (endpoints) endpoints.push(binding.endpoint.text);
    else byOwner.set(name, [binding.endpoint.text]);
  }
  if (byOwner.size === 0) return [];
  const users = [...byOwner].map(([name, endpoints]) => `${firstOf(5, endpoints)} (owner: ${name})`);
  return [
    `A replaced certificate is also used by ${users.join('; ')}, which this run leaves alone. Renew it where it is managed, or name it in "bindings".`,
  ];
}

/** Extended property 6 gives a binding more certificates, which a change of its hash leaves as they are. */
function furtherCertificates(replacements: readonly Replacement[], { entries }: Inspection): string[] {
  return replacements.flatMap(({ endpoint }) => {
    const further = entries.get(endpoint.key)?.binding.furtherCertificates ?? [];
    if (further.length === 0) return [];
    return [
      `${endpoint.text} has further certificates beside the one that is changed: ${firstOf(5, further)}. They stay as they are. Renew them by hand ("netsh http show sslcert" lists them).`,
    ];
  });
}
