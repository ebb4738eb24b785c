import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { mergeReports } from '../../scripts/rollout-summary.js';
import { read } from './files.js';
import { parseMarkdown } from './markdown.js';

const hasShell = spawnSync('bash', ['-c', 'jq --version']).status === 0;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'issue-'));
  const gh = `#!/usr/bin/env bash
if [ "$1 $2" = "issue list" ]; then echo "$OPEN_ISSUE"; exit; fi
case "$1 $2" in
  "issue create") echo create >> "$CALLS" ;;
  issue*) echo "$2 $3" >> "$CALLS" ;;
esac
`;
  writeFileSync(join(folder, 'gh'), gh);
  chmodSync(join(folder, 'gh'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the script of a workflow's job `issue` as its runner does, with a stand-in for gh. */
function runIssue(workflow: string, files: Record<string, unknown>, given: Record<string, string> = {}) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(content));
  }
  const { env, steps } = parse(workflow).jobs.issue;
  const calls = join(folder, 'calls');
  const { run } = steps.find((step: { run?: string }) => step.run);
  writeFileSync(join(folder, 'script'), run);
  const { status, stderr } = spawnSync('bash', ['-e', 'script'], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...Object.fromEntries(Object.keys(env).map((name) => [name, `<${name}>`])),
      PATH: `${folder}:${process.env.PATH}`,
      OPEN_ISSUE: '',
      ...given,
      CALLS: calls,
    },
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const body = join(folder, 'body.md');
  return {
    calls: existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [],
    body: existsSync(body) ? readFileSync(body, 'utf8') : '',
  };
}

const far = '2999-01-01T00:00:00.000Z';
const past = '2020-01-01T00:00:00.000Z';
const bound = (endpoint: string, notAfter: string | null, thumbprint: string | null = 'A'.repeat(40)) => ({
  endpoint,
  notAfter,
  thumbprint,
});
const healthy = [bound('0.0.0.0:443', far), bound('0.0.0.0:444', null, null)];
const unreadable =
  '1 record of "netsh http show sslcert" cannot be understood. What cannot be understood is left alone.';
const inventory = (bindings: ReturnType<typeof bound>[], warnings: string[] = []) => ({
  outcome: 'inventory',
  certificate: null,
  bindings,
  warnings,
  expiring: bindings.filter(({ notAfter }) => notAfter === past).map(({ endpoint }) => endpoint),
});

describe.runIf(hasShell)('the check of one server', () => {
  const workflow = read('examples/monthly-check.yml');
  const check = (report: object, OPEN_ISSUE = '', EXPIRING: string[] = []) =>
    runIssue(
      workflow,
      { 'report/rebind-report-1.json': report },
      { OPEN_ISSUE, EXPIRING: JSON.stringify(EXPIRING) },
    );

  test('says nothing when nothing expires, and closes the issue', () => {
    expect(check(inventory(healthy)).calls).toEqual([]);
    expect(check(inventory(healthy, ['another warning']), '7').calls).toEqual(['close 7']);
  });

  test.each([
    ['that expires', inventory([bound('[::]:443', past), ...healthy]), '- `[::]:443`', ['[::]:443']],
    ['whose certificate is missing', inventory([bound('10.0.0.5:443', null)]), '- `10.0.0.5:443`', []],
    ['that cannot be understood', inventory(healthy, [unreadable]), 'cannot be understood', []],
  ])('opens or updates the issue for a binding %s', (_, report, text, expiring) => {
    const opened = check(report, '', expiring);
    expect(opened.calls).toEqual(['create']);
    expect(opened.body).toContain(text);
    expect(opened.body).not.toContain('0.0.0.0:44');
    expect(check(report, '7', expiring).calls.at(-1)).toBe('edit 7');
  });

  test('takes as many bindings as a server can have', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => bound(`host-${i}.example.com:443`, null));
    const { body } = check(inventory(many));
    expect(body).toContain('(10000):');
    expect(body.length).toBeLessThan(65_536);
  });

  test('the page links it, and shows its step as it is', () => {
    const { blocks, links } = parseMarkdown(read('docs/scheduled-check.md'));
    expect(links).toContain('../examples/monthly-check.yml');
    expect(parse(blocks[0]?.text ?? '')[0]).toEqual(parse(workflow).jobs.inventory.steps[0]);
  });
});

describe.runIf(hasShell)('the check of a fleet', () => {
  const workflow = read('examples/fleet-check.yml');
  const check = (reports: Record<string, object | undefined>, OPEN_ISSUE = '') => {
    const texts = Object.entries(reports).flatMap(([host, report]): [string, string][] =>
      report ? [[host, JSON.stringify(report)]] : [],
    );
    return runIssue(
      workflow,
      { 'rebind-rollout.json': mergeReports(Object.keys(reports), new Map(texts)) },
      { OPEN_ISSUE },
    );
  };

  test('says nothing when nothing expires, and closes the issue', () => {
    const fleet = { 'web-01': inventory(healthy), 'web-02': inventory(healthy) };
    expect(check(fleet).calls).toEqual([]);
    expect(check(fleet, '7').calls).toEqual(['close 7']);
  });

  test('lists what is to be looked at, by server', () => {
    const fleet = {
      'web-01': inventory(healthy),
      'web-02': inventory([bound('0.0.0.0:443', past), bound('[::]:443', null)], [unreadable]),
      'web-03': undefined,
      'web-04': { ...inventory([]), outcome: 'failed' },
    };
    const { calls, body } = check(fleet);
    expect(calls).toEqual(['create']);
    expect(body.split('\n').filter((line) => line.startsWith('- '))).toEqual([
      '- **web-02**: expires within 45 days: `0.0.0.0:443`; certificate not in its store: `[::]:443`; some bindings cannot be understood',
      '- **web-03**: no-report',
      '- **web-04**: failed',
    ]);
    expect(check(fleet, '7').calls.at(-1)).toBe('edit 7');
  });

  test('takes the largest fleet', () => {
    const many = Array.from({ length: 100 }, (_, i) => bound(`host-${i}.example.com:443`, past));
    const hosts = Array.from({ length: 900 }, (_, i) => `web-${i}`);
    const { body } = check(Object.fromEntries(hosts.map((host) => [host, inventory(many)])));
    expect(body).toContain('- **web-99**');
    expect(body.length).toBeLessThan(65_536);
  });
});
