import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language, MachineOptions } from '../machine-options.js';
import { CallLog } from '../state/calls.js';
import { faultOf } from '../state/faults.js';
import { Stores } from '../state/stores.js';
import { Table } from '../state/table.js';
import type { Texts } from '../texts/texts.js';
import { Output } from './output.js';
import { pause } from './pause.js';
import { after, before, finish, midway } from './strike.js';

/** The machine as one of its programs sees it. */
export interface Host {
  /** Its folder. */
  readonly machine: string;
  readonly options: MachineOptions;
  readonly texts: Texts;
  readonly table: Table;
  readonly stores: Stores;
  /** False for a program that is to have no effect although it says so. */
  readonly effective: boolean;
  /** Prints lines. The output leaves the program when it ends, in the machine's code page, with CRLF. */
  print(...lines: string[]): void;
  /** The same, on the standard error stream. */
  printError(...lines: string[]): void;
  /** To be called before each line of a script: the place where a fault can strike midway. */
  beforeLine(index: number, count: number): void;
}

/** A program: prints, changes the machine, and gives its exit code. */
export type Program = (args: readonly string[], host: Host) => number | Promise<number>;

/**
 * Runs a program in this process: `node <program>.js <machine folder> <arguments…>`.
 * Notes the call, lets the set fault strike, and ends the process with the program's exit code.
 * @param script the file whose text counts as arguments when faults are matched, as a function of the arguments
 */
export async function run(
  name: string,
  program: Program,
  script?: (args: readonly string[]) => string | undefined,
) {
  const [machine = '', ...args] = process.argv.slice(2);
  const options = JSON.parse(readFileSync(join(machine, 'machine.json'), 'utf8')) as MachineOptions;
  const startedAt = Math.round(performance.timeOrigin);
  const log = new CallLog(machine);
  const { n } = log.start({ program: name, args, pid: process.pid, parent: process.ppid, startedAt });
  const text = script?.(args);
  const fault = faultOf(machine, n, name, [...args, text ?? ''].join('\n'));
  pause(options.processCostMs - performance.now());

  await before(machine, fault);
  const output = new Output(options.codePage, options.lackingLetters);
  const effective = fault?.fault !== 'no-effect' && fault?.fault !== 'error';
  const host: Host = {
    machine,
    options,
    texts: await textsOf(options.language),
    table: new Table(machine, effective ? 'kept' : 'forgotten'),
    stores: new Stores(machine),
    effective,
    print: (...lines) => output.add(1, lines),
    printError: (...lines) => output.add(2, lines),
    beforeLine: (index, count) => {
      if (index === Math.floor(count / 2)) midway(fault);
    },
  };
  const exitCode = await program(args, host);
  await after(machine, fault);
  const end = finish(fault, output, exitCode, options.codePage);
  log.end({
    n,
    exitCode: end,
    durationMs: Math.round(performance.now()),
    ...(text === undefined ? {} : { script: text }),
  });
  process.exitCode = end;
}

/** The texts of one language; only this one is loaded. */
async function textsOf(language: Language): Promise<Texts> {
  const module = (await import(`../texts/${language}.js`)) as { texts: Texts };
  return module.texts;
}

/** Every account may read; only elevated ones may write. */
export function mayWrite({ options }: Host): boolean {
  return options.account === 'administrator' || options.account === 'system';
}
