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
  const own = comparable(certificate);
  const address = canonicalAddress(name);
  if (address !== undefined) return own.addresses.has(address);
  const host = canonicalHost(name);
  if (host === undefined) return false;
  if (own.hosts.has(host)) return true;
  const parent = host.slice(host.indexOf('.') + 1);
  return !host.startsWith('*.') && parent !== host && parent.includes('.') && own.hosts.has(`*.${parent}`);
}

/** The names of the present certificate that the next one does not cover, in the present one's order. */
export function uncovered(present: Names, next: Names): readonly string[] {
  // Thousands of bindings can share one pair of certificates, each with a hundred names.
  const known = comparable(next).uncovered;
  let missing = known.get(present);
  if (missing === undefined) {
    missing = [...present.dnsNames, ...present.ipAddresses].filter((name) => !covers(next, name));
    known.set(present, missing);
  }
  return missing;
}

/** The names of a certificate in the form in which they are compared, and what came of comparing them. */
interface Comparable {
  readonly hosts: ReadonlySet<string | undefined>;
  readonly addresses: ReadonlySet<string | undefined>;
  readonly uncovered: WeakMap<Names, readonly string[]>;
}

const comparables = new WeakMap<Names, Comparable>();

function comparable(certificate: Names): Comparable {
  let known = comparables.get(certificate);
  if (known === undefined) {
    known = {
      hosts: new Set(certificate.dnsNames.map(canonicalHost)),
      addresses: new Set(certificate.ipAddresses.map(canonicalAddress)),
      uncovered: new WeakMap(),
    };
    comparables.set(certificate, known);
  }
  return known;
}
