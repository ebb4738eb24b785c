import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Machine } from '../../simulator/machine.js';
import type { MachineOptions } from '../../simulator/machine-options.js';
import type { Call } from '../../simulator/state/calls.js';
import type { Fault } from '../../simulator/state/faults.js';
import type { StepEnd } from '../scenarios/action.js';
import { type Ground, given, handshakeProblems, openGround, type Side, sideOf, traces } from './ground.js';

/** How a main step is told to end. */
type Interrupt = { readonly signal: NodeJS.Signals } & (
  | {
      readonly at: number;
      /**
       * The programs share the console of the action, so that Ctrl-C ends them first: the action hears of it so many
       * ms later.
       */
      readonly programsFirstMs?: number;
    }
  | { readonly afterMs: number }
);

/** One job on one machine, with faults. */
export interface Trial {
  readonly title: string;
  readonly machine?: Partial<MachineOptions>;
  /** What goes wrong with programs. */
  readonly faults: (ground: Ground) => readonly Fault[];
  /** The listener of this target keeps its certificate, so that its handshake fails and everything is put back. */
  readonly staleTarget?: number;
  /** A target that somebody else changes meanwhile. */
  readonly driftingTarget?: number;
  /** Sent to the main step when the n-th program starts, or some ms after the step. */
  readonly interrupt?: Interrupt;
  /** The main step must end within this many ms. */
  readonly withinMs?: number;
  /** If everything is as it was in the end: whether a further run must make it new. By default it must. */
  readonly thenAgain?: boolean;
}

/** What came of a trial. */
export interface Verdict {
  readonly trial: Trial;
  readonly side: Side;
  /** How many faults were set. */
  readonly faults: number;
  /** How long the main step took. */
  readonly mainMs: number;
  readonly mainCode: number | null;
  /** Programs that main and post have started, and how many of them main. */
  readonly started: readonly Call[];
  readonly mainCalls: number;
  /** Nothing: the fault was survived. */
  readonly problems: readonly string[];
}

/**
 * Runs main and post as the runner does (post always, with what main has saved), and then a further run without
 * faults if the machine is as it was. Checks all that may be expected of the machine and of the report.
 */
export async function attempt(trial: Trial): Promise<Verdict> {
  const ground = await openGround(trial.machine);
  const { machine, job, targets } = ground;
  const problems: string[] = [];
  try {
    const faults = trial.faults(ground);
    machine.faults(faults);
    const isKill = trial.interrupt !== undefined && 'afterMs' in trial.interrupt;
    const count = faults.length + [trial.staleTarget !== undefined, isKill].filter(Boolean).length;
    if (trial.staleTarget !== undefined)
      machine.misbehave(targets[trial.staleTarget]!, { kind: 'stale', when: 'changed' });
    const apart = new Set(trial.driftingTarget === undefined ? [] : [targets[trial.driftingTarget]!]);
    const main = await job.run('main', given, {
      onStart: (child) => {
        if (trial.interrupt) void interruptAt(ground, trial.interrupt, (signal) => child.kill(signal));
      },
    });
    const mainCalls = machine.calls().length;
    problems.push(...untruths(ground, main));
    if (main.ms > (trial.withinMs ?? 90_000)) problems.push(`main took ${Math.round(main.ms)} ms`);
    const post = await job.run('post', { 'job-status': main.code === 0 ? 'success' : 'failure' });
    const course = {
      trial,
      faults: count,
      mainMs: main.ms,
      mainCode: main.code,
      mainCalls,
      started: machine.calls(),
    };
    if (post.code === null) {
      // The runner does not start it again: the next run has to mend it.
      problems.push(...(await runAgain(ground, apart)));
      emptyAsTheRunnerDoes(job.temp);
      const side = sideOf(ground, apart, problems);
      return { ...course, side, problems: [...problems, ...traces(ground, side, apart)] };
    }
    if (post.code !== 0) problems.push(`post failed: ${post.errors.join(' ')} ${post.stderr}`);
    const side = sideOf(ground, apart, problems);
    if (main.code === 0 && side !== 'new') problems.push('main ended well, and the bindings are not new');
    if (main.code === 1 && trial.interrupt && !main.errors.join().includes('(cancelled)'))
      problems.push(`the cancel is called ${main.errors.join(' ')}`);
    if (main.code === 1 && side !== 'old')
      problems.push('main failed, and the bindings are not as they were');
    problems.push(...traces(ground, side, apart));
    if (trial.staleTarget === undefined) problems.push(...(await handshakeProblems(ground)));
    problems.push(...driftProblems(ground, faults, apart));
    if (side === 'old' && trial.thenAgain !== false) problems.push(...(await runAgain(ground, apart)));
    return { ...course, side, problems };
  } finally {
    await ground.close();
  }
}

