import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readContract } from '../../../scripts/contract.js';
import { hostReport } from '../../../scripts/rollout-report.js';
import { root } from '../files.js';
import { runHelper } from './helper-action.js';
import { Run, type StepCall, StepFailed, type World } from './run.js';

type Texts = Readonly<Record<string, string>>;

/** What comes of a host: the outcome of the action there, or a runner that never comes back. */
export type HostOutcome = 'rebound' | 'unchanged' | 'planned' | 'rolled-back' | 'no-report';

export interface Given extends Pick<World, 'approves' | 'cancelsAt' | 'environments'> {
  /** What comes of a host with the inputs that the action got there; without it, `rebound`. */
  readonly host?: (name: string) => HostOutcome;
}

const inputs = new Set(readContract(`${root}action.yml`).inputs.map(({ name }) => name));

/** GitHub with a fleet of Windows servers: our own small actions are the real ones, the action itself is played. */
export class Fleet {
  /** The hosts on which the action ran, in order, each with the inputs that it got. */
  readonly touched: { host: string; inputs: Texts }[] = [];
  /** The texts of the artifacts, by their names. */
  readonly artifacts = new Map<string, string>();
  /** What the plans and summaries wrote into the log, one text each. */
  readonly logs: string[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'fleet-'));
  readonly #given: Given;

  constructor(given: Given = {}) {
    this.#given = given;
  }

  /** Runs the jobs of a workflow that calls the rollout. */
  run(jobs: Record<string, unknown>, secrets: Texts = {}) {
    const run = new Run({ ...this.#given, step: (call) => this.#step(call) });
    try {
      const ended = run.start(jobs, { secrets });
      return { ended, jobs: run.jobs };
    } finally {
      rmSync(this.#folder, { recursive: true });
    }
  }

  #step(call: StepCall): Texts {
    const [action = ''] = call.does.split('@');
    if (action === '$/.github/actions/rebind') return this.#rebind(call);
    if (action === '$/.github/actions/rollout-report') return this.#passOn(call.with);
    if (action.startsWith('$/')) return this.#helper(action.slice(2), call.with);
    if (action === 'actions/upload-artifact') return this.#upload(call.with);
    if (action === 'actions/download-artifact') return this.#download(call.with);
    return this.#script(call);
  }

  #rebind({ with: given, runsOn }: StepCall): Texts {
    const host = (runsOn as string[]).at(-1) ?? '';
    const unknown = Object.keys(given).filter((name) => !inputs.has(name));
    if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(', ')}`);
    this.touched.push({ host, inputs: given });
    const outcome = this.#given.host?.(host) ?? 'rebound';
    if (outcome === 'no-report') throw new StepFailed();
    const path = this.#path('report.json');
    const bindings = [{ endpoint: '0.0.0.0:443', result: outcome, message: '' }];
    writeFileSync(path, JSON.stringify({ outcome, bindings, warnings: [] }));
    const outputs = { 'report-path': path, expiring: '[]' };
    if (outcome === 'rolled-back') throw new StepFailed(outputs);
    return outputs;
  }

  /** In this process: a process for each of many hosts would take minutes. */
  #passOn(given: Texts): Texts {
    const path = this.#path(`rebind-report-${given.host}.json`);
    writeFileSync(path, hostReport(readFileSync(given['report-path'] ?? '', 'utf8'), given.expiring ?? ''));
    return { path };
  }

  #helper(action: string, given: Texts): Texts {
    const { status, stdout, outputs } = runHelper(action, this.#withTemp(given), this.#path('.'));
    this.logs.push(stdout);
    if (status !== 0) throw new StepFailed(outputs);
    return outputs;
  }

  #upload({ name = '', path = '', overwrite }: Texts): Texts {
    if (this.artifacts.has(name) && overwrite !== 'true')
      throw new Error(`The artifact ${name} is there already.`);
    this.artifacts.set(name, JSON.stringify({ file: basename(path), text: readFileSync(path, 'utf8') }));
    return {};
  }

  #download(given: Texts): Texts {
    const { pattern = '', path = '' } = this.#withTemp(given);
    const prefix = pattern.slice(0, -1);
    if (!pattern.endsWith('*') || prefix.includes('*')) throw new Error(`What does ${pattern} fit?`);
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
    for (const [name, content] of this.artifacts) {
      const { file, text } = JSON.parse(content);
      if (name.startsWith(prefix)) writeFileSync(join(path, file), text);
    }
    return {};
  }

  #script({ does, env }: StepCall): Texts {
    const { status, stdout } = spawnSync('bash', ['-c', does], {
      encoding: 'utf8',
      env: { ...env, PATH: process.env.PATH },
    });
    this.logs.push(stdout);
    if (status !== 0) throw new StepFailed();
    return {};
  }

  #withTemp(given: Texts): Texts {
    return Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value.replace('<temp>', this.#folder)]),
    );
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }
}
