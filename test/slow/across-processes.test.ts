import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { MachineOptions } from '../../simulator/machine-options.js';
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
  sideOf,
  traces,
} from '../faults/ground.js';
import { all, leave, wrongPassword } from '../faults/left-behind.js';
import { journalFolder, journalsIn } from '../scenarios/action.js';
import { expectError, expectSuccess, hashesOf, warningsOf } from '../scenarios/expectations.js';

/*
 * A change and what undoes it are two processes, often on two days: with another console, a virus scanner, other
 * runners and people in between.
 */

let ground: Ground;
afterEach(() => ground.close());

const nobody = new Set<string>();

/** The script that changes the bindings, by the first of them and the new certificate. */
const changing = () => ({
  program: 'netsh.exe',
  argsInclude: ['-f', ground.targets[0] ?? '', next.thumbprint.toLowerCase()],
});

async function expectOld(): Promise<void> {
  const problems: string[] = [];
  expect([sideOf(ground, nobody, problems), problems]).toEqual(['old', []]);
  expect(traces(ground, 'old', nobody)).toEqual([]);
  expect(await handshakeProblems(ground)).toEqual([]);
}

describe('another language and code page in the post step', () => {
  const utf8: Partial<MachineOptions> = { language: 'en', codePage: 65001 };
  const oem: Partial<MachineOptions> = { language: 'de', codePage: 850 };
  const odd: Partial<MachineOptions> = { language: 'xx', codePage: 932 };
  const french: Partial<MachineOptions> = { language: 'fr', codePage: 437 };

  /** A target with letters that no two code pages have in the same place. */
  const international = () => `bücher.shop.example:${ground.targets[0]?.split(':').at(-1)}`;

  /** One with such letters in a setting. */
  const withLetters = () => `letters.shop.example:${ground.targets[0]?.split(':').at(-1)}`;

  async function open(console: Partial<MachineOptions>, update: MachineOptions['update']): Promise<void> {
    ground = await openGround({ ...console, update, uLabels: 'accepted' });
    const { machine } = ground;
    machine.bind({ endpoint: international(), certificate: old });
    // With labels as odd as can be, it is not certain that such a setting would stay, and the run refuses.
    const settings = { ctlIdentifier: 'Größe', ctlStore: 'Prüfung' };
    if (console !== odd) machine.bind({ endpoint: withLetters(), certificate: old, ...settings });
  }

  describe.each(['keep', 'absent'] as const)('(update: %s)', (update) => {
    it.each([
      ['UTF-8 and then the OEM code page of a German server', utf8, oem],
      ['the OEM code page of a German server and then UTF-8', oem, utf8],
      ['French and then a language with odd labels', french, odd],
      ['a language with odd labels and then French', odd, french],
    ])('%s: a run that was killed is undone', async (_, first, second) => {
      await open(first, update);
      const before = ground.machine.table();
      ground.machine.faults([{ fault: 'kill-parent-after', match: changing() }]);
      const main = await ground.job.run('main', given);
      expect([main.errors, main.signal]).toEqual([[], 'SIGKILL']);
      expect(sideOf(ground, nobody, [])).toBe('new');
      ground.machine.faults([]);
      ground.machine.set(second);
      const post = await ground.job.run('post', { 'job-status': 'cancelled' });
      expect([post.code, post.errors, warningsOf(post)]).toEqual([0, [], []]);
      expect(ground.machine.table()).toEqual(before);
      expect(await handshakeProblems(ground)).toEqual([]);
    });

    it.each([
      ['the post step', utf8, oem],
      ['the post step', oem, utf8],
    ])('a staging swap is restored by %s', async (_, first, second) => {
      await open(first, update);
      const before = ground.machine.table();
      const inputs = { ...given, 'restore-after-job': 'always' };
      expectSuccess(await ground.job.run('main', inputs), 'rebound');
      expect(hashesOf(ground.machine)[international()]).toBe(next.thumbprint);
      ground.machine.set(second);
      const post = await ground.job.run('post', { ...inputs, 'job-status': 'success' });
      expect([post.code, post.errors, warningsOf(post)]).toEqual([0, [], []]);
      expect(ground.machine.table()).toEqual(before);
    });

    it('a mixture is brought to one end by a later run', async () => {
      await open(oem, update);
      const before = ground.machine.table();
      ground.machine.faults([{ fault: 'kill-parent-midway', match: changing() }]);
      await ground.job.run('main', given);
      ground.machine.faults([]);
      ground.machine.set(odd);
      await ground.newJob().run('main', wrongPassword);
      expect(new Map([...ground.machine.table()].filter(([key]) => before.has(key)))).toEqual(before);
    });
  });
});

