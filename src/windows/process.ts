import { AsyncLocalStorage } from 'node:async_hooks';
import type { ChildProcess } from 'node:child_process';
import diagnostics from 'node:diagnostics_channel';
import { basename } from 'node:path';
import { exec } from '@actions/exec';
import { Failure } from '../failure.js';
import { systemError } from '../wording.js';

/** What a program left behind when it ended. */
export interface Ended {
  /** null if the program was killed, or ended with its console. */
  readonly exitCode: number | null;
  /** stdout as bytes: the code page is not known, so nothing is decoded here. */
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** How a program is started. */
export interface Start {
  /** The absolute path. */
  readonly program: string;
  readonly args: readonly string[];
  /** It is killed when it takes longer. */
  readonly timeoutMs: number;
  /** Once aborted, the program has a moment left to end by itself, and is killed then. */
  readonly hurry?: AbortSignal;
  /** Told of the process as soon as it exists. */
  readonly onStart?: (pid: number) => void;
  /** Takes stdout piece by piece, as it comes; {@link Ended.stdout} is empty then. */
  readonly onStdout?: (data: Buffer) => void;
}

/** Starts one program. The rest of the code depends on this type, not on the function below. */
export type StartProgram = (start: Start) => Promise<Ended>;

/** The text of 30 000 bindings is about 45 MB; more than this is not the output of the programs we start. */
const maximumOutputBytes = 48 * 1024 * 1024;

/**
 * The same for a line without end: @actions/exec puts lines together, although nobody asks it to, and takes a time
 * that grows with the square of a line's length.
 */
const maximumLineBytes = 4 * 1024 * 1024;

/** A healthy command ends within this, so that its effect is known; a hung one must not use up a cancelled job's time. */
const hurryMs = 2_000;

/** A process that hangs in a driver does not die; nobody waits for it for longer than this. */
const dyingMs = 1_000;

/** Why a program was killed. */
type End = 'timeout' | 'hurry' | 'flood';

/** One program while it runs. */
class Watch {
  why: End | undefined;
  /** Resolves for a program that was killed and lives on. */
  readonly undead: Promise<null>;
  readonly #hurry: AbortSignal | undefined;
  readonly #timers: NodeJS.Timeout[] = [];
  #child: ChildProcess | undefined;
  #giveUp: () => void = () => undefined;

