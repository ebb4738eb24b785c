/** Tells the doors to the machine that the work must end early. */
export interface Deadline {
  /** Aborted once the work is to end; the reason is what is thrown then. */
  readonly signal: AbortSignal;
  /** ms until nothing may run any more; infinite as long as the work goes on. */
  readonly remainingMs: number;
  /** Whether what was begun is being undone: that goes on after the signal, whatever the signal has ended. */
  readonly isUndoing: boolean;
}
