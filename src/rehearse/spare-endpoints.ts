import { createServer } from 'node:net';
import { type Endpoint, type EndpointKind, shownEndpoint } from '../http-sys/endpoint.js';
import type { Table } from '../http-sys/table.js';

/** Below the range from which systems take ports for outgoing connections. */
const firstPort = 40_000;
const lastPort = 49_000;

/**
 * Endpoints that nobody uses, one for each kind asked for: a port on which no binding is and nobody listens, and
 * for host names one below `.invalid`, which no resolver ever answers (RFC 2606).
 */
export async function spareEndpoints(kinds: readonly EndpointKind[], table: Table): Promise<Endpoint[]> {
  const taken = new Set([...table.bindings.values()].map((each) => each.endpoint.port));
  const spares: Endpoint[] = [];
  let port = firstPort + Math.floor(Math.random() * 1_000);
  for (const [index, kind] of kinds.entries()) {
    do port += 1;
    while (port < lastPort && (taken.has(port) || !(await isFree(port))));
    const text =
      kind === 'hostnameport'
        ? `rehearsal-${index + 1}.rebind-iis-certificate.invalid:${port}`
        : `127.0.0.1:${port}`;
    const endpoint = shownEndpoint(kind, text);
    if (endpoint) spares.push(endpoint);
  }
  return spares;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