/** Ends a main step as its trial says. */
export async function interruptAt(
  { machine }: Pick<Ground, 'machine'>,
  interrupt: Interrupt,
  kill: (signal: NodeJS.Signals) => boolean,
): Promise<void> {
  const { signal } = interrupt;
  if ('afterMs' in interrupt) {
    await sleep(interrupt.afterMs);
    kill(signal);
    return;
  }
  const { at, programsFirstMs } = interrupt;
  for (let waited = 0; waited < 60_000; waited += 10) {
    if (machine.calls().length >= at) {
      if (programsFirstMs !== undefined) await endPrograms(machine, at, signal, programsFirstMs);
      kill(signal);
      return;
    }
    await sleep(10);
  }
}

/** Ends every program that runs, as a console does. The fault `slow` keeps the n-th at work for long enough. */
async function endPrograms(
  machine: Pick<Machine, 'calls'>,
  at: number,
  signal: NodeJS.Signals,
  thenMs: number,
): Promise<void> {
  // One time before its effect, the next time after it.
  await sleep(at % 2 === 0 ? 50 : 450);
  for (const { pid } of machine.calls().filter(({ exitCode }) => exitCode === undefined)) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended just now.
    }
  }
  await sleep(thenMs);
}

/** What the main step says that is not so. It is asked right after the step. */
function untruths({ machine, before }: Ground, { code, errors, report, stderr }: StepEnd): string[] {
  const problems: string[] = [];
  if (code === null) return problems;
  if (stderr !== '') problems.push(`main wrote to stderr: ${stderr}`);
  if (code !== 0 && code !== 1) problems.push(`exit code ${code}`);
  if (errors.length !== code) problems.push(`exit code ${code} with ${errors.length} errors`);
  if (errors.some((each) => each.includes('(unexpected)'))) problems.push(errors.join(' '));
  if (!report) return [...problems, 'there is no report'];
  if ((code === 0) !== (report.outcome === 'rebound'))
    problems.push(`exit code ${code} with ${report.outcome}`);
  const table = machine.table();
  for (const { endpoint, result, thumbprint } of report.bindings) {
    const is = table.get(endpoint)?.hash?.toUpperCase() ?? null;
    const was = before.get(endpoint)?.hash?.toUpperCase() ?? null;
    const isKnown = result !== 'failed' || thumbprint !== null;
    if (isKnown && thumbprint !== is) problems.push(`${endpoint}: report says ${thumbprint}, it is ${is}`);
    if (result === 'rolled-back' && is !== was)
      problems.push(`${endpoint}: said to be rolled back, and is not`);
    if (result === 'rebound' && report.outcome !== 'rebound')
      problems.push(`${endpoint}: said to be rebound`);
  }
  return problems;
}

/** What somebody else has made of a target must still be so. */
function driftProblems({ machine }: Ground, faults: readonly Fault[], apart: ReadonlySet<string>): string[] {
  const table = machine.table();
  return faults.flatMap(({ changes = [] }) =>
    changes.flatMap((change) => {
      if (change.op !== 'update') return [];
      const record = [...apart].map((endpoint) => table.get(endpoint)).find((each) => each !== undefined);
      const differs = Object.entries(change.changes).filter(
        ([name, value]) => JSON.stringify(record?.[name as keyof typeof record]) !== JSON.stringify(value),
      );
      return differs.map(([name]) => `what somebody else has changed (${name}) is not so any more`);
    }),
  );
}

/** A further run, in a job of its own, without faults: nothing that is left may stand in its way. */
async function runAgain(ground: Ground, apart: ReadonlySet<string>): Promise<string[]> {
  const problems: string[] = [];
  ground.machine.faults([]);
  for (const endpoint of ground.targets) ground.machine.misbehave(endpoint, null);
  const again = ground.newJob();
  const end = await again.run('main', given);
  await again.run('post', { 'job-status': 'success' });
  if (end.code !== 0) problems.push(`the next run failed: ${end.errors.join(' ')} ${end.stderr}`);
  if (sideOf(ground, apart, problems) !== 'new') problems.push('the next run did not make everything new');
  return problems;
}

/** The runner empties its folder for temporary files before and after each job. */
function emptyAsTheRunnerDoes(temp: string): void {
  for (const name of readdirSync(temp)) rmSync(join(temp, name), { recursive: true });
}

/** Works on all items, so many side by side. */
export async function inPool<Item, Result>(
  items: readonly Item[],
  sideBySide: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  await Promise.all(
    Array.from({ length: sideBySide }, async () => {
      for (const [index, item] of queue) results[index] = await work(item);
    }),
  );
  return results;
}
