import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takeNumber } from './calls.js';
import type { Change } from './table.js';

/**
 * What goes wrong with a program.
 * - `error`: an error text and exit code 1, without effect; `error-after`: the same, yet it took effect
 * - `no-effect`: all is well by its words and exit code, but nothing changed; a reading program prints nothing
 * - `garbage`: takes effect, prints bytes without sense, exit code 0; `flood`: takes effect, prints 64 MiB
 * - `hang`: never ends, before it took effect; `hang-after`: after
 * - `killed`, `killed-after`, `killed-midway`: dies by SIGKILL; midway is between two lines of a script
 * - `kill-parent-before`, `-midway`, `-after`: kills whoever started it, and dies too
 * - `slow`: takes `delayMs` longer, half of it before and half after its effect
 * - `drift`: someone else makes `changes` just before it runs; `drift-after`: just after
 */
export type FaultKind =
  | 'error'
  | 'error-after'
  | 'no-effect'
  | 'garbage'
  | 'flood'
  | 'hang'
  | 'hang-after'
  | 'killed'
  | 'killed-midway'
  | 'killed-after'
  | 'kill-parent-before'
  | 'kill-parent-midway'
  | 'kill-parent-after'
  | 'slow'
  | 'drift'
  | 'drift-after';

/** Which calls a fault strikes, and how. */
export interface Fault {
  fault: FaultKind;
  /** The number of the call, counted over all programs of the machine from its creation. */
  at?: number;
  /** Instead of `at`: calls of this program whose arguments (or script) contain all these texts. */
  match?: { program?: string; argsInclude?: string | string[]; nth?: number };
  delayMs?: number;
  /** For a fault that strikes midway: before which line of the script; negative ones count from its end. */
  line?: number;
  changes?: Change[];
  /** For `error`: what is printed, in place of the program's own error, and the exit code. */
  text?: string;
  exitCode?: number;
}

function faultsFile(machine: string): string {
  return join(machine, 'faults.json');
}

/** Sets the faults of a machine, in place of any that were set before. */
export function writeFaults(machine: string, faults: readonly Fault[]): void {
  writeFileSync(faultsFile(machine), JSON.stringify({ set: `${Date.now()}`, faults }));
}

/** The fault that strikes this call; undefined for none. */
export function faultOf(machine: string, n: number, program: string, text: string): Fault | undefined {
  const { set, faults } = readFaults(machine);
  return faults.find((fault, index) => {
    if (fault.at !== undefined) return fault.at === n;
    const { program: wanted, argsInclude = [], nth } = fault.match ?? {};
    if (wanted !== undefined && wanted !== program) return false;
    if (![argsInclude].flat().every((part) => text.includes(part))) return false;
    return nth === undefined || takeNumber(join(machine, `faults.${set}.${index}`)) === nth;
  });
}

function readFaults(machine: string): { set: string; faults: Fault[] } {
  try {
    return JSON.parse(readFileSync(faultsFile(machine), 'utf8')) as { set: string; faults: Fault[] };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { set: '', faults: [] };
    throw error;
  }
}
