import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Publication, publish } from '../../src/github/outputs.js';
import type { Report } from '../../src/run/report.js';
import { readCommandFile } from '../scenarios/action.js';
import { certificateRow, report, row } from './rows.js';

// One for all: @actions/core looks up the file of the summary only once.
const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
const file = (name: string) => join(folder, name);

beforeEach(() => {
  for (const [name, variable] of [
    ['output', 'GITHUB_OUTPUT'],
    ['summary', 'GITHUB_STEP_SUMMARY'],
  ] as const) {
    writeFileSync(file(name), '');
    vi.stubEnv(variable, file(name));
  }
});

afterEach(() => {
  vi.unstubAllEnvs();
});

afterAll(() => rmSync(folder, { recursive: true }));

const told: Omit<Publication, 'report'> = {
  failure: null,
  appId: '{4dc3e181-e14b-4a21-b022-59fc669b0914}',
  expiring: ['d:1'],
  within: { days: 30 },
  wantsProof: true,
  now: new Date('2030-01-11T12:00:00Z'),
  wantsSummary: true,
  reportFile: file('report.json'),
  secrets: [],
};

async function outputsOf(ended: Report): Promise<Record<string, string>> {
  expect(await publish({ ...told, report: ended })).toEqual([]);
  return readCommandFile(file('output'));
}

it('sets every output of action.yml, and the report', async () => {
  const rows = [
    row(),
    row({ endpoint: 'a:1', result: 'created', previousThumbprint: null, notAfter: '2030-05-01T00:00:00Z' }),
    row({ endpoint: 'b:1', result: 'unchanged', previousThumbprint: row().thumbprint }),
    row({ endpoint: 'c:1', result: 'failed', thumbprint: null, notAfter: null }),
    row({
      endpoint: 'd:1',
      result: 'untouched',
      thumbprint: row().previousThumbprint,
      notAfter: '2030-03-21T00:00:00Z',
    }),
  ];
  const ended = report({ bindings: rows });
  const { report: text, ...outputs } = await outputsOf(ended);
  expect(outputs).toEqual({
    thumbprint: 'B'.repeat(40),
    subject: 'CN=www.example.com',
    'dns-names': '["www.example.com"]',
    'not-before': '2030-01-01T00:00:00.000Z',
    'not-after': '2030-04-01T00:00:00.000Z',
    'days-remaining': '80',
    'app-id': '{4dc3e181-e14b-4a21-b022-59fc669b0914}',
    changed: 'true',
    rebound: '["0.0.0.0:443","a:1"]',
    unchanged: '["b:1"]',
    expiring: '["d:1"]',
    'previous-thumbprints': `["${'A'.repeat(40)}"]`,
    'report-path': file('report.json'),
  });
  expect(JSON.parse(text!)).toEqual(ended);
  expect(JSON.parse(readFileSync(file('report.json'), 'utf8'))).toEqual(ended);
});

it.each([
  ['rebound', 'true'],
  ['created', 'true'],
  ['restored', 'true'],
  ['failed', 'true'],
  ['unchanged', 'false'],
  ['planned', 'false'],
  ['rolled-back', 'false'],
  ['untouched', 'false'],
] as const)('a binding that is %s: changed is %s', async (result, changed) => {
  expect(await outputsOf(report({ bindings: [row({ result })] }))).toMatchObject({ changed });
});

it('says nothing of what is not known, and lists nothing where nothing is', async () => {
  const ended = report({ outcome: 'failed', certificate: null, bindings: [] });
  await publish({ ...told, report: ended, appId: null, expiring: [], wantsSummary: false });
  const { report: text, 'report-path': _, ...outputs } = readCommandFile(file('output'));
  expect(outputs).toEqual({
    changed: 'false',
    rebound: '[]',
    unchanged: '[]',
    expiring: '[]',
    'previous-thumbprints': '[]',
  });
  expect(JSON.parse(text ?? '')).toEqual({
    outcome: 'failed',
    certificate: null,
    bindings: [],
    otherUsers: [],
    deletedCertificates: [],
    grantedAccess: [],
    warnings: [],
  });
  expect(readFileSync(file('summary'), 'utf8')).toBe('');
});

it('sets the other outputs before the file of the report, which a full disk keeps from being written', async () => {
  const reportFile = join(folder, 'no such folder', 'report.json');
  await expect(publish({ ...told, report: report(), reportFile })).rejects.toThrow('ENOENT');
  expect(readCommandFile(file('output'))).toMatchObject({ changed: 'true', rebound: '["0.0.0.0:443"]' });
});

it('warns of outputs that GitHub keeps from other jobs, because a secret occurs in them', async () => {
  const ended = report({ bindings: [row({ endpoint: 'web01.example.com:443' })] });
  expect(await publish({ ...told, report: ended, secrets: ['', 'S3cret', 'web'] })).toEqual([
    expect.stringMatching(
      /^The text of a secret occurs in the outputs "rebound", "report"\. GitHub shows \*\*\* there/,
    ),
  ]);
  expect(await publish({ ...told, report: ended, secrets: ['', 'S3cret', 'Web'] })).toEqual([]);
});

it("stays within GitHub's limits with very many bindings, and says what was cut", async () => {
  const names = Array.from({ length: 100 }, (_, index) => `name-${index}.example.com`);
  const bindings = Array.from({ length: 30_000 }, (_, index) =>
    row({
      endpoint: `host-${index}.example.com:443`,
      result: index % 100 === 0 ? 'rebound' : 'untouched',
      certificate: certificateRow({ dnsNames: names }),
    }),
  );
  const ended = report({ bindings, warnings: Array(500).fill('Something to know.') });
  const outputs = await outputsOf(ended);
  const total = Object.values(outputs).reduce((sum, each) => sum + Buffer.byteLength(each), 0);
  expect(total).toBeLessThan(1024 * 1024);
  const cut = JSON.parse(outputs.report!) as Report;
  expect(cut.warnings[0]).toContain(`all 30000 bindings, is at ${file('report.json')}`);
  expect(cut.bindings.filter(({ result }) => result === 'rebound')).toHaveLength(300);
  expect(JSON.parse(outputs.rebound!)).toHaveLength(300);
  expect(JSON.parse(readFileSync(file('report.json'), 'utf8'))).toEqual(ended);
  const summary = readFileSync(file('summary'), 'utf8');
  expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
  expect(summary).toContain('The full report is at');
});
