import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readContract } from '../../scripts/contract.js';
import {
  hostsFromRunners,
  listRunners,
  MOST_HOSTS,
  parseHosts,
  planRollout,
  WAVE_SIZE,
  WAVES,
} from '../../scripts/rollout-plan.js';
import { mergeReports, renderRollout } from '../../scripts/rollout-summary.js';
import { read, root } from './files.js';

const hostNames = (count: number) => Array.from({ length: count }, (_, i) => `web-${i + 1}`);

describe('the plan', () => {
  test('the first host goes first, the others follow', () => {
    expect(planRollout(['a', 'b', 'c'], [])).toEqual({
      hosts: ['a', 'b', 'c'],
      canary: ['a'],
      waves: [['b', 'c'], [], [], []],
    });
  });

  test('a named canary goes first, in any case', () => {
    expect(planRollout(['a', 'b', 'c'], ['C'])).toMatchObject({ hosts: ['c', 'a', 'b'], canary: ['c'] });
  });

  test('more hosts than a matrix takes go in waves', () => {
    const plan = planRollout(hostNames(1 + WAVE_SIZE + 1), []);
    expect(plan.waves.map((wave) => wave.length)).toEqual([256, 1, 0, 0]);
    expect([...plan.canary, ...plan.waves.flat()]).toEqual(plan.hosts);
  });

  test('the largest rollout fits into the waves; one host more is refused', () => {
    const hosts = hostNames(MOST_HOSTS);
    const plan = planRollout(hosts, []);
    expect([...plan.canary, ...plan.waves.flat()]).toEqual(hosts);
    expect(() => planRollout([...hosts, 'one-more'], [])).toThrow('Split the list');
  });

  test('a canary of more hosts than a matrix takes is refused', () => {
    const hosts = hostNames(WAVE_SIZE + 1);
    expect(() => planRollout(hosts, hosts)).toThrow('A canary of 257 hosts is none');
  });

  test.each([
    ['no host', [], [], 'There is no host'],
    ['a host twice', ['web-01', 'WEB-01'], [], 'listed twice'],
    ['a canary that is not a host', ['a'], ['b'], 'The canary "b" is not among the hosts: a.'],
    ['a canary twice', ['a', 'b'], ['a', 'A'], 'listed twice'],
    ['a host that is a command', ['a"; rm'], [], 'is not a host'],
    ['a host that is a path', ['../a'], [], 'is not a host'],
  ])('%s is refused', (_, hosts, canary, message) => {
    expect(() => planRollout(hosts, canary)).toThrow(message);
  });

  test('hosts stand one a line or separated by commas, with comments', () => {
    expect(parseHosts('web-01, web-02\r\n\n  # the old ones\nweb-03 # in Paris\n')).toEqual([
      'web-01',
      'web-02',
      'web-03',
    ]);
  });
});

describe('runners as hosts', () => {
  const runner = (name: string, labels: string[], status = 'online') => ({
    name,
    os: 'Windows',
    status,
    labels: labels.map((label) => ({ name: label })),
  });

  test('those with every label given, in a fixed order', () => {
    const runners = [
      runner('b', ['IIS', 'b', 'prod']),
      runner('a', ['iis', 'A', 'prod']),
      runner('c', ['iis', 'c']),
    ];
    expect(hostsFromRunners(runners, ['iis', 'prod'])).toEqual(['a', 'b']);
  });

  test.each([
    ['none with the label', [runner('a', ['a'])], 'No runner has the label iis. 1 runners'],
    [
      'one that no label tells apart',
      [runner('a', ['iis'])],
      'Give these runners their own name as a label: a.',
    ],
    ['one that is offline', [runner('a', ['iis', 'a'], 'offline')], 'offline: a.'],
  ])('%s is an error', (_, runners, message) => {
    expect(() => hostsFromRunners(runners, ['iis'])).toThrow(message);
  });

  test('all pages are read', async () => {
    const pages = [hostNames(100), ['last']].map((names) => names.map((name) => runner(name, [name])));
    const asked: string[] = [];
    const fetch = async (url: string | URL | Request) => {
      asked.push(String(url));
      return Response.json({ runners: pages[asked.length - 1] });
    };
    const runners = await listRunners('repos/o/r', 'token', { api: 'https://api.example', fetch });
    expect(runners).toHaveLength(101);
    expect(asked.at(-1)).toBe('https://api.example/repos/o/r/actions/runners?per_page=100&page=2');
  });

  test('a token without the right is explained', async () => {
    const fetch = async () => new Response('', { status: 403 });
    const listing = listRunners('orgs/o', 'token', { api: 'https://api.example', fetch });
    await expect(listing).rejects.toThrow('orgs/o (HTTP 403). "runners-token" needs');
  });
});

