import type { MachineOptions } from '../simulator/machine-options.js';
import { runBundle } from './bundle.js';
import { changeByHand } from './by-hand.js';
import { Clients } from './clients.js';
import type { Options } from './options.js';
import { makeScene, type Scene } from './scene.js';
import { medianOf } from './statistics.js';
import { unboundMs } from './unbound.js';

/** A way to change bindings. */
export interface Way {
  readonly name: string;
  readonly machine: Partial<MachineOptions>;
  readonly change: (scene: Scene, options: Options) => Promise<unknown>;
}

const ways: readonly Way[] = [
  { name: 'update', machine: { update: 'keep' }, change: runBundle },
  { name: 'delete + add in a script', machine: { update: 'absent' }, change: runBundle },
  {
    name: 'delete + add by hand',
    machine: {},
    change: (scene) => {
      scene.machine.install(scene.renewed);
      return changeByHand(scene, scene.endpoints);
    },
  },
];

/** What clients met while bindings were changed in one way. */
export interface Gap {
  readonly way: string;
  readonly sockets: number;
  readonly handshakes: number;
  readonly lost: number;
  /** The longest of any socket as its clients saw it; the median of all rounds. */
  readonly longestGapMs: number;
  /** The longest time for which a socket was not bound, by the machine's own record; the median of all rounds. */
  readonly unboundMs: number;
}

/** Clients would keep each other waiting if they watched all of many sockets. */
const watchedAtMost = 4;

/** Lets clients shake hands without pause while bindings are changed, in every way. */
export async function measureGaps(options: Options, tell: (text: string) => void): Promise<Gap[]> {
  const gaps: Gap[] = [];
  for (const sockets of options.sockets) {
    for (const way of ways) {
      const rounds: Gap[] = [];
      for (let count = 1; count <= options.rounds; count += 1) {
        tell(`${sockets} sockets, ${way.name}, round ${count} of ${options.rounds}`);
        rounds.push(await measure(way, sockets, options));
      }
      gaps.push(together(rounds));
    }
  }
  return gaps;
}

/** Handshakes of all rounds, and the medians of the gaps: how long one is depends on who else has the processor. */
function together(rounds: readonly Gap[]): Gap {
  const sum = (of: (round: Gap) => number) => rounds.reduce((total, round) => total + of(round), 0);
  const median = (of: (round: Gap) => number) => medianOf(rounds.map(of));
  return {
    ...rounds[0]!,
    handshakes: sum((round) => round.handshakes),
    lost: sum((round) => round.lost),
    longestGapMs: median((round) => round.longestGapMs),
    unboundMs: median((round) => round.unboundMs),
  };
}

async function measure({ name, machine, change }: Way, sockets: number, options: Options): Promise<Gap> {
  const { processCostMs } = options;
  const scene = await makeScene(sockets, { processCostMs, ...machine });
  try {
    const step = Math.ceil(sockets / watchedAtMost);
    const watched = scene.hosts.filter((_, index) => index % step === 0);
    const clients = watched.map((host) => new Clients(scene.port, host));
    await change(scene, options);
    const seen = await Promise.all(clients.map((each) => each.stop()));
    return {
      way: name,
      sockets,
      handshakes: seen.reduce((sum, each) => sum + each.handshakes, 0),
      lost: seen.reduce((sum, each) => sum + each.lost, 0),
      longestGapMs: Math.max(...seen.map((each) => each.longestGapMs)),
      unboundMs: unboundMs(scene.machine, scene.endpoints),
    };
  } finally {
    await scene.machine.close();
  }
}
