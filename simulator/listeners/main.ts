import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { domainToUnicode } from 'node:url';
import { lookUp } from '../state/lookup.js';
import type { BindingRecord } from '../state/record.js';
import { Table } from '../state/table.js';
import { readClientHello } from './client-hello.js';
import { Contexts, readOptions } from './contexts.js';
import { type ForeignProgram, foreignServer } from './foreign.js';
import { type ListenAnswer, type ListenRequest, readMisbehaviours } from './protocol.js';

/*
 * The TLS side of HTTP.sys: `node main.js <machine folder>`, a child process with an IPC channel. It reads the
 * table anew at each handshake, so that no client sees an old certificate after netsh has ended.
 */

const machine = process.argv[2] ?? '';
const table = new Table(machine);
const contexts = new Contexts(machine);
const servers = new Map<string, Server>();
const negotiateClientCertificate = 0x2;
const rejectConnections = 0x8;
const body = 'OK\n';
const response = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;

function serve(socket: Socket): void {
  let received = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', function look(chunk: Buffer) {
    received = Buffer.concat([received, chunk]);
    const hello = readClientHello(received);
    if (hello === undefined) return;
    socket.off('data', look);
    socket.pause();
    if (hello === null) socket.resetAndDestroy();
    else choose(socket, received, hello.serverName);
  });
}

function choose(socket: Socket, received: Buffer, serverName: string | null): void {
  const localAddress = (socket.localAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
  const connection = { localAddress, localPort: socket.localPort ?? 0, serverName };
  const record = lookUp(table.records(), connection, unicodeName(serverName));
  if (record === undefined || (record.flags & rejectConnections) !== 0) {
    socket.resetAndDestroy();
    return;
  }
  const misbehaviour = readMisbehaviours(machine)[record.endpoint];
  const strikes = misbehaviour?.when === 'always' || (misbehaviour && misbehaviour.hash !== record.hash);
  if (misbehaviour === undefined || !strikes) shake(socket, received, record, record.hash);
  else if (misbehaviour.kind === 'stale') shake(socket, received, record, misbehaviour.hash);
  else if (misbehaviour.kind === 'reset') socket.resetAndDestroy();
  else if (misbehaviour.kind === 'slow') {
    setTimeout(() => shake(socket, received, record, record.hash), misbehaviour.delayMs ?? 0);
  }
}

/** The letters of a host that is asked for in its `xn--` form, where this machine matches them. */
function unicodeName(serverName: string | null): string | null {
  if (serverName === null || !/(^|\.)xn--/i.test(serverName)) return null;
  return readOptions(machine).uLabelLookup === 'matched' ? domainToUnicode(serverName) : null;
}

function shake(socket: Socket, received: Buffer, record: BindingRecord, hash: string | null): void {
  const secureContext = contexts.of(record, hash);
  if (secureContext === undefined) {
    socket.resetAndDestroy();
    return;
  }
  socket.unshift(received);
  const tls = new TLSSocket(socket, {
    isServer: true,
    secureContext,
    requestCert: (record.flags & negotiateClientCertificate) !== 0,
    rejectUnauthorized: false,
  });
  tls.on('error', () => socket.destroy());
  tls.once('data', () => tls.end(response));
}

function listen(socket: string, program: ForeignProgram | undefined): Promise<string> {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(socket) ?? [];
  const address = host.replace(/^\[|\]$/g, '');
  const server = program === undefined ? createServer({ noDelay: true }, serve) : foreignServer(program);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(
      { host: address, port: Number(port), ipv6Only: address.includes(':'), backlog: 1024 },
      () => {
        const bound = server.address();
        const real = `${host}:${typeof bound === 'object' ? bound?.port : port}`;
        servers.set(real, server);
        resolve(real);
      },
    );
  });
}

function stop(socket: string): Promise<string> {
  const server = servers.get(socket);
  servers.delete(socket);
  return new Promise((resolve) => {
    if (server === undefined) resolve(socket);
    else server.close(() => resolve(socket));
  });
}

function answer(message: ListenAnswer): void {
  // Whoever asked may be gone by now; then nobody is left to tell.
  process.send?.(message, undefined, undefined, () => undefined);
}

process.on('message', ({ id, action, socket, program }: ListenRequest) => {
  const done = action === 'listen' ? listen(socket, program) : stop(socket);
  done.then(
    (real) => answer({ id, socket: real }),
    (error: Error) => answer({ id, error: error.message }),
  );
});

// The channel closes when the process that made the machine ends, however it ends.
process.on('disconnect', () => process.exit());
