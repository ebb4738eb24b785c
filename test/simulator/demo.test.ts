import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Runs the demo's entry with a temporary folder of its own, to see what it leaves there. */
function runDemo(...args: string[]) {
  const temp = mkdtempSync(join(tmpdir(), 'demo-'));
  const env = { ...process.env, TMPDIR: temp };
  const ended = spawnSync(process.execPath, [join(root, 'demo', 'run.js'), ...args], {
    env,
    encoding: 'utf8',
    cwd: root,
  });
  const left = readdirSync(temp);
  rmSync(temp, { recursive: true });
  return { ...ended, left };
}

test('the story is true, names its results, and leaves nothing else behind', () => {
  const { status, stdout, left } = runDemo('story');
  expect(stdout).not.toContain('NOT TRUE');
  expect({ status, left }).toEqual({ status: 0, left: [] });
  for (const file of stdout.match(/build\/demo-results\/\S+\.(json|html|md|txt)/g) ?? []) {
    expect(existsSync(join(root, file))).toBe(true);
  }
}, 180_000);

test('a dry run on the embedded machine can be tried with other inputs', () => {
  const { status, stdout, left } = runDemo('try', 'bindings=10.0.0.9:443');
  expect({ status, left }).toEqual({ status: 1, left: [] });
  expect(stdout).toContain('10.0.0.9:443');
  expect(stdout).not.toContain('correct horse');
});
