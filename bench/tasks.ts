/** What the action is asked to do on a server whose bindings all have one certificate. */
export interface Task {
  readonly name: string;
  /** In addition to those that give the new certificate. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Which certificate the bindings have before, and after. */
  readonly finds: 'expiring' | 'renewed';
  readonly leaves: 'expiring' | 'renewed';
}

/** What most of this benchmark is about. */
export const renewal: Task = {
  name: 'run, new certificate',
  inputs: {},
  finds: 'expiring',
  leaves: 'renewed',
};

export const dryRun: Task = {
  name: 'dry run',
  inputs: { 'dry-run': 'true' },
  finds: 'expiring',
  leaves: 'expiring',
};

/** What a nightly workflow finds on most nights. */
export const unchanged: Task = { name: 'unchanged', inputs: {}, finds: 'renewed', leaves: 'renewed' };

export const tasks: readonly Task[] = [renewal, dryRun, unchanged];
