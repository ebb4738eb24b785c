import { type Endpoint, type EndpointKind, shownEndpoint } from '../http-sys/endpoint.js';
import type { Settings } from '../http-sys/settings.js';
import type { HandshakeTarget } from '../windows/handshake.js';

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
 * @param bound the keys of all bindings, those included that are about to be created
 * @param addresses the addresses of this machine, loopback first
 */
export function routeTo(
  endpoint: Endpoint,
  settings: Settings,
  bound: ReadonlySet<string>,
  addresses: readonly string[],
): Route {
  if (settings.flags & rejectConnections) return { skip: 'the binding rejects connections' };
  const { port } = endpoint;
  const exact = (address: string) => bound.has(ipEndpointKey(address, port));
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
  if (bound.has(keyOf('ccs', String(port)))) {
    return { skip: `the central certificate store of port ${port} comes first` };
  }
  const reachable = open.filter(wildcard);
  return reachable.length > 0
    ? { targets: reachable.map((address) => ({ address, port, serverName: undefined })) }
    : shadowed;
}

/** The key of the binding for exactly this address. */
function ipEndpointKey(address: string, port: number): string {
  return keyOf('ipport', isIpv6(address) ? `[${address}]:${port}` : `${address}:${port}`);
}

function keyOf(kind: EndpointKind, text: string): string {
  return shownEndpoint(kind, text)?.key ?? '';
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
