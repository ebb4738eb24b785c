import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** Names: in the form in which they are compared, what covers what, and fit to be shown. */

const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const hostShape = new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`);

/**
 * A host name in the one form in which names are compared: lower case, A-labels for internationalised names,
 * no dot at the end. The left-most label may be `*`.
 * @returns undefined if this is no host name (an IP address is none)
 */
export function canonicalHost(name: string): string | undefined {
  if (name.length > 1000) return undefined;
  const trimmed = name.trim().replace(/\.$/, '');
  const wildcard = trimmed.startsWith('*.') ? '*.' : '';
  const rest = trimmed.slice(wildcard.length);
  // domainToASCII, made for URLs, drops line breaks and decodes percent signs: neither belongs in a name.
  if (/[^\w.\-\u0080-\u{10ffff}]/u.test(rest)) return undefined;
  const ascii = /^[\w.-]*$/.test(rest) ? rest.toLowerCase() : domainToASCII(rest);
  const host = wildcard + ascii;
  return host.length <= 255 && hostShape.test(host) && isIP(ascii) === 0 ? host : undefined;
}

/**
 * An IP address in the one form in which addresses are compared: dotted decimal, or compressed lower-case
 * IPv6 without brackets and zone.
 * @returns undefined if this is no IP address
 */
export function canonicalAddress(address: string): string | undefined {
  const bare = address.trim().replace(/^\[(.*)\]$/, '$1');
  switch (isIP(bare)) {
    case 4:
      return bare;
    case 6:
      return new URL(`http://[${bare.replace(/%.*$/, '')}]/`).hostname.slice(1, -1);
    default:
      return undefined;
  }
}

/** The names in a certificate's subjectAltName. */
export interface Names {
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
}

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

/** Whether every name of the first stands in the second, letter for letter; false if the first has none. */
export function keepsAllNames(first: Names, second: Names): boolean {
  const { hosts, addresses } = comparable(second);
  const own = comparable(first);
  const all = [...own.hosts].every((name) => hosts.has(name));
  return (
    own.hosts.size + own.addresses.size > 0 && all && [...own.addresses].every((ip) => addresses.has(ip))
  );
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

/** Longer than any name that means something to people. */
const longest = 500;

/**
 * Text from a certificate or a file, fit to be shown in one line of a log: control characters, line
 * separators, characters that turn the direction of writing or are invisible, and halves of surrogate pairs
 * become U+FFFD, and what is far too long is cut.
 */
export function printable(text: string): string {
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '\u{fffd}');
}
