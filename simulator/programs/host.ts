import { readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Language, MachineOptions } from '../machine-options.js';
import { CallLog } from '../state/calls.js';
import { type Fault, faultOf } from '../state/faults.js';
import { Stores } from '../state/stores.js';
import { Table } from '../state/table.js';
import { encode } from '../texts/code-page.js';
import type { Texts } from '../texts/texts.js';

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

const floodBytes = 64 * 1024 * 1024;

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
  const output = new Output(options);
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
  const end = finish(fault, output, exitCode, options);
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

async function before(machine: string, fault: Fault | undefined): Promise<void> {
  if (fault?.fault === 'slow') pause((fault.delayMs ?? 0) / 2);
  if (fault?.fault === 'hang') await hang(machine);
  if (fault?.fault === 'killed') die();
  if (fault?.fault === 'kill-parent-before') dieWithParent();
  if (fault?.fault === 'drift') drift(machine, fault);
}

function midway(fault: Fault | undefined): void {
  if (fault?.fault === 'killed-midway') die();
  if (fault?.fault === 'kill-parent-midway') dieWithParent();
}

async function after(machine: string, fault: Fault | undefined): Promise<void> {
  if (fault?.fault === 'slow') pause((fault.delayMs ?? 0) / 2);
  if (fault?.fault === 'hang-after') await hang(machine);
  if (fault?.fault === 'killed-after') die();
  if (fault?.fault === 'kill-parent-after') dieWithParent();
  if (fault?.fault === 'drift-after') drift(machine, fault);
}

/** Lets the output out, or what a fault puts in its place. @returns the exit code */
function finish(fault: Fault | undefined, output: Output, exitCode: number, options: MachineOptions): number {
  if (fault?.fault === 'error' || fault?.fault === 'error-after') {
    writeAll(1, encode(fault.text ?? '\r\nError: 1450\r\n\r\n', options.codePage));
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

/** Every account may read; only elevated ones may write. */
export function mayWrite({ options }: Host): boolean {
  return options.account === 'administrator' || options.account === 'system';
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

/** Sleeps without the event loop: a program of the machine does one thing at a time. */
export function pause(ms: number): void {
  if (ms > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

class Output {
  readonly #options: MachineOptions;
  readonly #lines: { stream: 1 | 2; lines: readonly string[] }[] = [];

  constructor(options: MachineOptions) {
    this.#options = options;
  }

  add(stream: 1 | 2, lines: readonly string[]): void {
    this.#lines.push({ stream, lines });
  }

  flush(): void {
    for (const stream of [1, 2] as const) {
      const parts = this.#lines.filter((entry) => entry.stream === stream).flatMap((entry) => entry.lines);
      if (parts.length > 0) writeAll(stream, encode(`${parts.join('\r\n')}\r\n`, this.#options.codePage));
    }
  }
}

/** Writes everything, also to a pipe whose reader is slow; a reader that is gone ends it. */
function writeAll(stream: 1 | 2, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(stream, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      pause(1);
    }
  }
}
