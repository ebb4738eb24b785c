import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectRoot } from '../simulator/build.js';
import type { Machine } from '../simulator/machine.js';

/** The project's folder. */
export const root = projectRoot();

/** The bundle: that of the project, or another one while its sources are being worked on. */
const bundle = process.env.REBIND_DIST ?? join(root, 'dist');

/** How a step of the action ended. */
export interface StepEnd {
  /** null: it was killed. */
  exitCode: number | null;
  /** What it printed, as the runner reads it. */
  log: string;
  outputs: Record<string, string>;
  /** Markdown. */
  summary: string;
}

/** What makes every run of a job the same, see `stage.cjs`. */
export interface Stage {
  /** What time it is; undefined for the real time. */
  readonly now: Date | undefined;
  readonly ports: Readonly<Record<string, number>>;
}

/** A job of a self-hosted runner, as far as the committed bundle can tell. */
export class Job {
  readonly #folder: string;
  readonly #machine: Pick<Machine, 'systemRoot' | 'programData'>;
  readonly #stage: Stage | undefined;
  readonly #state: Record<string, string> = {};

  /** @param folder for the runner's files; it is made */
  constructor(folder: string, machine: Pick<Machine, 'systemRoot' | 'programData'>, stage?: Stage) {
    this.#folder = folder;
    this.#machine = machine;
    this.#stage = stage;
    for (const name of ['temp', 'tools']) mkdirSync(join(folder, name), { recursive: true });
  }

  /** Runs the action's main step or its post step, with its inputs' defaults as `action.yml` has them. */
  async run(step: 'main' | 'post', inputs: Readonly<Record<string, string>>): Promise<StepEnd> {
    const file = (name: string) => join(this.#folder, `${step}-${name}`);
    for (const name of ['output', 'state', 'summary']) writeFileSync(file(name), '');
    const environment: Record<string, string> = {
      ...this.#staging(),
      SystemRoot: this.#machine.systemRoot,
      ProgramData: this.#machine.programData,
      COMPUTERNAME: 'WEB-01',
      RUNNER_NAME: 'web-01',
      RUNNER_TEMP: join(this.#folder, 'temp'),
      RUNNER_TOOL_CACHE: join(this.#folder, 'tools'),
      GITHUB_RUN_ID: '4711',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_JOB: 'renew',
      GITHUB_OUTPUT: file('output'),
      GITHUB_STATE: file('state'),
      GITHUB_STEP_SUMMARY: file('summary'),
    };
    for (const [name, value] of Object.entries({ ...defaults(), ...inputs })) {
      environment[`INPUT_${name.toUpperCase()}`] = value;
    }
    for (const [name, value] of Object.entries(this.#state)) environment[`STATE_${name}`] = value;
    const staged = this.#stage ? ['--require', join(root, 'demo', 'stage.cjs')] : [];
    const child = spawn(process.execPath, [...staged, join(bundle, step, 'index.js')], { env: environment });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    const [exitCode] = (await once(child, 'close')) as [number | null];
    Object.assign(this.#state, readCommands(file('state')));
    const summary = readFileSync(file('summary'), 'utf8');
    return {
      exitCode,
      log: Buffer.concat(chunks).toString('utf8'),
      outputs: readCommands(file('output')),
      summary,
    };
  }

  #staging(): Record<string, string> {
    if (this.#stage === undefined) return {};
    const { now, ports } = this.#stage;
    return {
      STAGE_PORTS: JSON.stringify(ports),
      ...(now && { STAGE_NOW: now.toISOString() }),
    };
  }

  /**
   * Text in which the places of this job and its machine are those of a Windows server. That is all that a text of the
   * action has of the machine on which it runs.
   */
  withPlacesOfWindows(text: string): string {
    const places = [
      [this.#machine.systemRoot, 'C:\\Windows'],
      [this.#machine.programData, 'C:\\ProgramData'],
      [join(this.#folder, 'temp'), 'C:\\actions-runner\\_work\\_temp'],
    ] as const;
    return places.reduce((all, [here, there]) => {
      const parts = all.split(here);
      return parts
        .map((part, index) => {
          if (index === 0) return part;
          const [path = ''] = /^[\w./-]*/.exec(part) ?? [];
          return there + path.replaceAll('/', '\\') + part.slice(path.length);
        })
        .join('');
    }, text);
  }

  /** Files that the action left in the runner's folders, and where it keeps its journals. */
  leftovers(): string[] {
    const profile = join(this.#machine.systemRoot, 'System32', 'config', 'systemprofile');
    const journals = join(profile, 'AppData', 'Local', 'rebind-iis-certificate');
    const runners = ['temp', 'tools'].map((name) => join(this.#folder, name));
    return [...runners, journals].filter(existsSync).flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name),
    );
  }
}

/** The defaults of the inputs; an expression is evaluated as the runner would in a job that goes well. */
function defaults(): Record<string, string> {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default?: string }>;
  };
  // An input without a default that is not given has no variable.
  const entries = Object.entries(action.inputs).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value.startsWith('${{') ? 'success' : value]],
  );
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Reads the `name<<delimiter` blocks in which a step hands values to the runner. */
function readCommands(file: string): Record<string, string> {
  const blocks = readFileSync(file, 'utf8').matchAll(/^([^\n=<]+)<<([^\n]+)\n(?:([\s\S]*?)\n)?\2$/gm);
  return Object.fromEntries([...blocks].map(([, name = '', , value = '']) => [name, value]));
}
