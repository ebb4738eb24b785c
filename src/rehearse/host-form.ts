import type { Endpoint } from '../http-sys/endpoint.js';

/** What a netsh, or HTTP.sys, could refuse in the host of an SNI binding although such a binding exists. */
const oddities: readonly (readonly [name: string, form: RegExp])[] = [
  ['address', /^(?:\[.*\]|\d+(?:\.\d+){3})$/],
  ['wildcard', /^\*\./],
  ['asterisk', /^\*$|.\*|\*[^.]/],
  ['final dot', /\.$/],
  ['empty label', /^\.|\.\./],
  ['final number', /(?:^|\.)\d+\.?$/],
  ['underscore', /_/],
  ['hyphen at an edge', /(?:^|\.)-|-(?:\.|$)/],
  ['long label', /[^.]{64}/],
];

/**
 * What is unusual about the host of an endpoint, as a text that is equal for hosts which are alike in that; empty for
 * a name of letters, digits and hyphens, and for an endpoint without a host. Letters outside ASCII count one by one: a
 * code page can have the one and lack the other.
 */
export function hostForm({ kind, host }: Endpoint): string {
  if (kind !== 'hostnameport') return '';
  const found = oddities.flatMap(([name, form]) => (form.test(host) ? [name] : []));
  const letters = new Set(host.toLowerCase().replace(/[ -~]/g, ''));
  return [...found, [...letters].sort().join('')].filter(Boolean).join(', ');
}

/**
 * A host of the same form for a spare binding; undefined for an ordinary one.
 *
 * It is the host itself: its port is spare, so nobody asks for it there, and nothing else proves that netsh takes just
 * this name. Only an address is another one, of those that are for documentation (RFC 5737, RFC 3849): so a spare
 * binding whose host is read as an address is known, see `left-over-spares.ts`.
 */
export function spareHostLike(endpoint: Endpoint): string | undefined {
  const form = hostForm(endpoint);
  if (form === '') return undefined;
  if (!form.startsWith('address')) return endpoint.host;
  return endpoint.host.startsWith('[') ? '[2001:db8::1]' : '192.0.2.1';
}
