import { type BundleRun, runBundle } from './bundle.js';
import { changeByHand } from './by-hand.js';
import type { Options } from './options.js';
import { makeScene, type Scene } from './scene.js';
import { medianOf } from './statistics.js';

/** The action against today's way for one number of bindings; medians, in milliseconds. */
export interface Speed extends BundleRun {
  readonly bindings: number;
  /** The same by another bundle; null where there is none to compare with. */
  readonly before: BundleRun | null;
  /** A process to delete and one to add, for each binding. */
  readonly byHandMs: number;
  /** How many bindings were really changed by hand; the time for the others is extrapolated. */
  readonly changedByHand: number;
  /** How many times faster the action is. */
  readonly ratio: number;
}

/** Measures every size, all ways in turn after one round of each to warm up. */
export async function measureSpeed(options: Options, tell: (text: string) => void): Promise<Speed[]> {
  await round(Math.min(...options.sizes), options);
  const speeds: Speed[] = [];
  for (const bindings of options.sizes) {
    const rounds: Round[] = [];
    for (let count = 1; count <= options.rounds; count += 1) {
      tell(`${bindings} bindings, round ${count} of ${options.rounds}`);
      rounds.push(await round(bindings, options));
    }
    const action = mediansOf(rounds.map((each) => each.action));
    const before = rounds.flatMap((each) => each.before ?? []);
    const byHandMs = medianOf(rounds.map((each) => each.byHandMs));
    speeds.push({
      bindings,
      ...action,
      before: before.length > 0 ? mediansOf(before) : null,
      byHandMs,
      changedByHand: Math.min(bindings, options.byHandAtMost),
      ratio: byHandMs / action.wallMs,
    });
  }
  return speeds;
}

function mediansOf(runs: readonly BundleRun[]): BundleRun {
  const median = (of: (run: BundleRun) => number) => medianOf(runs.map(of));
  return {
    wallMs: median((run) => run.wallMs),
    programMs: median((run) => run.programMs),
    ownMs: median((run) => run.ownMs),
    handshakeMs: median((run) => run.handshakeMs),
    startMs: median((run) => run.startMs),
    cpuMs: median((run) => run.cpuMs),
    programs: median((run) => run.programs),
    peakMb: median((run) => run.peakMb),
  };
}

/** What was measured in one round. */
interface Round {
  readonly action: BundleRun;
  readonly before: BundleRun | null;
  readonly byHandMs: number;
}

/** One change of all bindings by each bundle, and one by hand, each on a new server. */
async function round(bindings: number, options: Options): Promise<Round> {
  const { node, bundle, against } = options;
  const action = await on(bindings, options, (scene) => runBundle(scene, { node, bundle }));
  const before =
    against === null
      ? null
      : await on(bindings, options, (scene) => runBundle(scene, { node, bundle: against }));
  const byHandMs = await on(bindings, options, async (scene) => {
    scene.machine.install(scene.renewed);
    const some = spread(scene.endpoints, options.byHandAtMost);
    return ((await changeByHand(scene, some)) / some.length) * bindings;
  });
  return { action, before, byHandMs };
}

async function on<T>(
  bindings: number,
  { processCostMs }: Options,
  work: (scene: Scene) => Promise<T>,
): Promise<T> {
  const scene = await makeScene(bindings, { processCostMs });
  try {
    return await work(scene);
  } finally {
    await scene.machine.close();
  }
}

/** So many of a list at most, at equal distances. */
function spread<T>(all: readonly T[], most: number): T[] {
  const count = Math.min(all.length, most);
  return Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)]!);
}
