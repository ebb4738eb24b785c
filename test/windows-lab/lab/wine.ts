import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { folders } from './folders.js';

/** What a Windows program left behind. */
export interface Ended {
  /** Of the exit code, the lowest byte: Linux has no more. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const environment = [
  'PATH=/usr/bin:/bin',
  'HOME=/lab',
  'LANG=C.UTF-8',
  'WINEPREFIX=/lab/prefix',
  'WINEDEBUG=-all',
  'XDG_RUNTIME_DIR=/tmp',
];

/** The command line that runs a command in a session of the lab. @param session the process that holds it open */
export function insideSession(session: number, command: readonly string[]): [string, string[]] {
  const namespaces = [`--mount=/proc/${session}/ns/mnt`, `--pid=/proc/${session}/ns/pid_for_children`];
  return [
    'nsenter',
    [...namespaces, 'chroot', folders.debian, '/usr/bin/env', '-i', ...environment, ...command],
  ];
}

/**
 * Runs a Windows program and waits for it. Its output goes into files: Node wants no pipe under Wine, and services of
 * Wine that are started on the way would keep a pipe open.
 */
export async function wine(program: string, ...args: string[]): Promise<Ended> {
  const [file, all] = insideSession(inject('session'), ['wine', program, ...args]);
  const folder = mkdtempSync(join(tmpdir(), 'windows-lab-'));
  const names = [join(folder, 'stdout'), join(folder, 'stderr')] as const;
  const [stdout, stderr] = [openSync(names[0], 'w'), openSync(names[1], 'w')];
  try {
    const child = spawn(file, all, { stdio: ['ignore', stdout, stderr] });
    const [exitCode] = (await once(child, 'exit')) as [number];
    return { exitCode, stdout: readFileSync(names[0], 'utf8'), stderr: readFileSync(names[1], 'utf8') };
  } finally {
    closeSync(stdout);
    closeSync(stderr);
    rmSync(folder, { recursive: true });
  }
}

/** Runs a Windows program that must succeed. @returns its output */
export async function mustRun(program: string, ...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await wine(program, ...args);
  if (exitCode !== 0)
    throw new Error(`${program} ${args.join(' ')}: exit code ${exitCode}\n${stdout}${stderr}`);
  return stdout;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The process that holds the lab's session open. */
    session: number;
  }
}
