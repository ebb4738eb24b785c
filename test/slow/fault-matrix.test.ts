import { type ChildProcess, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { MachineOptions } from '../../simulator/machine-options.js';
import type { FaultKind } from '../../simulator/state/faults.js';
import { recordKey } from '../../simulator/state/record.js';
import { boundTo, foreign, type Ground, given, next, old, openGround } from '../faults/ground.js';
import { attempt, inPool, type Trial, type Verdict } from '../faults/trial.js';
import { journalFolder } from '../scenarios/action.js';

/*
 * A run over four sockets of different kinds, with a fault at every program call in turn, followed by the post step:
 * the machine must end all-new or all-old, and nothing may be left. The full product for the main kinds of fault
 * with `update`; a part of it where it repeats what was tried already.
 */

// Each test is many runs of the action.
vi.setConfig({ testTimeout: 20 * 60_000, hookTimeout: 5 * 60_000 });

const mainKinds = [
  'error',
  'no-effect',
  'garbage',
  'killed',
  'kill-parent-before',
  'kill-parent-after',
] as const satisfies readonly FaultKind[];

/** Trials that need a core, side by side; and trials that mostly sleep until a hung program is killed. */
const workers = 3;
const sleepers = 10;

const updates = {
  'with update': {},
  'without update': { update: 'absent' },
} as const satisfies Record<string, Partial<MachineOptions>>;
type Update = keyof typeof updates;

const verdicts: Verdict[] = [];
const sumOf = (some: readonly Verdict[]) => some.reduce((sum, { faults }) => sum + faults, 0);

/**
 * All trials together take a quarter of an hour on two cores. So only every eighth of them is made, of each group one
 * at least; FAULT_EVERY=1 makes all, FAULT_FIRST=1 begins with the next one, and so on.
 */
const every = Number(process.env.FAULT_EVERY ?? 8);
let first = Number(process.env.FAULT_FIRST ?? 0);

/** The trials of a group that are made: every group begins with another one. */
function chosen(trials: readonly Trial[]): Trial[] {
  const start = first % Math.max(1, Math.min(every, trials.length));
  first += 1;
  return trials.filter((_, index) => index % every === start);
}

/** Runs trials; every one that is not survived is a line of the result. */
async function failuresOf(trials: readonly Trial[], sideBySide = workers): Promise<string[]> {
  expect(trials).not.toEqual([]);
  const made = await inPool(chosen(trials), sideBySide, attempt);
  verdicts.push(...made);
  return made
    .filter(({ problems }) => problems.length > 0)
    .map(({ trial, problems }) => `${trial.title}: ${problems.join('; ')}`);
}

/** What a run without faults does: how many programs it starts, and which of them change something. */
interface Course {
  readonly calls: number;
  /** Calls that may change something, in order; those that run a script. */
  readonly writing: readonly number[];
  readonly scripts: readonly number[];
}

const course = {} as Record<Update, Course>;
/** The same for a run whose last handshake fails: its roll-back begins after the calls of a good run. */
let rolledBack: Course;
/** The same for a run that is killed once it has changed all, and the calls of its post step. */
let killed: Course & { readonly mainCalls: number };

async function courseOf(trial: Trial): Promise<Course & { mainCalls: number; mainMs: number }> {
  const { problems, mainCalls, mainMs, started } = await attempt(trial);
  expect(problems).toEqual([]);
  const isScript = (args: readonly string[]) => args[0] === '-f' && args.length === 2;
  const isWriting = (args: readonly string[]) =>
    isScript(args) ||
    ['-importPFX', '-addstore', '-delstore', '-csp', '/grant', '/restore'].some((word) =>
      args.includes(word),
    );
  return {
    calls: started.length,
    mainCalls,
    mainMs,
    writing: started.filter(({ args }) => isWriting(args)).map(({ n }) => n),
    scripts: started.filter(({ args }) => isScript(args)).map(({ n }) => n),
  };
}

beforeAll(async () => {
  for (const update of Object.keys(updates) as Update[])
    course[update] = await courseOf({ title: update, machine: updates[update], faults: () => [] });
  rolledBack = await courseOf({ title: 'rolled back', faults: () => [], staleTarget: 1 });
  killed = await courseOf({
    title: 'killed',
    faults: () => [{ at: course['with update'].scripts.at(-1)!, fault: 'kill-parent-after' }],
  });
});

afterAll(() => {
  const survived = verdicts.filter(({ problems }) => problems.length === 0);
  console.log(`faults injected: ${sumOf(verdicts)}, survived: ${sumOf(survived)}`);
});

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

function one(fault: FaultKind, at: number, update: Update = 'with update'): Trial {
  return {
    title: `${fault} at call ${at} ${update}`,
    machine: updates[update],
    faults: () => [{ at, fault }],
    // What is as it was after all these is much the same.
    thenAgain: at % 3 === 0,
  };
}

describe('at every call of a run', () => {
  it.each(mainKinds)('%s, with update', async (fault) => {
    const calls = range(1, course['with update'].calls);
    expect(await failuresOf(calls.map((at) => one(fault, at)))).toEqual([]);
  });

  it.each(['error', 'no-effect', 'killed', 'kill-parent-after'] as const)(
    '%s, without update, from the first change on',
    async (fault) => {
      const { calls, writing } = course['without update'];
      const from = range(writing[0]!, calls);
      expect(await failuresOf(from.map((at) => one(fault, at, 'without update')))).toEqual([]);
    },
  );

  it('hang, with update', async () => {
    const calls = range(1, course['with update'].calls);
    const trials = calls.map((at) => ({ ...one('hang', at), withinMs: 75_000 }));
    expect(await failuresOf(trials, sleepers)).toEqual([]);
  });
});

describe('at the calls that change something', () => {
  const kinds = ['error-after', 'killed-after', 'flood'] as const;

  it.each(kinds)('%s', async (fault) => {
    expect(await failuresOf(course['with update'].writing.map((at) => one(fault, at)))).toEqual([]);
  });

  it('hang-after, and hang without update', async () => {
    const trials = [
      ...course['with update'].writing.map((at) => one('hang-after', at)),
      ...course['without update'].writing.map((at) => one('hang', at, 'without update')),
    ];
    expect(await failuresOf(trials, sleepers)).toEqual([]);
  });

  it.each(['killed-midway', 'kill-parent-midway'] as const)(
    '%s, between two lines of a script',
    async (fault) => {
      const trials = (Object.keys(updates) as Update[]).flatMap((update) =>
        course[update].scripts.map((at) => one(fault, at, update)),
      );
      expect(await failuresOf(trials)).toEqual([]);
    },
  );

  it('flood, at the readings', async () => {
    const { calls, writing } = course['with update'];
    const readings = range(1, calls).filter((at) => !writing.includes(at) && at % 3 === 0);
    expect(await failuresOf(readings.map((at) => one('flood', at)))).toEqual([]);
  });
});

/**
 * Somebody else binds another certificate to a target, or changes a setting of it. From the update on, a setting that
 * has changed cannot be told from one that the update has lost, which is put back.
 */
function drift(fault: 'drift' | 'drift-after', at: number): Trial {
  const target = at % 4;
  const update = course['with update'].scripts.at(-1)!;
  const changes = at % 3 === 0 && at < update ? { flags: 0x1 } : boundTo(foreign);
  return {
    title: `${fault} of target ${target} at call ${at}: ${Object.keys(changes)}`,
    faults: ({ targets, before }: Ground) => [
      {
        at,
        fault,
        changes: [{ op: 'update', key: recordKey(before.get(targets[target]!)!), changes, omitted: 'keep' }],
      },
    ],
    driftingTarget: target,
    thenAgain: at % 2 === 0,
  };
}

describe('somebody else changes a target', () => {
  it('before any call', async () => {
    const { calls, scripts } = course['with update'];
    // HTTP.sys knows no "change this if it still is that": the registry is read last, right after the rehearsal's script,
    // and what changes between that and the update is lost.
    const [rehearsal = 0, update = 0] = scripts.slice(-2);
    const trials = range(1, calls)
      .filter((at) => at <= rehearsal + 1 || at > update)
      .map((at) => drift('drift', at));
    expect(await failuresOf(trials)).toEqual([]);
  });

  it('after a call that changes something', async () => {
    const trials = course['with update'].writing.map((at) => drift('drift-after', at));
    expect(await failuresOf(trials)).toEqual([]);
  });
});

describe('a second fault, in the roll-back', () => {
  it.each(mainKinds)('%s, after a handshake that fails', async (fault) => {
    const calls = range(course['with update'].calls + 1, rolledBack.calls);
    const trials = calls.map((at) => ({ ...one(fault, at), staleTarget: 1 }));
    expect(await failuresOf(trials)).toEqual([]);
  });

  it.each(mainKinds.filter((kind) => kind !== 'kill-parent-before'))(
    '%s, in the post step of a run that was killed',
    async (fault) => {
      expect(await failuresOf(inPost(fault))).toEqual([]);
    },
  );

  it('hang, in both', async () => {
    const calls = range(course['with update'].calls + 1, rolledBack.calls);
    const trials = calls.map((at) => ({ ...one('hang', at), staleTarget: 1, thenAgain: true }));
    expect(await failuresOf([...trials, ...inPost('hang')], sleepers)).toEqual([]);
  });

  function inPost(fault: FaultKind): Trial[] {
    return range(killed.mainCalls + 1, killed.calls).map((at) => ({
      title: `main killed after its change, ${fault} at call ${at}`,
      faults: () => [
        { at: course['with update'].scripts.at(-1)!, fault: 'kill-parent-after' },
        { at, fault },
      ],
      thenAgain: at % 3 === 0,
    }));
  }
});

/** A program that is slow for so long that a signal arrives while it works. */
const slowMs = 600;

describe('the job is cancelled', () => {
  it('at any call', async () => {
    const trials = range(1, course['with update'].calls).map((at) => ({
      title: `SIGINT at call ${at}`,
      faults: () => [{ at, fault: 'slow' as const, delayMs: slowMs }],
      interrupt: { at, signal: at % 4 === 0 ? ('SIGTERM' as const) : ('SIGINT' as const) },
      thenAgain: at % 3 === 0,
    }));
    expect(await failuresOf(trials)).toEqual([]);
  });

  it.each([0, 900])('at any call, and its programs %i ms before it', async (programsFirstMs) => {
    const trials = range(1, course['with update'].calls).map((at) => ({
      title: `SIGINT to the programs and ${programsFirstMs} ms later to the action, at call ${at}`,
      faults: () => [{ at, fault: 'slow' as const, delayMs: slowMs }],
      interrupt: { at, signal: 'SIGINT' as const, programsFirstMs },
      thenAgain: at % 3 === 0,
    }));
    expect(await failuresOf(trials)).toEqual([]);
  });

  it('while a program hangs', async () => {
    const trials = [1, 5, ...course['with update'].writing].map((at) => ({
      title: `SIGINT while call ${at} hangs`,
      faults: () => [{ at, fault: 'hang' as const }],
      interrupt: { at, signal: 'SIGINT' as const },
      thenAgain: true,
    }));
    expect(await failuresOf(trials)).toEqual([]);
  });

  it('and killed at once, with its program at work', async () => {
    const trials = course['with update'].writing.map((at) => ({
      title: `SIGKILL while call ${at} is at work`,
      faults: () => [{ at, fault: 'slow' as const, delayMs: 2 * slowMs }],
      interrupt: { at, signal: 'SIGKILL' as const },
      thenAgain: true,
    }));
    expect(await failuresOf(trials)).toEqual([]);
  });
});

it('is killed at any moment, between its calls as well', async () => {
  const { mainMs } = await courseOf({ title: 'good', faults: () => [] });
  const moments = range(1, 24);
  const trials = moments.map((moment) => {
    const afterMs = Math.round((mainMs * 1.1 * moment) / moments.length);
    return {
      title: `SIGKILL after ${afterMs} ms`,
      faults: () => [],
      interrupt: { afterMs, signal: 'SIGKILL' as const },
      thenAgain: moment % 3 === 0,
    };
  });
  expect(await failuresOf(trials)).toEqual([]);
});

/** Mounts a file system of this many 4 KiB pages. @returns false where this account may not */
function mountSmall(folder: string, pages: number): boolean {
  const options = ['-t', 'tmpfs', '-o', `size=${pages * 4}k`, 'tmpfs', folder];
  return spawnSync('mount', options, { stdio: 'ignore' }).status === 0;
}

describe('the disk is full', () => {
  const probe = mkdtempSync(join(tmpdir(), 'mount-'));
  const mayMount = mountSmall(probe, 1);
  if (mayMount) spawnSync('umount', [probe]);

  it.skipIf(!mayMount).each([
    ['when the journal is made', 1, 0],
    ['when the change is about to begin', 64, 150],
  ])('%s: nothing is changed', async (_, pages, moreHosts) => {
    const ground = await openGround();
    const { machine, job, targets } = ground;
    const port = targets[0]!.slice(targets[0]!.lastIndexOf(':') + 1);
    const more = range(1, moreHosts).map((n) => `host-${n}.shop.example:${port}`);
    machine.bind(...more.map((endpoint) => ({ endpoint, certificate: old })));
    const before = machine.table();
    const journals = journalFolder(machine.systemRoot);
    mkdirSync(journals, { recursive: true });
    mountSmall(journals, pages);
    try {
      const main = await job.run('main', given, {
        onStart: (child) => fillOnceThereIsAJournal(journals, child),
      });
      expect(main.errors.join()).toMatch(/\(journal-failed\).*no space left/);
      expect(main.report?.outcome).toBe('failed');
      expect((await job.run('post', { 'job-status': 'failure' })).code).toBe(0);
      expect(machine.table()).toEqual(before);
      rmSync(join(journals, 'filler'), { force: true });
      expect(job.leftovers()).toEqual([]);
      expect(machine.store('MY').some((each) => each.thumbprint === next.thumbprint)).toBe(false);
    } finally {
      spawnSync('umount', [journals]);
      await ground.close();
    }
  });
});

/** Takes all free space as soon as a run has written the header of its journal. */
function fillOnceThereIsAJournal(journals: string, child: ChildProcess): void {
  const look = setInterval(() => {
    const isThere = readdirSync(journals).some((name) => name.endsWith('.jsonl'));
    if (isThere) {
      try {
        for (;;) appendFileSync(join(journals, 'filler'), Buffer.alloc(4096));
      } catch {
        // It is full.
      }
    }
    if (isThere || child.exitCode !== null) clearInterval(look);
  }, 1);
}

it.skipIf(every !== 1)('is as large as the README says', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const said = /injects more than (\d+) faults/.exec(readme)?.[1];
  expect(sumOf(verdicts)).toBeGreaterThan(Number(said));
});
