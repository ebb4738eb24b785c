import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HandshakeResult, HandshakeTarget } from '../windows/handshake.js';
import type { Socket } from './route.js';

/** What a socket answered, by {@link Endpoint.key}; sockets without a route are not in it. */
export type Answers = ReadonlyMap<string, HandshakeResult>;

/** One handshake. Never rejects. */
export type Handshake = (
  target: HandshakeTarget,
  timeoutMs: number,
  signal: AbortSignal,
) => Promise<HandshakeResult>;

/** How to shake hands, with all sockets of a round. */
export interface RoundOptions {
  readonly handshake: Handshake;
  /** For each socket, at whichever of its addresses. */
  readonly timeoutMs: number;
  /** Ends all handshakes early. */
  readonly signal: AbortSignal;
}

/** Sockets are asked side by side, but not so many that the check itself looks like an attack. */
const sideBySide = 32;

/**
 * One handshake with each socket: at the first of its addresses where somebody listens. They go on beside other work,
 * and sockets can be added meanwhile.
 */
export class Round {
  readonly #options: RoundOptions;
  readonly #answers = new Map<string, HandshakeResult>();
  /** That nobody listens at an address and port is true for every host name there. */
  readonly #refused = new Map<string, HandshakeResult>();
  readonly #queue: Socket[] = [];
  #next = 0;
  #busy = 0;
  readonly #lanes = new Set<Promise<void>>();

  constructor(options: RoundOptions) {
    this.#options = options;
    setMaxListeners(0, options.signal);
  }

  add(sockets: readonly Socket[]): void {
    for (const socket of sockets) this.#queue.push(socket);
    while (this.#busy < sideBySide && this.#isMore()) {
      const lane = this.#work().finally(() => this.#lanes.delete(lane));
      this.#lanes.add(lane);
    }
  }

  /** Waits until every socket that was added has been asked. */
  async answers(): Promise<Answers> {
    while (this.#lanes.size > 0) await Promise.all(this.#lanes);
    return this.#answers;
  }

  #isMore(): boolean {
    return this.#next < this.#queue.length && !this.#options.signal.aborted;
  }

  /** Asks one socket after the other until none is left. Takes the first at once. */
  async #work(): Promise<void> {
    this.#busy += 1;
    while (this.#isMore()) {
      const socket = this.#queue[this.#next]!;
      this.#next += 1;
      await this.#ask(socket);
    }
    this.#busy -= 1;
  }

  async #ask({ endpoint, route }: Socket): Promise<void> {
    if ('skip' in route) return;
    const { handshake, timeoutMs, signal } = this.#options;
    for (const target of route.targets) {
      const place = `${target.address} ${target.port}`;
      const known = this.#refused.get(place);
      const began = performance.now();
      const answer = known ?? (await handshake(target, timeoutMs, signal));
      this.#answers.set(endpoint.key, answer);
      if (answer.outcome !== 'refused') break;
      this.#refused.set(place, answer);
      // Being refused takes seconds on Windows, too, and there may be many addresses: that does not count.
      if (!known && performance.now() - began >= timeoutMs) break;
    }
  }
}

/**
 * Asks those sockets again that do not show what they should yet: HTTP.sys may need a moment. One that has used up
 * its time is not asked again: until it is given up, its clients wait, too.
 * @param first what all of them answered first
 */
export async function askUntilShown(
  sockets: readonly Socket[],
  first: Answers,
  isShown: (socket: Socket, answer: HandshakeResult | undefined) => boolean,
  options: RoundOptions,
): Promise<Answers> {
  const answers = new Map(first);
  let open = sockets;
  for (const pause of [250, 500, 1_000]) {
    open = open.filter((socket) => {
      const answer = answers.get(socket.endpoint.key);
      return answer?.outcome !== 'silent' && !isShown(socket, answer);
    });
    if (open.length === 0) break;
    await sleep(pause, undefined, { signal: options.signal }).catch(() => undefined);
    if (options.signal.aborted) break;
    const round = new Round(options);
    round.add(open);
    for (const [key, answer] of await round.answers()) answers.set(key, answer);
  }
  return answers;
}
