import { parse } from 'yaml';
import { read } from '../files.js';
import { type Contexts, filled, holds, type Status, text } from './expressions.js';

// Runs workflows as GitHub does, as far as our own need it: which jobs run, with what, in which order. GitHub's own
// evaluator computes every expression; what a step does is up to the test.

export type Result = 'success' | 'failure' | 'cancelled' | 'skipped';

type Texts = Readonly<Record<string, string>>;

interface JobYaml {
  readonly needs?: string | readonly string[];
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Record<string, unknown>;
  readonly secrets?: Record<string, unknown>;
  readonly strategy?: Record<string, unknown>;
  readonly 'runs-on'?: unknown;
  readonly environment?: unknown;
  readonly concurrency?: { readonly group: string };
  readonly outputs?: Record<string, unknown>;
  readonly steps?: readonly StepYaml[];
}

interface StepYaml {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Record<string, unknown>;
  readonly env?: Record<string, unknown>;
}

interface InputYaml {
  readonly type: 'string' | 'number' | 'boolean';
  readonly default?: unknown;
  readonly required?: boolean;
}

interface Ended {
  readonly result: Result;
  readonly outputs: Texts;
}

/** A job that a runner got: its place, such as `canary/host (web-01)`, and what was asked of GitHub for it. */
export interface Ran {
  readonly path: string;
  readonly result: Result;
  readonly runsOn: unknown;
  readonly environment: string;
  readonly group: string;
}

export interface StepCall {
  /** What it uses, or the script that it runs. */
  readonly does: string;
  readonly with: Texts;
  readonly env: Texts;
  /** What its job asked of a runner. */
  readonly runsOn: unknown;
}

/** What is not in the workflows: runners, environments, people. */
export interface World {
  /** Does what a step does. One that fails throws. */
  step(call: StepCall): Texts;
  /** Secrets of environments, by the environment. */
  readonly environments?: Readonly<Record<string, Texts>>;
  /** Whether the reviewers of an environment let a job in; without it they do. */
  approves?(environment: string): boolean;
  /** Whether somebody cancels the run when it has come to this job. */
  cancelsAt?(path: string): boolean;
}

/** The most jobs of one matrix. */
const MATRIX = 256;

export class Run {
  readonly jobs: Ran[] = [];
  readonly #world: World;
  #cancelled = false;

  constructor(world: World) {
    this.#world = world;
  }

  /**
   * Runs a workflow that calls others.
   * @param jobs its jobs, as YAML or as they are parsed
   * @param contexts what its expressions can name, `secrets` included
   */
  start(jobs: Record<string, unknown>, contexts: Contexts = {}): ReadonlyMap<string, Ended> {
    return this.#runJobs(jobs as Record<string, JobYaml>, contexts, '');
  }

