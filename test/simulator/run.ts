import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Machine } from '../../simulator/machine.js';

/** What a program of the machine came to. */
export interface Ended {
  /** null if it was killed. */
  code: number | null;
  bytes: Buffer;
  errorBytes: Buffer;
  /** Without carriage returns. */
  out: string;
  err: string;
}

/** Starts a program of the machine below System32 and waits for its end. */
export function run(machine: Machine, program: string, ...args: string[]): Promise<Ended> {
  const file = join(machine.systemRoot, 'System32', program);
  return new Promise((resolve) => {
    const options = { encoding: 'buffer', maxBuffer: 2 ** 28 } as const;
    const child = execFile(file, args, options, (_error, stdout, stderr) => {
      const text = (bytes: Buffer) => bytes.toString('utf8').replaceAll('\r\n', '\n');
      resolve({
        code: child.exitCode,
        bytes: stdout,
        errorBytes: stderr,
        out: text(stdout),
        err: text(stderr),
      });
    });
  });
}

/** `netsh http <words> <arguments>`. */
export function netsh(machine: Machine, words: string, ...args: string[]): Promise<Ended> {
  return run(machine, 'netsh.exe', 'http', ...words.split(' '), ...args);
}
