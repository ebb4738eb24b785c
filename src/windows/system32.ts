import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure.js';
import type { Ended, StartProgram } from './process.js';

/** The only Windows programs that a run starts, as paths below System32. */
export type ProgramName = 'netsh.exe' | 'certutil.exe' | 'reg.exe' | 'whoami.exe' | 'inetsrv/appcmd.exe';

/** Reads only. A program that hangs for longer than this is as good as broken. */
const defaultTimeoutMs = 30_000;

/** The System32 folder of one machine: where its programs are, and how they are started. */
export class System32 {
  readonly #folder: string;
  readonly #start: StartProgram;
  readonly #log: (commandLine: string) => void;

  /**
   * @param systemRoot the Windows folder, from the environment variable `SystemRoot`
   * @param log is told of every start, as one line with the secret arguments hidden
   */
  constructor(systemRoot: string, start: StartProgram, log: (commandLine: string) => void) {
    this.#folder = join(systemRoot, 'System32');
    this.#start = start;
    this.#log = log;
  }

  has(program: ProgramName): boolean {
    return existsSync(this.#path(program));
  }

  /**
   * @param options.hidden arguments that must not stand in the log
   * @throws Failure, see {@link startProgram}; an exit code is not a failure, since netsh's cannot be trusted
   */
  async run(
    program: ProgramName,
    args: readonly string[],
    { timeoutMs = defaultTimeoutMs, hidden = [] as readonly string[] } = {},
  ): Promise<Ended> {
    if (!this.has(program)) throw missing(program, this.#path(program));
    const shown = args.map((arg) =>
      hidden.includes(arg) ? '***' : /[\s"]/.test(arg) ? JSON.stringify(arg) : arg,
    );
    const began = performance.now();
    const ended = await this.#start({ program: this.#path(program), args, timeoutMs });
    const took = Math.round(performance.now() - began);
    this.#log(`${program} ${shown.join(' ')} (exit code ${ended.exitCode ?? 'none'}, ${took} ms)`);
    return ended;
  }

  #path(program: ProgramName): string {
    return join(this.#folder, ...program.split('/'));
  }
}

/** The value of an environment variable whatever the case of its name, as Windows looks it up. */
export function environmentVariable(name: string, environment = process.env): string | undefined {
  const wanted = name.toLowerCase();
  const found = Object.keys(environment).find((each) => each.toLowerCase() === wanted);
  return (found === undefined ? undefined : environment[found]) || undefined;
}

/** @throws Failure `not-windows` where the environment has no SystemRoot. */
export function systemRoot(): string {
  const found = environmentVariable('SystemRoot');
  if (found) return found;
  throw new Failure('not-windows', {
    cause: 'The environment variable SystemRoot is not set, so this is not a Windows runner.',
    evidence: `The platform of this runner is ${process.platform}.`,
    next: 'Run this step in a job on a self-hosted Windows runner: the server whose bindings are to be changed.',
  });
}

function missing(program: ProgramName, path: string): Failure {
  return new Failure('not-windows', {
    cause: `${program} is not on this machine.`,
    evidence: `There is no ${path}.`,
    next: 'Run this step on the Windows server itself, and check that SystemRoot names its Windows folder.',
  });
}
