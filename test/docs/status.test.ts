import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CLAIMS } from '../../scripts/status-claims.js';
import { readEvidence, statusTable } from '../../scripts/status-parts.js';
import { list, read, root } from './files.js';

const ids = CLAIMS.map(({ id }) => id);

test('the page has what the claims and the evidence give', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/status.js', '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('each claim has a name of its own, and tests where it says so', () => {
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, simulated, wine } of CLAIMS) {
    for (const folder of [simulated, wine].filter(Boolean)) expect(existsSync(root + folder), id).toBe(true);
  }
});

test('what windows.yml can show are claims of the page', () => {
  const { jobs } = parse(read('.github/workflows/windows.yml'));
  const steps = Object.values(
    jobs as Record<string, { steps: { run?: string; with?: { claims?: string } }[] }>,
  )
    .flatMap((job) => job.steps)
    .flatMap(({ run = '', with: given }) => given?.claims ?? /check\.mjs (\S+)/.exec(run)?.[1] ?? []);
  const scripts = list('test/windows-lab/real/*.mjs').flatMap((file) =>
    [...read(file).matchAll(/\bseen\('([\w-]+)'\)/g)].map(([, id]) => id ?? ''),
  );
  const shown = new Set([...steps.flatMap((claims) => claims.split(',')), ...scripts]);
  expect([...shown].filter((id) => !ids.includes(id))).toEqual([]);
  // These take more than one hosted machine in English can show.
  expect(ids.filter((id) => !shown.has(id))).toEqual(['killed', 'language', 'fleet']);
});

describe('the evidence of a run', () => {
  let folder: string;
  const evidence = (image: string, seen: string[]) => ({
    image,
    date: '2030-01-31',
    commit: 'abc',
    run: 'https://example.com/1',
    seen,
  });
  const given: Record<string, object> = {
    'windows-2025-committed/evidence.json': evidence('win25', ['plan']),
    'windows-2022-committed/evidence.json': evidence('win22', ['plan', 'rebind']),
    'windows-2022-built/evidence.json': evidence('win22', ['repeat']),
    'post-steps/win22/evidence.json': evidence('win22', ['restore']),
    'windows-2022-built/003-netsh.exe.txt': {},
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'evidence-'));
    for (const [path, content] of Object.entries(given)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), JSON.stringify(content));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is put together for each image', () => {
    expect(readEvidence(folder)).toEqual([
      evidence('win22', ['plan', 'rebind', 'repeat', 'restore']),
      evidence('win25', ['plan']),
    ]);
  });

  test('stands in the table with its run', () => {
    const claims = [
      { id: 'plan', claim: 'A plan', simulated: 'test/scenarios', wine: '' },
      { id: 'rebind', claim: 'A change', simulated: '', wine: 'test/windows-lab' },
    ];
    const production = [{ server: 'Server 2019', date: '2030-02-01', seen: ['rebind'] }];
    expect(
      statusTable(claims, { hosted: readEvidence(folder), production })
        .split('\n')
        .slice(2),
    ).toEqual([
      '| A plan | [scenarios](../test/scenarios) | never | [Server 2022, 2030-01-31](https://example.com/1)<br>[Server 2025, 2030-01-31](https://example.com/1) | never |',
      '| A change | never | [windows-lab](../test/windows-lab) | [Server 2022, 2030-01-31](https://example.com/1) | Server 2019, 2030-02-01 |',
    ]);
  });

  test('that is none is an error', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/status.js', join(root, 'docs')], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('has no evidence.json');
  });
});
