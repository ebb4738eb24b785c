import type { Thumbprint } from '../certificate/thumbprint.js';
import type { Table } from '../change/table.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { shownEndpoint } from '../http-sys/endpoint.js';
import type { Settings } from '../http-sys/settings.js';
import type { HandshakeResult, HandshakeTarget } from '../windows/handshake.js';

/** How a socket can be reached from this machine: addresses to try in order, or why none will do. */
export type Route = { readonly targets: readonly HandshakeTarget[] } | { readonly skip: string };

/** `DefaultFlags` bit of a binding that turns every connection away. */
const rejectConnections = 0x8;

/**
 * Finds the way to a socket on which HTTP.sys answers with exactly this binding. HTTP.sys looks up a handshake by:
 * exact address and port; then host name and port (SNI), a wildcard host after an exact one; then the central store
 * of the port; then `[::]` for IPv6; then `0.0.0.0` (Microsoft's documentation of HttpSetServiceConfiguration).
 * So an address with an exact binding of its own shadows the others, and a central store shadows the wildcards.
 *
 * @param addresses the addresses of this machine, loopback first
 */
export function routeTo(
  endpoint: Endpoint,
  settings: Settings,
  table: Table,
  addresses: readonly string[],
): Route {
  if (settings.flags & rejectConnections) return { skip: 'the binding rejects connections' };
  const { port } = endpoint;
  const exact = (address: string) => table.bindings.has(ipEndpointKey(address, port));
  const open = addresses.filter((address) => !exact(address));
  const shadowed = {
    skip: `every address of this machine has an exact binding on port ${port}, which comes first`,
  };
  if (endpoint.kind === 'hostnameport') {
    const serverName = endpoint.host.replace(/^\*/, 'rebind-check').toLowerCase();
    return open.length > 0 ? { targets: open.map((address) => ({ address, port, serverName })) } : shadowed;
  }
  const wildcard = endpoint.host === '0.0.0.0' ? isIpv4 : endpoint.host === '::' ? isIpv6 : undefined;
  if (!wildcard) {
    // What answers at an address of another machine (a moved or shared one) says nothing of this binding.
    return isLoopback(endpoint.host) || addresses.includes(endpoint.host)
      ? { targets: [{ address: endpoint.host, port, serverName: undefined }] }
      : { skip: `this machine does not have the address ${endpoint.host} now` };
  }
  if (table.bindings.has(shownEndpoint('ccs', String(port))!.key)) {
    return { skip: `the central certificate store of port ${port} comes first` };
  }
  const reachable = open.filter(wildcard);
  return reachable.length > 0
    ? { targets: reachable.map((address) => ({ address, port, serverName: undefined })) }
    : shadowed;
}

/** The key of the binding for exactly this address. */
function ipEndpointKey(address: string, port: number): string {
  return shownEndpoint('ipport', isIpv6(address) ? `[${address}]:${port}` : `${address}:${port}`)?.key ?? '';
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}

function isIpv6(address: string): boolean {
  return address.includes(':');
}

function isIpv4(address: string): boolean {
  return !isIpv6(address);
}

/** A socket to shake hands with. */
export interface Socket {
  readonly endpoint: Endpoint;
  readonly route: Route;
}

/** What a socket answered, by {@link Endpoint.key}; sockets without a route are not in it. */
export type Answers = ReadonlyMap<string, HandshakeResult>;

type Handshake = (target: HandshakeTarget, timeoutMs: number) => Promise<HandshakeResult>;

/** Sockets are asked side by side, but not so many that the check itself looks like an attack. */
const sideBySide = 32;

/**
 * Shakes hands once with each socket: at the first of its addresses where somebody listens.
 * @param timeoutMs for each handshake
 */
export async function askAll(
  sockets: readonly Socket[],
  handshake: Handshake,
  timeoutMs: number,
): Promise<Answers> {
  const answers = new Map<string, HandshakeResult>();
  // That nobody listens at an address and port is true for every host name there.
  const refused = new Map<string, HandshakeResult>();
  const queue = sockets.values();
  const work = async () => {
    for (const { endpoint, route } of queue) {
      if ('skip' in route) continue;
      let answer: HandshakeResult | undefined;
      for (const target of route.targets) {
        const place = `${target.address} ${target.port}`;
        answer = refused.get(place) ?? (await handshake(target, timeoutMs));
        if (answer.outcome !== 'refused') break;
        refused.set(place, answer);
      }
      if (answer) answers.set(endpoint.key, answer);
    }
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return answers;
}

/** What a handshake proves, in the words of the report. */
export type HandshakeVerdict = 'verified' | 'not-listening' | 'mismatch' | 'skipped';

/** The verdict on one socket. */
export interface Judged {
  readonly verdict: HandshakeVerdict;
  readonly message: string | undefined;
}

/**
 * Judges what a socket answered after the change.
 * @param before what it answered before the change; a socket that answered then must answer now
 */
export function judge(
  socket: Socket,
  expected: Thumbprint,
  before: HandshakeResult | undefined,
  after: HandshakeResult | undefined,
): Judged {
  if ('skip' in socket.route) return { verdict: 'skipped', message: socket.route.skip };
  if (!after) return { verdict: 'skipped', message: undefined };
  if (after.outcome === 'served') {
    if (after.thumbprint === expected) return { verdict: 'verified', message: undefined };
    return { verdict: 'mismatch', message: `it shows the certificate ${after.thumbprint}` };
  }
  if (after.outcome === 'refused' && before?.outcome !== 'served') {
    return { verdict: 'not-listening', message: after.message };
  }
  return { verdict: 'mismatch', message: after.message };
}

/** Repeats the question for the sockets that do not show the certificate yet: HTTP.sys may need a moment. */
export async function askUntilShown(
  sockets: readonly Socket[],
  expected: Thumbprint,
  before: Answers,
  handshake: Handshake,
  timeoutMs: number,
): Promise<Answers> {
  const answers = new Map<string, HandshakeResult>();
  let open = sockets;
  for (const pause of [0, 250, 500, 1_000]) {
    if (pause > 0) await new Promise((resolve) => setTimeout(resolve, pause));
    for (const [key, answer] of await askAll(open, handshake, timeoutMs)) answers.set(key, answer);
    open = open.filter(({ endpoint, route }) => {
      const socket = { endpoint, route };
      return (
        judge(socket, expected, before.get(endpoint.key), answers.get(endpoint.key)).verdict === 'mismatch'
      );
    });
    if (open.length === 0) break;
  }
  return answers;
}