describe('a journal that a virus scanner holds', () => {
  const busy = (...calls: string[]) => ({
    environment: {
      NODE_OPTIONS: `--require=${fileURLToPath(new URL('../faults/busy-files.cjs', import.meta.url))}`,
      BUSY_FILES: calls.join('\n'),
    },
  });
  const aWhile = 2_000;
  const forEver = 600_000;

  async function kill(): Promise<void> {
    ground = await openGround();
    ground.machine.faults([{ fault: 'kill-parent-midway', match: changing() }]);
    expect((await ground.job.run('main', given)).signal).toBe('SIGKILL');
    ground.machine.faults([]);
  }

  it.each(['EBUSY', 'EPERM', 'EACCES'])('for a while (%s) is waited for by the post step', async (code) => {
    await kill();
    const calls = ['readFile', 'lstat', 'open', 'rm'].map((call) => `${call} ${code} ${aWhile}`);
    const post = await ground.job.run('post', { 'job-status': 'failure' }, busy(...calls));
    expect([post.code, post.errors]).toEqual([0, []]);
    await expectOld();
  });

  it('for ever fails the post step, with no advice to delete it; the next run restores', async () => {
    await kill();
    const held = busy(`readFile EBUSY ${forEver}`);
    const post = await ground.job.run('post', { 'job-status': 'failure' }, held);
    expectError(post, {
      code: 'journal-unreadable',
      says: ['Another program holds it', 'leave the file where it is'],
    });
    const main = await ground.newJob().run('main', given, held);
    expectError(main, { code: 'journal-unreadable', says: ['Another program holds it'] });
    expect(post.stdout + main.stdout).not.toMatch(
      /\b(delete|deleted)\b[^.]*journal|journal[^.]*\b(delete|deleted)\b/,
    );
    expect(journalsIn(ground.machine.systemRoot)).toHaveLength(1);
    await ground.newJob().run('main', wrongPassword);
    const problems: string[] = [];
    expect([sideOf(ground, nobody, problems), problems]).toEqual(['old', []]);
  });

  it('for ever does not keep dead bindings of other runs from being bound', async () => {
    await kill();
    const { machine, targets } = ground;
    const [name = ''] = journalsIn(machine.systemRoot);
    const folder = journalFolder(machine.systemRoot);
    copyFileSync(join(folder, name), join(folder, name.replace('journal-000001', 'journal-000002')));
    machine.unbind(targets[1] ?? '');
    const held = busy(`readFile EBUSY ${forEver}`);
    const environment = { ...held.environment, BUSY_NAMES: 'journal-000002' };
    const main = await ground.newJob().run('main', given, { environment });
    expectError(main, { code: 'journal-unreadable', says: ['1 binding set right for an earlier run'] });
    expect(hashesOf(machine)[targets[1] ?? '']).toBe(old.thumbprint);
  });

  it('for a while is waited for by the run that writes it, and renames it', async () => {
    ground = await openGround();
    const calls = ['open', 'rename'].map((call) => `${call} EPERM ${aWhile}`);
    expectSuccess(await ground.job.run('main', given, busy(...calls)), 'rebound');
    expect(journalsIn(ground.machine.systemRoot)).toEqual([]);
  });

  it('so that it cannot be deleted: the run ends well, and no later one undoes what people do then', async () => {
    ground = await openGround();
    const { machine, targets } = ground;
    expectSuccess(await ground.job.run('main', given, busy(`rm EPERM ${forEver}`)), 'rebound');
    expect(journalsIn(machine.systemRoot)).toHaveLength(1);
    machine.bind(
      ...targets.map((each) => ({
        ...ground.before.get(each),
        endpoint: each,
        ...boundTo(foreign),
        certificate: foreign,
      })),
    );
    machine.unbind(targets[3] ?? '');
    const people = machine.table();
    await ground.newJob().run('main', wrongPassword);
    expect(machine.table()).toEqual(people);
    expect(journalsIn(machine.systemRoot)).toEqual([]);
  });
});

