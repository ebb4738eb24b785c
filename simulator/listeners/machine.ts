import { createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { domainToUnicode } from 'node:url';
import { lookUp } from '../state/lookup.js';
import type { BindingRecord } from '../state/record.js';
import { Table } from '../state/table.js';
import { readClientHello } from './client-hello.js';
import { Contexts, readOptions } from './contexts.js';
import { type ForeignProgram, foreignServer } from './foreign.js';
import { readMisbehaviours } from './misbehaviour.js';

const negotiateClientCertificate = 0x2;
const rejectConnections = 0x8;
const body = 'OK\n';
const response = `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;

/**
 * The TLS side of one machine's HTTP.sys. It reads the table anew at each handshake, so that no client sees an old
 * certificate after netsh has ended.
 */
export class MachineListeners {
  readonly #machine: string;
  readonly #table: Table;
  readonly #contexts: Contexts;
  readonly #servers = new Map<string, Server>();
  readonly #connections = new Set<Socket>();

  constructor(machine: string) {
    this.#machine = machine;
    this.#table = new Table(machine);
    this.#contexts = new Contexts(machine);
  }

  /**
   * Opens a socket; port 0 lets the system choose.
   * @param socket an address and port, as an ipport endpoint is written
   * @param as whoever listens there in place of HTTP.sys; or the port that HTTP.sys takes it for, by default its real one
   * @returns the socket with its real port
   */
  listen(
    socket: string,
    as: { readonly foreign: ForeignProgram } | { readonly servedPort: number | undefined },
  ): Promise<string> {
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(socket) ?? [];
    const address = host.replace(/^\[|\]$/g, '');
    const server =
      'foreign' in as
        ? foreignServer(as.foreign)
        : createServer({ noDelay: true }, (connection) => this.#serve(connection, as.servedPort));
    // A socket of another program goes with the machine, too.
    if ('foreign' in as) server.on('connection', (connection: Socket) => this.#keep(connection));
    const at = { host: address, port: Number(port), ipv6Only: address.includes(':'), backlog: 1024 };
    return new Promise((resolve, reject) => {
      server.once('error', (error) => reject(new Error(`Cannot listen on ${socket}: ${error.message}`)));
      server.listen(at, () => {
        const bound = server.address();
        const real = `${host}:${typeof bound === 'object' ? bound?.port : port}`;
        this.#servers.set(real, server);
        resolve(real);
      });
    });
  }

  /** Closes a socket: from then on connections are refused; those that are there go on. */
  stop(socket: string): Promise<string> {
    const server = this.#servers.get(socket);
    this.#servers.delete(socket);
    return new Promise((resolve) => {
      if (server === undefined) resolve(socket);
      else server.close(() => resolve(socket));
    });
  }

  /** Closes every socket and every connection. */
  async close(): Promise<void> {
    const stopped = [...this.#servers.keys()].map((socket) => this.stop(socket));
    for (const connection of this.#connections) connection.destroy();
    await Promise.all(stopped);
    this.#table.close();
  }

  #keep(socket: Socket): void {
    this.#connections.add(socket);
    socket.once('close', () => this.#connections.delete(socket));
  }

  #serve(socket: Socket, servedPort: number | undefined): void {
    let received = Buffer.alloc(0);
    this.#keep(socket);
    socket.on('error', () => socket.destroy());
    const look = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const hello = readClientHello(received);
      if (hello === undefined) return;
      socket.off('data', look);
      socket.pause();
      if (hello === null) socket.resetAndDestroy();
      else this.#choose(socket, received, { serverName: hello.serverName, servedPort });
    };
    socket.on('data', look);
  }

  #choose(
    socket: Socket,
    received: Buffer,
    { serverName, servedPort }: { serverName: string | null; servedPort: number | undefined },
  ): void {
    const localPort = servedPort ?? socket.localPort ?? 0;
    const localAddress = (socket.localAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
    const connection = { localAddress, localPort, serverName };
    const record = lookUp(this.#table.records(), connection, this.#unicodeName(serverName));
    if (record === undefined || (record.flags & rejectConnections) !== 0) {
      socket.resetAndDestroy();
      return;
    }
    const misbehaviour = readMisbehaviours(this.#machine)[record.endpoint];
    const shake = (hash: string | null) => this.#shake(socket, received, { record, hash });
    const strikes = misbehaviour?.when === 'always' || (misbehaviour && misbehaviour.hash !== record.hash);
    if (misbehaviour === undefined || !strikes) shake(record.hash);
    else if (misbehaviour.kind === 'stale') shake(misbehaviour.hash);
    else if (misbehaviour.kind === 'reset') socket.resetAndDestroy();
    else if (misbehaviour.kind === 'slow') setTimeout(() => shake(record.hash), misbehaviour.delayMs ?? 0);
  }

  /** The letters of a host that is asked for in its `xn--` form, where this machine matches them. */
  #unicodeName(serverName: string | null): string | null {
    if (serverName === null || !/(^|\.)xn--/i.test(serverName)) return null;
    return readOptions(this.#machine).uLabelLookup === 'matched' ? domainToUnicode(serverName) : null;
  }

  #shake(
    socket: Socket,
    received: Buffer,
    { record, hash }: { record: BindingRecord; hash: string | null },
  ): void {
    if (socket.destroyed) return;
    const secureContext = this.#contexts.of(record, hash);
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
}
