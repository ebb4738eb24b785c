import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Machine } from '../../simulator/machine.js';
import { journalFolder, journalsIn } from '../scenarios/action.js';
import {
  expectError,
  expectSuccess,
  hashesOf,
  plain,
  warningsOf,
  writing,
} from '../scenarios/expectations.js';
import { type Ground, given, handshakeProblems, next, old, openGround, sideOf, traces } from './ground.js';

let ground: Ground;
let machine: Machine;

async function open(options?: Parameters<typeof openGround>[0]): Promise<void> {
  await ground?.close();
  ground = await openGround(options);
  machine = ground.machine;
}

beforeEach(() => open());
afterEach(() => ground.close());

const nobody = new Set<string>();

/** Everything is new, or as it was; and nothing else is left. */
async function expectSide(side: 'new' | 'old'): Promise<void> {
  const problems: string[] = [];
  expect(sideOf(ground, nobody, problems)).toBe(side);
  expect([...problems, ...traces(ground, side, nobody), ...(await handshakeProblems(ground))]).toEqual([]);
}

/** The third script that updates: the first asks for help, the second rehearses. */
const applying = { program: 'netsh.exe', argsInclude: ['-f', 'update sslcert'], nth: 3 };
/** Calls as soon as the bindings are being changed: by the second script that updates, after that of the rehearsal. */
function whenChanging(child: ChildProcess, call: () => void): void {
  const look = setInterval(() => {
    const scripts = machine
      .calls()
      .filter(({ program, args }) => program === 'netsh.exe' && args[0] === '-f');
    // The first asks for the helps.
    const isChanging = scripts.length === 3;
    if (isChanging) call();
    if (isChanging || child.exitCode !== null) clearInterval(look);
  }, 20);
}

const journals = () => journalFolder(machine.systemRoot);

describe('the next run', () => {
  it('restores first what a run without a post step has left half done (the machine lost power)', async () => {
    machine.faults([{ fault: 'kill-parent-midway', match: applying, line: -3 }]);
    expect((await ground.job.run('main', given)).signal).toBe('SIGKILL');
    expect(sideOf(ground, nobody, [])).toBe('mixed');
    machine.faults([]);

    const later = ground.newJob();
    const plan = await later.run('main', { ...given, 'dry-run': 'true' });
    expectSuccess(plan, 'planned');
    expect(warningsOf(plan).join('\n')).toContain(
      'the real run would bring its bindings to one of their two',
    );
    expect(sideOf(ground, nobody, [])).toBe('mixed');

    const end = await later.run('main', { ...given, bindings: ground.targets[0]! });
    expectSuccess(end, 'rebound');
    expect(warningsOf(end).join('\n')).toMatch(/Earlier run: The run of 20.* was cut off/);
    const [first, ...others] = ground.targets;
    expect(hashesOf(machine)).toMatchObject({
      [first!]: next.thumbprint,
      ...Object.fromEntries(others.map((endpoint) => [endpoint, old.thumbprint])),
    });
    expect(journalsIn(machine.systemRoot)).toEqual([]);
  });

  it('removes spare bindings whose journal is gone', async () => {
    machine.faults([{ fault: 'kill-parent-after', match: { ...applying, nth: 2 } }]);
    await ground.job.run('main', given);
    rmSync(journals(), { recursive: true });
    expect(traces(ground, 'old', nobody).join()).toContain('the spare binding');
    machine.faults([]);
    expectSuccess(await ground.newJob().run('main', given), 'rebound');
    expect(traces(ground, 'new', nobody).join()).not.toContain('the spare binding');
  });

  it('sets a damaged journal aside, with a warning, and does its own work', async () => {
    mkdirSync(journals(), { recursive: true });
    const file = join(journals(), 'journal-000001-00000000-0000-0000-0000-000000000000.jsonl');
    writeFileSync(file, '{"version":99}\n');
    const end = await ground.job.run('main', given);
    expectSuccess(end, 'rebound');
    expect(warningsOf(end).join()).toContain(`The journal is ${file}.set-aside now`);
    expect(existsSync(file)).toBe(false);
    rmSync(`${file}.set-aside`);
    await ground.job.run('post', { 'job-status': 'success' });
    await expectSide('new');
  });
});

