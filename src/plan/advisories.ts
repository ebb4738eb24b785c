import type { Certificate } from '../certificate/certificate.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import { isWildcardAddress } from '../http-sys/endpoint.js';
import type { Entry } from '../http-sys/table.js';
import type { Inspection } from '../inspect/inspection.js';
import { type Owner, ownerName } from '../inspect/owner.js';
import { firstOf } from '../wording.js';
import type { Change } from './change.js';

/** What the warnings look at. */
export interface NightFacts {
  readonly inspection: Pick<Inspection, 'entries'>;
  readonly changes: readonly Change[];
  readonly next: Certificate;
  readonly owner: (entry: Entry) => Owner;
  readonly present: (entry: Entry) => Certificate | undefined;
}

/**
 * What will surprise somebody later although every planned change is right: clients that will not see the new
 * certificate, and other users of the old one. Pure.
 */
export function nightWarnings(facts: NightFacts): string[] {
  const left = leftAlone(facts);
  const shadowing = shadowingHosts(facts, left);
  const onIpv6 = leftOnIpv6(facts, left);
  const explained = new Set([...shadowing.keys(), ...onIpv6]);
  return [
    ...[...shadowing].map(
      ([{ binding }, hosts]) =>
        `Clients that connect to ${binding.endpoint.text} will not see the new certificate for ${firstOf(5, hosts)}: HTTP.sys looks for an exact address before a host name, and ${binding.endpoint.text} keeps another certificate. Name it in "bindings" too, or delete it if nobody needs it.`,
    ),
    ...onIpv6.map(
      ({ binding }) =>
        `${binding.endpoint.text} keeps the old certificate, so clients that connect over IPv6 will still see it. Name it in "bindings" too.`,
    ),
    ...missingPresent(facts),
    ...otherUsers(
      facts,
      left.filter((each) => !explained.has(each)),
    ),
  ];
}

/** The bindings that keep another certificate than the new one. */
function leftAlone({ inspection, changes, next }: NightFacts): Entry[] {
  const changed = new Set(changes.map((each) => each.endpoint.key));
  return [...inspection.entries.values()].filter(
    ({ binding }) => !changed.has(binding.endpoint.key) && binding.thumbprint !== next.thumbprint,
  );
}

/** An exact-address binding comes before a host name's; the wildcard addresses come after it. */
function shadowingHosts({ changes }: NightFacts, left: readonly Entry[]): Map<Entry, string[]> {
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

/** The `[::]` twins of changed `0.0.0.0` sockets that stay on a replaced certificate. */
function leftOnIpv6({ changes }: NightFacts, left: readonly Entry[]): Entry[] {
  const replaced = replacedBy(changes);
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

function missingPresent({ inspection, changes, present }: NightFacts): string[] {
  const missing = changes.flatMap(({ endpoint, before }) => {
    const entry = inspection.entries.get(endpoint.key);
    return before && entry && !present(entry) ? [endpoint.text] : [];
  });
  if (missing.length === 0) return [];
  return [
    `The present certificate of ${firstOf(5, missing)} is missing from its store, so its names and dates could not be compared with the new one's, and it could not be bound again.`,
  ];
}

/** Whoever still uses a replaced certificate will be surprised when it expires. */
function otherUsers({ changes, owner }: NightFacts, left: readonly Entry[]): string[] {
  const replaced = replacedBy(changes);
  const byOwner = new Map<string, string[]>();
  for (const each of left) {
    if (!replaced.has(each.binding.thumbprint)) continue;
    const name = ownerName(owner(each));
    const endpoints = byOwner.get(name);
    if (endpoints) endpoints.push(each.binding.endpoint.text);
    else byOwner.set(name, [each.binding.endpoint.text]);
  }
  return [...byOwner].map(
    ([name, endpoints]) =>
      `A replaced certificate is also used by ${firstOf(5, endpoints)} (owner: ${name}), which this run leaves alone. Renew it where it is managed, or name it in "bindings".`,
  );
}

function replacedBy(changes: readonly Change[]): Set<Thumbprint | null> {
  return new Set(changes.flatMap(({ before }) => (before ? [before.thumbprint] : [])));
}
