import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Machine } from '../../simulator/machine.js';
import { type Job, journalsIn, type StepEnd } from '../scenarios/action.js';
import { expectSuccess, hashesOf, plain, warningsOf } from '../scenarios/expectations.js';
import {
  afterNext,
  boundTo,
  foreign,
  type Ground,
  given,
  giving,
  handshakeProblems,
  next,
  old,
  openGround,
} from './ground.js';

let ground: Ground;
let machine: Machine;

beforeEach(async () => {
  ground = await openGround();
  machine = ground.machine;
});

afterEach(() => ground.close());

/** A step of the job: what main saves is for the post of the same step only. */
interface Step {
  main(inputs: Record<string, string>): Promise<StepEnd>;
  /** @param status as the runner evaluates it for the post step */
  post(status: 'success' | 'failure' | 'cancelled'): Promise<StepEnd>;
}

/** Inputs are given to both, as the runner does; `job-status` is evaluated for each. */
function stepOf(job: Job, tracking: string): Step {
  let inputs: Record<string, string> = {};
  const environment = { RUNNER_TRACKING_ID: tracking };
  return {
    main(given) {
      inputs = given;
      return job.run('main', { ...given, 'job-status': 'success' }, { environment });
    },
    post: (status) => job.run('post', { ...inputs, 'job-status': status }, { environment }),
  };
}

const newStep = (tracking = 'github_1') => stepOf(ground.newJob(), tracking);
const state = () => ({
  table: machine.table(),
  my: machine.store('MY'),
  ca: machine.store('CA'),
});
const journals = () => journalsIn(machine.systemRoot);
const targetsAreOn = (thumbprint: string) =>
  expect(ground.targets.map((endpoint) => hashesOf(machine)[endpoint])).toEqual(
    ground.targets.map(() => thumbprint),
  );

async function expectGood(end: StepEnd): Promise<void> {
  expect([end.code, end.errors, end.stderr]).toEqual([0, [], '']);
  expect(await handshakeProblems(ground)).toEqual([]);
}

