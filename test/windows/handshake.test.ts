import { once } from 'node:events';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { createServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { issue, issueIntermediate, issueRoot } from '../../simulator/certificates/issue.js';
import { handshake, type ShownChain } from '../../src/windows/handshake.js';

const certificate = issue({ names: ['www.example.com'], key: 'rsa2048' });
const own = { cert: certificate.pem, key: certificate.key.export({ type: 'pkcs8', format: 'pem' }) };
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening<T extends Server>(server: T): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function tlsServer(options: TlsOptions): Promise<number> {
  const server = createServer({ ...own, ...options });
  server.on('tlsClientError', () => undefined);
  return listening(server);
}

interface Asking {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly onChain?: (chain: ShownChain) => void;
}

const ask = (
  port: number,
  { timeoutMs = 5_000, signal = new AbortController().signal, onChain }: Asking = {},
) => handshake({ address: '127.0.0.1', port, serverName: 'www.example.com' }, timeoutMs, signal, onChain);

describe('a handshake', () => {
  it.each([
    ...['X25519', 'P-256', 'P-384', 'P-521'].map((ecdhCurve) => ({ ecdhCurve })),
    { ecdhCurve: 'P-384', maxVersion: 'TLSv1.2' as const },
    { maxVersion: 'TLSv1.2' as const, ciphers: 'AES128-SHA' },
    {
      minVersion: 'TLSv1' as const,
      maxVersion: 'TLSv1' as const,
      ciphers: 'AES128-SHA:@SECLEVEL=0',
    },
    { requestCert: true, rejectUnauthorized: true },
  ])('reads the certificate of a server with %j', async (options) => {
    expect(await ask(await tlsServer(options))).toEqual({
      outcome: 'served',
      thumbprint: certificate.thumbprint,
    });
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'tells the whole chain that is shown, with %s',
    async (version) => {
      const root = issueRoot({ commonName: 'Root' });
      const intermediate = issueIntermediate(root, { commonName: 'Intermediate' });
      const leaf = issue({ names: ['www.example.com'], issuer: intermediate });
      const key = leaf.key.export({ type: 'pkcs8', format: 'pem' });
      const chains: unknown[] = [];
      for (const chain of [[leaf], [leaf, intermediate], [leaf, intermediate, root]]) {
        const cert = chain.map(({ pem }) => pem).join('');
        const port = await tlsServer({ cert, key, minVersion: version, maxVersion: version });
        await ask(port, { onChain: (shown) => chains.push(shown) });
      }
      const [one, two, three] = [leaf, intermediate, root].map(({ thumbprint }) => thumbprint);
      expect(chains).toEqual([[one], [one, two], [one, two, three]]);
    },
  );

  it.each(['TLSv1.2', 'TLSv1.3'] as const)('is complete for the server, too, with %s', async (version) => {
    const server = createServer({ ...own, minVersion: version, maxVersion: version });
    const errors: Error[] = [];
    server.on('tlsClientError', (error) => errors.push(error));
    const completed = once(server, 'secureConnection') as Promise<[TLSSocket]>;
    const port = await listening(server);
    expect(await ask(port)).toMatchObject({ outcome: 'served' });
    const [socket] = await completed;
    socket.on('error', (error) => errors.push(error));
    await once(socket.resume(), 'close');
    expect(errors).toEqual([]);
  });

  it('begins with a message that fits one TCP segment', async () => {
    const sizes: number[] = [];
    const server = createTcpServer((socket) =>
      socket.once('data', (bytes) => {
        sizes.push(bytes.length);
        socket.destroy();
      }),
    );
    expect(await ask(await listening(server))).toMatchObject({ outcome: 'failed' });
    expect(sizes[0]).toBeLessThan(1_000);
  });
});

describe('what is no handshake', () => {
  it('is refused where nobody listens', async () => {
    const port = await listening(createTcpServer());
    servers.splice(0)[0]?.close();
    expect(await ask(port)).toMatchObject({
      outcome: 'refused',
      message: 'connection refused (ECONNREFUSED)',
    });
  });

  it('is failed where the connection is reset, closed, or answered in another language', async () => {
    const answers = await Promise.all(
      [
        createTcpServer((socket) => socket.resetAndDestroy()),
        createTcpServer((socket) => socket.end()),
        createTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      ].map(async (server) => ask(await listening(server))),
    );
    expect(answers.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed']);
  });

  it('is failed where nobody answers in time, and when it is cut short', async () => {
    const silent = await listening(createTcpServer(() => undefined));
    expect(await ask(silent, { timeoutMs: 100 })).toEqual({
      outcome: 'silent',
      message: 'no TLS handshake within 0.1 s',
    });
    const stop = new AbortController();
    const cut = ask(silent, { signal: stop.signal });
    stop.abort();
    expect(await cut).toEqual({ outcome: 'failed', message: 'the run was asked to end' });
  });
});