  constructor({ timeoutMs, hurry }: Pick<Start, 'timeoutMs' | 'hurry'>) {
    this.undead = new Promise((resolve) => {
      this.#giveUp = () => resolve(null);
    });
    this.#timers.push(setTimeout(() => this.end('timeout'), timeoutMs));
    this.#hurry = hurry;
    hurry?.addEventListener('abort', this.#onHurry);
  }

  adopt(child: ChildProcess, onStart: ((pid: number) => void) | undefined): void {
    this.#child = child;
    child.once('spawn', () => {
      // A program that ends without reading its input is none of our concern.
      child.stdin?.on('error', () => undefined);
      if (this.why) kill(child);
      if (child.pid !== undefined) onStart?.(child.pid);
    });
  }

  end(why: End): void {
    if (this.why) return;
    this.why = why;
    kill(this.#child);
    this.#timers.push(setTimeout(this.#giveUp, dyingMs));
  }

  /** Lets go of whatever is left, so that it does not keep this process from ending. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#hurry?.removeEventListener('abort', this.#onHurry);
    this.#child?.unref();
    this.#child?.stdout?.destroy();
    this.#child?.stderr?.destroy();
  }

  readonly #onHurry = () => {
    this.#timers.push(setTimeout(() => this.end('hurry'), hurryMs));
  };
}

/** Listens to what a program prints, up to a limit. */
class Output {
  readonly #onFlood: () => void;
  #bytes = 0;

  constructor(onFlood: () => void) {
    this.#onFlood = onFlood;
  }

  /** One for each stream. */
  listener(take: (data: Buffer) => void): (data: Buffer) => void {
    let lineBytes = 0;
    return (data) => {
      this.#bytes += data.length;
      const lineEnd = data.lastIndexOf('\n');
      lineBytes = lineEnd < 0 ? lineBytes + data.length : data.length - lineEnd;
      if (this.#bytes > maximumOutputBytes || lineBytes > maximumLineBytes) this.#onFlood();
      else take(data);
    };
  }
}

interface Slot {
  readonly watch: Watch;
  readonly onStart: ((pid: number) => void) | undefined;
}

const slots = new AsyncLocalStorage<Slot>();

// @actions/exec has no time limit and does not hand out the process that it starts. Node tells of each one on this
// channel while it is being created, in the asynchronous context of the call that creates it.
diagnostics.subscribe('child_process', (message) => {
  const slot = slots.getStore();
  slot?.watch.adopt((message as { process: ChildProcess }).process, slot.onStart);
});

/**
 * Starts a program without a shell and waits for its end. This is the only place where a process begins.
 *
 * Its output never reaches the workflow log, which would execute a line such as `::error::`. Its standard input is
 * at its end from the start, so a prompt cannot wait for an answer. It does not inherit the inputs of the action
 * (`INPUT_…`), among which are the secrets.
 *
 * @throws Failure `program-failed` if it cannot be started or prints without end, `program-timeout` if it was killed
 *   at its limit; the reason of `hurry` if it was killed because of that. What it changed until then is unknown: read
 *   the state again.
 */
export const startProgram: StartProgram = async (start) => {
  const { program, timeoutMs, hurry, onStart, onStdout } = start;
  const name = basename(program.replaceAll('\\', '/'));
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const watch = new Watch(start);
  const output = new Output(() => watch.end('flood'));
  let exitCode: number | null;
  try {
    const running = slots.run({ watch, onStart }, () =>
      execute(start, {
        stdout: output.listener(onStdout ?? ((data) => void stdout.push(data))),
        stderr: output.listener((data) => void stderr.push(data)),
      }),
    );
    exitCode = await Promise.race([running, watch.undead]);
  } catch (error) {
    throw new Failure('program-failed', {
      cause: `${name} could not be started.`,
      evidence: systemError(error),
      next: `Check that ${program} exists and that the account of the runner may run it.`,
    });
  } finally {
    watch.close();
  }
  if (watch.why === 'hurry') throw hurry?.reason;
  if (watch.why) throw killed(name, watch.why, timeoutMs);
  return { exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) };
};

function execute(
  { program, args }: Start,
  listeners: Readonly<Record<'stdout' | 'stderr', (data: Buffer) => void>>,
): Promise<number> {
  return exec(`"${program}"`, [...args], {
    silent: true,
    ignoreReturnCode: true,
    delay: 1_000,
    input: Buffer.alloc(0),
    env: environmentWithoutInputs(),
    listeners,
  });
}

function killed(name: string, why: 'timeout' | 'flood', timeoutMs: number): Failure {
  if (why === 'timeout') {
    return new Failure('program-timeout', {
      cause: `${name} did not end within ${Math.round(timeoutMs / 1000)} s and was stopped.`,
      next: 'Look for a hung HTTP service or a blocked certificate store on the server, and run again.',
    });
  }
  return new Failure('program-failed', {
    cause: `${name} printed without end and was stopped.`,
    next: `Run ${name} by hand on the server and look at what it prints.`,
  });
}

function environmentWithoutInputs(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !entry[0].toUpperCase().startsWith('INPUT_'),
    ),
  );
}

/** Kills a program. None of those that are started here starts another one. */
function kill(child: ChildProcess | undefined): void {
  if (!child?.pid) return;
  child.kill('SIGKILL');
  // A program that does not die would hold them open.
  child.stdout?.destroy();
  child.stderr?.destroy();
}
