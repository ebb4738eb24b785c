import type { Certificate } from './certificate.js';
import { canonicalAddress, canonicalHost } from './host-name.js';

type Names = Pick<Certificate, 'dnsNames' | 'ipAddresses'>;

/**
 * Whether a certificate is good for a host name or IP address, by the rules of RFC 6125: a wildcard stands
 * for exactly one left-most label and never for part of one, and needs two labels after it (as OpenSSL and
 * Node.js demand); an IP address is covered only by an iPAddress entry; a wildcard endpoint such as
 * `*.example.com` is covered only by the same wildcard.
 * @param name a host name (U-labels or A-labels, any case, a dot at the end or not) or an IP address
 */
export function covers(certificate: Names, name: string): boolean {
  const address = canonicalAddress(name);
  if (address !== undefined) return certificate.ipAddresses.some((own) => canonicalAddress(own) === address);
  const host = canonicalHost(name);
  return host !== undefined && certificate.dnsNames.some((own) => matches(canonicalHost(own), host));
}

function matches(pattern: string | undefined, host: string): boolean {
  if (pattern === undefined) return false;
  if (pattern === host) return true;
  if (!pattern.startsWith('*.') || host.startsWith('*.')) return false;
  const parent = host.slice(host.indexOf('.') + 1);
  return host.includes('.') && parent.includes('.') && parent === pattern.slice(2);
}

/** The names of the present certificate that the next one does not cover, in the present one's order. */
export function uncovered(present: Names, next: Names): string[] {
  return [...present.dnsNames, ...present.ipAddresses].filter((name) => !covers(next, name));
}
