import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach } from 'vitest';
import { Appcmd } from '../../src/windows/appcmd.js';
import { Certutil } from '../../src/windows/certutil.js';
import { IisFiles } from '../../src/windows/iis-files.js';
import type { Machine } from '../../src/windows/machine.js';
import { Netsh } from '../../src/windows/netsh.js';
import type { StartProgram } from '../../src/windows/process.js';
import { Registry } from '../../src/windows/registry.js';
import { System32 } from '../../src/windows/system32.js';

/** What a program prints; undefined for nothing, an Error for a program that cannot be started. */
export type Answer = string | Buffer | Error | undefined;

/** The programs of a machine, by name below System32. A program without an answer is not there. */
export type Programs = Readonly<Record<string, (args: readonly string[]) => Answer>>;

/** A start of a program. */
export interface Started {
  readonly line: string;
  /** 1 for what is started at first, 2 for what is started once one of these has ended, … */
  readonly round: number;
}

/** A System32 of functions. */
export interface FakeMachine {
  readonly machine: Machine;
  readonly started: readonly Started[];
  /** The folder for temporary files. */
  readonly temp: string;
}

/** Long enough to write a small file meanwhile, also on a busy machine. */
const programMs = 150;

const folders: string[] = [];

afterEach(() => {
  for (const each of folders.splice(0)) rmSync(each, { recursive: true });
});

/** @param files below System32, by path with `/` */
export function fakeMachine(
  programs: Programs,
  files: Readonly<Record<string, string | Buffer>> = {},
): FakeMachine {
  const root = mkdtempSync(join(tmpdir(), 'fake-machine-'));
  folders.push(root);
  const temp = join(root, 'temp');
  mkdirSync(temp);
  const put = (name: string, content: string | Buffer) => {
    const path = join(root, 'System32', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  };
  for (const name of Object.keys(programs)) put(name, '');
  for (const [name, content] of Object.entries(files)) put(name, content);

  const started: Started[] = [];
  let ended = 0;
  const start: StartProgram = async ({ program, args, onStdout }) => {
    const name = basename(program);
    const round = ended + 1;
    started.push({ line: [name, ...args].join(' '), round });
    const key = Object.keys(programs).find((each) => each.endsWith(name)) ?? name;
    const answer = programs[key]?.(args);
    await sleep(programMs);
    ended = Math.max(ended, round);
    if (answer instanceof Error) throw answer;
    const output = typeof answer === 'string' ? Buffer.from(answer, 'latin1') : (answer ?? Buffer.alloc(0));
    onStdout?.(output);
    return { exitCode: 0, stdout: onStdout ? Buffer.alloc(0) : output, stderr: Buffer.alloc(0) };
  };
  const system32 = new System32(root, start, () => undefined);
  const machine = {
    netsh: new Netsh(system32, temp),
    certutil: new Certutil(system32, temp),
    registry: new Registry(system32, temp),
    appcmd: new Appcmd(system32),
    iisFiles: new IisFiles(system32),
  } as unknown as Machine;
  return { machine, started, temp };
}
