import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HandshakeResult, HandshakeTarget } from '../windows/handshake.js';

/** One handshake. Never rejects. */
export type Handshake = (
  target: HandshakeTarget,
  timeoutMs: number,
  signal: AbortSignal,
) => Promise<HandshakeResult>;

/** How to shake hands, with all bindings of a round. */
export interface RoundOptions {
  readonly handshake: Handshake;
  /** For each binding, at whichever of its addresses. */
  readonly timeoutMs: number;
  /** Ends all handshakes early. */
  readonly signal: AbortSignal;
}

/** Which addresses to ask for one binding, in order, and which answer is the one that is looked for. */
export interface Question {
  /** The binding's {@link Endpoint.key}. */
  readonly key: string;
  readonly targets: readonly HandshakeTarget[];
  readonly isFound: (result: HandshakeResult) => boolean;
}

/** What the addresses of one binding answered. */
export interface Answer {
  /** Where the answer was found that was looked for; null if nowhere. */
  readonly found: HandshakeTarget | null;
  /** What each address answered that was asked, in order. */
  readonly results: readonly HandshakeResult[];
}

/** By {@link Question.key}. */
export type Answers = ReadonlyMap<string, Answer>;

/** Bindings are asked side by side, but not so many that the check itself looks like an attack. */
const sideBySide = 32;

/**
 * Asks one address after the other for each binding, until one answers what is looked for. The handshakes go on beside
 * other work, because thousands take seconds, and questions can be added meanwhile.
 */
export class Round {
  readonly #options: RoundOptions;
  readonly #answers = new Map<string, Answer>();
  /** That nobody listens at an address and port is true for every host name there. */
  readonly #refused = new Map<string, HandshakeResult>();
  /** Where an answer was found last, by port: HTTP.sys listens there, so it is asked first. */
  readonly #best = new Map<number, string>();
  readonly #queue: Question[] = [];
  readonly #lanes = new Set<Promise<void>>();
  #next = 0;
  #busy = 0;

  constructor(options: RoundOptions) {
    this.#options = options;
    setMaxListeners(0, options.signal);
  }

  add(questions: readonly Question[]): void {
    for (const question of questions) this.#queue.push(question);
    while (this.#busy < sideBySide && this.#isMore()) {
      const lane = this.#work().finally(() => this.#lanes.delete(lane));
      this.#lanes.add(lane);
    }
  }

  /** Waits until every question that was added is answered. */
  async answers(): Promise<Answers> {
    while (this.#lanes.size > 0) await Promise.all(this.#lanes);
    return this.#answers;
  }

  #isMore(): boolean {
    return this.#next < this.#queue.length && !this.#options.signal.aborted;
  }

  /** Asks one question after the other until none is left. Takes the first at once. */
  async #work(): Promise<void> {
    this.#busy += 1;
    while (this.#isMore()) {
      const question = this.#queue[this.#next];
      this.#next += 1;
      if (question) this.#answers.set(question.key, await this.#ask(question));
    }
    this.#busy -= 1;
  }

  async #ask({ targets, isFound }: Question): Promise<Answer> {
    const results: HandshakeResult[] = [];
    let left = this.#options.timeoutMs;
    for (const [index, target] of this.#bestFirst(targets).entries()) {
      const limit = index === targets.length - 1 ? left : left / 2;
      const began = performance.now();
      const result = await this.#handshake(target, limit);
      const took = performance.now() - began;
      results.push(result);
      if (isFound(result)) {
        this.#best.set(target.port, target.address);
        return { found: target, results };
      }
      // Being refused takes seconds on Windows, too, and there may be many addresses: only a full wait counts.
      if (result.outcome !== 'refused' || took >= limit) left -= took;
      if (left < shortestMs || this.#options.signal.aborted) break;
    }
    return { found: null, results };
  }

  #bestFirst(targets: readonly HandshakeTarget[]): readonly HandshakeTarget[] {
    const best = targets.find(({ address, port }) => this.#best.get(port) === address);
    return best === undefined || best === targets[0]
      ? targets
      : [best, ...targets.filter((each) => each !== best)];
  }

  async #handshake(target: HandshakeTarget, limitMs: number): Promise<HandshakeResult> {
    const place = `${target.address} ${target.port}`;
    const known = this.#refused.get(place);
    if (known) return known;
    const { handshake, signal } = this.#options;
    const result = await handshake(target, limitMs, signal);
    if (result.outcome === 'refused') this.#refused.set(place, result);
    return result;
  }
}

/** With less time than this for a handshake there is no point in beginning one. */
const shortestMs = 50;

/** ms before each further attempt: HTTP.sys may need a moment until it shows a new certificate. */
const pauses = [250, 500, 1_000];

/**
 * Asks those questions again that have not found their answer yet. One that used up its time is not asked again: until
 * it is given up, its clients wait, too.
 * @param first what was answered first
 */
export async function askAgain(
  questions: readonly Question[],
  first: Answers,
  options: RoundOptions,
): Promise<Answers> {
  const answers = new Map(first);
  let open = questions;
  for (const pause of pauses) {
    open = open.filter(({ key }) => isWorthAsking(answers.get(key)));
    if (open.length === 0) break;
    await sleep(pause, undefined, { signal: options.signal }).catch(() => undefined);
    if (options.signal.aborted) break;
    const round = new Round(options);
    round.add(open);
    for (const [key, answer] of await round.answers()) answers.set(key, answer);
  }
  return answers;
}

function isWorthAsking(answer: Answer | undefined): boolean {
  if (!answer) return true;
  const { found, results } = answer;
  return found === null && results.some(({ outcome }) => outcome === 'served' || outcome === 'failed');
}
