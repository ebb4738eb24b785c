export type Stream = 1 | 2;

/**
 * The process that a program's starter sees. The program's code runs in it, or in the machine's server on behalf of it.
 * Whatever a program waits for goes through this: a promise of a process that was killed meanwhile never settles, so
 * that the program goes no further, as if it had been killed itself.
 */
export interface Process {
  readonly pid: number;
  /** The process that started it. */
  readonly parent: number;
  /** Milliseconds since the epoch, with fractions. */
  readonly startedAt: number;
  /** The folder in which it was started. */
  readonly cwd: string;
  /** Writes everything, also to a pipe whose reader is slow; a reader that is gone ends it. */
  write(stream: Stream, bytes: Buffer): Promise<void>;
  /** Waits until all that was written has left. */
  flush(): Promise<void>;
  /** Waits for so long, or with 0 just lets others go on. */
  pause(ms: number): Promise<void>;
  /** Dies by SIGKILL. */
  die(): Promise<never>;
  /** Kills whoever started it, and dies. */
  dieWithStarter(): Promise<never>;
  /** Waits for a kill, of itself or of its starter. */
  hang(): Promise<never>;
}
