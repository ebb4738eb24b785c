import { afterEach, describe, expect, it } from 'vitest';
import { rehearsalAppId } from '../../src/inspect/owner.js';
import { type Ground, given, handshakeProblems, next, old } from '../faults/ground.js';
import {
  all,
  expectJournal,
  expectPlaces,
  type Line,
  leave,
  mixture,
  programsOfRecovery,
  recoverAfterCancel,
  recoverTwice,
  updates,
  wrongPassword,
} from '../faults/left-behind.js';
import type { StepEnd } from '../scenarios/action.js';
import { expectError, hashesOf, plain, warningsOf } from '../scenarios/expectations.js';

/*
 * What a later run does about a run that was cut off: the table of docs/how-it-works.md, line by line, on hosts with
 * and without `update`. The later run has a wrong password, so that all that happens is the recovery; and that it
 * recovers before it fails, and says so, is one of the rules.
 */

let ground: Ground;
afterEach(() => ground?.close());

const lines: Readonly<Record<string, Line>> = {
  "another computer's journal: set aside, nothing else": {
    of: 'another-computer',
    are: ['new', 'old', 'gone', 'old'],
    become: ['new', 'old', 'gone', 'old'],
    says: /A journal is of the computer web-02, not of this one \(a cloned disk\?\)\. Nothing was done about it/,
    journal: 'set-aside',
  },
  "another runner's journal, nothing dead: left to that runner": {
    of: 'another-runner',
    are: ['new', 'new', 'old', 'old'],
    become: ['new', 'new', 'old', 'old'],
    says: /runner web-01-b.* of another runner on this computer is not finished/,
    journal: 'stays',
  },
  "another runner's journal: what is dead is brought to life, the rest is left to that runner": {
    of: 'another-runner',
    are: ['new', 'new', 'gone', 'old'],
    become: ['new', 'new', 'old', 'old'],
    says: /of another runner on this computer is not finished/,
    journal: 'stays',
  },
  "another runner's journal, the old certificate expired: what is dead is bound to the new one": {
    of: 'another-runner',
    are: ['new', 'old', 'gone', 'gone'],
    expired: [old],
    become: ['new', 'old', 'new', 'new'],
    says: /of another runner on this computer is not finished/,
    journal: 'stays',
  },
  "another runner's staging swap, still in use: left to that runner": {
    of: 'another-runner',
    restore: 'always',
    are: all('new'),
    become: all('new'),
    says: /of another runner on this computer is not finished/,
    journal: 'stays',
  },
  'every binding on the new certificate: kept': {
    are: all('new'),
    become: all('new'),
    says: /was cut off\. Its bindings were all on its new certificate, and stayed there\./,
    journal: 'closed',
  },
  'every binding on the new certificate, the old one expired or gone: kept': {
    are: all('new'),
    missing: [old],
    expired: [old],
    become: all('new'),
    says: /all on its new certificate, and stayed there/,
    journal: 'closed',
  },
  'every binding on the old one: tidied up': {
    are: all('old'),
    become: all('old'),
    says: /was cut off\. Its bindings were all on their previous certificate, and stayed there\./,
    journal: 'closed',
  },
  'a mixture, the old one can be bound: all back': {
    are: ['new', 'old', 'new', 'old'],
    become: all('old'),
    says: /rolled back first: 2 bindings had to be changed, then all were on their previous certificate/,
    journal: 'closed',
  },
  'a mixture with dead bindings: all back': {
    are: ['new', 'gone', 'old', 'gone'],
    become: all('old'),
    says: /rolled back first: .* then all were on their previous certificate/,
    journal: 'closed',
  },
  'nothing but dead bindings: all back': {
    are: all('gone'),
    become: all('old'),
    says: /all (?:were )?on their previous certificate/,
    journal: 'closed',
  },
  'a mixture, the old one expired: all on to the new one': {
    are: ['new', 'old', 'gone', 'old'],
    expired: [old],
    become: all('new'),
    says: /completed first: \d bindings? had to be changed, then all were on its new certificate\. The previous certificate .* has expired/,
    journal: 'closed',
  },
  'a mixture, the old one gone from its store: all on to the new one': {
    are: ['new', 'old', 'gone', 'new'],
    missing: [old],
    become: all('new'),
    says: /completed first: \d bindings? had to be changed, then all were on its new certificate\. The previous certificate .* cannot be bound/,
    journal: 'closed',
  },
  'a mixture, the new one gone from its store: all back': {
    are: ['new', 'old', 'gone', 'old'],
    missing: [next],
    become: all('old'),
    says: /rolled back first: .* then all were on their previous certificate/,
    journal: 'closed',
  },
  'a mixture, neither can be bound: left as it is, with the commands': {
    are: ['new', 'old', 'new', 'old'],
    missing: [old, next],
    become: ['new', 'old', 'new', 'old'],
    says: /Neither its previous nor its new certificate can be bound now\. By hand: netsh http (update|delete) sslcert/,
    journal: 'stays',
  },
  'a mixture with a dead binding, neither can be bound: nothing to be done for that one either': {
    are: ['new', 'old', 'gone', 'old'],
    missing: [old, next],
    become: ['new', 'old', 'gone', 'old'],
    says: /It is dead: .* By hand: netsh http add sslcert/,
    journal: 'stays',
  },
  'a mixture, the old one expired and the new one gone: left as it is, dead ones brought to life': {
    are: ['new', 'old', 'gone', 'old'],
    expired: [old],
    missing: [next],
    become: ['new', 'old', 'old', 'old'],
    says: /Its bindings are left as they are: The previous certificate .* has expired/,
    journal: 'stays',
  },
  'a binding that is neither is left alone, the others go back': {
    are: ['foreign', 'old', 'new', 'gone'],
    become: ['foreign', 'old', 'old', 'old'],
    says: /was changed by someone else in the meantime, and was left alone/,
    journal: 'closed',
  },
  'a binding that is neither is left alone, the others stay on the new certificate': {
    are: ['foreign', 'new', 'new', 'new'],
    become: ['foreign', 'new', 'new', 'new'],
    says: /was changed by someone else in the meantime, and was left alone/,
    journal: 'closed',
  },
  'restore-after-job not done: restored': {
    restore: 'always',
    are: all('new'),
    become: all('old'),
    says: /rolled back first: 4 bindings had to be changed, then all were on their previous certificate/,
    journal: 'closed',
  },
  'restore-after-job: failure, and nobody knows how the job went: restored': {
    restore: 'failure',
    are: all('new'),
    become: all('old'),
    says: /rolled back first: 4 bindings had to be changed, then all were on their previous certificate/,
    journal: 'closed',
  },
  'restore-after-job not done, the old one expired: closed with a warning': {
    restore: 'always',
    are: all('new'),
    expired: [old],
    become: all('new'),
    says: /all on its new certificate, and stayed there\. The previous certificate .* has expired/,
    journal: 'closed',
  },
  'restore-after-job not done, the old one gone: closed with a warning': {
    restore: 'always',
    are: all('new'),
    missing: [old],
    become: all('new'),
    says: /all on its new certificate, and stayed there\. The previous certificate .* cannot be bound/,
    journal: 'closed',
  },
  'restore-after-job not done, one changed by hand: left alone, the others restored': {
    restore: 'always',
    are: ['foreign', 'new', 'new', 'new'],
    become: ['foreign', 'old', 'old', 'old'],
    says: /was changed by someone else in the meantime, and was left alone/,
    journal: 'closed',
  },
  'restore-after-job not done, one deleted by hand: it stays away': {
    restore: 'always',
    are: ['gone', 'new', 'new', 'new'],
    become: ['gone', 'old', 'old', 'old'],
    says: /was changed by someone else in the meantime, and was left alone/,
    journal: 'closed',
  },
  'restore-after-job not done, all restored by hand: nothing to do': {
    restore: 'always',
    are: all('old'),
    become: all('old'),
    says: /all on their previous certificate, and stayed there/,
    journal: 'closed',
  },
};

