import type { Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { HandshakeTarget } from '../windows/handshake.js';
import { firstOf } from '../wording.js';
import { type HandshakeVerdict, judge } from './judge.js';
import { type Answers, askAgain, type Question, Round, type RoundOptions } from './round.js';
import type { Route } from './route.js';

/** Whether a handshake must prove the change. `when-listening`: a binding without a witness is only a warning. */
export type HandshakeMode = 'required' | 'when-listening' | 'off';

/** A binding whose certificate is to be seen. */
export interface Subject {
  readonly endpoint: Endpoint;
  readonly route: Route;
  /** What the table has for it before the change; null for a binding that is created. */
  readonly bound: Thumbprint | null;
}

/** The verdict on one binding. */
export interface Verdict {
  readonly endpoint: Endpoint;
  readonly verdict: HandshakeVerdict;
  /** Why it is not `verified`; empty if it is. */
  readonly message: string;
}

/**
 * The handshakes of a run: what the bindings showed before the change, and that they show the new certificate after it.
 * They go on beside other work.
 */
export class Verification {
  readonly #subjects: Map<string, Subject>;
  readonly #expected: Thumbprint;
  readonly #options: RoundOptions;
  readonly #end = new AbortController();
  readonly #before: Round;
  readonly #after: Round;
  readonly #unasked: Set<string>;
  /** Where each binding was seen before the change, by {@link Endpoint.key}. */
  #witnesses: ReadonlyMap<string, HandshakeTarget> = new Map();

  /** @param expected the thumbprint of the new certificate */
  constructor(subjects: readonly Subject[], expected: Thumbprint, options: RoundOptions) {
    this.#subjects = new Map(subjects.map((each) => [each.endpoint.key, each]));
    this.#expected = expected;
    this.#options = { ...options, signal: AbortSignal.any([options.signal, this.#end.signal]) };
    this.#before = new Round(this.#options);
    this.#after = new Round(this.#options);
    this.#unasked = new Set(this.#subjects.keys());
  }

  /** Whether no binding is to be asked anything. */
  get isOff(): boolean {
    return this.#subjects.size === 0;
  }

  /** Whether some binding was seen before the change. */
  get hasWitnesses(): boolean {
    return this.#witnesses.size > 0;
  }

  /** Begins to ask every binding what it shows now. */
  begin(): void {
    const questions = [...this.#subjects.values()].flatMap((subject) => {
      const { bound } = subject;
      return bound === null ? [] : this.#question(subject, bound, targetsOf(subject));
    });
    this.#before.add(questions);
  }

  /**
   * Waits until every binding has been asked what it shows before the change.
   * @returns how many have a witness
   */
  async findWitnesses(): Promise<number> {
    const witnesses = new Map<string, HandshakeTarget>();
    for (const [key, { found }] of await this.#before.answers())
      if (found && this.#subjects.has(key)) witnesses.set(key, found);
    this.#witnesses = witnesses;
    return witnesses.size;
  }

  /** Bindings that are not changed after all. */
  leaveOut(endpoints: readonly Endpoint[]): void {
    for (const { key } of endpoints) {
      this.#subjects.delete(key);
      this.#unasked.delete(key);
    }
  }

  /** Begins to ask bindings that were changed just now. @param keys by {@link Endpoint.key} */
  askChanged(keys: Iterable<string>): void {
    const open = [...keys].filter((key) => this.#unasked.delete(key));
    this.#after.add(open.flatMap((key) => this.#questionAfter(key)));
  }

  /** Waits until every binding has been asked after the change. */
  async verdicts(): Promise<Verdict[]> {
    this.askChanged([...this.#unasked]);
    const questions = [...this.#subjects.keys()].flatMap((key) => this.#questionAfter(key));
    const answers = await askAgain(questions, await this.#after.answers(), this.#options);
    return [...this.#subjects.values()].map((subject) => this.#judged(subject, answers));
  }

  /**
   * After everything was rolled back: asks the witnesses once more.
   * @param signal in place of the one that ended the run
   * @returns the endpoints that do not show again what they showed before; how many were asked
   */
  async askRolledBack(signal: AbortSignal): Promise<{ asked: number; silent: readonly Endpoint[] }> {
    const options = { ...this.#options, signal };
    const questions = [...this.#witnesses].flatMap(([key, witness]) => {
      const subject = this.#subjects.get(key);
      return subject?.bound ? this.#question(subject, subject.bound, [witness]) : [];
    });
    const round = new Round(options);
    round.add(questions);
    const answers = await askAgain(questions, await round.answers(), options);
    const silent = questions.flatMap(({ key }) => {
      const subject = this.#subjects.get(key);
      return subject && !answers.get(key)?.found ? subject.endpoint : [];
    });
    return { asked: questions.length, silent: signal.aborted ? [] : silent };
  }

  /** Breaks off what is under way. */
  abandon(): void {
    this.#end.abort();
  }

  #questionAfter(key: string): Question[] {
    const subject = this.#subjects.get(key);
    if (!subject) return [];
    const witness = this.#witnesses.get(key);
    return this.#question(subject, this.#expected, witness ? [witness] : targetsOf(subject));
  }

  #question({ endpoint }: Subject, thumbprint: Thumbprint, targets: readonly HandshakeTarget[]): Question[] {
    if (targets.length === 0) return [];
    const isFound: Question['isFound'] = (result) =>
      result.outcome === 'served' && result.thumbprint === thumbprint;
    return [{ key: endpoint.key, targets, isFound }];
  }

  #judged({ endpoint, route, bound }: Subject, answers: Answers): Verdict {
    if ('skip' in route) return { endpoint, verdict: 'skipped', message: route.skip };
    const hasWitness = this.#witnesses.has(endpoint.key);
    return { endpoint, ...judge(answers.get(endpoint.key), { hasWitness, previous: bound }) };
  }
}

function targetsOf({ route }: Subject): readonly HandshakeTarget[] {
  return 'skip' in route ? [] : route.targets;
}

/**
 * Refuses a change that a handshake contradicts, or that none has proven where that is required.
 * @throws Failure `handshake-failed`
 */
export function refuseUnproven(verdicts: readonly Verdict[], mode: HandshakeMode): void {
  const isRequired = mode === 'required';
  const failed = verdicts.filter(
    ({ verdict }) =>
      verdict === 'mismatch' || (isRequired && (verdict === 'not-listening' || verdict === 'unproven')),
  );
  if (failed.length === 0) return;
  throw new Failure('handshake-failed', {
    cause: `${failed.length} of ${verdicts.length} bindings do not show the new certificate.`,
    evidence: `${firstOf(
      5,
      failed.map(({ endpoint, message }) => `${endpoint.text}: ${message}`),
      '; ',
    )}.`,
    next: `Find out which program answers there ("netstat -abno" names the one that listens on a port).${isRequired ? ' "handshake: when-listening" makes a warning of bindings that nothing can prove.' : ''}`,
  });
}

/** The bindings that no handshake has proven, as one sentence for a warning; undefined if there is none. */
export function unprovenInWords(verdicts: readonly Verdict[]): string | undefined {
  const unproven = verdicts.filter(({ verdict }) => verdict === 'not-listening' || verdict === 'unproven');
  if (unproven.length === 0) return undefined;
  const lines = unproven.map(({ endpoint, message }) => `${endpoint.text}: ${message}`);
  return `Not proven by a handshake: ${firstOf(10, lines, '; ')}.`;
}
