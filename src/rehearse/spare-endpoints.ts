import { createServer } from 'node:net';
import { type Endpoint, type EndpointKind, shownEndpoint } from '../http-sys/endpoint.js';
import type { Table } from '../http-sys/table.js';

/** Below the range from which systems take ports for outgoing connections. */
const firstPort = 40_000;
const lastPort = 49_000;

/** The address of spare endpoints without a host. */
export const spareAddress = '127.0.0.1';

/** What a spare endpoint is to be like. */
interface Wanted {
  readonly kind: EndpointKind;
  /** A host that it must have; without one it gets a name of ours. */
  readonly host?: string | undefined;
}

/**
 * Endpoints that nobody uses, one for each that is wanted: a port on which no binding is and nobody listens, and for
 * host names one below `.invalid`, which no resolver ever answers (RFC 2606).
 */
export async function spareEndpoints(wanted: readonly Wanted[], table: Table): Promise<Endpoint[]> {
  const taken = new Set([...table.bindings.values()].map((each) => each.endpoint.port));
  const spares: Endpoint[] = [];
  let port = firstPort + Math.floor(Math.random() * 1_000);
  for (const [index, { kind, host }] of wanted.entries()) {
    do port += 1;
    while (port < lastPort && (taken.has(port) || !(await isFree(port))));
    const ours =
      kind === 'hostnameport' ? `rehearsal-${index + 1}.rebind-iis-certificate.invalid` : spareAddress;
    const endpoint = shownEndpoint(kind, `${host ?? ours}:${port}`);
    if (endpoint) spares.push(endpoint);
  }
  return spares;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: spareAddress, port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
