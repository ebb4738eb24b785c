import type { Gap } from './gaps.js';
import type { TaskStarts } from './in-a-row.js';
import type { Speed } from './speed.js';
import { dryRun, renewal, unchanged } from './tasks.js';

/** Something that is to be true of the results. */
export interface Target {
  readonly name: string;
  readonly value: number;
  readonly limit: number;
  readonly is: 'at most' | 'at least';
  readonly met: boolean;
}

/** Programs of a task on a small server, and of them one after the other, at most. */
const starts: Readonly<Record<string, readonly [programs: number, inARow: number]>> = {
  [renewal.name]: [12, 9],
  [dryRun.name]: [7, 4],
  [unchanged.name]: [5, 3],
};

/** Programs for a large server, at most. */
const programsFor: ReadonlyMap<number, number> = new Map([
  [1_000, 14],
  [5_000, 30],
]);

/** The targets that the measured sizes and tasks have something to say of. */
export function judge(
  speeds: readonly Speed[],
  gaps: readonly Gap[],
  tasks: readonly TaskStarts[] = [],
): Target[] {
  const targets: Target[] = [];
  const atMost = (name: string, value: number, limit: number) =>
    targets.push({ name, value, limit, is: 'at most', met: value <= limit });
  const atLeast = (name: string, value: number, limit: number) =>
    targets.push({ name, value, limit, is: 'at least', met: value >= limit });
  const of = (bindings: number) => speeds.find((each) => each.bindings === bindings);

  for (const { task, now } of tasks) {
    const [programs, inARow] = starts[task] ?? [Number.NaN, Number.NaN];
    atMost(`programs, ${task}`, now.programs, programs);
    atMost('… one after the other', now.inARow, inARow);
  }
  for (const { bindings, programs } of speeds) {
    const most = programsFor.get(bindings);
    if (most !== undefined) atMost(`programs for ${bindings} bindings`, programs, most);
  }
  for (const { way, sockets, lost } of gaps) {
    if (way === 'update') atMost(`handshakes lost with update, ${sockets} sockets`, lost, 0);
    if (way !== 'delete + add in a script') continue;
    const byHand = gaps.find((each) => each.sockets === sockets && each.way === 'delete + add by hand');
    const script = gaps.find((each) => each.sockets === sockets && each.way === way);
    if (byHand && script) {
      const times = byHand.unboundMs / script.unboundMs;
      atLeast(`gap by hand against that of a script, ${sockets} sockets`, times, 20);
    }
  }
  const [three, thousand, fiveThousand] = [of(3), of(1_000), of(5_000)];
  if (three) atMost('own ms for 3 bindings', three.ownMs, 150);
  if (thousand) atLeast('times faster for 1000 bindings', thousand.ratio, 20);
  if (fiveThousand) {
    atLeast('times faster for 5000 bindings', fiveThousand.ratio, 40);
    atMost('own ms for 5000 bindings', fiveThousand.ownMs, 2_500);
    atMost('peak MB for 5000 bindings', fiveThousand.peakMb, 220);
  }
  if (thousand && fiveThousand) {
    const each = fiveThousand.wallMs / 5_000 / (thousand.wallMs / 1_000);
    atMost('time for each of 5000 bindings against each of 1000', each, 1.5);
  }
  return targets;
}