  #call(file: string, given: { inputs: Contexts; secrets: Contexts }, path: string): Ended {
    const { on, jobs } = parse(read(file));
    const inputs = bind(on.workflow_call.inputs ?? {}, given.inputs, file);
    const unknown = Object.keys(given.secrets).filter((name) => !(name in (on.workflow_call.secrets ?? {})));
    if (unknown.length > 0) throw new Error(`${file} has no secret ${unknown.join(', ')}`);
    const results = this.#runJobs(jobs, { inputs, secrets: given.secrets }, path);
    const outputs = filled(valuesOf(on.workflow_call.outputs), { jobs: Object.fromEntries(results) });
    return { result: worst([...results.values()]), outputs: texts(outputs) };
  }

  #runJobs(jobs: Record<string, JobYaml>, contexts: Contexts, path: string): Map<string, Ended> {
    const ended = new Map<string, Ended>();
    for (const [id, job] of Object.entries(jobs)) {
      const needs = needsOf(job);
      if (needs.some((name) => !ended.has(name))) throw new Error(`${id} stands before what it needs.`);
      const status = this.#status(ancestorsOf(jobs, needs).map((name) => ended.get(name)?.result));
      const all = { ...contexts, needs: Object.fromEntries(needs.map((name) => [name, ended.get(name)])) };
      const place = path + id;
      ended.set(id, holds(job.if, without(all, 'secrets'), status) ? this.#runJob(job, all, place) : SKIPPED);
    }
    return ended;
  }

  #status(results: readonly (Result | undefined)[]): Status {
    return {
      success: !this.#cancelled && results.every((result) => result === 'success'),
      failure: results.includes('failure'),
      cancelled: this.#cancelled,
    };
  }

  #runJob(job: JobYaml, contexts: Contexts, path: string): Ended {
    if (!job.strategy) return this.#runOne(job, contexts, path);
    const strategy = filled(job.strategy, without(contexts, 'secrets')) as Record<string, unknown>;
    const [[axis, values] = ['', []]] = Object.entries(strategy.matrix as Record<string, string[]>);
    if (values.length < 1 || values.length > MATRIX) throw new Error(`A matrix of ${values.length} jobs`);
    if (typeof strategy['fail-fast'] !== 'boolean') throw new Error('fail-fast is not a boolean');
    if (typeof strategy['max-parallel'] !== 'number') throw new Error('max-parallel is not a number');
    const ended: Ended[] = [];
    for (const value of values) {
      const stopped =
        this.#cancelled || (strategy['fail-fast'] && ended.some(({ result }) => result === 'failure'));
      const matrix = { ...contexts, matrix: { [axis]: value } };
      ended.push(stopped ? CANCELLED : this.#runOne(job, matrix, `${path} (${value})`));
    }
    return { result: worst(ended), outputs: ended.at(-1)?.outputs ?? {} };
  }

  #runOne(job: JobYaml, contexts: Contexts, path: string): Ended {
    if (this.#world.cancelsAt?.(path)) {
      this.#cancelled = true;
      return CANCELLED;
    }
    if (job.uses) {
      const inputs = filled(job.with ?? {}, without(contexts, 'secrets')) as Contexts;
      const secrets = filled(job.secrets ?? {}, contexts) as Contexts;
      return this.#call(fileOf(job.uses), { inputs, secrets }, `${path}/`);
    }
    return this.#runOnRunner(job, contexts, path);
  }

  #runOnRunner(job: JobYaml, contexts: Contexts, path: string): Ended {
    const plain = without(contexts, 'secrets');
    const runsOn = filled(job['runs-on'], plain);
    const environment = text(filled(job.environment ?? '', plain));
    const group = text(filled(job.concurrency?.group ?? '', plain));
    const admitted = environment === '' || (this.#world.approves?.(environment) ?? true);
    const secrets = { ...texts(contexts.secrets), ...this.#secretsOf(environment, contexts.secrets) };
    const { result, outputs } = admitted ? this.#runSteps(job, { ...contexts, secrets }, runsOn) : FAILED;
    this.jobs.push({ path, result, runsOn, environment, group });
    return { result, outputs };
  }

  /** A secret of the job's environment takes the place of one of the same name that the caller passed. */
  #secretsOf(environment: string, passed: unknown): Texts {
    const names = Object.keys(passed ?? {});
    const found = Object.entries(this.#world.environments?.[environment] ?? {}).flatMap(([name, value]) => {
      const same = names.find((each) => each.toLowerCase() === name.toLowerCase());
      return same ? [[same, value]] : [];
    });
    return Object.fromEntries(found);
  }

  #runSteps(job: JobYaml, contexts: Contexts, runsOn: unknown): Ended {
    let all: Contexts = { ...contexts, steps: {}, runner: { temp: '<temp>' } };
    let isWell = true;
    for (const step of job.steps ?? []) {
      const status = { success: isWell, failure: !isWell, cancelled: false };
      if (!holds(step.if, without(all, 'secrets'), status)) continue;
      const call = {
        does: step.uses ?? step.run ?? '',
        with: texts(filled(step.with ?? {}, all)),
        env: texts(filled(step.env ?? {}, all)),
        runsOn,
      };
      const { isDone, outputs } = this.#runStep(call);
      if (step.id) all = { ...all, steps: { ...(all.steps as object), [step.id]: { outputs } } };
      isWell = isWell && isDone;
    }
    const outputs = texts(filled(job.outputs ?? {}, without(all, 'secrets')));
    return {
      result: isWell ? 'success' : 'failure',
      outputs: withoutSecrets(outputs, texts(contexts.secrets)),
    };
  }

  #runStep(call: StepCall): { isDone: boolean; outputs: Texts } {
    try {
      return { isDone: true, outputs: this.#world.step(call) };
    } catch (error) {
      if (error instanceof StepFailed) return { isDone: false, outputs: error.outputs };
      throw error;
    }
  }
}

