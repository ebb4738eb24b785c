import { statSync } from 'node:fs';
import type { CodePage } from '../machine-options.js';
import type { Fault } from '../state/faults.js';
import { Table } from '../state/table.js';
import { encode } from '../texts/code-page.js';
import { type Output, writeAll } from './output.js';
import { pause } from './pause.js';

const floodBytes = 64 * 1024 * 1024;

/** What a fault does before the program takes effect. */
export async function before(machine: string, fault: Fault | undefined): Promise<void> {
  if (fault?.fault === 'slow') pause((fault.delayMs ?? 0) / 2);
  if (fault?.fault === 'hang') await hang(machine);
  if (fault?.fault === 'killed') die();
  if (fault?.fault === 'kill-parent-before') dieWithParent();
  if (fault?.fault === 'drift') drift(machine, fault);
}

/** What a fault does between two lines of a script. */
export function midway(fault: Fault | undefined): void {
  if (fault?.fault === 'killed-midway') die();
  if (fault?.fault === 'kill-parent-midway') dieWithParent();
}

/** What a fault does once the program took effect. */
export async function after(machine: string, fault: Fault | undefined): Promise<void> {
  if (fault?.fault === 'slow') pause((fault.delayMs ?? 0) / 2);
  if (fault?.fault === 'hang-after') await hang(machine);
  if (fault?.fault === 'killed-after') die();
  if (fault?.fault === 'kill-parent-after') dieWithParent();
  if (fault?.fault === 'drift-after') drift(machine, fault);
}

/** Lets the output out, or what a fault puts in its place. @returns the exit code */
export function finish(
  fault: Fault | undefined,
  output: Output,
  exitCode: number,
  codePage: CodePage,
): number {
  if (fault?.fault === 'error' || fault?.fault === 'error-after') {
    writeAll(1, encode(fault.text ?? '\r\nError: 1450\r\n\r\n', codePage));
    return fault.exitCode ?? 1;
  }
  if (fault?.fault === 'garbage') {
    writeAll(1, Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256)));
    return 0;
  }
  if (fault?.fault === 'flood') {
    const block = Buffer.alloc(1024 * 1024, 'flood: 0.0.0.0:443\r\n');
    for (let written = 0; written < floodBytes; written += block.length) writeAll(1, block);
    return 0;
  }
  output.flush();
  return exitCode;
}

function drift(machine: string, fault: Fault): void {
  const table = new Table(machine);
  for (const change of fault.changes ?? []) table.change(change);
  table.close();
}

/** Waits for a kill. It ends by itself once its starter or its machine is gone, so that no test leaves it behind. */
export async function hang(machine: string): Promise<never> {
  const starter = process.ppid;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (process.ppid !== starter || statSync(machine, { throwIfNoEntry: false }) === undefined) die();
  }
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  for (;;) pause(1000);
}

function dieWithParent(): never {
  process.kill(process.ppid, 'SIGKILL');
  die();
}
