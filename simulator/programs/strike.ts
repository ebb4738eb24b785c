import type { CodePage } from '../machine-options.js';
import type { Fault } from '../state/faults.js';
import { encode, type LackingLetters } from '../texts/code-page.js';
import type { Output } from './output.js';
import type { Process } from './process.js';
import type { RunningMachine } from './run.js';

const floodBytes = 64 * 1024 * 1024;

/** What a fault does before the program takes effect. */
export async function before(machine: RunningMachine, fault: Fault | undefined, own: Process): Promise<void> {
  if (fault?.fault === 'slow') await own.pause((fault.delayMs ?? 0) / 2);
  if (fault?.fault === 'hang') await own.hang();
  if (fault?.fault === 'killed') await own.die();
  if (fault?.fault === 'kill-parent-before') await own.dieWithStarter();
  if (fault?.fault === 'drift') drift(machine, fault);
}

/** What a fault does between two lines of a script. */
export async function midway(fault: Fault | undefined, own: Process): Promise<void> {
  if (fault?.fault === 'killed-midway') await own.die();
  if (fault?.fault === 'kill-parent-midway') await own.dieWithStarter();
}

/** What a fault does once the program took effect. */
export async function after(machine: RunningMachine, fault: Fault | undefined, own: Process): Promise<void> {
  if (fault?.fault === 'slow') await own.pause((fault.delayMs ?? 0) / 2);
  if (fault?.fault === 'hang-after') await own.hang();
  if (fault?.fault === 'killed-after') await own.die();
  if (fault?.fault === 'kill-parent-after') await own.dieWithStarter();
  if (fault?.fault === 'drift-after') drift(machine, fault);
}

/** Lets the output out, or what a fault puts in its place. @returns the exit code */
export async function finish(
  fault: Fault | undefined,
  own: Process,
  {
    output,
    exitCode,
    codePage,
    lacking,
  }: { output: Output; exitCode: number; codePage: CodePage; lacking: LackingLetters },
): Promise<number> {
  if (fault?.fault === 'error' || fault?.fault === 'error-after') {
    await own.write(1, encode(fault.text ?? '\r\nError: 1450\r\n\r\n', codePage));
    return fault.exitCode ?? 1;
  }
  if (fault?.fault === 'garbage') {
    await own.write(1, Buffer.from(Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256)));
    return 0;
  }
  if (fault?.fault === 'flood') {
    const block = Buffer.alloc(1024 * 1024, 'flood: 0.0.0.0:443\r\n');
    for (let written = 0; written < floodBytes; written += block.length) await own.write(1, block);
    return 0;
  }
  for (const [stream, bytes] of output.encoded(codePage, lacking)) await own.write(stream, bytes);
  return exitCode;
}

/** Somebody else changes the table. */
function drift({ table }: RunningMachine, { changes = [] }: Fault): void {
  for (const change of changes) table.change(change);
}
