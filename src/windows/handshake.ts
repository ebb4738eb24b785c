import type { X509Certificate } from 'node:crypto';
import { connect, createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';
import { type Thumbprint, thumbprintOf } from '../certificate/thumbprint.js';

/** Where a handshake goes: an address of this machine, and the server name that it asks for (SNI), if any. */
export interface HandshakeTarget {
  readonly address: string;
  readonly port: number;
  readonly serverName: string | undefined;
}

/**
 * What came of a handshake. `refused`: nobody listens there, or this machine does not have the address. `silent`:
 * somebody took the connection, and the time was used up.
 */
export type HandshakeResult =
  | { readonly outcome: 'served'; readonly thumbprint: Thumbprint }
  | { readonly outcome: 'refused' | 'failed' | 'silent'; readonly message: string };

let context: SecureContext | undefined;

/**
 * Every group for the key exchange but the post-quantum ones, which OpenSSL 3.5 (Node.js 24) offers first. They make
 * a handshake a quarter dearer and its first message too long for one TCP segment, and no secret is exchanged here.
 */
const groups = 'X25519:P-256:X448:P-521:P-384:ffdhe2048:ffdhe3072:ffdhe4096';

// The check is about which certificate the socket shows, not about whether this machine trusts it; so old
// protocols and weak keys are spoken too. One context for all: to make one takes about a millisecond.
function sharedContext(): SecureContext {
  context ??= createSecureContext({
    ca: [],
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT:@SECLEVEL=0',
    ecdhCurve: groups,
  });
  return context;
}

const refusals = new Set([
  'ECONNREFUSED',
  'EADDRNOTAVAIL',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAFNOSUPPORT',
  'EINVAL',
]);

/** The thumbprints of certificates in the order in which a server sent them: the leaf first. */
export type ShownChain = readonly [leaf: Thumbprint, ...issuers: readonly Thumbprint[]];

/**
 * One fresh TLS handshake (no session is resumed). Never rejects.
 * @param timeoutMs for the connection and the handshake together
 * @param signal ends it early
 * @param onChain takes all certificates that are shown; whoever needs only the first does without
 */
export function handshake(
  target: HandshakeTarget,
  timeoutMs: number,
  signal: AbortSignal,
  onChain?: (chain: ShownChain) => void,
): Promise<HandshakeResult> {
  const cutShort = { outcome: 'failed', message: 'the run was asked to end' } as const;
  if (signal.aborted) return Promise.resolve(cutShort);
  return new Promise<HandshakeResult>((resolve) => {
    const socket = socketTo(target);
    const end = (result: HandshakeResult) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      // A good handshake is also ended well: where it is cut off, the server notes an error.
      if (result.outcome === 'served') socket.destroySoon();
      else socket.destroy();
      resolve(result);
    };
    const isConnected = follow(socket, end, onChain);
    const onAbort = () => end(cutShort);
    signal.addEventListener('abort', onAbort);
    const timer = setTimeout(() => end(timedOut(timeoutMs, isConnected())), timeoutMs);
  }).catch((error: Error) => ({ outcome: 'failed', message: `no handshake is possible (${error.message})` }));
}

function socketTo({ address, port, serverName }: HandshakeTarget): TLSSocket {
  return connect({
    host: address,
    port,
    ...(serverName === undefined ? {} : { servername: serverName }),
    secureContext: sharedContext(),
    rejectUnauthorized: false,
    ALPNProtocols: ['http/1.1'],
  });
}

/** Tells what becomes of a handshake; only the first word counts. @returns whether there is a connection by now */
function follow(
  socket: TLSSocket,
  end: (result: HandshakeResult) => void,
  onChain: ((chain: ShownChain) => void) | undefined,
): () => boolean {
  let connected = false;
  socket.once('connect', () => {
    connected = true;
  });
  const served = (): HandshakeResult | undefined => {
    const shown = connected ? socket.getPeerX509Certificate() : undefined;
    if (shown === undefined) return undefined;
    const thumbprint = thumbprintOf(shown.raw);
    onChain?.([thumbprint, ...issuersOf(shown)]);
    return { outcome: 'served', thumbprint };
  };
  socket.once('secureConnect', () =>
    end(served() ?? { outcome: 'failed', message: 'no certificate was shown' }),
  );
  // A socket that insists on a client certificate ends the handshake after it has shown its own.
  socket.once('error', (error: NodeJS.ErrnoException) => end(served() ?? broken(error, connected)));
  socket.once('close', () =>
    end({ outcome: 'failed', message: 'the connection was closed during the handshake' }),
  );
  return () => connected;
}

/** More than this is no chain. */
const longestChain = 16;

function issuersOf(leaf: X509Certificate): Thumbprint[] {
  const issuers: Thumbprint[] = [];
  let at = leaf.issuerCertificate;
  while (at !== undefined && issuers.length < longestChain) {
    issuers.push(thumbprintOf(at.raw));
    at = at.issuerCertificate;
  }
  return issuers;
}

function timedOut(timeoutMs: number, connected: boolean): HandshakeResult {
  const within = `within ${Math.round(timeoutMs / 100) / 10} s`;
  return connected
    ? { outcome: 'silent', message: `no TLS handshake ${within}` }
    : { outcome: 'refused', message: `no connection ${within}` };
}

function broken({ code, message }: NodeJS.ErrnoException, connected: boolean): HandshakeResult {
  const why = code ?? message;
  if (!connected && refusals.has(why)) return { outcome: 'refused', message: `connection refused (${why})` };
  if (why === 'ECONNRESET')
    return { outcome: 'failed', message: 'the connection was reset during the handshake' };
  return { outcome: 'failed', message: `the handshake failed (${why})` };
}
