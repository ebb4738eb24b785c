import { Failure } from '../failure.js';

/** Tells a run that it must end early: the job was cancelled, or its time is up. */
export class Stop {
  readonly #controller = new AbortController();
  #until: number | undefined;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Asks the run to end. Nothing new is begun from now on; what is under way is undone.
   * @param why one sentence, e.g. `The job was cancelled.`
   * @param graceMs how long undoing may take before the rest is left to the post step
   */
  request(why: string, graceMs: number): void {
    this.#until ??= performance.now() + graceMs;
    if (!this.signal.aborted) {
      this.#controller.abort(
        new Failure('cancelled', {
          cause: why,
          next: 'Run the workflow again. The bindings are as they were, unless the report below says otherwise.',
        }),
      );
    }
  }

  /** Whether there is time left for undoing. */
  get graceIsOver(): boolean {
    return this.#until !== undefined && performance.now() > this.#until;
  }

  /** @throws Failure `cancelled` once the run was asked to end */
  throwIfRequested(): void {
    this.signal.throwIfAborted();
  }
}