describe.each(Object.entries(updates))('a later run, %s', (_, options) => {
  // Where nothing is changed, it does not matter how that would be done.
  const changing = ([, { are, become, missing }]: [string, Line]) =>
    missing || String(are) !== String(become);
  const tried = Object.entries(lines).filter((line) => options.update !== 'absent' || changing(line));

  it.each(tried)('%s', async (_title, line) => {
    ground = await leave(line, options);
    const before = ground.machine.table();
    const callsBefore = ground.machine.calls().length;
    const end = await ground.newJob().run('main', wrongPassword);
    expectError(end, { code: 'pfx-password-wrong', says: [] });
    expect(warningsOf(end).join('\n')).toMatch(line.says);
    expectPlaces(ground, line);
    expectTold(line, end);
    expectJournal(ground, line);
    // Nothing that works was put at risk where it was to stay.
    const after = ground.machine.table();
    for (const [endpoint, record] of before)
      if (!ground.targets.includes(endpoint) && record.appId !== rehearsalAppId)
        expect(after.get(endpoint)).toEqual(record);
    expect(deletedThoughItStays(line, callsBefore)).toEqual([]);
    if (!line.missing) expect(await handshakeProblems(ground)).toEqual([]);
  });
});

/** What has changed is `restored`, counts as changed, and stands in the first lines; nothing else is said to be. */
function expectTold({ are, become }: Line, end: StepEnd): void {
  const changed = ground.targets.filter((_, index) => are[index] !== become[index]);
  const rows = end.report?.bindings.filter(({ result }) => result === 'restored') ?? [];
  expect(rows.map(({ endpoint }) => endpoint).sort()).toEqual([...changed].sort());
  const now = hashesOf(ground.machine);
  for (const { endpoint, thumbprint } of rows) expect(thumbprint).toBe(now[endpoint]);
  const dead = end.report?.bindings.filter(({ result }) => result === 'failed') ?? [];
  const isLeftDead = (index: number) => become[index] === 'gone' && /It is dead/.test(warningsOf(end).join());
  expect(dead.map(({ endpoint }) => endpoint)).toEqual(
    ground.targets.filter((_, index) => isLeftDead(index)),
  );
  for (const { thumbprint, message } of dead) {
    expect([thumbprint, message]).toEqual([null, expect.stringContaining('By hand: netsh http add sslcert')]);
    expect(end.errors.join()).toContain('not as before');
  }
  expect(end.outputs.changed).toBe(String(changed.length > 0));
  const firstLines = plain(end.summary).split('\n').slice(0, 4).join('\n');
  const first = `${end.errors.join()}\n${firstLines}`;
  if (changed.length > 0) {
    const said = `${changed.length} binding${changed.length > 1 ? 's' : ''} set right for an earlier run`;
    expect(end.errors.join()).toContain(said);
    expect(firstLines).toContain(said);
    expect(first).not.toContain('This run has changed no binding');
  } else expect(first).not.toContain('set right');
}

