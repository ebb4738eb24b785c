import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { ForeignProgram } from './foreign.js';
import type { ListenAnswer, ListenRequest } from './protocol.js';

/** The background process in which a machine's sockets listen, as the maker of the machine holds it. */
export class Listeners {
  readonly #program: string;
  readonly #machine: string;
  #process: ChildProcess | undefined;
  #count = 0;
  readonly #waiting = new Set<number>();

  /** @param program the compiled `main.js` of this folder */
  constructor(program: string, machine: string) {
    this.#program = program;
    this.#machine = machine;
  }

  /** Opens a socket (`0.0.0.0:443`, `[::1]:0`) of HTTP.sys or another program. @returns it with its real port */
  listen(socket: string, program?: ForeignProgram): Promise<string> {
    return this.#ask({ action: 'listen', socket, ...(program === undefined ? {} : { program }) });
  }

  /** Closes a socket: from then on connections are refused. */
  async stop(socket: string): Promise<void> {
    await this.#ask({ action: 'stop', socket });
  }

  async close(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.ref();
    child.kill('SIGKILL');
    await ended;
  }

  async #ask(request: Omit<ListenRequest, 'id'>): Promise<string> {
    this.#process ??= this.#start();
    const child = this.#process;
    this.#count += 1;
    const id = this.#count;
    this.#waiting.add(id);
    child.channel?.ref();
    try {
      return await new Promise((resolve, reject) => {
        child.on('message', (answer: ListenAnswer) => {
          if (answer.id !== id) return;
          if (answer.socket === undefined)
            reject(new Error(`Cannot listen on ${request.socket}: ${answer.error}`));
          else resolve(answer.socket);
        });
        child.once('exit', () => reject(new Error('The listeners ended unexpectedly')));
        child.send({ id, ...request } satisfies ListenRequest);
      });
    } finally {
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) child.channel?.unref();
    }
  }

  #start(): ChildProcess {
    const child = fork(this.#program, [this.#machine], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      execArgv: [],
    });
    child.setMaxListeners(0);
    // The process does not keep its maker alive, and its channel only while an answer is awaited.
    child.unref();
    return child;
  }
}
