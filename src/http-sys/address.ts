import { isIPv4, isIPv6 } from 'node:net';

/** Reads a port in plain decimal, 1 to 65535, without sign or leading zeros; undefined for anything else. */
export function parsePort(text: string): number | undefined {
  if (!/^[1-9]\d{0,4}$/.test(text)) return undefined;
  const port = Number(text);
  return port <= 65535 ? port : undefined;
}

/** Four decimal octets without leading zeros: `010.0.0.1` is octal for some programs and decimal for others. */
export function isIpv4Address(text: string): boolean {
  return isIPv4(text);
}

/**
 * The one spelling (RFC 5952, lower case, a numeric zone kept) of an IPv6 address given without brackets.
 * @returns undefined if it is not an IPv6 address
 */
export function canonicalIpv6(text: string): string | undefined {
  if (!isIPv6(text)) return undefined;
  const [address = '', zone] = text.split('%');
  if (zone !== undefined && !/^\d+$/.test(zone)) return undefined;
  const spelled = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  return zone === undefined ? spelled : `${spelled}%${zone}`;
}

/**
 * A host name as HTTP.sys takes it for SNI: ASCII labels of letters, digits, hyphens and (tolerated, though DNS
 * host names have none) underscores; `*` only as the whole left-most label. A name whose last label is a number
 * is refused, as in URLs: it is a mistyped IPv4 address.
 */
export function isHostName(text: string): boolean {
  const name = text.startsWith('*.') ? text.slice(2) : text;
  if (text.length > 253 || !/^[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*$/.test(name)) return false;
  return !/(?:^|\.)\d+$/.test(name);
}

/**
 * A host as it can stand in HTTP.sys's table, whether DNS would know it or not: letters, marks and digits of any
 * script with `-`, `_`, `.` and `*`, or an address (an IPv6 address in brackets). Nothing that netsh could take for
 * the end of the word or for something else.
 */
export function isShownHost(text: string): boolean {
  if (text.startsWith('[')) return text.endsWith(']') && canonicalIpv6(text.slice(1, -1)) !== undefined;
  return text.length <= 253 && /^[\p{L}\p{M}\p{N}_.*-]+$/u.test(text);
}

/**
 * Whether a text can only be a host: a name of DNS, one that ends with a dot, or `*`. What ends with a number can be
 * a damaged address.
 */
export function isHostByForm(text: string): boolean {
  return text === '*' || isHostName(text.endsWith('.') ? text.slice(0, -1) : text);
}
