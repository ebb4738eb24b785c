import { AsyncLocalStorage } from 'node:async_hooks';
import type { ChildProcess } from 'node:child_process';
import diagnostics from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { exec } from '@actions/exec';
import { Failure } from '../failure.js';

/** What a program left behind when it ended. */
export interface Ended {
  /** null if the program was killed. */
  readonly exitCode: number | null;
  /** stdout as bytes: the code page is not known, so nothing is decoded here. */
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** How a program is started: the absolute path, its arguments, and how long it may take. */
export interface Start {
  readonly program: string;
  readonly args: readonly string[];
  readonly timeoutMs: number;
}

/** Starts one program. The rest of the code depends on this type, not on the function below. */
export type StartProgram = (start: Start) => Promise<Ended>;

/** The text of 50 000 bindings is about 70 MB; more than this is not the output of the programs we start. */
const maximumOutputBytes = 128 * 1024 * 1024;

interface Slot {
  child: ChildProcess | undefined;
}

const slots = new AsyncLocalStorage<Slot>();

// @actions/exec has no time limit and does not hand out the process that it starts. Node tells of each one on this
// channel while it is being created, in the asynchronous context of the call that creates it.
diagnostics.subscribe('child_process', (message) => {
  const slot = slots.getStore();
  if (slot) slot.child = (message as { process: ChildProcess }).process;
});

/**
 * Starts a program without a shell and waits for its end. This is the only place where a process begins.
 *
 * Its output never reaches the workflow log, which would execute a line such as `::error::`. Its standard input is
 * at its end from the start, so a prompt cannot wait for an answer. It does not inherit the inputs of the action
 * (`INPUT_…`), among which are the secrets.
 *
 * @throws Failure `program-failed` if it cannot be started or prints without end, `program-timeout` if it was killed
 *   at its limit. What it changed until then is unknown: read the state again.
 */
export const startProgram: StartProgram = async ({ program, args, timeoutMs }) => {
  const name = basename(program.replaceAll('\\', '/'));
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  let bytes = 0;
  let ended: 'timeout' | 'flood' | undefined;
  const slot: Slot = { child: undefined };
  const end = (why: 'timeout' | 'flood') => {
    ended ??= why;
    killTree(slot.child);
  };
  const collect = (into: Buffer[]) => (data: Buffer) => {
    bytes += data.length;
    if (bytes > maximumOutputBytes) end('flood');
    else into.push(data);
  };
  const timer = setTimeout(() => end('timeout'), timeoutMs);
  let exitCode: number | null;
  try {
    exitCode = await slots.run(slot, () =>
      exec(`"${program}"`, [...args], {
        silent: true,
        ignoreReturnCode: true,
        delay: 1_000,
        input: Buffer.alloc(0),
        env: environmentWithoutInputs(),
        listeners: { stdout: collect(stdout), stderr: collect(stderr) },
      }),
    );
  } catch (error) {
    throw new Failure('program-failed', {
      cause: `${name} could not be started.`,
      evidence: error instanceof Error ? error.message : String(error),
      next: `Check that ${program} exists and that the account of the runner may run it.`,
    });
  } finally {
    clearTimeout(timer);
  }
  if (ended === 'timeout') {
    throw new Failure('program-timeout', {
      cause: `${name} did not end within ${Math.round(timeoutMs / 1000)} s and was stopped.`,
      next: 'Look for a hung HTTP service or a blocked certificate store on the server, and run again.',
    });
  }
  if (ended === 'flood') {
    throw new Failure('program-failed', {
      cause: `${name} printed more than ${maximumOutputBytes / 1024 / 1024} MB and was stopped.`,
      next: `Run ${name} by hand on the server and look at what it prints.`,
    });
  }
  return { exitCode, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr) };
};

function environmentWithoutInputs(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !entry[0].toUpperCase().startsWith('INPUT_'),
    ),
  );
}

/**
 * Kills a program and what it started. On Windows the programs of this action start none of their own; where the
 * machine is an embedded one, a program can be a script with children, which Linux lists under /proc.
 */
function killTree(child: ChildProcess | undefined): void {
  if (!child?.pid) return;
  for (const pid of descendants(child.pid)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended in the meantime.
    }
  }
  child.kill('SIGKILL');
  // A grandchild that lives on would hold the pipes open.
  child.stdout?.destroy();
  child.stderr?.destroy();
}

function descendants(pid: number): number[] {
  if (process.platform !== 'linux') return [];
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'ascii').trim();
    return children
      .split(' ')
      .filter(Boolean)
      .map(Number)
      .flatMap((each) => [...descendants(each), each]);
  } catch {
    return [];
  }
}
