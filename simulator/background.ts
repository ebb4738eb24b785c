import { type ChildProcess, fork } from 'node:child_process';
import type { ForeignProgram } from './listeners/foreign.js';

/** What a background process is asked to do for a machine; what more it needs to know depends on the action. */
export interface BackgroundRequest {
  readonly action: string;
  /** The machine's folder. */
  readonly machine: string;
  readonly socket?: string;
  /** The port that is served there, where it is another one than that of the socket. */
  readonly servedPort?: number;
  /** Whoever is to listen in place of HTTP.sys. */
  readonly foreign?: ForeignProgram;
}

/** A request on its way. */
export type Numbered = BackgroundRequest & { readonly id: number };

/** The answer to a request. */
export interface Answer {
  readonly id: number;
  readonly result?: string;
  readonly error?: string;
}

/** How a background process does what it is asked for, by action. `close` it must know. */
export type Actions = Readonly<Record<string, (request: BackgroundRequest) => string | Promise<string>>>;

/** Does in this process what the maker of machines asks for, as long as that one lives. */
export function serveRequests(actions: Actions): void {
  const act = async ({ action, ...request }: Numbered) => {
    const work = actions[action];
    if (work === undefined) throw new Error(`There is no action ${action}`);
    return work({ action, ...request });
  };
  // Whoever asked may be gone by the time of the answer; then nobody is left to tell.
  const answer = (message: Answer) => process.send?.(message, undefined, undefined, () => undefined);
  process.on('message', (request: Numbered) => {
    const { id } = request;
    act(request).then(
      (result) => answer({ id, result }),
      (error: Error) => answer({ id, error: error.message }),
    );
  });
  // The channel closes when the process that made the machines ends, however it ends.
  process.on('disconnect', () => process.exit());
}

/** How long a background process waits for another machine before it ends. */
const lingerMs = 1_000;

const running = new Map<string, Background>();

/**
 * The background process that runs a compiled module, one for all machines that this process has made. It ends soon
 * after the last machine that has used it is closed, and with this process, however that ends.
 * @param module the path of a module that calls {@link serveRequests}
 */
export function background(module: string): Background {
  const known = running.get(module);
  if (known !== undefined) return known;
  const made = new Background(module, () => running.delete(module));
  running.set(module, made);
  return made;
}

/** A background process, as the maker of machines holds it. */
export class Background {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #machines = new Set<string>();
  readonly #onEnd: () => void;
  #count = 0;
  #linger: NodeJS.Timeout | undefined;

  constructor(module: string, onEnd: () => void) {
    // NODE_OPTIONS is the caller's, and not meant for a program that is Windows' own.
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = fork(module, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [], env });
    this.#process = child;
    child.on('message', (answer: Answer) => this.#waiting.get(answer.id)?.(answer));
    this.#onEnd = onEnd;
    child.once('exit', () => {
      onEnd();
      for (const [id, settle] of this.#waiting) settle({ id, error: `${module} ended unexpectedly` });
    });
    // The process does not keep its maker alive, and its channel only while an answer is awaited.
    child.unref();
    child.channel?.unref();
  }

  /** @throws Error if the process cannot do it, or has ended */
  async ask(request: BackgroundRequest): Promise<string> {
    clearTimeout(this.#linger);
    this.#machines.add(request.machine);
    this.#count += 1;
    const id = this.#count;
    this.#process.channel?.ref();
    const answer = await new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve);
      const numbered = { ...request, id } satisfies Numbered;
      this.#process.send(numbered, (error) => {
        if (error !== null) resolve({ id, error: error.message });
      });
    });
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#process.channel?.unref();
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.result ?? '';
  }

  /** Has the process let go of a machine, and of everything that is connected to it. */
  async close(machine: string): Promise<void> {
    if (!this.#machines.has(machine)) return;
    await this.ask({ action: 'close', machine });
    this.#machines.delete(machine);
    if (this.#machines.size > 0) return;
    this.#linger = setTimeout(() => this.#end(), lingerMs);
    this.#linger.unref();
  }

  #end(): void {
    this.#onEnd();
    this.#process.removeAllListeners('exit');
    this.#process.kill('SIGKILL');
  }
}
