import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
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

test("a run of one's own choice shows what GitHub shows, and leaves nothing but its results", () => {
  const { status, stdout, left } = runDemo('try', '--german', 'restore-after-job=always');
  expect({ status, left }).toEqual({ status: 0, left: [] });
  const parts = [
    'A Windows Server 2022 with IIS, in German.',
    'The step: a real run, on this embedded server only',
    '✅ 3 of 5 bindings changed, 2 skipped.',
    'Warning: Other user',
    'rebound: ["0.0.0.0:443","0.0.0.0:8443","intranet.my-domain.com:443"]',
    'The post step restored 3 bindings, because the step asked for it',
  ];
  const places = parts.map((part) => stdout.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((one, other) => one - other));
  expect(stdout).not.toMatch(/correct horse|::add-mask|::group/);
  const page = readFileSync(join(root, 'build', 'try', 'summary.html'), 'utf8');
  expect(page).toContain('<code>intranet.my-domain.com&#58;443</code>');
  expect(page).toContain('Annotations<small>1 warning</small>');
}, 120_000);

test('what is not understood is said at once', () => {
  const { status, stdout } = runDemo('try', '--fail', 'everything');
  expect(status).toBe(2);
  expect(stdout).toContain('--fail knows handshake,');
});
