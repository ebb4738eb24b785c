/** What identifies a job on a runner: two steps of one job share it, two jobs never do. */
export interface JobIdentity {
  readonly runId: string;
  readonly runAttempt: string;
  readonly job: string;
  /** Set by the runner, new for every job. */
  readonly tracking: string;
}

/** Whose a change is: the computer that it was made on, the runner that made it, and its job. */
export interface Origin {
  readonly computer: string;
  /** The runner's name; two runner services of one computer have two. */
  readonly runner: string;
  readonly job: JobIdentity;
}

/** How near another origin is to this one. */
type Nearness = 'same-job' | 'same-runner' | 'same-computer' | 'another-computer';

/** How near a journal's origin is to whoever reads it. Names of computers and runners compare without case. */
export function nearness(theirs: Origin, ours: Origin): Nearness {
  if (theirs.computer.toLowerCase() !== ours.computer.toLowerCase()) return 'another-computer';
  if (theirs.runner.toLowerCase() !== ours.runner.toLowerCase()) return 'same-computer';
  return sameJob(theirs.job, ours.job) ? 'same-job' : 'same-runner';
}

/** Whether two runs belong to the same job. */
export function sameJob(one: JobIdentity, other: JobIdentity): boolean {
  return (
    one.runId === other.runId &&
    one.runAttempt === other.runAttempt &&
    one.job === other.job &&
    one.tracking === other.tracking
  );
}
