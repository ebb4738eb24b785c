import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type RunningMachine, runProgram } from '../programs/run.js';
import { Table } from '../state/table.js';
import { ClientProcess } from './client-process.js';
import { type Request, readRequest, socketName } from './messages.js';

/** Runs the programs of one machine, whose program files connect to its socket. */
export class ServedMachine implements RunningMachine {
  readonly folder: string;
  readonly table: Table;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();

  constructor(folder: string) {
    this.folder = folder;
    this.table = new Table(folder);
    this.#server = createServer((socket) => this.#serve(socket));
  }

  async open(): Promise<void> {
    // The path of a socket may have some 100 characters only, so a relative one it is.
    process.chdir(this.folder);
    this.#server.listen({ path: socketName, backlog: 1024 });
    process.chdir('/');
    await once(this.#server, 'listening');
  }

  /** Breaks off whatever runs: its processes die, as they lose their connection. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const connection of this.#connections) connection.destroy();
    await closed;
    this.table.close();
  }

  #serve(socket: Socket): void {
    let received = Buffer.alloc(0);
    this.#connections.add(socket);
    socket.once('close', () => this.#connections.delete(socket));
    // The process of a program may be killed at any time.
    socket.on('error', () => socket.destroy());
    const look = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const request = readRequest(received);
      if (request === undefined) return;
      socket.off('data', look);
      void this.#run(request, new ClientProcess(socket, request));
    };
    socket.on('data', look);
  }

  async #run({ program, args }: Request, own: ClientProcess): Promise<void> {
    try {
      own.exit(await runProgram(program, args, this, own));
    } catch (error) {
      await own.write(2, Buffer.from(`${error instanceof Error ? error.stack : error}\n`));
      own.exit(1);
    }
  }
}
