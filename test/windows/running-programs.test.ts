import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { RunningPrograms } from '../../src/windows/running-programs.js';

/** No process has it. */
const gone = 2 ** 22 + 1;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'running-programs-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const file = (pid: number) => join(folder, `program-${pid}`);

it('notes a program for as long as it lives', () => {
  const notes = new RunningPrograms(folder);
  notes.begin(process.pid);
  notes.end(process.pid);
  expect(existsSync(file(process.pid))).toBe(true);
  notes.begin(gone);
  notes.end(gone);
  expect(existsSync(file(gone))).toBe(false);
});

it('goes on where a note can be neither written nor removed', () => {
  // A folder in its place cannot be removed as a file, as little as a file that a virus scanner holds.
  mkdirSync(file(gone));
  const notes = new RunningPrograms(folder);
  notes.begin(gone);
  notes.end(gone);
  expect(existsSync(file(gone))).toBe(true);
});