describe('the post step', () => {
  it('undoes once what a killed main step has left, and does nothing the second time', async () => {
    machine.faults([{ fault: 'kill-parent-midway', match: applying, line: -3 }]);
    await ground.job.run('main', given);
    const first = await ground.job.run('post', { 'job-status': 'failure' });
    expect([first.code, first.errors]).toEqual([0, []]);
    expect(first.summary).toContain('because the main step was cut off');
    await expectSide('old');
    const calls = machine.calls().length;
    const second = await ground.job.run('post', { 'job-status': 'failure' });
    expect([second.code, second.errors, second.summary]).toEqual([0, [], '']);
    expect(second.stdout).toContain('Nothing to finish.');
    expect(machine.calls()).toHaveLength(calls);
  });

  it.each([
    ['no main step ran', {}],
    ['there is no machine', { SystemRoot: undefined }],
    ['there is no runner', { RUNNER_TEMP: undefined, RUNNER_TOOL_CACHE: undefined }],
  ])('is harmless where %s', async (_, environment) => {
    const end = await ground.job.run('post', { 'job-status': 'failure' }, { environment });
    expect([end.code, end.errors, end.stderr]).toEqual([0, [], '']);
    expect(machine.calls()).toEqual([]);
  });

  it('keeps a change that was proven before the main step was killed, and tidies up after it', async () => {
    machine.faults([{ fault: 'kill-parent-before', match: { argsInclude: '-delstore' } }]);
    const inputs = { ...given, 'remove-replaced': 'true' };
    expect((await ground.job.run('main', inputs)).signal).toBe('SIGKILL');
    machine.faults([]);
    const end = await ground.job.run('post', { ...inputs, 'job-status': 'failure' });
    expect([end.code, end.errors]).toEqual([0, []]);
    expect(sideOf(ground, nobody, [])).toBe('new');
    expect(machine.store('MY').some(({ thumbprint }) => thumbprint === old.thumbprint)).toBe(false);
    expect(ground.job.leftovers()).toEqual([]);
  });

  it('restores its own although the journal of another run is damaged', async () => {
    machine.faults([{ fault: 'kill-parent-midway', match: applying, line: -3 }]);
    await ground.job.run('main', given);
    const file = join(journals(), 'journal-000009-00000000-0000-0000-0000-000000000000.jsonl');
    writeFileSync(file, 'nonsense\n');
    const end = await ground.job.run('post', { 'job-status': 'failure' });
    expect([end.code, end.errors]).toEqual([0, []]);
    expect(warningsOf(end).join()).toContain(file);
    rmSync(file);
    await expectSide('old');
  });

  it('fails where its own journal is damaged: production may be half done', async () => {
    machine.faults([{ fault: 'kill-parent-midway', match: applying, line: -3 }]);
    await ground.job.run('main', given);
    const [name] = journalsIn(machine.systemRoot);
    writeFileSync(join(journals(), name!), 'nonsense\n');
    expectError(await ground.job.run('post', { 'job-status': 'failure' }), {
      code: 'journal-unreadable',
      says: [name!],
    });
  });

  it('fails with the commands by hand where a binding cannot be rolled back, and leaves no dead one', async () => {
    machine.faults([{ fault: 'kill-parent-after', match: applying }]);
    await ground.job.run('main', given);
    machine.uninstall('MY', old.thumbprint);
    const end = await ground.job.run('post', { 'job-status': 'failure' });
    const [first] = ground.targets;
    expectError(end, {
      code: 'rollback-incomplete',
      says: [
        `netsh http update sslcert ipport=${first} certhash=${old.thumbprint.toLowerCase()}`,
        'Its previous certificate cannot be bound now; it is bound to the new one.',
      ],
    });
    expect(end.summary).toContain('🔥 Act now. Not every binding could be restored.');
    expect(plain(end.summary)).toContain('rollback-incomplete');
    expect(plain(end.summary)).toContain(`netsh http update sslcert ipport=${first} `);
    for (const endpoint of ground.targets) expect(hashesOf(machine)[endpoint]).toBe(next.thumbprint);
    expect(await handshakeProblems(ground)).toEqual([]);

    expectSuccess(await ground.newJob().run('main', given), 'unchanged');
    for (const endpoint of ground.targets) expect(hashesOf(machine)[endpoint]).toBe(next.thumbprint);
  });

  it('puts bindings back without a place for temporary files', async () => {
    machine.faults([{ fault: 'kill-parent-midway', match: applying, line: -3 }]);
    await ground.job.run('main', given);
    const gone = join(ground.job.folder, 'gone');
    const end = await ground.job.run(
      'post',
      { 'job-status': 'failure' },
      { environment: { RUNNER_TEMP: gone } },
    );
    expect([end.code, end.errors]).toEqual([0, []]);
    expect(sideOf(ground, nobody, [])).toBe('old');
  });

  it('waits for the program that a killed main step has left at work', async () => {
    machine.faults([{ fault: 'slow', delayMs: 3_000, match: applying }]);
    await ground.job.run('main', given, {
      onStart: (child) => whenChanging(child, () => child.kill('SIGKILL')),
    });
    expect((await ground.job.run('post', { 'job-status': 'failure' })).code).toBe(0);
    await expectSide('old');
  });
});

