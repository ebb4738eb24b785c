import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Issued } from '../../simulator/certificates/issue.js';
import type { MachineOptions } from '../../simulator/machine-options.js';
import type { Call } from '../../simulator/state/calls.js';
import type { FaultKind } from '../../simulator/state/faults.js';
import type { Header } from '../../src/undo/journal-format.js';
import { journalFolder, journalsIn } from '../scenarios/action.js';
import { foreign, type Ground, given, handshakeProblems, next, old, openGround, sideOf } from './ground.js';
import { interruptAt } from './trial.js';

/** What a binding is bound to; `gone`: it is not there. */
export type Place = 'old' | 'new' | 'foreign' | 'gone';
export type Places = readonly [Place, Place, Place, Place];

export const certificates: Readonly<Record<Exclude<Place, 'gone'>, Issued>> = { old, new: next, foreign };

/** One line of the table. */
export interface Line {
  /** What the bindings are when the later run begins. */
  readonly are: Places;
  /** Of another runner of this computer, or on a disk of another computer. */
  readonly of?: 'another-runner' | 'another-computer';
  /** A complete change that its job was to restore; else the run was cut off in the midst of its change. */
  readonly restore?: 'always' | 'failure';
  /** What cannot be bound any more, since it is not in its store; or should not be, since it has expired. */
  readonly missing?: readonly Issued[];
  readonly expired?: readonly Issued[];
  /** What the bindings are afterwards. */
  readonly become: Places;
  readonly says: RegExp;
  /** What becomes of the journal. */
  readonly journal: 'closed' | 'stays' | 'set-aside';
}

export const all = (place: Place): Places => [place, place, place, place];

export const updates: Readonly<Record<string, Partial<MachineOptions>>> = {
  'with update': {},
  'without update': { update: 'absent' },
};

/** A machine as a run has left it, and a person since. */
export async function leave(line: Line, options: Partial<MachineOptions>): Promise<Ground> {
  const ground = await openGround(options);
  const { machine, targets } = ground;
  const environment = line.of === 'another-runner' ? { RUNNER_NAME: 'web-01-b' } : {};
  if (line.restore) {
    const end = await ground.job.run(
      'main',
      { ...given, 'restore-after-job': line.restore },
      { environment },
    );
    expect(end.errors).toEqual([]);
  } else {
    // The script that changes the bindings is the first with the new certificate and one of them.
    const match = {
      program: 'netsh.exe',
      argsInclude: ['-f', targets[0] ?? '', next.thumbprint.toLowerCase()],
    };
    machine.faults([{ fault: 'kill-parent-before', match }]);
    expect((await ground.job.run('main', given, { environment })).signal).toBe('SIGKILL');
    machine.faults([]);
  }
  editJournal(ground, line);
  for (const [index, place] of line.are.entries()) {
    const was = ground.before.get(targets[index] ?? '');
    if (!was) throw new Error('no such target');
    if (place === 'gone') machine.unbind(was.endpoint);
    else machine.bind({ ...was, certificate: certificates[place] });
  }
  for (const { thumbprint } of line.missing ?? []) machine.uninstall('MY', thumbprint);
  return ground;
}

/** Time goes on, and disks are cloned: neither can be had from a test, but in what the journal says. */
function editJournal(ground: Ground, { of, expired = [] }: Line): void {
  const folder = journalFolder(ground.machine.systemRoot);
  const [name = ''] = journalsIn(ground.machine.systemRoot);
  const file = join(folder, name);
  const [first = '', ...rest] = readFileSync(file, 'utf8').split('\n');
  const header = JSON.parse(first) as Header;
  const hasExpired = new Set<string>(expired.map(({ thumbprint }) => thumbprint));
  const edited = {
    ...header,
    origin: { ...header.origin, ...(of === 'another-computer' ? { computer: 'web-02' } : {}) },
    expiries: header.expiries.map((each) =>
      hasExpired.has(each.thumbprint) ? { ...each, notAfter: '2020-01-01T00:00:00.000Z' } : each,
    ),
  };
  writeFileSync(file, [JSON.stringify(edited), ...rest].join('\n'));
}

