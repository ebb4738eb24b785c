import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Language, MachineOptions } from '../machine-options.js';
import { CallLog } from '../state/calls.js';
import { type Fault, faultOf } from '../state/faults.js';
import { Stores } from '../state/stores.js';
import { Table } from '../state/table.js';
import type { Texts } from '../texts/texts.js';
import type { Host } from './host.js';
import { installed } from './installed.js';
import { Output } from './output.js';
import type { Process } from './process.js';
import { after, before, finish, midway } from './strike.js';

/** A machine on which programs run. */
export interface RunningMachine {
  readonly folder: string;
  readonly table: Table;
}

/**
 * Runs a program of the machine: notes the call, lets the set fault strike, and writes the output.
 * @returns the exit code with which its process is to end
 */
export async function runProgram(
  name: string,
  args: readonly string[],
  machine: RunningMachine,
  own: Process,
): Promise<number> {
  const { folder } = machine;
  const { pid, parent, startedAt } = own;
  const log = new CallLog(folder);
  const { n } = log.start({ program: name, args, pid, parent, startedAt: Math.round(startedAt) });
  const { program, scriptFile } = await moduleOf(name);
  const script = textOf(scriptFile?.(args), own);
  const fault = faultOf(folder, n, name, [...args, script ?? ''].join('\n'));
  const options = JSON.parse(readFileSync(join(folder, 'machine.json'), 'utf8')) as MachineOptions;
  const output = new Output();
  const host = await hostOf(machine, options, { fault, output, own });
  await own.pause(options.processCostMs - msSince(startedAt));

  await before(machine, fault, own);
  const exitCode = await program(args, host);
  await after(machine, fault, own);
  const { codePage, lackingLetters: lacking } = options;
  const end = await finish(fault, own, { output, exitCode, codePage, lacking });
  await own.flush();
  log.end({
    n,
    exitCode: end,
    durationMs: Math.round(msSince(startedAt)),
    ...(script === undefined ? {} : { script }),
  });
  return end;
}

async function moduleOf(name: string) {
  const program = installed[name];
  if (program === undefined) throw new Error(`The machine has no program ${name}`);
  return program.load();
}

async function hostOf(
  { folder, table }: RunningMachine,
  options: MachineOptions,
  { fault, output, own }: { fault: Fault | undefined; output: Output; own: Process },
): Promise<Host> {
  const effective = fault?.fault !== 'no-effect' && fault?.fault !== 'error';
  return {
    machine: folder,
    options,
    texts: await textsOf(options.language),
    table: effective ? table : new Table(folder, 'forgotten'),
    stores: new Stores(folder),
    effective,
    path: (file) => resolve(own.cwd, file),
    print: (...lines) => output.add(1, lines),
    printError: (...lines) => output.add(2, lines),
    beforeLine: async (index, count) => {
      if (index === lineOf(fault, count)) await midway(fault, own);
      // A kill ends a script between two lines, too.
      await own.pause(0);
    },
    pause: (ms) => own.pause(ms),
    hang: () => own.hang(),
  };
}

/** The line of a script before which a fault strikes midway. */
function lineOf(fault: Fault | undefined, count: number): number {
  const line = fault?.line ?? Math.floor(count / 2);
  return line < 0 ? count + line : line;
}

function textOf(script: string | undefined, { cwd }: Process): string | undefined {
  if (script === undefined) return undefined;
  try {
    return readFileSync(resolve(cwd, script), 'latin1');
  } catch {
    return undefined;
  }
}

function msSince(time: number): number {
  return performance.timeOrigin + performance.now() - time;
}

/** The texts of one language; only this one is loaded. */
async function textsOf(language: Language): Promise<Texts> {
  const module = (await import(`../texts/${language}.js`)) as { texts: Texts };
  return module.texts;
}
