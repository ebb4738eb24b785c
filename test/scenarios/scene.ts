import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { type CertificateRequest, chainOf, type Issued, issue } from '../../simulator/certificates/issue.js';
import { type PfxRequest, writePfx } from '../../simulator/certificates/pfx.js';
import { createMachine, type Machine } from '../../simulator/machine.js';
import type { MachineOptions } from '../../simulator/machine-options.js';
import type { Call } from '../../simulator/state/calls.js';
import { type Job, newJob, type RunOptions, type Step, type StepEnd } from './action.js';
import { commandsIn } from './workflow-commands.js';

/** The names of the certificates of a scene: a wildcard, its parent and a host. */
export const names = ['*.my-domain.com', 'my-domain.com', 'www.shop.example'];

export const password = 'Tr0ub4dor & "3" ünïcode';

/** A server with a job on its runner, and two certificates with equal names: the bound one and the renewed one. */
export interface Scene {
  readonly machine: Machine;
  readonly job: Job;
  readonly intermediate: Issued;
  /** In the store MY; expires in 9 days. */
  readonly old: Issued;
  /** In no store yet; expires in 90 days. */
  readonly next: Issued;
  /** A certificate of the same authority. */
  issue(request: CertificateRequest): Issued;
  /** The inputs that give a certificate, by default the new one, as a PFX with its whole chain, root included. */
  given(certificate?: Issued, request?: Partial<PfxRequest>): Record<string, string>;
  /** Runs a step with the inputs as the runner passes them: with the defaults of action.yml. */
  run(inputs: Readonly<Record<string, string>>, options?: RunOptions): Promise<StepEnd>;
  post(inputs: Readonly<Record<string, string>>, options?: RunOptions): Promise<StepEnd>;
  /** The programs that were started since the last time this was asked. */
  newCalls(): Call[];
  /** Everything of the machine that a run could change: table and stores. */
  state(): unknown;
  /** Text that must show up nowhere; those of the inputs are known already. */
  keepSecret(...secrets: readonly string[]): void;
  close(): Promise<void>;
}

export type SceneOptions = Partial<MachineOptions> & {
  /** Without a PFX, PEM key or thumbprint to import: `SystemRoot` is not set at all. */
  readonly withoutSystemRoot?: boolean;
};

/** Opens a scene that is closed after the test. */
export async function openScene(options: SceneOptions = {}): Promise<Scene> {
  const scene = await startScene(options);
  onTestFinished(() => scene.close());
  return scene;
}

/** Opens a scene that its user closes, for tests that run side by side. */
export async function startScene({
  withoutSystemRoot = false,
  ...options
}: SceneOptions = {}): Promise<Scene> {
  const machine = await createMachine(options);
  const job = newJob(withoutSystemRoot ? undefined : machine.systemRoot);
  const root = issue({ isAuthority: true, commonName: 'Root' });
  const intermediate = issue({ isAuthority: true, commonName: 'Intermediate', issuer: root });
  const old = issue({ names, issuer: intermediate, validTo: 9 });
  const next = issue({ names, issuer: intermediate, validTo: 90 });
  machine.install(old);
  const secrets = new Set<string>();
  let callsSeen = 0;

  const step = async (name: Step, inputs: Readonly<Record<string, string>>, runOptions?: RunOptions) => {
    for (const secret of secretsOf(inputs)) secrets.add(secret);
    const end = await job.run(name, { ...defaults(), ...inputs }, runOptions);
    expectHarmless(end);
    expectSecrecy(end, [...secrets], job, machine.calls());
    return end;
  };
  return {
    machine,
    job,
    intermediate,
    old,
    next,
    issue: (request) => issue({ issuer: intermediate, ...request }),
    given: (certificate = next, request = {}) => ({
      pfx: writePfx(certificate, {
        password,
        iterations: 100,
        chain: chainOf(certificate),
        ...request,
      }).toString('base64'),
      'pfx-password': request.password ?? password,
    }),
    run: (inputs, runOptions) => step('main', inputs, runOptions),
    post: (inputs, runOptions) => step('post', inputs, runOptions),
    newCalls() {
      const calls = machine.calls().slice(callsSeen);
      callsSeen += calls.length;
      return calls;
    },
    state: () => ({
      table: machine.table(),
      stores: ['MY', 'WebHosting', 'CA', 'Root'].map((store) => [store, machine.store(store)]),
    }),
    keepSecret: (...more) => {
      for (const each of more) secrets.add(each);
    },
    close: async () => {
      job.remove();
      await machine.close();
    },
  };
}

/** The endpoint of a host name on the port of another endpoint. */
export function onPortOf(endpoint: string, host: string): string {
  return `${host}:${endpoint.slice(endpoint.lastIndexOf(':') + 1)}`;
}

let presets: Record<string, string> | undefined;

/** Inputs as action.yml presets them; the runner passes these to every step. */
function defaults(): Record<string, string> {
  presets ??= readPresets();
  return presets;
}

function readPresets(): Record<string, string> {
  const file = new URL('../../action.yml', import.meta.url);
  const { inputs } = parse(readFileSync(file, 'utf8')) as {
    inputs: Record<string, { default?: string }>;
  };
  const given = Object.entries(inputs).flatMap(([name, { default: value }]) =>
    value === undefined || value.includes('${{') ? [] : [[name, value] as const],
  );
  return Object.fromEntries(given);
}

/** What must not be seen of the inputs: the lines of each secret that are long enough to be one. */
function secretsOf(inputs: Readonly<Record<string, string>>): string[] {
  return ['pfx', 'pfx-password', 'private-key']
    .flatMap((name) => (inputs[name] ?? '').split(/\r?\n/))
    .map((line) => line.trim())
    .filter((line) => line.length >= 8 && !line.startsWith('-----'));
}

const meant = ['group', 'endgroup', 'debug', 'warning', 'error', 'add-mask'];

/** Nothing that a program printed may act as a workflow command, and nothing is printed past the log. */
function expectHarmless(end: StepEnd): void {
  expect(end.stderr).toBe('');
  expect(commandsIn(end.stdout).filter(({ name }) => !meant.includes(name))).toEqual([]);
}

/** Secrets stand in the lines that mask them, and nowhere else: not in the log, a file or a program's arguments. */
function expectSecrecy(end: StepEnd, secrets: readonly string[], job: Job, calls: readonly Call[]): void {
  const log = end.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'));
  const passwords = calls.flatMap(({ args }) =>
    args.includes('-p') ? [args[args.indexOf('-p') + 1] ?? ''] : [],
  );
  const files = filesBelow(job.folder).map((file) => readFileSync(file, 'utf8'));
  const places = [log.join('\n'), ...files];
  for (const secret of [...secrets, ...passwords].filter(Boolean)) {
    expect(places.filter((text) => text.includes(secret))).toEqual([]);
  }
  const started = calls.map(({ args, script = '' }) => `${args.join(' ')} ${script}`);
  for (const secret of secrets) expect(started.filter((line) => line.includes(secret))).toEqual([]);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
