import { copyFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { folders, onLinux, windows } from './folders.js';
import { wine } from './wine.js';

/** A TLS socket to listen on: `0.0.0.0`, `::` or an address of this machine. */
export interface ListenOn {
  readonly address: string;
  readonly port: number;
}

/** Starts TLS listeners on the Windows Node (see ../listener.ts). @returns what ends them */
export async function listen(...sockets: ListenOn[]): Promise<() => Promise<void>> {
  const script = `${windows.tools}\\listener.ts`;
  copyFileSync(join(folders.project, 'test/windows-lab/listener.ts'), onLinux(script));
  let accept: (socket: Socket) => void = () => {};
  const connected = new Promise<Socket>((resolve) => {
    accept = (socket) => socket.once('data', () => resolve(socket));
  });
  const control = createServer((socket) => accept(socket));
  const port = await listenAnywhere(control);
  const list = sockets.flatMap((each) => [each.address, String(each.port)]);
  const ended = wine(windows.node, script, String(port), ...list);
  const failed = ended.then(({ stderr }) => Promise.reject(new Error(`The listener ended: ${stderr}`)));
  failed.catch(() => {});
  const socket = await Promise.race([connected, failed]);
  return async () => {
    socket.destroy();
    control.close();
    await ended;
  };
}

/** A port of this machine that nobody uses, for IPv4 and IPv6. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenAnywhere(server, '::');
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listenAnywhere(server: ReturnType<typeof createServer>, host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

/** The thumbprint that a socket shows to a client on the Linux side; an error code where the handshake fails. */
export function shownBy(address: string, port: number, servername?: string): Promise<string> {
  return new Promise((resolve) => {
    const name = servername === undefined ? {} : { servername };
    const socket = connect({ host: address, port, rejectUnauthorized: false, ...name }, () => {
      resolve(socket.getPeerX509Certificate()?.fingerprint.replaceAll(':', '') ?? 'nothing');
      socket.destroy();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
