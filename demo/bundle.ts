import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The project's folder, seen from `build/demo/demo/`. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** How a step of the action ended. */
export interface StepEnd {
  exitCode: number | null;
  log: string;
  outputs: Record<string, string>;
  /** Markdown. */
  summary: string;
}

/** A job of a self-hosted runner, as far as the committed bundle can tell. */
export class Job {
  readonly #folder: string;
  readonly #systemRoot: string;
  readonly #state: Record<string, string> = {};

  /** @param folder for the runner's files; it is made */
  constructor(folder: string, systemRoot: string) {
    this.#folder = folder;
    this.#systemRoot = systemRoot;
    for (const name of ['temp', 'tools']) mkdirSync(join(folder, name), { recursive: true });
  }

  /** Runs the action's main step or its post step, with its inputs' defaults as `action.yml` has them. */
  async run(step: 'main' | 'post', inputs: Readonly<Record<string, string>>): Promise<StepEnd> {
    const file = (name: string) => join(this.#folder, `${step}-${name}`);
    for (const name of ['output', 'state', 'summary']) writeFileSync(file(name), '');
    const environment: Record<string, string> = {
      SystemRoot: this.#systemRoot,
      RUNNER_TEMP: join(this.#folder, 'temp'),
      RUNNER_TOOL_CACHE: join(this.#folder, 'tools'),
      GITHUB_RUN_ID: '1',
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
    const child = spawn(process.execPath, [join(root, 'dist', step, 'index.js')], { env: environment });
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

  /** Files that the action left in the runner's folders, and where it keeps its journals. */
  leftovers(): string[] {
    const profile = join(this.#systemRoot, 'System32', 'config', 'systemprofile');
    const journals = join(profile, 'AppData', 'Local', 'rebind-iis-certificate');
    const runners = ['temp', 'tools'].map((name) => join(this.#folder, name));
    return [...runners, journals].filter(existsSync).flatMap((folder) =>
      readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name),
    );
  }
}

/** A log as the runner shows it: groups by their titles, commands for the runner and debug lines left out. */
export function readableLog(log: string): string[] {
  return log
    .split('\n')
    .map((line) =>
      line.replace(/^::group::/, '▾ ').replace(/^::(warning|error)(?: title=([^:]*))?::/, '$1: $2: '),
    )
    .filter((line) => line !== '' && !line.startsWith('::'));
}

/** The defaults of the inputs; an expression is evaluated as the runner would in a job that goes well. */
function defaults(): Record<string, string> {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default?: string }>;
  };
  const entries = Object.entries(action.inputs).map(([name, input]) => {
    const value = input.default ?? '';
    return [name, value.startsWith('${{') ? 'success' : value];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}

/** Reads the `name<<delimiter` blocks in which a step hands values to the runner. */
function readCommands(file: string): Record<string, string> {
  const blocks = readFileSync(file, 'utf8').matchAll(/^([^\n=<]+)<<([^\n]+)\n(?:([\s\S]*?)\n)?\2$/gm);
  return Object.fromEntries([...blocks].map(([, name = '', , value = '']) => [name, value]));
}
