import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../simulator/build.js';
import type { Scene } from './scene.js';
import { renewal, type Task } from './tasks.js';

/** One run of the action's main step. Times in milliseconds. */
export interface BundleRun {
  /** From the start of its process to its end, as its starter sees it. */
  readonly wallMs: number;
  /** In which at least one program ran: from just before its start to its end. */
  readonly programMs: number;
  /** The rest: what the action itself takes, handshakes included. */
  readonly ownMs: number;
  /** The part of it in which it did nothing but wait for handshakes. */
  readonly handshakeMs: number;
  /** From the start of the process to the first start of a program. */
  readonly startMs: number;
  /** Of the process alone, all threads. */
  readonly cpuMs: number;
  readonly programs: number;
  /** The most memory that the process had at a time. */
  readonly peakMb: number;
}

interface Probed {
  readonly programs: readonly { from: number; to: number }[];
  readonly cpuMs: number;
  readonly peakKb: number;
}

/** What is run: a Node.js, and the folder of a bundle. */
export interface Runner {
  readonly node: string;
  readonly bundle: string;
}

/** Runs a bundle on the server. @throws Error if it does not do what the task asks for */
export async function runBundle(
  scene: Scene,
  { node, bundle }: Runner,
  task: Task = renewal,
): Promise<BundleRun> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-job-'));
  const file = (name: string) => join(folder, name);
  try {
    for (const name of ['temp', 'tools']) mkdirSync(file(name));
    for (const name of ['output', 'state', 'summary']) writeFileSync(file(name), '');
    const began = performance.now();
    const args = ['--require', join(projectRoot(), 'bench', 'probe.cjs'), join(bundle, 'main', 'index.js')];
    const child = spawn(node, args, {
      env: {
        SystemRoot: scene.machine.systemRoot,
        BENCH_PROBE: file('probe'),
        RUNNER_TEMP: file('temp'),
        RUNNER_TOOL_CACHE: file('tools'),
        GITHUB_RUN_ID: '1',
        GITHUB_RUN_ATTEMPT: '1',
        GITHUB_JOB: 'bench',
        GITHUB_OUTPUT: file('output'),
        GITHUB_STATE: file('state'),
        GITHUB_STEP_SUMMARY: file('summary'),
        ...Object.fromEntries(
          Object.entries({ ...scene.inputs, ...task.inputs }).map(([name, value]) => [
            `INPUT_${name.toUpperCase()}`,
            value,
          ]),
        ),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const log: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => log.push(chunk));
    const exited = once(child, 'exit') as Promise<[number | null]>;
    const closed = once(child, 'close');
    const [code] = await exited;
    const wallMs = performance.now() - began;
    await closed;
    const text = Buffer.concat(log).toString('utf8');
    mustBeDone(scene, task, { code, log: text });
    return measured(wallMs, JSON.parse(readFileSync(file('probe'), 'utf8')) as Probed, text);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mustBeDone(
  { machine, endpoints, expiring, renewed }: Scene,
  { leaves }: Task,
  { code, log }: { readonly code: number | null; readonly log: string },
): void {
  const table = machine.table();
  const hash = (leaves === 'renewed' ? renewed : expiring).thumbprint.toLowerCase();
  const wrong = endpoints.filter((endpoint) => table.get(endpoint)?.hash !== hash);
  if (code === 0 && wrong.length === 0) return;
  const errors = log.split('\n').filter((line) => line.startsWith('::error'));
  throw new Error(`The action ended with ${code}, ${wrong.length} bindings are wrong. ${errors.join('\n')}`);
}

function measured(wallMs: number, { programs, cpuMs, peakKb }: Probed, log: string): BundleRun {
  const programMs = covered(programs);
  const handshakeMs =
    groupMs(log, 'What the bindings show now') + groupMs(log, 'Shake hands with every binding');
  return {
    wallMs,
    programMs,
    ownMs: wallMs - programMs,
    handshakeMs,
    startMs: programs[0]?.from ?? 0,
    cpuMs,
    programs: programs.length,
    peakMb: peakKb / 1024,
  };
}

/** The time that spans cover together, which may overlap; they are in the order of their beginnings. */
function covered(spans: readonly { from: number; to: number }[]): number {
  let [sum, until] = [0, 0];
  for (const { from, to } of spans) {
    if (to <= until) continue;
    sum += to - Math.max(from, until);
    until = to;
  }
  return sum;
}

/** What the log says of the time that one of its groups took, e.g. `Plan: 35 ms` or `Plan: 1.2 s`; 0 without it. */
function groupMs(log: string, title: string): number {
  const line = log.split('\n').find((each) => each.startsWith(`${title}: `));
  const [, amount = '0', unit] = /: ([\d.]+) (ms|s)$/.exec(line?.trimEnd() ?? '') ?? [];
  return Number(amount) * (unit === 's' ? 1000 : 1);
}