describe('weeks later', () => {
  it('a roll-back that could not delete what it had imported undoes nothing that people have done since', async () => {
    ground = await openGround();
    const { machine, targets } = ground;
    machine.misbehave(targets[0] ?? '', { kind: 'stale', when: 'changed' });
    machine.faults([{ fault: 'no-effect', match: { argsInclude: '-delstore' } }]);
    const main = await ground.job.run('main', given);
    expectError(main, { code: 'handshake-failed', says: [] });
    await ground.job.run('post', { 'job-status': 'failure' });
    machine.faults([]);
    expect(journalsIn(machine.systemRoot)).toHaveLength(1);
    // An administrator finishes by hand.
    machine.bind(
      ...targets.map((each) => ({ ...ground.before.get(each), endpoint: each, certificate: next })),
    );
    const finished = machine.table();
    const later = await ground.newJob().run('main', wrongPassword);
    expectError(later, { code: 'pfx-password-wrong', says: ['This run has changed no binding.'] });
    expect(machine.table()).toEqual(finished);
    expect(machine.store('MY').map(({ thumbprint }) => thumbprint)).toContain(next.thumbprint);
    expect(journalsIn(machine.systemRoot)).toEqual([]);
  });

  it('a change on trial whose runner died is kept where the old certificate has expired since', async () => {
    ground = await leave(
      {
        restore: 'always',
        are: all('new'),
        expired: [old],
        become: all('new'),
        says: /./,
        journal: 'closed',
      },
      {},
    );
    const now = ground.machine.table();
    await ground.newJob().run('main', wrongPassword);
    expect(ground.machine.table()).toEqual(now);
  });
});

describe('two runners of one computer', () => {
  it('a job leaves the staging swap of the other one in use, and that one what the job has changed', async () => {
    ground = await openGround();
    const { machine, targets } = ground;
    const [one = '', ...others] = targets;
    const swap = { ...given, 'restore-after-job': 'always' };
    const a = { environment: { RUNNER_NAME: 'web-01-a' } };
    const b = {
      environment: { RUNNER_NAME: 'web-01-b', GITHUB_RUN_ID: '78', RUNNER_TRACKING_ID: 'github_b' },
    };
    expectSuccess(await ground.job.run('main', swap, a), 'rebound');
    const other = ground.newJob();
    const renewal = { ...giving(afterNext), bindings: one, 'remove-replaced': 'true' };
    const main = await other.run('main', renewal, b);
    expectSuccess(main, 'rebound');
    expect(warningsOf(main).join()).toContain('of another runner on this computer is not finished');
    expect((await other.run('post', { ...renewal, 'job-status': 'success' }, b)).errors).toEqual([]);
    for (const each of others) expect(hashesOf(machine)[each]).toBe(next.thumbprint);
    // It is needed by the swap: nobody may delete it.
    const mine = () => machine.store('MY').map(({ thumbprint }) => thumbprint);
    expect(mine()).toEqual(expect.arrayContaining([old.thumbprint, next.thumbprint]));

    const post = await ground.job.run('post', { ...swap, 'job-status': 'success' }, a);
    expect([post.code, post.errors]).toEqual([0, []]);
    expect(warningsOf(post).join()).toContain(`${one} was changed by someone else`);
    expect(hashesOf(machine)[one]).toBe(afterNext.thumbprint);
    for (const each of others) expect(hashesOf(machine)[each]).toBe(old.thumbprint);
    expect(await handshakeProblems(ground)).toEqual([]);
  });
});

it("a disk that is cloned in the middle of a job does nothing with the other computer's journal", async () => {
  ground = await openGround();
  const { machine } = ground;
  machine.faults([{ fault: 'kill-parent-midway', match: changing() }]);
  await ground.job.run('main', given);
  machine.faults([]);
  const clone = await openGround();
  try {
    const [from, to] = [journalFolder(machine.systemRoot), journalFolder(clone.machine.systemRoot)];
    await clone.job.run('main', { ...given, 'dry-run': 'true' });
    const before = clone.machine.table();
    const environment = { COMPUTERNAME: 'WEB-02' };
    // The lock has been there before, and with it the folder.
    await clone.newJob().run('main', wrongPassword, { environment });
    for (const name of readdirSync(from)) copyFileSync(join(from, name), join(to, name));
    const main = await clone.newJob().run('main', wrongPassword, { environment });
    expect(warningsOf(main).join()).toContain('of the computer WEB-01, not of this one');
    expect(clone.machine.table()).toEqual(before);
  } finally {
    await clone.close();
  }
});
