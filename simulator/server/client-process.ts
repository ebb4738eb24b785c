import type { Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Process, Stream } from '../programs/process.js';
import { type Order, order, outputHead, type Request } from './messages.js';

/** The process of a program file, as the server sees it: a connection that breaks when the process dies. */
export class ClientProcess implements Process {
  readonly pid: number;
  readonly parent: number;
  readonly startedAt: number;
  readonly cwd: string;
  readonly #socket: Socket;
  #isGone = false;
  #onAnswer: () => void = () => undefined;

  constructor(socket: Socket, { pid, parent, startedAt, cwd }: Request) {
    this.pid = pid;
    this.parent = parent;
    this.startedAt = startedAt;
    this.cwd = cwd;
    this.#socket = socket;
    socket.on('data', () => this.#onAnswer());
    for (const event of ['end', 'error', 'close']) {
      socket.on(event, () => {
        this.#isGone = true;
      });
    }
  }

  async write(stream: Stream, bytes: Buffer): Promise<void> {
    this.#send(outputHead(stream, bytes.length));
    if (!this.#send(bytes)) await new Promise<void>((resolve) => this.#socket.once('drain', resolve));
  }

  async flush(): Promise<void> {
    const answer = new Promise<void>((resolve) => {
      this.#onAnswer = resolve;
    });
    this.#order('f');
    await answer;
  }

  async pause(ms: number): Promise<void> {
    const end = performance.now() + ms;
    // A timer may be a little early.
    for (let left = ms; left > 0; left = end - performance.now()) await sleep(Math.ceil(left));
    // A turn of the event loop lets others go on, and takes in what the system knows: that the process was killed.
    await nextTurn();
    if (this.#isGone) await never();
  }

  async die(): Promise<never> {
    this.#order('k');
    return never();
  }

  async dieWithStarter(): Promise<never> {
    this.#order('s');
    return never();
  }

  async hang(): Promise<never> {
    this.#order('h');
    return never();
  }

  exit(code: number): void {
    this.#socket.end(order('x', code));
  }

  #order(letter: Order): void {
    this.#send(order(letter));
  }

  /** What is sent in one turn goes out together. @returns false where more should wait for `drain` */
  #send(bytes: Buffer): boolean {
    if (this.#socket.writableCorked === 0) {
      this.#socket.cork();
      process.nextTick(() => this.#socket.uncork());
    }
    return this.#socket.write(bytes);
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}
