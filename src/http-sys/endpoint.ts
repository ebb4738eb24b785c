import { canonicalHost } from '../certificate/names.js';
import { Failure } from '../failure.js';
import { canonicalIpv6, isHostByForm, isHostName, isIpv4Address, isShownHost, parsePort } from './address.js';
import { explainEndpointMistake } from './endpoint-mistake.js';

/** The four kinds of key in HTTP.sys's certificate table, named as netsh names their arguments. */
export type EndpointKind = 'ipport' | 'hostnameport' | 'ccs' | 'scopedccs';

/** A socket that a certificate is bound to. Made only by the functions of this file. */
export interface Endpoint {
  readonly kind: EndpointKind;
  /** As netsh writes it: `0.0.0.0:443`, `[::]:443`, `www.example.com:443`, `443` (ccs). Case as it was given. */
  readonly text: string;
  /**
   * IPv4 address, IPv6 address without brackets in its one spelling, or host name; empty for ccs. A host is rarely one
   * that DNS would not know, see {@link shownEndpoint}.
   */
  readonly host: string;
  readonly port: number;
  /** Equal for two endpoints if and only if they are the same record for HTTP.sys (case and IPv6 spelling apart). */
  readonly key: string;
}

/**
 * Reads an endpoint as a user writes it: `0.0.0.0:443`, `[::]:443`, `www.example.com:443`, `*.example.com:443`,
 * `*:443` (all IPv4 addresses, as IIS writes it), or a bare port for the central certificate store.
 * A host name is taken for an SNI binding; a scoped CCS record of the same name has another kind and key.
 * @throws Failure `input-invalid` that shows the value, states the rule and says what to write
 */
export function parseEndpoint(text: string): Endpoint {
  // Invisible characters come along where a name is copied from a dialog or a web page.
  const given = text.replace(/\p{Cf}/gu, '').trim();
  const port = parsePort(given);
  if (port !== undefined) return endpoint('ccs', given, '', port);
  const socket = splitSocket(given);
  if (socket?.host === '*') return endpoint('ipport', `0.0.0.0:${socket.port}`, '0.0.0.0', socket.port);
  const read = socket && (ipEndpoint(socket) ?? writtenHost(socket));
  if (read === undefined) {
    const { rule, next } = explainEndpointMistake(given);
    throw new Failure('input-invalid', {
      cause: `An entry of the input "bindings" is not an endpoint: ${rule}.`,
      evidence: `Given: ${shown(given)}.`,
      next,
    });
  }
  return read.host.includes(':') ? { ...read, text: `[${read.host}]:${read.port}` } : read;
}

/**
 * An endpoint as Windows has it, its text kept to the letter. Beyond what a user may write, a host can be one that DNS
 * would not know: an address, a name that ends with a dot, `*`, a name with letters outside ASCII.
 * @param text exact: text of an unknown code page is for whoever can tell what letters it means
 * @returns undefined if the text does not have the form that this kind has
 */
export function shownEndpoint(kind: EndpointKind, text: string): Endpoint | undefined {
  if (kind === 'ccs') {
    const port = parsePort(text);
    return port === undefined ? undefined : endpoint('ccs', text, '', port);
  }
  const socket = splitSocket(text);
  if (socket === undefined) return undefined;
  if (kind === 'ipport') return ipEndpoint(socket);
  return isShownHost(socket.host) ? endpoint(kind, text, socket.host, socket.port) : undefined;
}

/** Whether a program's output tells the kind of an endpoint by the form of its name, in any language and code page. */
export function tellsByForm({ kind, host }: Endpoint): boolean {
  return kind === 'ipport' || kind === 'ccs' || isHostByForm(host);
}

/** Whether netsh surely takes the name of an endpoint; of a host that DNS would not know that is not certain. */
export function isPlain({ kind, host }: Endpoint): boolean {
  return kind === 'ipport' || kind === 'ccs' || isHostName(host);
}

/** Whether all letters of an endpoint are ASCII: the others depend on the code page of a program's output. */
export function isAscii({ text }: Endpoint): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/**
 * Whether a user who writes `named` means this endpoint: it is the same one, or its host is the same international
 * name, which a workflow can only write by its A-label.
 */
export function isMeantBy(named: Endpoint, shown: Endpoint): boolean {
  if (named.key === shown.key) return true;
  if (named.kind !== shown.kind || named.port !== shown.port || isAscii(shown)) return false;
  return canonicalHost(shown.host) === named.host.toLowerCase();
}

/** Whether the endpoint is `0.0.0.0` or `[::]`: every address of its family that has no record of its own. */
export function isWildcardAddress(endpoint: Endpoint): boolean {
  return endpoint.kind === 'ipport' && (endpoint.host === '0.0.0.0' || endpoint.host === '::');
}

interface Socket {
  /** The whole text. */
  readonly text: string;
  /** What stands before the last colon, brackets included. */
  readonly host: string;
  readonly port: number;
}

function splitSocket(text: string): Socket | undefined {
  const colon = text.lastIndexOf(':');
  const port = colon < 0 ? undefined : parsePort(text.slice(colon + 1));
  return port === undefined ? undefined : { text, host: text.slice(0, colon), port };
}

function ipEndpoint({ text, host, port }: Socket): Endpoint | undefined {
  if (isIpv4Address(host)) return endpoint('ipport', text, host, port);
  const ipv6 = host.startsWith('[') && host.endsWith(']') ? canonicalIpv6(host.slice(1, -1)) : undefined;
  return ipv6 === undefined ? undefined : endpoint('ipport', text, ipv6, port);
}

function writtenHost({ text, host, port }: Socket): Endpoint | undefined {
  return isHostName(host) ? endpoint('hostnameport', text, host, port) : undefined;
}

function endpoint(kind: EndpointKind, text: string, host: string, port: number): Endpoint {
  return { kind, text, host, port, key: `${kind} ${host.toLowerCase()} ${port}` };
}

/** Quoted, with control characters escaped, and no longer than a line. */
function shown(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
