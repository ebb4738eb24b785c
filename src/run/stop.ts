import { setMaxListeners } from 'node:events';
import { Failure, type FailureCode } from '../failure.js';
import type { Deadline } from '../windows/deadline.js';

/** What a program that was ended in the middle of its work can look like to whoever reads its output. */
const likeAnEndedProgram = new Set<FailureCode>([
  'program-failed',
  'program-timeout',
  'bindings-unreadable',
  'readings-disagree',
  'iis-unreadable',
  'import-failed',
  'key-unusable',
  'rehearsal-failed',
  'change-failed',
  'verification-failed',
]);

/** Tells a run that it must end early: the job was cancelled, or its time is up. */
export class Stop implements Deadline {
  readonly #controller = new AbortController();
  #until = Number.POSITIVE_INFINITY;
  #isUndoing = false;

  constructor() {
    // Many handshakes listen side by side.
    setMaxListeners(0, this.signal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Asks the run to end. Nothing new is begun from now on; what is under way is undone. Asked twice, the earlier end
   * counts: a job that is cancelled does not wait for the end that its time limit gave.
   * @param why one sentence, e.g. `The job was cancelled.`
   * @param graceMs how long undoing may take before the rest is left to the post step
   */
  request(why: string, graceMs: number): void {
    this.#until = Math.min(this.#until, performance.now() + graceMs);
    if (!this.signal.aborted) {
      this.#controller.abort(
        new Failure('cancelled', {
          cause: why,
          next: 'Run the workflow again.',
        }),
      );
    }
  }

  get isUndoing(): boolean {
    return this.#isUndoing;
  }

  /** What was begun is undone from now on. */
  beginUndoing(): void {
    this.#isUndoing = true;
  }

  /** Why a run really failed: a cancel ends the programs of a run, too, and what they have left is no other failure. */
  reasonOf(failure: Failure): Failure {
    const { aborted, reason } = this.signal;
    return aborted && reason instanceof Failure && likeAnEndedProgram.has(failure.code) ? reason : failure;
  }

  /** ms that are left for undoing; infinite until the run is asked to end. */
  get remainingMs(): number {
    return this.#until - performance.now();
  }

  /** @throws Failure `cancelled` once the run was asked to end */
  throwIfRequested(): void {
    this.signal.throwIfAborted();
  }

  /** For what undoes: it goes on after the request. @throws Failure `cancelled` once there is no time left for it */
  throwIfGraceIsOver(): void {
    if (this.remainingMs <= 0) this.throwIfRequested();
  }

  /** What the work comes to; does not wait for it any longer than the run goes on. @throws Failure `cancelled` */
  async unlessRequested<T>(work: Promise<T>): Promise<T> {
    this.throwIfRequested();
    let onAbort = (): void => undefined;
    const stopped = new Promise<never>((_, reject) => {
      onAbort = () => reject(this.signal.reason);
      this.signal.addEventListener('abort', onAbort);
    });
    try {
      return await Promise.race([work, stopped]);
    } finally {
      this.signal.removeEventListener('abort', onAbort);
    }
  }
}
