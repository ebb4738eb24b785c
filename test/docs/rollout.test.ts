import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { hostReport } from '../../scripts/rollout-report.js';
import { failureOf, mergeReports, renderRollout } from '../../scripts/rollout-summary.js';
import { read, root } from './files.js';
import { runHelper } from './github/helper-action.js';
import { messagesOfSource } from './messages.js';

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
    const bound = (endpoint: string, notAfter: unknown, thumbprint: string | null = 'B'.repeat(40)) => ({
      endpoint,
      notAfter,
      thumbprint,
      result: 'untouched',
    });
    const inventory = (bindings: unknown[], extra: object = {}) =>
      report('inventory', { certificate: null, bindings, expiring: [], ...extra });
    const unreadable =
      '2 records of "netsh http show sslcert" cannot be understood. What cannot be understood is left alone. The first reads: …';

    function resultOf(text: string) {
      const rollout = mergeReports(['a'], new Map([['a', text]]));
      return { rollout, row: renderRollout(rollout).split('\n').at(-1), ...rollout.hosts[0] };
    }

    test('says when the first certificate expires, and which do soon', () => {
      const bindings = [
        bound('0.0.0.0:8443', '2030-02-14T12:00:00Z'),
        bound('0.0.0.0:444', '2030-02-15T00:00:00Z'),
        bound('0.0.0.0:443', '2029-12-31T00:00:00Z'),
        bound('ccs', null, null),
      ];
      const { notAfter, expiring, row } = resultOf(
        inventory(bindings, { expiring: ['0.0.0.0:8443', '0.0.0.0:443'] }),
      );
      expect({ notAfter, expiring }).toEqual({
        notAfter: '2029-12-31',
        expiring: ['0.0.0.0:443', '0.0.0.0:8443'],
      });
      expect(row).toBe('| a | inventory | 0 | 4 |  | 2029-12-31 | 0.0.0.0:443, 0.0.0.0:8443 | 0 |  |');
    });

    test('does not say that nothing expires when the list did not arrive', () => {
      expect(resultOf(inventory([], { expiring: null })).expiring).toEqual(['(too many to list)']);
      expect(resultOf(report('failed', { expiring: null })).expiring).toEqual([]);
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

    test('knows the warning by words that the action can say', () => {
      expect(messagesOfSource().some((message) => message.test(unreadable))).toBe(true);
    });

    test('a long list is cut in the table, and ends with a mark', () => {
      const endpoints = Array.from({ length: 100 }, (_, i) => `[::]:${1000 + i}`);
      const { expiring, row } = resultOf(inventory([], { expiring: endpoints }));
      expect(expiring).toEqual(endpoints);
      expect(row).toMatch(/ &#91;::&#93;:1000, .{20,200}, &#8230; \| 0 \| {2}\|$/);
    });
  });

  test('a rollout lists what expires, but does not take certificates for missing that were not read', () => {
    const bindings = [
      { endpoint: 'a', result: 'untouched', thumbprint: 'B'.repeat(40), notAfter: null },
      { endpoint: 'b', result: 'rebound', thumbprint: 'A'.repeat(40), notAfter: '2030-01-31T00:00:00Z' },
    ];
    const text = report('rebound', { bindings, expiring: ['b'] });
    const rollout = mergeReports(['a'], new Map([['a', text]]));
    expect(rollout.hosts[0]).toMatchObject({ notAfter: '2030-01-31', expiring: ['b'], missing: [] });
  });

  describe('the annotation', () => {
    test('is empty when all is done', () => {
      expect(failureOf(mergeReports(['a'], new Map([['a', report('rebound')]])))).toBe('');
    });

    test('names every host that is not done, as far as GitHub does not cut it', () => {
      const hosts = hostNames(900);
      const text = failureOf(mergeReports(hosts, new Map([['web-1', report('rebound')]])));
      expect(text).toContain('Not done: web-2 (no-report), web-3 (no-report),');
      expect(text).toMatch(/ and \d+ more\. The job summary says why\.$/);
      expect(text.length).toBeLessThan(4_000);
    });
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
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (action: string, inputs: Record<string, string>) =>
    runHelper(`.github/actions/${action}`, inputs, folder);

  test('the plan sets every output that its action.yml names', () => {
    const { status, outputs } = run('rollout-plan', { hosts: 'a\nb, c', canary: 'b' });
    expect(status).toBe(0);
    expect(outputs).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}$/),
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

  test('an error that GitHub would cut is cut at a word, and stands in the log whole', () => {
    const hosts = hostNames(901).join(',');
    const canary = `${'x'.repeat(5_000)} ${'y'.repeat(100)}`;
    const { stdout } = run('rollout-plan', { hosts: `${hosts},${canary}` });
    const [whole = '', annotation = ''] = stdout.split('\n');
    expect(whole).toContain(canary);
    expect(annotation.length).toBeLessThan(4_096);
    expect(annotation).toMatch(/ … The log has all of it\.$/);
  });

  test('the summary reads the reports of the hosts and fails for one that is missing', () => {
    const reports = join(folder, 'reports');
    mkdirSync(reports);
    writeFileSync(join(reports, 'rebind-report-web.01.json'), report('rebound'));
    const { status, stdout, outputs, summary } = run('rollout-summary', { hosts: '["web.01","b"]', reports });
    expect(status).toBe(1);
    expect(stdout).toContain('2 hosts: 1 rebound, 1 no-report. Not done: b (no-report).');
    expect(summary).toContain('| web.01 | rebound | 1 | 1 |');
    expect(JSON.parse(outputs.report ?? '')).toMatchObject({
      ok: false,
      counts: { rebound: 1, 'no-report': 1 },
    });
    const whole = JSON.parse(readFileSync(outputs['report-path'] ?? '', 'utf8'));
    expect(whole.reports['web.01']).toMatchObject({ outcome: 'rebound' });
  });

  test('the report of a host is passed on with what expires soon', () => {
    const path = join(folder, 'report.json');
    writeFileSync(path, report('rebound'));
    const inputs = { host: 'web.01', 'report-path': path, expiring: '["[::]:443"]' };
    const { status, outputs } = run('rollout-report', inputs);
    expect(status).toBe(0);
    expect(outputs.path).toBe(join(folder, 'rebind-report-web.01.json'));
    const passedOn = JSON.parse(readFileSync(outputs.path ?? '', 'utf8'));
    expect(passedOn).toEqual({ ...JSON.parse(report('rebound')), expiring: ['[::]:443'] });
  });

  test('a list that did not reach the action is passed on as unknown', () => {
    expect(JSON.parse(hostReport(report('inventory'), ''))).toMatchObject({ expiring: null });
  });

  test('half a report is one error', () => {
    const path = join(folder, 'report.json');
    writeFileSync(path, '{');
    const { status, stdout } = run('rollout-report', { host: 'a', 'report-path': path, expiring: '' });
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error title=The report of this host cannot be passed on::.*\n$/);
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
    const own = ['restore-after-job', 'job-status'];
    const passed = Object.keys(step.with);
    expect(passed.sort()).toEqual(
      action.inputs
        .map(({ name }) => name)
        .filter((name) => !own.includes(name))
        .sort(),
    );
    for (const [name, value] of Object.entries(step.with)) {
      if (name === 'summary') expect(value).toBe(false);
      else expect(sourcesOf(name)).toContain(value);
    }
  });

  /** A secret of an environment can have no hyphen in its name. */
  function sourcesOf(name: string): string[] {
    const secret = `secrets.${name}`;
    const also = `${secret} || ${secret.replaceAll('-', '_')}`;
    return [secret, also, `fromJSON(inputs.settings).${name}`].map((source) => `\${{ ${source} }}`);
  }

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

  test('stops at the first failure, but not in a dry run, and takes one rollout at a time on a host', () => {
    const { strategy, concurrency } = hosts.jobs.host;
    expect(strategy['fail-fast']).toBe(`\${{ !fromJSON(inputs.settings).dry-run }}`);
    expect(concurrency).toEqual({
      group: `rebind-iis-certificate-\${{ matrix.host }}`,
      'cancel-in-progress': false,
      queue: 'max',
    });
  });
});
