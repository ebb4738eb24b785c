import type { MachineOptions } from '../machine-options.js';
import type { Stores } from '../state/stores.js';
import type { Table } from '../state/table.js';
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
  /** The absolute path of a file that is named in an argument. */
  path(name: string): string;
  /** Prints lines. The output leaves the program when it ends, in the machine's code page, with CRLF. */
  print(...lines: string[]): void;
  /** The same, on the standard error stream. */
  printError(...lines: string[]): void;
  /** To be awaited before each line of a script: the place where a fault can strike midway. */
  beforeLine(index: number, count: number): Promise<void>;
  pause(ms: number): Promise<void>;
  /** Waits for a kill, like a program that asks a question. */
  hang(): Promise<never>;
}

/** A program: prints, changes the machine, and gives its exit code. */
export type Program = (args: readonly string[], host: Host) => number | Promise<number>;

/** What the module of a program has. */
export interface ProgramModule {
  readonly program: Program;
  /** The file whose text counts as arguments when faults are matched. */
  readonly scriptFile?: (args: readonly string[]) => string | undefined;
}

/** Every account may read; only elevated ones may write. */
export function mayWrite({ options }: Host): boolean {
  return options.account === 'administrator' || options.account === 'system';
}
