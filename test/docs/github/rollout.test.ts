import { describe, expect, test } from 'vitest';
import { OWN_ACTION } from '../files.js';
import { Fleet, type Given } from './fleet.js';

// The rollout as GitHub carries it out: the workflows as they are, with GitHub's own evaluator.

const ROLLOUT = OWN_ACTION.replace('@', '/.github/workflows/rollout.yml@');
const secrets = { TLS_PFX: 'the pfx', TLS_PFX_PASSWORD: 'a long secret' };
const passed = { pfx: `\${{ secrets.TLS_PFX }}`, 'pfx-password': `\${{ secrets.TLS_PFX_PASSWORD }}` };

const names = (count: number) => Array.from({ length: count }, (_, i) => `web-${i + 1}`);

function rollOut(inputs: Record<string, unknown>, given: Given = {}, also: Record<string, string> = passed) {
  const fleet = new Fleet(given);
  const { ended, jobs } = fleet.run({ rollout: { uses: ROLLOUT, with: inputs, secrets: also } }, secrets);
  const rollout = ended.get('rollout');
  return {
    result: rollout?.result,
    report: rollout?.outputs.report ? JSON.parse(rollout.outputs.report) : undefined,
    artifact: rollout?.outputs.artifact,
    jobs: jobs.map(({ path, ...job }) => ({ ...job, path: path.replace(/^rollout\//, '') })),
    touched: fleet.touched.map(({ host }) => host),
    inputs: fleet.touched[0]?.inputs,
    log: fleet.logs.at(-1) ?? '',
    artifacts: [...fleet.artifacts.keys()],
  };
}

describe.each([1, 2, 255, 256, 257, 258, 600, 900])('%i hosts', (count) => {
  const { result, report, jobs, touched } = rollOut({ hosts: names(count).join('\n') });

  test('each is done once, the canary first', () => {
    expect(result).toBe('success');
    expect(touched).toEqual(names(count));
    expect(report).toMatchObject({ ok: true, counts: { rebound: count } });
  });

  test('each gets a runner and a group of its own', () => {
    const hosts = jobs.filter(({ path }) => path.includes('/host'));
    expect(hosts.map(({ runsOn }) => runsOn)).toEqual(
      names(count).map((name) => ['self-hosted', 'windows', name]),
    );
    expect(hosts.map(({ group }) => group)).toEqual(
      names(count).map((name) => `rebind-iis-certificate-${name}`),
    );
  });
});

describe('what stops a rollout', () => {
  // A canary and two waves.
  const hosts = names(300).join(',');
  const others = 'web-2 (no-report), web-3 (no-report)';

  test('a canary that fails: no other host is touched, and the annotation names them', () => {
    const { result, touched, log } = rollOut({ hosts }, { host: () => 'rolled-back' });
    expect(result).toBe('failure');
    expect(touched).toEqual(['web-1']);
    expect(log).toContain(
      '300 hosts: 1 rolled-back, 299 no-report. Not done: web-1 (rolled-back), web-2 (no-report)',
    );
  });

  test('an approval that is denied', () => {
    const { result, touched, log } = rollOut({ hosts, environment: 'production' }, { approves: () => false });
    expect(result).toBe('failure');
    expect(touched).toEqual(['web-1']);
    expect(log).toContain(`300 hosts: 1 rebound, 299 no-report. Not done: ${others}`);
  });

  test('an approval that is given stops nothing, and asks once', () => {
    const asked: string[] = [];
    const approves = (environment: string) => asked.push(environment) > 0;
    const { result, touched } = rollOut({ hosts, environment: 'production' }, { approves });
    expect({ result, asked }).toEqual({ result: 'success', asked: ['production'] });
    expect(touched).toHaveLength(300);
  });

  test('a smoke test that fails, before anybody is asked', () => {
    const asked: string[] = [];
    const approves = (environment: string) => asked.push(environment) > 0;
    const inputs = { hosts, canary: 'web-5, web-6', environment: 'production' };
    const { result, touched } = rollOut({ ...inputs, 'smoke-test': 'false\ntrue' }, { approves });
    expect({ result, touched, asked }).toEqual({ result: 'failure', touched: ['web-5', 'web-6'], asked: [] });
  });

  test('a smoke test that fails, where nobody is to be asked', () => {
    const { result, touched, report } = rollOut({ hosts, 'smoke-test': 'false' });
    expect({ result, touched }).toEqual({ result: 'failure', touched: ['web-1'] });
    expect(report.counts).toEqual({ rebound: 1, 'no-report': 299 });
  });

  test('a smoke test that passes stops nothing; it is told the canary', () => {
    const script = 'for host in $CANARY; do case $host in web-5 | web-6) ;; *) exit 1 ;; esac; done';
    const { result, touched } = rollOut({ hosts, canary: 'web-5, web-6', 'smoke-test': script });
    expect(result).toBe('success');
    expect(touched).toHaveLength(300);
    expect(touched.slice(0, 3)).toEqual(['web-5', 'web-6', 'web-1']);
  });

  test('a smoke test still counts when there is nobody after the canary', () => {
    const inputs = { hosts: 'web-1', 'smoke-test': 'false' };
    expect(rollOut(inputs).result).toBe('failure');
  });

  test('a host in a wave: nothing that has not begun begins', () => {
    const host = (name: string) => (name === 'web-100' ? 'rolled-back' : 'rebound');
    const { result, touched, report } = rollOut({ hosts }, { host });
    expect(result).toBe('failure');
    expect(touched.at(-1)).toBe('web-100');
    expect(report.counts).toEqual({ rebound: 99, 'rolled-back': 1, 'no-report': 200 });
  });

  test('a runner that does not come back', () => {
    const { report, log } = rollOut(
      { hosts: 'a,b' },
      { host: (name) => (name === 'b' ? 'no-report' : 'rebound') },
    );
    expect(report).toMatchObject({ ok: false, counts: { rebound: 1, 'no-report': 1 } });
    expect(log).toContain('Not done: b (no-report).');
  });

  test.each([
    ['in the canary', 'rollout/canary/host (web-1)', []],
    ['before the approval', 'rollout/approve', ['web-1']],
    ['in a wave', 'rollout/wave-1/host (web-4)', ['web-1', 'web-2', 'web-3']],
  ])('a cancel %s: the summary still says who is done', (_, place, done) => {
    const inputs = { hosts, environment: 'production' };
    const { touched, report } = rollOut(inputs, { cancelsAt: (path) => path === place });
    expect(touched).toEqual(done);
    expect(report).toMatchObject({ ok: false });
    expect(report.counts['no-report']).toBe(300 - done.length);
  });

  test('a list that cannot be planned: nobody is touched', () => {
    const { result, touched, jobs } = rollOut({ hosts: 'a,a' });
    expect({ result, touched, jobs: jobs.length }).toEqual({ result: 'failure', touched: [], jobs: 1 });
  });

  test('a password that is part of the names of hosts: nobody is touched, and it is said why', () => {
    const fleet = new Fleet();
    const { ended } = fleet.run(
      { rollout: { uses: ROLLOUT, with: { hosts: 'web-1,web-2' }, secrets: passed } },
      { ...secrets, TLS_PFX_PASSWORD: 'web' },
    );
    expect(ended.get('rollout')?.result).toBe('failure');
    expect(fleet.touched).toEqual([]);
    expect(fleet.logs.at(-1)).toContain('GitHub keeps an output back if the text of a secret stands in it');
  });
});

describe('a dry run', () => {
  const inputs = {
    hosts: names(300).join(','),
    'dry-run': true,
    environment: 'production',
    'smoke-test': 'false',
  };

  test('looks at every host, whatever the others say, and asks nobody', () => {
    const host = (name: string) => (['web-1', 'web-290'].includes(name) ? 'rolled-back' : 'planned');
    const approves = () => {
      throw new Error('Somebody is asked.');
    };
    const { result, touched, report, inputs: got } = rollOut(inputs, { host, approves });
    expect(result).toBe('failure');
    expect(touched).toHaveLength(300);
    expect(report.counts).toEqual({ planned: 298, 'rolled-back': 2 });
    expect(got).toMatchObject({ 'dry-run': 'true' });
  });

  test('is done when every host was looked at', () => {
    expect(rollOut(inputs, { host: () => 'planned' }).result).toBe('success');
  });
});

describe('two rollouts in one run', () => {
  const call = (hosts: string) => ({ uses: ROLLOUT, with: { hosts }, secrets: passed });
  const host = (name: string) => (name === 'mail-2' ? 'rolled-back' : 'rebound');
  const fleet = new Fleet({ host });
  // The same host in both: its report must not stand in for that of the other rollout.
  const { ended } = fleet.run({ shop: call('web-1,web-2,gate'), mail: call('mail-1,mail-2,gate') }, secrets);
  const reportOf = (job: string) => JSON.parse(ended.get(job)?.outputs.report ?? '');

  test('keep their reports apart', () => {
    expect(reportOf('shop')).toMatchObject({ ok: true, counts: { rebound: 3 } });
    expect(reportOf('mail').counts).toEqual({ rebound: 1, 'rolled-back': 1, 'no-report': 1 });
  });

  test('have an artifact each, which the output names', () => {
    const artifacts = ['shop', 'mail'].map((job) => ended.get(job)?.outputs.artifact ?? '');
    expect(new Set(artifacts).size).toBe(2);
    const [shop, mail] = artifacts.map((name) => fleet.artifacts.get(name) ?? '');
    expect(shop).toContain('web-2');
    expect(mail).not.toContain('web-2');
  });
});

test('a check of the caller can stand between a canary of its own and the rest', () => {
  const check = { needs: 'canary', 'runs-on': 'ubuntu-latest', steps: [{ run: 'exit 1' }] };
  const call = (hosts: string) => ({ uses: ROLLOUT, with: { hosts }, secrets: passed });
  const fleet = new Fleet();
  const jobs = { canary: call('web-1'), check, rest: { ...call('web-2,web-3'), needs: ['canary', 'check'] } };
  const { ended } = fleet.run(jobs, secrets);
  expect(ended.get('rest')?.result).toBe('skipped');
  expect(fleet.touched.map(({ host }) => host)).toEqual(['web-1']);
});

test.each([
  ['ubuntu-latest', 'ubuntu-latest'],
  ['["self-hosted", "linux"]', ['self-hosted', 'linux']],
  ['{"group": "operations", "labels": ["linux"]}', { group: 'operations', labels: ['linux'] }],
])('control-runner %s', (given, runsOn) => {
  const { jobs } = rollOut({ hosts: 'a,b', 'control-runner': given, environment: 'e', 'smoke-test': 'true' });
  const control = jobs.filter(({ path }) => !path.includes('/host'));
  expect(control.map(({ path }) => path)).toEqual(['plan', 'smoke-test', 'approve', 'summary']);
  for (const job of control) expect(job.runsOn).toEqual(runsOn);
});

describe('the secrets', () => {
  test('reach the action', () => {
    const { inputs } = rollOut({ hosts: 'a' });
    expect(inputs).toMatchObject({ pfx: 'the pfx', 'pfx-password': 'a long secret', certificate: '' });
  });

  test('can be those of the environment of the hosts', () => {
    const environments = { servers: { PFX: 'pfx of servers', PFX_PASSWORD: 'password of servers' } };
    const also = { pfx: `\${{ secrets.PFX }}`, pfx_password: `\${{ secrets.PFX_PASSWORD }}` };
    const { inputs, jobs } = rollOut({ hosts: 'a,b', 'host-environment': 'servers' }, { environments }, also);
    expect(inputs).toMatchObject({ pfx: 'pfx of servers', 'pfx-password': 'password of servers' });
    const hosts = jobs.filter(({ path }) => path.includes('/host'));
    expect(hosts.map(({ environment }) => environment)).toEqual(['servers', 'servers']);
  });

  test('without an environment, none is asked for', () => {
    expect(rollOut({ hosts: 'a,b' }).jobs.every(({ environment }) => environment === '')).toBe(true);
  });
});

test('the inputs reach the action as they are given, and else with its own defaults', () => {
  const given = { 'expiring-within': '33%', 'newest-for': 'www.example.com', 'key-provider': 'csp' };
  expect(rollOut({ hosts: 'a', ...given }).inputs).toMatchObject({
    ...given,
    'minimum-days': '1',
    'key-permissions': 'keep',
    'dry-run': 'false',
    summary: 'false',
    'pfx-path': '',
  });
});
