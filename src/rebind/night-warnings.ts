import type { Certificate } from '../certificate/certificate.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import type { Change } from './change.js';
import { type Owner, ownerName } from './owner.js';
import type { Entry, Inspection } from './table.js';

/** What the warnings look at. */
export interface NightFacts {
  readonly inspection: Inspection;
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
  return [...shadowed(facts), ...leftOnIpv6(facts), ...missingPresent(facts), ...otherUsers(facts)];
}

/** An exact-address binding comes before a host name's; the wildcard addresses come after it. */
function shadowed({ inspection, changes, next }: NightFacts): string[] {
  const changed = new Set(changes.map((each) => each.endpoint.key));
  const byPort = new Map<number, string[]>();
  for (const { binding } of inspection.entries.values()) {
    const { kind, host, port, text } = binding.endpoint;
    if (kind !== 'ipport' || host === '0.0.0.0' || host === '::' || binding.thumbprint === next.thumbprint)
      continue;
    if (changed.has(binding.endpoint.key)) continue;
    byPort.set(port, [...(byPort.get(port) ?? []), text]);
  }
  const warned = new Map<string, string[]>();
  for (const { endpoint } of changes) {
    const exact = endpoint.kind === 'hostnameport' ? byPort.get(endpoint.port) : undefined;
    for (const text of exact ?? []) warned.set(text, [...(warned.get(text) ?? []), endpoint.text]);
  }
  return [...warned].map(
    ([exact, hosts]) =>
      `Clients that connect to ${exact} will not see the new certificate for ${some(hosts)}: HTTP.sys looks for an exact address before a host name, and ${exact} keeps another certificate. Name it in "bindings" too, or delete it if nobody needs it.`,
  );
}

function leftOnIpv6({ inspection, changes }: NightFacts): string[] {
  const changed = new Set(changes.map((each) => each.endpoint.key));
  const replaced = replacedBy(changes);
  return changes.flatMap(({ endpoint }) => {
    if (endpoint.kind !== 'ipport' || endpoint.host !== '0.0.0.0') return [];
    const twin = [...inspection.entries.values()].find(
      ({ binding: { endpoint: each } }) =>
        each.kind === 'ipport' && each.host === '::' && each.port === endpoint.port,
    );
    if (!twin || changed.has(twin.binding.endpoint.key) || !replaced.has(twin.binding.thumbprint)) return [];
    return [
      `${twin.binding.endpoint.text} keeps the old certificate, so clients that connect over IPv6 will still see it. Name it in "bindings" too.`,
    ];
  });
}

function missingPresent({ inspection, changes, present }: NightFacts): string[] {
  const missing = changes.flatMap(({ endpoint, before }) => {
    const entry = inspection.entries.get(endpoint.key);
    return before && entry && !present(entry) ? [endpoint.text] : [];
  });
  if (missing.length === 0) return [];
  return [
    `The present certificate of ${some(missing)} is missing from its store, so its names and dates could not be compared with the new one's, and it could not be bound again.`,
  ];
}

function otherUsers({ inspection, changes, owner }: NightFacts): string[] {
  const changed = new Set(changes.map((each) => each.endpoint.key));
  const replaced = replacedBy(changes);
  return [...inspection.entries.values()].flatMap((entry) => {
    const { endpoint, thumbprint } = entry.binding;
    if (!replaced.has(thumbprint) || changed.has(endpoint.key) || owner(entry).is === 'iis') return [];
    return [
      `${endpoint.text} (owner: ${ownerName(owner(entry))}) also uses the replaced certificate ${thumbprint} and was left alone. Renew it where it is managed, or name it in "bindings".`,
    ];
  });
}

function replacedBy(changes: readonly Change[]): Set<Thumbprint | null> {
  return new Set(changes.flatMap(({ before }) => (before ? [before.thumbprint] : [])));
}

function some(texts: readonly string[]): string {
  return texts.length > 5 ? `${texts.slice(0, 5).join(', ')} and ${texts.length - 5} more` : texts.join(', ');
}
