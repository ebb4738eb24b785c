import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Ended } from '../../src/windows/process.js';
import { System32 } from '../../src/windows/system32.js';

/** What a program of a test prints, given its arguments; it may write files as well. */
export type FakeProgram = (args: readonly string[]) => string | Buffer;

/** A System32 whose programs are functions, and the calls that it has seen, each as one line. */
export interface FakeSystem32 {
  readonly system32: System32;
  /** A folder for temporary files, and for whatever a test needs. */
  readonly temp: string;
  readonly calls: string[];
  /** What was told to the log. */
  readonly logged: string[];
}

/** Starts nothing: every program that is named here ends at once with what its function says, and this exit code. */
export function fakeSystem32(programs: Readonly<Record<string, FakeProgram>>, exitCode = 0): FakeSystem32 {
  const root = mkdtempSync(join(tmpdir(), 'fake-windows-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const temp = join(root, 'temp');
  mkdirSync(temp);
  mkdirSync(join(root, 'System32'));
  for (const name of Object.keys(programs)) writeFileSync(join(root, 'System32', name), '');
  const calls: string[] = [];
  const logged: string[] = [];
  const start = async ({ program, args }: { program: string; args: readonly string[] }): Promise<Ended> => {
    const name = basename(program);
    calls.push([name, ...args.map((arg) => arg.replace(`${temp}/`, 'temp/'))].join(' '));
    const said = programs[name]?.(args) ?? '';
    const stdout = typeof said === 'string' ? Buffer.from(said, 'latin1') : said;
    return { exitCode, stdout, stderr: Buffer.alloc(0) };
  };
  return { system32: new System32(root, start, (line) => logged.push(line)), temp, calls, logged };
}
