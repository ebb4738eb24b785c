import { type BundleRun, type Runner, runBundle } from './bundle.js';
import type { Options } from './options.js';
import { makeScene } from './scene.js';
import { medianOf } from './statistics.js';
import { type Task, tasks } from './tasks.js';

/** How many programs a task starts, and how many of them one after the other. */
export interface Starts {
  readonly programs: number;
  /**
   * By how much longer the task takes for each millisecond that a start of a program takes longer. What runs side by
   * side counts once.
   */
  readonly inARow: number;
}

/** A task on a small server. */
export interface TaskStarts {
  readonly task: string;
  readonly now: Starts;
  /** null where there is nothing to compare with. */
  readonly before: Starts | null;
}

export const bindings = 3;

/** Measures every task, by each bundle in turn. */
export async function measureStarts(options: Options, tell: (text: string) => void): Promise<TaskStarts[]> {
  const { node, bundle, against } = options;
  const found: TaskStarts[] = [];
  for (const task of tasks) {
    tell(`${task.name}, ${bindings} bindings`);
    const now = await startsOf(task, { node, bundle }, options);
    const before = against === null ? null : await startsOf(task, { node, bundle: against }, options);
    found.push({ task: task.name, now, before });
  }
  return found;
}

async function startsOf(task: Task, runner: Runner, { rounds, twoCostsMs }: Options): Promise<Starts> {
  const [low, high] = twoCostsMs;
  const cheap: BundleRun[] = [];
  const dear: BundleRun[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    cheap.push(await runWith(low, task, runner));
    dear.push(await runWith(high, task, runner));
  }
  const programs = medianOf(dear.map((each) => each.programs));
  return { programs, inARow: inARowOf(cheap, dear, twoCostsMs) };
}

/** By how much the time grows with the cost. Of each cost the shortest counts: whatever else happens only takes longer. */
export function inARowOf(
  cheap: readonly Pick<BundleRun, 'wallMs'>[],
  dear: readonly Pick<BundleRun, 'wallMs'>[],
  [low, high]: readonly [low: number, high: number],
): number {
  const shortest = (runs: readonly Pick<BundleRun, 'wallMs'>[]) =>
    Math.min(...runs.map(({ wallMs }) => wallMs));
  return (shortest(dear) - shortest(cheap)) / (high - low);
}

async function runWith(processCostMs: number, task: Task, runner: Runner): Promise<BundleRun> {
  const scene = await makeScene(bindings, { processCostMs }, task.finds);
  try {
    return await runBundle(scene, runner, task);
  } finally {
    await scene.machine.close();
  }
}
