import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onLinux, windows } from './folders.js';
import { mustRun } from './wine.js';

/** What a program left behind that ran as a step of a job. */
export interface JobEnded {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running program. */
export interface Job {
  readonly ended: Promise<JobEnded>;
  /** What it has printed so far. */
  printed(): string;
  /** As the runner does on a cancel: Ctrl-C, and an end if that does not help within 10 s. */
  cancel(): void;
  /** Ends the program and all that it has started, without a signal. */
  kill(): void;
  /** Ends the program; what it has started runs on. */
  killAlone(): void;
}

/** A folder for each program that was started, kept until the next session so that one can look. */
export const jobs = `${windows.tools}\\jobs`;

let count = 0;

/**
 * Starts a program on Windows as a runner does: with a console of its own, no window, its output in files, and
 * exactly this environment (names in the case given).
 */
export function startJob(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Job {
  count += 1;
  const folder = `${jobs}\\${process.pid}-${count}`;
  const here = onLinux(folder);
  mkdirSync(here, { recursive: true });
  const write = (name: string, text: string) => writeFileSync(join(here, name), `${text}\0`, 'utf16le');
  write('command-line', [program, ...args].map(quote).join(' '));
  write(
    'environment',
    Object.entries(environment)
      .map(([name, value]) => `${name}=${value}\0`)
      .join(''),
  );
  write('directory', windows.workspace);
  const read = (name: string) => readFileSync(join(here, name), 'utf8');
  const ask = (what: string) => writeFileSync(join(here, what), '');
  return {
    ended: mustRun(`${windows.tools}\\runner.exe`, folder).then(() => ({
      exitCode: Number(read('exit-code')),
      stdout: read('stdout'),
      stderr: read('stderr'),
    })),
    printed: () => (existsSync(join(here, 'stdout')) ? read('stdout') : ''),
    cancel: () => ask('cancel'),
    kill: () => ask('kill'),
    killAlone: () => ask('kill-alone'),
  };
}

/** By the rules by which Windows programs take a command line apart. */
function quote(argument: string): string {
  if (argument !== '' && !/[\s"]/.test(argument)) return argument;
  return `"${argument.replace(/(\\*)("|$)/g, (_, slashes: string, end: string) => slashes.repeat(2) + (end && '\\"'))}"`;
}

/** Waits until something is true. */
export async function until(
  what: string,
  isTrue: () => boolean | Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; !(await isTrue()); await sleep(50)) {
    if (Date.now() > deadline) throw new Error(`It never came true: ${what}`);
  }
}
