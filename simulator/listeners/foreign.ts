import { createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls';

/**
 * A program that has nothing to do with HTTP.sys and has taken a socket of its own.
 * - `tls`: a web server with its own certificate
 * - `silent`: takes connections and never answers; `reset`: resets them at the first byte
 * - `plain`: answers without TLS
 */
export type ForeignProgram =
  | { readonly kind: 'tls'; readonly certificate: string; readonly key: string }
  | { readonly kind: 'silent' | 'reset' | 'plain' };

const greeting = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';
const page = 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nother\n';

/** The program as a server that does not listen yet. */
export function foreignServer(program: ForeignProgram): Server {
  const context =
    program.kind === 'tls' ? createSecureContext({ cert: program.certificate, key: program.key }) : undefined;
  return createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    if (context !== undefined) shake(socket, context);
    else socket.once('data', () => answer(socket, program.kind));
  });
}

function shake(socket: Socket, secureContext: SecureContext): void {
  const tls = new TLSSocket(socket, { isServer: true, secureContext });
  tls.on('error', () => socket.destroy());
  tls.once('data', () => tls.end(page));
}

function answer(socket: Socket, kind: ForeignProgram['kind']): void {
  if (kind === 'reset') socket.resetAndDestroy();
  if (kind === 'plain') socket.end(greeting);
}
