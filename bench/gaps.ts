import type { MachineOptions } from '../simulator/machine-options.js';
import { runBundle } from './bundle.js';
import { changeByHand } from './by-hand.js';
import { Clients } from './clients.js';
import type { Options } from './options.js';
import { makeScene, type Scene } from './scene.js';
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
  /** The longest of any socket as its clients saw it. */
  readonly longestGapMs: number;
  /** The longest time for which a socket was not bound, by the machine's own record. */
  readonly unboundMs: number;
}

/** Clients would keep each other waiting if they watched all of many sockets. */
const watchedAtMost = 4;

/** Lets clients shake hands without pause while bindings are changed, in every way. */
export async function measureGaps(options: Options, tell: (text: string) => void): Promise<Gap[]> {
  const gaps: Gap[] = [];
  for (const sockets of options.sockets) {
    for (const way of ways) {
      tell(`${sockets} sockets, ${way.name}`);
      gaps.push(await measure(way, sockets, options));
    }
  }
  return gaps;
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