const report = (outcome: string, extra: object = {}) =>
  JSON.stringify({
    outcome,
    certificate: { thumbprint: 'A'.repeat(40), notAfter: '2030-01-31T00:00:00Z' },
    bindings: [{ endpoint: '0.0.0.0:443', result: outcome, message: '' }],
    warnings: [],
    ...extra,
  });

describe('the summary', () => {
  test('all hosts done', () => {
    const rollout = mergeReports(
      ['a', 'b'],
      new Map([
        ['a', report('rebound')],
        ['b', report('unchanged')],
      ]),
    );
    expect(rollout).toMatchObject({ ok: true, counts: { rebound: 1, unchanged: 1 } });
    expect(rollout.hosts[0]).toMatchObject({ host: 'a', changed: 1, bindings: 1, notAfter: '2030-01-31' });
  });

  test.each([
    ['rolled back', report('rolled-back'), 'rolled-back'],
    ['without a report', undefined, 'no-report'],
    ['with half a report', '{"outcome":', 'no-report'],
    ['with a report of another kind', '[]', 'no-report'],
    ['with an outcome that does not exist', report('fine'), 'no-report'],
  ])('a host %s is not done, and stands first', (_, text, outcome) => {
    const reports = new Map([['a', report('rebound')]]);
    if (text !== undefined) reports.set('b', text);
    const rollout = mergeReports(['a', 'b'], reports);
    expect(rollout).toMatchObject({ ok: false, counts: { rebound: 1, [outcome]: 1 } });
    const rows = renderRollout(rollout)
      .split('\n')
      .filter((line) => line.startsWith('| '));
    expect(rows[2]).toContain(`| b | ${outcome} |`);
  });

  test('what went wrong is told', () => {
    const bindings = [{ endpoint: '[::]:443', result: 'failed', message: 'Access denied.' }];
    const rollout = mergeReports(['a'], new Map([['a', report('failed', { bindings })]]));
    expect(rollout.hosts[0]?.message).toBe('[::]:443: Access denied.');
  });

  test.each([
    ['that names no binding', []],
    ['whose bindings are all untouched', [{ endpoint: 'x', result: 'untouched' }]],
    ['with half a binding', [null]],
  ])('a failure %s claims nothing of the host and points to its job', (_, bindings) => {
    const rollout = mergeReports(['a'], new Map([['a', report('failed', { bindings })]]));
    expect(rollout.hosts[0]?.message).toBe('See the job of this host.');
  });

  describe('of an inventory', () => {
    const now = new Date('2030-01-01T00:00:00Z');
    const bound = (endpoint: string, notAfter: unknown, thumbprint: string | null = 'B'.repeat(40)) => ({
      endpoint,
      notAfter,
      thumbprint,
      result: 'untouched',
    });
    const inventory = (bindings: unknown[], extra: object = {}) =>
      report('inventory', { certificate: null, bindings, ...extra });
    const unreadable = '2 records of "netsh http show sslcert" cannot be understood. The first reads: …';

    function resultOf(text: string) {
      const rollout = mergeReports(['a'], new Map([['a', text]]), { days: 45, now });
      return { rollout, row: renderRollout(rollout).split('\n').at(-1), ...rollout.hosts[0] };
    }

    test('says when the first certificate expires, and which do soon', () => {
      const { notAfter, expiring, row } = resultOf(
        inventory([
          bound('0.0.0.0:8443', '2030-02-14T12:00:00Z'),
          bound('0.0.0.0:444', '2030-02-15T00:00:00Z'),
          bound('0.0.0.0:443', '2029-12-31T00:00:00Z'),
          bound('ccs', null, null),
        ]),
      );
      expect({ notAfter, expiring }).toEqual({
        notAfter: '2029-12-31',
        expiring: ['0.0.0.0:443', '0.0.0.0:8443'],
      });
      expect(row).toBe('| a | inventory | 0 | 4 |  | 2029-12-31 | 0.0.0.0:443, 0.0.0.0:8443 | 0 |  |');
    });

    test('says whose certificate is not in its store', () => {
      const result = resultOf(inventory([bound('0.0.0.0:443', null), bound('0.0.0.0:444', 'soon')]));
      expect(result).toMatchObject({
        notAfter: '',
        expiring: [],
        missing: ['0.0.0.0:443', '0.0.0.0:444'],
        message: 'Certificate missing: 0.0.0.0:443, 0.0.0.0:444.',
      });
      expect(result.rollout.ok).toBe(true);
    });

    test('says that bindings could not be understood', () => {
      expect(resultOf(inventory([], { warnings: [null, unreadable] }))).toMatchObject({
        unreadable: true,
        message: 'Some bindings cannot be understood.',
      });
      expect(resultOf(inventory([], { warnings: ['another'] }))).toMatchObject({
        unreadable: false,
        message: '',
      });
    });

    test('a long list is cut in the table, and ends with a mark', () => {
      const endpoints = Array.from({ length: 100 }, (_, i) => `[::]:${1000 + i}`);
      const { expiring, row } = resultOf(inventory(endpoints.map((each) => bound(each, '2030-01-02'))));
      expect(expiring).toEqual(endpoints);
      expect(row).toMatch(/ &#91;::&#93;:1000, .{20,200}, &#8230; \| 0 \| {2}\|$/);
    });
  });

  test('a rollout lists what expires, but does not take certificates for missing that were not read', () => {
    const bindings = [
      { endpoint: 'a', result: 'untouched', thumbprint: 'B'.repeat(40), notAfter: null },
      { endpoint: 'b', result: 'rebound', thumbprint: 'A'.repeat(40), notAfter: '2030-01-31T00:00:00Z' },
    ];
    const now = new Date('2030-01-01T00:00:00Z');
    const rollout = mergeReports(['a'], new Map([['a', report('rebound', { bindings })]]), { days: 31, now });
    expect(rollout.hosts[0]).toMatchObject({ notAfter: '2030-01-31', expiring: ['b'], missing: [] });
  });

  test('a report cannot break out of its cell', () => {
    const bindings = [
      { endpoint: 'a|b', result: 'failed', message: '</td><img src=x> [x](javascript:1)\n## `hi`' },
    ];
    const certificate = { thumbprint: '| x |\n', notAfter: '<b>' };
    const rollout = mergeReports(['a'], new Map([['a', report('failed', { bindings, certificate })]]));
    const markdown = renderRollout(rollout);
    expect(markdown.split('\n')).toHaveLength(7);
    const row = markdown.split('\n').at(-1) ?? '';
    expect(row.split(' | ')).toHaveLength(9);
    expect(row).not.toMatch(/[<>`[\]]|javascript:\/\//);
  });

  test('a thousand hosts fit into a job summary', () => {
    const hosts = hostNames(MOST_HOSTS);
    const bindings = Array.from({ length: 50 }, (_, i) => ({
      endpoint: `${'\uffee'.repeat(200)}:${i}`,
      result: 'failed',
      message: '\uffee'.repeat(1000),
      notAfter: '2000-01-01T00:00:00Z',
    }));
    const certificate = { thumbprint: 'A'.repeat(40), notAfter: '2030-01-31T00:00:00Z' };
    const rollout = mergeReports(
      hosts,
      new Map(hosts.map((host) => [host, report('failed', { bindings, certificate })])),
    );
    expect(Buffer.byteLength(renderRollout(rollout))).toBeLessThan(1024 * 1024);
  });

  test('a thousand hosts fit into an output, and each names at least one binding of a list', () => {
    const hosts = hostNames(MOST_HOSTS);
    const endpoints = Array.from({ length: 100 }, (_, i) => `${'a'.repeat(240)}.example.com:${i}`);
    const bindings = endpoints.flatMap((endpoint) => [
      { endpoint, thumbprint: 'A', notAfter: '2000-01-01T00:00:00Z' },
      { endpoint, thumbprint: 'A', notAfter: null },
    ]);
    const rollout = mergeReports(
      hosts,
      new Map(hosts.map((host) => [host, report('inventory', { bindings })])),
    );
    expect(Buffer.byteLength(JSON.stringify(rollout))).toBeLessThan(1_000_000);
    for (const { expiring, missing } of rollout.hosts) {
      expect(expiring.length).toBeGreaterThan(0);
      expect(missing.length).toBeGreaterThan(0);
    }
  });
});

describe('the helper actions', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rollout-'));
    for (const name of ['output', 'summary']) writeFileSync(join(folder, name), '');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Runs a helper action as the runner does: its inputs and files in the environment. */
  function run(action: string, inputs: Record<string, string>, env: Record<string, string> = {}) {
    const { runs } = parse(read(`.github/actions/${action}/action.yml`));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(root, '.github/actions', action, runs.main)],
      {
        encoding: 'utf8',
        env: {
          ...env,
          PATH: process.env.PATH,
          RUNNER_TEMP: folder,
          GITHUB_OUTPUT: join(folder, 'output'),
          GITHUB_STEP_SUMMARY: join(folder, 'summary'),
          ...Object.fromEntries(
            Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
          ),
        },
      },
    );
    expect(stderr).toBe('');
    const text = readFileSync(join(folder, 'output'), 'utf8');
    const outputs = Object.fromEntries(
      [...text.matchAll(/^(\S+)<<(\S+)\n([\s\S]*?)\n\2$/gm)].map(([, name, , value]) => [name, value]),
    );
    return { status, stdout, outputs, summary: readFileSync(join(folder, 'summary'), 'utf8') };
  }

  test('the plan sets every output that its action.yml names', () => {
    const { status, outputs } = run('rollout-plan', { hosts: 'a\nb, c', canary: 'b' });
    expect(status).toBe(0);
    expect(outputs).toEqual({
      hosts: '["b","a","c"]',
      canary: '["b"]',
      'wave-1': '["a","c"]',
      'wave-2': '[]',
      'wave-3': '[]',
      'wave-4': '[]',
    });
    const named = readContract(`${root}.github/actions/rollout-plan/action.yml`).outputs.map(
      ({ name }) => name,
    );
    expect(Object.keys(outputs).sort()).toEqual(named.sort());
  });

  test.each([
    [{ hosts: 'a,a' }, '"a" is listed twice.'],
    [{ hosts: 'a', 'runner-label': 'iis' }, 'not both.'],
    [{ 'runner-label': 'iis' }, 'the secret "runners-token"'],
    [{ hosts: 'a%0A::warning::x' }, '"a%250A::warning::x" is not a host'],
  ])('a plan that cannot be is one error: %j', (inputs, message) => {
    const { status, stdout } = run('rollout-plan', inputs);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error title=The rollout cannot be planned::.*\n$/);
    expect(stdout).toContain(message);
  });

  test('the summary reads the reports of the hosts and fails for one that is missing', () => {
    const reports = join(folder, 'reports');
    mkdirSync(reports);
    writeFileSync(join(reports, 'rebind-report-web.01.json'), report('rebound'));
    const { status, stdout, outputs, summary } = run('rollout-summary', { hosts: '["web.01","b"]', reports });
    expect(status).toBe(1);
    expect(stdout).toContain('2 hosts: 1 rebound, 1 no-report.');
    expect(summary).toContain('| web.01 | rebound | 1 | 1 |');
    expect(JSON.parse(outputs.report ?? '')).toMatchObject({
      ok: false,
      counts: { rebound: 1, 'no-report': 1 },
    });
    const whole = JSON.parse(readFileSync(outputs['report-path'] ?? '', 'utf8'));
    expect(whole.reports['web.01']).toMatchObject({ outcome: 'rebound' });
  });

  test.each([
    ['1000000', ['0.0.0.0:443']],
    ['1', []],
  ])('the summary lists what expires within %s days', (days, expiring) => {
    const reports = join(folder, 'reports');
    mkdirSync(reports);
    const bindings = [{ endpoint: '0.0.0.0:443', notAfter: '2999-01-01T00:00:00Z' }];
    writeFileSync(join(reports, 'rebind-report-a.json'), report('inventory', { bindings }));
    const { status, outputs } = run(
      'rollout-summary',
      { hosts: '["a"]', reports },
      { EXPIRING_WITHIN: days },
    );
    expect(status).toBe(0);
    expect(JSON.parse(outputs.report ?? '').hosts[0].expiring).toEqual(expiring);
  });

  test('the summary says that nothing is done when there is no report at all', () => {
    const { status, outputs } = run('rollout-summary', { hosts: '["a"]', reports: join(folder, 'none') });
    expect(status).toBe(1);
    expect(JSON.parse(outputs.report ?? '')).toMatchObject({ ok: false });
  });
});

describe('the workflow', () => {
  const rollout = parse(read('.github/workflows/rollout.yml'));
  const hosts = parse(read('.github/workflows/rollout-hosts.yml'));
  const [step] = hosts.jobs.host.steps;
  const action = readContract(`${root}action.yml`);
  const { inputs } = readContract(`${root}.github/workflows/rollout.yml`);

  test('passes on every input of the action but those of one job alone', () => {
    const own = ['pfx-path', 'restore-after-job', 'job-status'];
    const passed = Object.keys(step.with);
    expect(passed.sort()).toEqual(
      action.inputs
        .map(({ name }) => name)
        .filter((name) => !own.includes(name))
        .sort(),
    );
    for (const [name, value] of Object.entries(step.with)) {
      if (name === 'summary') expect(value).toBe(false);
      else expect([`\${{ secrets.${name} }}`, `\${{ fromJSON(inputs.settings).${name} }}`]).toContain(value);
    }
  });

  test('has the defaults of the action', () => {
    for (const { name, default: value } of inputs) {
      const same = action.inputs.find((input) => input.name === name);
      if (same) expect(value, name).toBe(same.default ?? '');
    }
  });

  test('names the settings that the hosts read', () => {
    const names = inputs.map(({ name }) => name);
    const read = [...JSON.stringify(hosts).matchAll(/fromJSON\(inputs\.settings\)\.([\w-]+)/g)].map(
      ([, name]) => name,
    );
    expect(read.filter((name) => !names.includes(name ?? ''))).toEqual([]);
  });

  test('has as many waves as the plan, each after the one before', () => {
    const waves = Object.keys(rollout.jobs).filter((job) => job.startsWith('wave-'));
    expect(waves).toHaveLength(WAVES);
    waves.forEach((wave, i) => {
      expect(rollout.jobs[wave].needs).toContain(i === 0 ? 'canary' : `wave-${i}`);
      expect(rollout.jobs.summary.needs).toContain(wave);
    });
  });

  describe('which jobs run', () => {
    /** Whether the condition of a job holds, with the results of the jobs before it and the inputs given. */
    function runs(job: string, results: Record<string, string>, inputs: Record<string, unknown> = {}) {
      const { if: condition, needs } = rollout.jobs[job];
      const given: Record<string, unknown> = { environment: '', 'dry-run': false, ...inputs };
      const resultOf = (name: string) => results[name] ?? 'success';
      const expression = String(condition)
        .replace(/^\$\{\{|\}\}$/g, '')
        .replace(/needs\.([\w-]+)\.result/g, (_, name) => JSON.stringify(resultOf(name)))
        .replace(/needs\.plan\.outputs\.[\w-]+/g, () => (resultOf('plan') === 'success' ? `'["b"]'` : `''`))
        .replace(/inputs\.([\w-]+)/g, (_, name) => JSON.stringify(given[name]))
        .replace(/\bcancelled\(\)/g, 'false');
      const hasStatus = String(condition).includes('cancelled()');
      const isHeldUp = !hasStatus && needs.some((name: string) => resultOf(name) !== 'success');
      return !isHeldUp && runInNewContext(expression);
    }
    const asked = { environment: 'production' };
    const dry = { 'dry-run': true };

    test('the approval asks after the canary, if there is an environment', () => {
      expect(runs('approve', {}, asked)).toBe(true);
      expect(runs('approve', {})).toBe(false);
      expect(runs('approve', { canary: 'failure' }, asked)).toBe(false);
    });

    test('a dry run asks nobody', () => {
      expect(runs('approve', {}, { ...asked, ...dry })).toBe(false);
      expect(runs('wave-1', { approve: 'skipped' }, { ...asked, ...dry })).toBe(true);
    });

    test('the first wave waits for the canary and the approval', () => {
      expect(runs('wave-1', { approve: 'skipped' })).toBe(true);
      expect(runs('wave-1', {}, asked)).toBe(true);
      expect(runs('wave-1', { approve: 'skipped' }, asked)).toBe(false);
      expect(runs('wave-1', { approve: 'failure' }, asked)).toBe(false);
      expect(runs('wave-1', { canary: 'failure', approve: 'skipped' })).toBe(false);
    });

    test.each(['wave-2', 'wave-3', 'wave-4'])('%s waits for the one before', (wave) => {
      const before = `wave-${Number(wave.at(-1)) - 1}`;
      expect(runs(wave, {})).toBe(true);
      for (const result of ['failure', 'skipped', 'cancelled'])
        expect(runs(wave, { [before]: result })).toBe(false);
    });

    test.each(['wave-1', 'wave-2', 'wave-3', 'wave-4'])('%s of a dry run runs in any case', (wave) => {
      const results = { canary: 'failure', approve: 'skipped', 'wave-1': 'failure', 'wave-3': 'cancelled' };
      expect(runs(wave, results, dry)).toBe(true);
    });

    test.each(['wave-1', 'wave-2', 'wave-3', 'wave-4'])('%s needs a plan', (wave) => {
      const before = wave === 'wave-1' ? 'canary' : `wave-${Number(wave.at(-1)) - 1}`;
      const results = { plan: 'failure', approve: 'skipped', [before]: 'skipped' };
      expect(runs(wave, results)).toBe(false);
      expect(runs(wave, results, dry)).toBe(false);
    });
  });

  test('tells the summary what expires soon', () => {
    const step = rollout.jobs.summary.steps.find(({ id }: { id?: string }) => id === 'summary');
    expect(step.env).toEqual({ EXPIRING_WITHIN: `\${{ inputs.expiring-within }}` });
  });

  test('stops at the first failure, but not in a dry run, and takes one rollout at a time on a host', () => {
    const { strategy, concurrency } = hosts.jobs.host;
    expect(strategy['fail-fast']).toBe(`\${{ !fromJSON(inputs.settings).dry-run }}`);
    expect(concurrency).toEqual({
      group: `rebind-iis-certificate-\${{ matrix.host }}`,
      'cancel-in-progress': false,
    });
  });
});