/** Bindings that worked, stay what they are, and were deleted in between. */
function deletedThoughItStays({ are, become }: Line, callsBefore: number): string[] {
  const { machine, targets } = ground;
  const said = machine
    .calls()
    .slice(callsBefore)
    .map(({ args, script }) => `${args.join(' ')}\n${script ?? ''}`);
  const stay = targets.filter((_, index) => are[index] === become[index] && are[index] !== 'gone');
  return stay.filter((each) =>
    new RegExp(`delete sslcert \\w+=${each.replaceAll(/[.[\]]/g, '\\$&')}\\b`).test(said.join('\n')),
  );
}

describe('a later run that restores, and then', () => {
  const restored = ({ report }: StepEnd) =>
    report?.bindings.flatMap(({ result, endpoint }) => (result === 'restored' ? [endpoint] : [])).sort();

  it('rolls its own change back, tells of what it restored', async () => {
    ground = await leave(mixture, {});
    const [first = '', second = '', third = '', fourth = ''] = ground.targets;
    ground.machine.misbehave(fourth, { kind: 'stale', when: 'changed' });
    const end = await ground.newJob().run('main', given);
    expectError(end, { code: 'handshake-failed', says: ['3 bindings set right for an earlier run'] });
    expectPlaces(ground, mixture);
    expect([end.report?.outcome, end.outputs.changed, restored(end)]).toEqual([
      'rolled-back',
      'true',
      [first, second, third].sort(),
    ]);
    const said = /Set right for an earlier run: (.*)/.exec(plain(end.summary))?.[1];
    expect(said?.split(', ').sort()).toEqual([first, second, third].sort());
    expect(end.errors.join()).not.toContain('Every binding is as it was before this run');
  });

  it('has nothing to do, says what it restored', async () => {
    ground = await leave({ ...mixture, expired: [old] }, {});
    const end = await ground.newJob().run('main', given);
    expect([end.code, end.report?.outcome, end.outputs.changed]).toEqual([0, 'unchanged', 'true']);
    const [, second, , fourth] = ground.targets;
    expect(restored(end)).toEqual([second, fourth].sort());
  });
});

describe.each(Object.entries(updates))('a later run that is itself cut off, %s', (_, options) => {
  it('between two lines of any of its scripts: its own post step completes it', async () => {
    const programs = await programsOfRecovery(options);
    const scripts = [...programs.keys()].filter((index) => programs[index]?.script !== undefined);
    expect(scripts.length).toBeGreaterThan(1);
    for (const index of scripts)
      expect(await recoverTwice(options, 'kill-parent-midway', index + 1)).toEqual([]);
  }, 60_000);

  it('by a cancel, in any of its scripts: its own post step completes it', async () => {
    const programs = await programsOfRecovery(options);
    const scripts = [...programs.keys()].filter((index) => programs[index]?.script !== undefined);
    for (const index of scripts) expect(await recoverAfterCancel(options, index + 1)).toEqual([]);
  }, 60_000);

  it('is completed by the next run where its post step never comes', async () => {
    ground = await leave(mixture, options);
    const { machine } = ground;
    const [first = ''] = ground.targets;
    const match = { argsInclude: ['-f', first, old.thumbprint.toLowerCase()] };
    machine.faults([{ fault: 'kill-parent-midway', match }]);
    expect((await ground.newJob().run('main', wrongPassword)).signal).toBe('SIGKILL');
    machine.faults([]);
    await ground.newJob().run('main', wrongPassword);
    expectPlaces(ground, mixture);
    expectJournal(ground, mixture);
  });
});
