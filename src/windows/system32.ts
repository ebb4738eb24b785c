import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.js';
import type { Deadline } from './deadline.js';
import type { Ended, StartProgram } from './process.js';
import type { RunningPrograms } from './running-programs.js';

/** The only Windows programs that a run starts, as paths below System32. */
type ProgramName =
  | 'netsh.exe'
  | 'certutil.exe'
  | 'reg.exe'
  | 'whoami.exe'
  | 'icacls.exe'
  | 'inetsrv/appcmd.exe';

/** A program that hangs for longer than this is as good as broken. */
const defaultTimeoutMs = 30_000;

/**
 * The exit code of a program that was ended with its console (STATUS_CONTROL_C_EXIT), without a sign and with one.
 * The programs share the console of the action: the Ctrl-C with which the runner cancels a step ends them, too, and
 * what they have printed is cut.
 */
const endedByConsole: readonly (number | null)[] = [0xc000_013a, 0xc000_013a - 2 ** 32];

/** ms within which the action hears of a cancel that has ended one of its programs. */
const newsOfCancelMs = 1_500;

/** What stands around every program that is started. */
interface Guard {
  /** Beyond it no program runs. */
  readonly deadline: Deadline;
  /** Where the programs that change something are noted while they run. */
  readonly notes: Pick<RunningPrograms, 'begin' | 'end'>;
}

const noGuard: Guard = {
  deadline: {
    signal: new AbortController().signal,
    remainingMs: Number.POSITIVE_INFINITY,
    isUndoing: false,
  },
  notes: { begin: () => undefined, end: () => undefined },
};

/** How one program is started. */
interface RunOptions {
  readonly timeoutMs?: number;
  /** Arguments that must not stand in the log. */
  readonly hidden?: readonly string[];
  /** Takes stdout piece by piece, see {@link Start.onStdout}. */
  readonly onStdout?: (data: Buffer) => void;
}

/** The System32 folder of one machine: where its programs are, and how they are started. */
export class System32 {
  readonly #folder: string;
  readonly #start: StartProgram;
  readonly #log: (commandLine: string) => void;
  readonly #guard: Guard;

  /**
   * @param systemRoot the Windows folder, from the environment variable `SystemRoot`
   * @param log is told of every program that has ended, as one line with the secret arguments hidden
   */
  constructor(systemRoot: string, start: StartProgram, log: (commandLine: string) => void, guard = noGuard) {
    this.#folder = join(systemRoot, 'System32');
    this.#start = start;
    this.#log = log;
    this.#guard = guard;
  }

  has(program: ProgramName): boolean {
    return existsSync(this.path(program));
  }

  /** The absolute path of a file below System32. @param name with `/` */
  path(name: string): string {
    return join(this.#folder, ...name.split('/'));
  }

  /**
   * Runs a program that only reads. An exit code is not a failure, since netsh's cannot be trusted.
   * @throws Failure `cancelled` if a cancel has ended it, `program-failed` if someone else has, so that its output may
   *   be cut; and see {@link startProgram}
   */
  async run(program: ProgramName, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
    const ended = await this.#guarded(program, args, options, () => undefined);
    if (ended.exitCode !== null) return ended;
    await this.#throwIfCancelled();
    throw new Failure('program-failed', {
      cause: `${program} was ended by someone else before it had finished.`,
      next: 'Look for what ends programs on this server (a security product, a cancelled job), and run again.',
    });
  }

  /**
   * Runs a program that may change something, and notes it while it runs. Whether it took effect only reading can
   * tell, also where it was cut off.
   * @throws Failure `cancelled` if a cancel has ended it; and see {@link startProgram}
   */
  async change(program: ProgramName, args: readonly string[], options: RunOptions = {}): Promise<Ended> {
    const { notes } = this.#guard;
    const pids: number[] = [];
    try {
      const ended = await this.#guarded(program, args, options, (pid) => {
        pids.push(pid);
        notes.begin(pid);
      });
      if (ended.exitCode === null) await this.#throwIfCancelled();
      return ended;
    } finally {
      for (const pid of pids) notes.end(pid);
    }
  }

  /** For a program that was cut off: waits for the news that the run is to end, which may come after that. */
  async #throwIfCancelled(): Promise<void> {
    const { deadline } = this.#guard;
    if (deadline.isUndoing) return;
    await sleep(newsOfCancelMs, undefined, { signal: deadline.signal }).catch(() => undefined);
    deadline.signal.throwIfAborted();
  }

  async #guarded(
    program: ProgramName,
    args: readonly string[],
    { timeoutMs = defaultTimeoutMs, hidden = [], onStdout }: RunOptions,
    onStart: (pid: number) => void,
  ): Promise<Ended> {
    if (!this.has(program)) throw missing(program, this.path(program));
    const { signal, remainingMs } = this.#guard.deadline;
    if (remainingMs <= 0) throw signal.reason;
    const shown = args.map((arg) =>
      hidden.includes(arg) ? '***' : /[\s"]/.test(arg) ? JSON.stringify(arg) : arg,
    );
    const began = performance.now();
    let exitCode: number | null = null;
    try {
      const ended = await this.#start({
        program: this.path(program),
        args,
        timeoutMs: Math.min(timeoutMs, remainingMs),
        // A program that is started when the end is near already has the rest of the time, as its limit.
        ...(signal.aborted ? {} : { hurry: signal }),
        onStart,
        ...(onStdout ? { onStdout } : {}),
      });
      exitCode = ended.exitCode;
      return endedByConsole.includes(exitCode) ? { ...ended, exitCode: null } : ended;
    } finally {
      const took = Math.round(performance.now() - began);
      this.#log(`${program} ${shown.join(' ')} (exit code ${exitCode ?? 'none'}, ${took} ms)`);
    }
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