/** Of a run that comes to nothing but its recovery. */
export const wrongPassword = { ...given, 'pfx-password': 'wrong' };

/** All else of a binding is as it was. */
export function expectPlaces(ground: Ground, { become }: Line): void {
  const table = ground.machine.table();
  for (const [index, place] of become.entries()) {
    const was = ground.before.get(ground.targets[index] ?? '');
    const hash = place === 'gone' ? null : certificates[place].thumbprint.toLowerCase();
    expect(table.get(ground.targets[index] ?? '')).toEqual(hash === null ? undefined : { ...was, hash });
  }
}

export function expectJournal(ground: Ground, { journal }: Line): void {
  const folder = journalFolder(ground.machine.systemRoot);
  const names = existsSync(folder) ? readdirSync(folder).filter((each) => each.startsWith('journal-')) : [];
  expect(names.map((each) => each.endsWith('.set-aside'))).toEqual(
    journal === 'closed' ? [] : [journal === 'set-aside'],
  );
}

/** One on the new certificate, one dead, one on the old: what a recovery has the most to do with. */
export const mixture: Line = {
  are: ['new', 'gone', 'new', 'old'],
  become: all('old'),
  says: /./,
  journal: 'closed',
};

/** The programs that the recovery of {@link mixture} starts, before its run fails at its password. */
export async function programsOfRecovery(options: Partial<MachineOptions>): Promise<Call[]> {
  const ground = await leave(mixture, options);
  try {
    const before = ground.machine.calls().length;
    await ground.newJob().run('main', wrongPassword);
    return ground.machine.calls().slice(before);
  } finally {
    await ground.close();
  }
}

/** The job of a run is cancelled while it recovers, and its programs with it; its post step completes the recovery. */
export async function recoverAfterCancel(options: Partial<MachineOptions>, call: number): Promise<string[]> {
  const ground = await leave(mixture, options);
  const { machine } = ground;
  try {
    const at = machine.calls().length + call;
    machine.faults([{ fault: 'slow', at, delayMs: 600 }]);
    const job = ground.newJob();
    const main = await job.run('main', wrongPassword, {
      onStart: (child) =>
        void interruptAt(ground, { at, signal: 'SIGINT', programsFirstMs: 300 }, (signal) =>
          child.kill(signal),
        ),
    });
    machine.faults([]);
    const problems = main.errors.join().includes('(cancelled)') ? [] : [`main: ${main.errors.join()}`];
    const post = await job.run('post', { 'job-status': 'cancelled' });
    problems.push(...post.errors);
    if (sideOf(ground, new Set(), problems) !== 'old')
      problems.push('not all are back on the old certificate');
    for (const name of journalsIn(machine.systemRoot)) problems.push(`${name} is left`);
    problems.push(...(await handshakeProblems(ground)));
    return problems.map((each) => `cancelled at call ${call}: ${each}`);
  } finally {
    await ground.close();
  }
}

/**
 * A run is killed while it recovers; its post step completes the recovery.
 * @param call of the recovery, 1 for the first
 * @returns what is wrong, as sentences
 */
export async function recoverTwice(
  options: Partial<MachineOptions>,
  fault: FaultKind,
  call: number,
): Promise<string[]> {
  const ground = await leave(mixture, options);
  const { machine } = ground;
  try {
    machine.faults([{ fault, at: machine.calls().length + call }]);
    const job = ground.newJob();
    await job.run('main', wrongPassword);
    machine.faults([]);
    const post = await job.run('post', { 'job-status': 'failure' });
    const problems: string[] = [];
    if (sideOf(ground, new Set(), problems) !== 'old')
      problems.push('not all are back on the old certificate');
    if (post.code !== 0) problems.push(`post failed: ${post.errors.join(' ')}`);
    for (const name of journalsIn(machine.systemRoot)) problems.push(`${name} is left`);
    problems.push(...(await handshakeProblems(ground)));
    return problems.map((each) => `${fault} at call ${call}: ${each}`);
  } finally {
    await ground.close();
  }
}