describe('a job that is cancelled', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends within 7.5 s of %s, rolled back, although netsh is slow',
    async (signal) => {
      machine.faults([{ fault: 'slow', delayMs: 1_500, match: applying }]);
      let sent = 0;
      const end = await ground.job.run('main', given, {
        onStart: (child) =>
          whenChanging(child, () => {
            sent = performance.now();
            child.kill(signal);
          }),
      });
      expect(performance.now() - sent).toBeLessThan(7_500);
      expectError(end, { code: 'cancelled', says: ['The job was cancelled.'] });
      expect(end.report?.outcome).toBe('rolled-back');
      expect((await ground.job.run('post', { 'job-status': 'cancelled' })).code).toBe(0);
      await expectSide('old');
    },
  );

  it('goes on without a reader of its log', async () => {
    const end = await ground.job.run('main', given, { onStart: (child) => child.stdout?.destroy() });
    expect([end.code, end.report?.outcome, end.stderr]).toEqual([0, 'rebound', '']);
    await ground.job.run('post', { 'job-status': 'success' });
    await expectSide('new');
  });
});

describe('two runs on one machine', () => {
  it('end as if one had followed the other', async () => {
    const two = [ground.job, ground.newJob()];
    machine.faults([{ fault: 'slow', delayMs: 1_000, match: applying }]);
    const ends = await Promise.all(two.map((job) => job.run('main', given)));
    expect(ends.flatMap((end) => end.errors)).toEqual([]);
    expect(ends.map((end) => end.report?.outcome).sort()).toEqual(['rebound', 'unchanged']);
    expect(ends.map((end) => end.stdout).join()).toMatch(
      /Waiting for another run on this machine to end: run 77, job renew, runner web-01, process \d+, since 20/,
    );
    for (const job of two) expect((await job.run('post', { 'job-status': 'success' })).code).toBe(0);
    await expectSide('new');
  });

  it('wait for one another in the post step, too', async () => {
    machine.faults([{ fault: 'kill-parent-midway', match: applying, line: -3 }]);
    await ground.job.run('main', given);
    machine.faults([]);
    const other = ground.newJob();
    const [post, main] = await Promise.all([
      ground.job.run('post', { 'job-status': 'failure' }),
      other.run('main', given),
    ]);
    expect([post.code, main.code, post.errors, main.errors]).toEqual([0, 0, [], []]);
    await other.run('post', { 'job-status': 'success' });
    await expectSide('new');
  });
});

describe('a place that cannot be written', () => {
  it('for the journal: nothing is begun', async () => {
    mkdirSync(dirname(journals()), { recursive: true });
    writeFileSync(journals(), 'a file where the folder should be');
    const end = await ground.job.run('main', given);
    expectError(end, {
      code: 'journal-failed',
      says: [/it is there already: |a part of the path is a file/],
    });
    expect(writing(machine.calls())).toEqual([]);
    rmSync(journals());
    expect((await ground.job.run('post', { 'job-status': 'failure' })).code).toBe(0);
    await expectSide('old');
  });

  it('for temporary files: nothing is begun', async () => {
    const end = await ground.job.run('main', given, { environment: { RUNNER_TEMP: '/nowhere' } });
    expectError(end, { code: 'runner-environment', says: ['/nowhere'] });
    expect(machine.calls()).toEqual([]);
    expect(journalsIn(machine.systemRoot)).toEqual([]);
  });

  it('for the post step: nothing is begun', async () => {
    const end = await ground.job.run('main', given, { environment: { GITHUB_STATE: '/nowhere/state' } });
    expectError(end, { code: 'runner-environment', says: ['GITHUB_STATE'] });
    expect(machine.calls()).toEqual([]);
    expect(ground.job.leftovers()).toEqual([]);
  });

  it('for the outputs: the run fails, and says that the bindings are new', async () => {
    const end = await ground.job.run('main', given, { environment: { GITHUB_OUTPUT: '/nowhere/output' } });
    expect(end.code).toBe(1);
    expect(end.errors.join()).toMatch(/The run ended well \(rebound\), but its outputs could not be written/);
    await ground.job.run('post', { 'job-status': 'failure' });
    await expectSide('new');
  });
});