describe('restore-after-job', () => {
  it.each(['success', 'failure', 'cancelled'] as const)(
    'always: a swap that lasts for a job that ends with %s, and leaves no trace',
    async (status) => {
      const before = state();
      const step = newStep();
      expectSuccess(await step.main({ ...given, 'restore-after-job': 'always' }), 'rebound');
      targetsAreOn(next.thumbprint);
      const post = await step.post(status);
      await expectGood(post);
      expect(post.summary).toContain('The post step restored 4 bindings');
      expect(state()).toEqual(before);
      expect(journals()).toEqual([]);
    },
  );

  it.each([
    ['failure', 'success', next],
    ['failure', 'failure', old],
    ['failure', 'cancelled', old],
    ['never', 'failure', next],
  ] as const)('%s: a job that ends with %s', async (restore, status, expected) => {
    const step = newStep();
    expectSuccess(await step.main({ ...given, 'restore-after-job': restore }), 'rebound');
    await expectGood(await step.post(status));
    targetsAreOn(expected.thumbprint);
    expect(machine.store('MY').some((each) => each.thumbprint === next.thumbprint)).toBe(expected === next);
    expect(journals()).toEqual([]);
  });

  it('failure, with remove-replaced: the replaced certificate stays until the job has succeeded', async () => {
    const step = newStep();
    await step.main({ ...given, 'restore-after-job': 'failure', 'remove-replaced': 'true' });
    const isThere = () => machine.store('MY').some((each) => each.thumbprint === old.thumbprint);
    expect(isThere()).toBe(true);
    await expectGood(await step.post('success'));
    expect(isThere()).toBe(false);
    targetsAreOn(next.thumbprint);
  });

  it('keeps a change for good once its job has succeeded, also if the post step is killed then', async () => {
    const step = newStep();
    await step.main({ ...given, 'restore-after-job': 'failure', 'remove-replaced': 'true' });
    machine.faults([{ fault: 'kill-parent-after', match: { argsInclude: '-delstore' } }]);
    expect((await step.post('success')).signal).toBe('SIGKILL');
    machine.faults([]);
    expectSuccess(await newStep('github_2').main(given), 'unchanged');
    targetsAreOn(next.thumbprint);
    expect(journals()).toEqual([]);
  });

  it('of two steps of a job: each goes back to what it found', async () => {
    const before = state();
    const [first, second] = [newStep(), newStep()];
    expectSuccess(await first.main({ ...given, 'restore-after-job': 'always' }), 'rebound');
    expectSuccess(await second.main({ ...giving(afterNext), 'restore-after-job': 'always' }), 'rebound');
    targetsAreOn(afterNext.thumbprint);
    await expectGood(await second.post('success'));
    targetsAreOn(next.thumbprint);
    await expectGood(await first.post('success'));
    expect(state()).toEqual(before);
    expect(journals()).toEqual([]);
  });

  it('is not robbed of the certificate that it goes back to', async () => {
    const [first, second] = [newStep(), newStep()];
    const [one, ...others] = ground.targets;
    await first.main({ ...given, bindings: one!, 'restore-after-job': 'always' });
    const bindings = others.join(',');
    expectSuccess(
      await second.main({ ...giving(afterNext), bindings, 'remove-replaced': 'true' }),
      'rebound',
    );
    expect(machine.store('MY').map((each) => each.thumbprint)).toContain(old.thumbprint);
    await expectGood(await second.post('success'));
    await expectGood(await first.post('success'));
    expect(hashesOf(machine)[one!]).toBe(old.thumbprint);
    for (const endpoint of others) expect(hashesOf(machine)[endpoint]).toBe(afterNext.thumbprint);
  });

  it('leaves alone what somebody else has changed during the job, settings too', async () => {
    const [hash, setting, gone, host] = ground.targets;
    const step = newStep();
    await step.main({ ...given, 'restore-after-job': 'always' });
    const before = machine.table();
    machine.bind({ ...before.get(hash!)!, ...boundTo(foreign), certificate: foreign });
    machine.bind({ ...before.get(setting!)!, certificate: next, flags: 0x1 });
    machine.unbind(gone!);
    const post = await step.post('success');
    expect([post.code, post.errors]).toEqual([0, []]);
    const now = machine.table();
    expect(now.get(hash!)?.hash).toBe(foreign.thumbprint.toLowerCase());
    expect([now.get(setting!)?.flags, now.get(setting!)?.hash]).toEqual([1, next.thumbprint.toLowerCase()]);
    expect(now.has(gone!)).toBe(false);
    expect(now.get(host!)?.hash).toBe(old.thumbprint.toLowerCase());
    const warnings = warningsOf(post).join('\n');
    for (const endpoint of [hash!, setting!, gone!])
      expect(warnings).toContain(`${endpoint} was changed by someone else`);
    expect(journals()).toEqual([]);
    const [headline, alone, table] = plain(post.summary).split(/left alone: |\n\n(?=\| Binding)/);
    expect(headline).toContain('The post step restored 1 binding,');
    for (const endpoint of [hash!, setting!, gone!]) {
      expect(alone).toContain(endpoint);
      expect(table).not.toContain(endpoint);
    }
    expect(table).toContain(host);
  });

  it('leaves that alone in a second attempt, too', async () => {
    const [hash, setting] = ground.targets;
    const step = newStep();
    await step.main({ ...given, 'restore-after-job': 'always' });
    const before = machine.table();
    machine.bind({ ...before.get(hash!)!, ...boundTo(foreign), certificate: foreign });
    machine.bind({ ...before.get(setting!)!, certificate: next, flags: 0x1 });
    machine.faults([{ fault: 'kill-parent-midway', match: { argsInclude: 'update sslcert' } }]);
    expect((await step.post('success')).signal).toBe('SIGKILL');
    machine.faults([]);
    const end = await newStep('github_2').main({
      ...given,
      'dry-run': 'false',
      bindings: ground.targets[3]!,
    });
    expect(end.errors).toEqual([]);
    const now = machine.table();
    expect(now.get(hash!)?.hash).toBe(foreign.thumbprint.toLowerCase());
    expect([now.get(setting!)?.flags, now.get(setting!)?.hash]).toEqual([1, next.thumbprint.toLowerCase()]);
  });

  it('is done by the next run where the machine lost power during the job', async () => {
    await newStep().main({ ...given, 'restore-after-job': 'always' });
    const end = await newStep('github_2').main({ ...given, bindings: ground.targets[0]! });
    expectSuccess(end, 'rebound');
    expect(warningsOf(end).join()).toMatch(
      /Earlier run: .* was cut off. It was rolled back first: 4 bindings had to be changed, then all were on their previous/,
    );
    const [one, ...others] = ground.targets;
    expect(hashesOf(machine)[one!]).toBe(next.thumbprint);
    for (const endpoint of others) expect(hashesOf(machine)[endpoint]).toBe(old.thumbprint);
    expect(journals()).toEqual([]);
  });

  it('is finished by the next run where the post step was killed in the middle of it', async () => {
    const step = newStep();
    await step.main({ ...given, 'restore-after-job': 'always' });
    machine.faults([
      { fault: 'kill-parent-midway', match: { argsInclude: ['-f', 'update sslcert', 'certhash='] } },
    ]);
    expect((await step.post('success')).signal).toBe('SIGKILL');
    machine.faults([]);
    expectSuccess(
      await newStep('github_2').main({ ...giving(afterNext), bindings: ground.targets[0]! }),
      'rebound',
    );
    const [one, ...others] = ground.targets;
    expect(hashesOf(machine)[one!]).toBe(afterNext.thumbprint);
    for (const endpoint of others) expect(hashesOf(machine)[endpoint]).toBe(old.thumbprint);
  });
});