/** What a step throws that fails; its outputs are set all the same. */
export class StepFailed extends Error {
  constructor(readonly outputs: Texts = {}) {
    super('The step failed.');
  }
}

const SKIPPED: Ended = { result: 'skipped', outputs: {} };
const CANCELLED: Ended = { result: 'cancelled', outputs: {} };
const FAILED: Ended = { result: 'failure', outputs: {} };

function fileOf(uses: string): string {
  const [, path] =
    /^(?:\$\/|\.\/|[\w.-]+\/[\w.-]+\/)(\.github\/workflows\/[\w-]+\.yml)(?:@\S+)?$/.exec(uses) ?? [];
  if (!path) throw new Error(`"${uses}" is no workflow of this project.`);
  return path;
}

function needsOf({ needs = [] }: JobYaml): readonly string[] {
  return typeof needs === 'string' ? [needs] : needs;
}

/** All jobs that have to end before: GitHub's success() asks every one of them, not only those that are named. */
function ancestorsOf(jobs: Record<string, JobYaml>, needs: readonly string[]): string[] {
  return [...new Set(needs.flatMap((name) => [name, ...ancestorsOf(jobs, needsOf(jobs[name] ?? {}))]))];
}

/** GitHub keeps an output back in which the text of a secret stands. */
function withoutSecrets(outputs: Texts, secrets: Texts): Texts {
  const hidden = Object.values(secrets).filter(Boolean);
  const shows = ([, value]: [string, string]) => !hidden.some((secret) => value.includes(secret));
  return Object.fromEntries(Object.entries(outputs).filter(shows));
}

/** The inputs of a called workflow, each of the type that it is declared with. */
function bind(declared: Record<string, InputYaml>, given: Contexts, file: string): Contexts {
  const unknown = Object.keys(given).filter((name) => !(name in declared));
  if (unknown.length > 0) throw new Error(`${file} has no input ${unknown.join(', ')}`);
  const empty = { string: '', number: 0, boolean: false };
  return Object.fromEntries(
    Object.entries(declared).map(([name, { type, default: preset, required }]) => {
      if (required && !(name in given)) throw new Error(`${file} needs the input ${name}`);
      const value = given[name] ?? preset ?? empty[type];
      if (typeof value !== type) throw new Error(`${file}: ${name} is no ${type}: ${JSON.stringify(value)}`);
      return [name, value];
    }),
  );
}

function valuesOf(outputs: Record<string, { value: string }> = {}): Texts {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

function worst(ended: readonly Ended[]): Result {
  const results = ended.map(({ result }) => result);
  if (results.includes('failure')) return 'failure';
  if (results.includes('cancelled')) return 'cancelled';
  return results.every((result) => result === 'skipped') ? 'skipped' : 'success';
}

function texts(values: unknown): Texts {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, text(value)]));
}

function without(contexts: Contexts, name: string): Contexts {
  return Object.fromEntries(Object.entries(contexts).filter(([each]) => each !== name));
}
