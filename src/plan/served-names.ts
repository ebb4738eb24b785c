import type { Certificate } from '../certificate/certificate.js';
import { canonicalAddress, canonicalHost, covers, uncovered } from '../certificate/names.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { endpointOf, hostOf } from '../inspect/site-sockets.js';
import type { SitesReading } from '../inspect/sites.js';

/**
 * The host names of the IIS sites on each IP binding, by {@link Endpoint.key}. A binding is not in it where no site is
 * on it, or where a site on it has no host name and so answers to every name.
 */
export type SiteHosts = ReadonlyMap<string, readonly string[]>;

/** Reads the host names of the sites. Empty where the sites are not known. */
export function siteHosts(reading: SitesReading): SiteHosts {
  const hosts = new Map<string, Set<string>>();
  const open = new Set<string>();
  const sites = reading.is === 'read' ? reading.sites : [];
  // One that is not understood could be on any of them, without a host name.
  if (sites.some(({ oddBindings }) => oddBindings.length > 0)) return new Map();
  for (const binding of sites.flatMap(({ bindings }) => bindings)) {
    const endpoint = endpointOf(binding);
    if (endpoint?.kind !== 'ipport') continue;
    const host = hostOf(binding);
    if (host === null || !isName(host)) open.add(endpoint.key);
    else hosts.set(endpoint.key, (hosts.get(endpoint.key) ?? new Set()).add(host.toLowerCase()));
  }
  return new Map([...hosts].filter(([key]) => !open.has(key)).map(([key, names]) => [key, [...names]]));
}

/** What becomes of the names that a binding serves. */
export interface NameChange {
  /** Covered by the present certificate, as far as is known, and not by the new one. */
  readonly lost: readonly string[];
  /** Covered by neither. */
  readonly neverCovered: readonly string[];
}

/**
 * Compares now and then for the names that a binding serves: an SNI binding its host, an IP binding the host names of
 * the sites on it, or the names of its present certificate where these are not known.
 * @param present undefined: it is not there; then nothing tells that it did not cover a name, so the name counts as lost
 */
export function nameChange(
  endpoint: Endpoint,
  hosts: SiteHosts,
  present: Certificate | undefined,
  next: Certificate,
): NameChange {
  const served = servedHosts(endpoint, hosts);
  if (served === undefined) return { lost: present ? uncovered(present, next) : [], neverCovered: [] };
  const open = served.filter((name) => !covers(next, name));
  const wasCovered = (name: string) => present === undefined || covers(present, name);
  return { lost: open.filter(wasCovered), neverCovered: open.filter((name) => !wasCovered(name)) };
}

/** The names that a binding serves whatever its certificate says; undefined where only the certificate tells. */
export function servedHosts(endpoint: Endpoint, hosts: SiteHosts): readonly string[] | undefined {
  // A host such as `*` can stand in the table. It is no name that a certificate could cover.
  if (endpoint.kind === 'hostnameport') return isName(endpoint.host) ? [endpoint.host] : undefined;
  return hosts.get(endpoint.key);
}

function isName(host: string): boolean {
  return canonicalHost(host) !== undefined || canonicalAddress(host) !== undefined;
}
