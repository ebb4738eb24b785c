import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

const label = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const hostShape = new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`);

/**
 * A host name in the one form in which names are compared: lower case, A-labels for internationalised names,
 * no dot at the end. The left-most label may be `*`.
 * @returns undefined if this is no host name (an IP address is none)
 */
export function canonicalHost(name: string): string | undefined {
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
