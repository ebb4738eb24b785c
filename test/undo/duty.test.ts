import { describe, expect, it } from 'vitest';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { dutyOfMain, dutyOfPost, isAnsweredForByPost, type JobStatus } from '../../src/undo/duty.js';
import type { Note, RestoreAfterJob } from '../../src/undo/journal-format.js';
import { nearness, type Origin } from '../../src/undo/origin.js';
import { later, origin, record } from './given.js';

const applying: Note = { phase: 'applying', methods: [] };
const verified: Note = { phase: 'verified' };
const kept: Note = { phase: 'kept' };
const restored: Note = { phase: 'restored' };
const secondRunner: Origin = { ...later, runner: 'web-01-b' };
const clone: Origin = { ...later, computer: 'WEB-02' };

describe('who made a change', () => {
  it.each<[string, Origin, string]>([
    ['this job', origin, 'same-job'],
    ['this job, written otherwise', { ...origin, computer: 'web-01', runner: 'WEB-01-A' }, 'same-job'],
    ['a later job', later, 'same-runner'],
    ['another runner service', secondRunner, 'same-computer'],
    ['the disk of another computer', clone, 'another-computer'],
  ])('%s', (_, theirs, expected) => {
    expect(nearness(theirs, origin)).toBe(expected);
  });
});

describe('what is done about a journal', () => {
  it.each<[string, restore: RestoreAfterJob, Note[], job: string, laterJob: string, otherRunner: string]>([
    ['nothing but the header', 'never', [], 'finish', 'finish', 'revive'],
    ['a change that was cut off', 'never', [applying], 'finish', 'finish', 'revive'],
    ['a complete change', 'never', [applying, verified], 'tidy', 'tidy', 'tidy'],
    ['a swap for its job', 'always', [applying, verified], 'revive', 'roll-back', 'revive'],
    ['a change on trial', 'failure', [applying, verified], 'revive', 'roll-back', 'revive'],
    ['a trial that was passed', 'failure', [applying, verified, kept], 'tidy', 'tidy', 'tidy'],
    ['a swap that is restored', 'always', [applying, verified, restored], 'tidy', 'tidy', 'tidy'],
    ['a roll-back', 'never', [applying, restored], 'tidy', 'tidy', 'tidy'],
  ])('by a main step: %s', (_, restoreAfterJob, notes, ofJob, ofLaterJob, ofOtherRunner) => {
    const journal = record({ restoreAfterJob }, ...notes);
    expect(dutyOfMain(journal, origin)).toBe(ofJob);
    expect(dutyOfMain(journal, later)).toBe(ofLaterJob);
    expect(dutyOfMain(journal, secondRunner)).toBe(ofOtherRunner);
    expect(dutyOfMain(journal, clone)).toBe('set-aside');
  });

  it.each<[string, restore: RestoreAfterJob, Note[], afterSuccess: string, afterFailure: string]>([
    ['nothing but the header', 'never', [], 'roll-back', 'roll-back'],
    ['a change that was cut off', 'failure', [applying], 'roll-back', 'roll-back'],
    ['a complete change', 'never', [applying, verified], 'tidy', 'tidy'],
    ['a complete change that is tidied', 'never', [applying, verified, kept], 'tidy', 'tidy'],
    ['a swap for its job', 'always', [applying, verified], 'roll-back', 'roll-back'],
    ['a change on trial', 'failure', [applying, verified], 'keep', 'roll-back'],
    ['a trial that was passed', 'failure', [applying, verified, kept], 'tidy', 'tidy'],
    ['a roll-back', 'never', [applying, restored], 'tidy', 'tidy'],
  ])('by the post step of the same step: %s', (_, restoreAfterJob, notes, afterSuccess, afterFailure) => {
    const journal = record({ restoreAfterJob }, ...notes);
    expect(dutyOfPost(journal, origin, 'own', 'success')).toBe(afterSuccess);
    for (const status of ['failure', 'cancelled', 'unknown'] satisfies JobStatus[])
      expect(dutyOfPost(journal, origin, 'own', status)).toBe(afterFailure);
  });

  it('by the post step: what a complete change replaced is still to be removed', () => {
    const removeReplaced = [{ store: 'MY', thumbprint: 'AB'.repeat(20) as Thumbprint }];
    const given = { restoreAfterJob: 'never', removeReplaced } as const;
    expect(dutyOfPost(record(given, applying, verified), origin, 'own', 'failure')).toBe('keep');
    expect(dutyOfPost(record(given, applying, verified, kept), origin, 'own', 'failure')).toBe('tidy');
    expect(dutyOfPost(record(given, applying, restored), origin, 'own', 'failure')).toBe('tidy');
    expect(dutyOfPost(record(given, applying, verified), later, undefined, 'failure')).toBe('none');
  });

  it('by the post step of another step of the job is its change only if it was cut off', () => {
    const post = (...notes: Note[]) =>
      dutyOfPost(record({ restoreAfterJob: 'always' }, ...notes), origin, 'another', 'failure');
    expect([post(applying), post(applying, verified), post(applying, restored)]).toEqual([
      'roll-back',
      'revive',
      'tidy',
    ]);
  });

  it('by the post step of another job of this runner is to finish it, unless that one may still restore it', () => {
    const post = (restoreAfterJob: RestoreAfterJob, ...notes: Note[]) =>
      dutyOfPost(record({ restoreAfterJob }, applying, ...notes), later, undefined, 'failure');
    const recovering = (by: Origin): Note => ({ phase: 'recovering', by: by.job });
    expect([post('never'), post('never', recovering(origin)), post('never', recovering(later))]).toEqual([
      'finish',
      'finish',
      'finish',
    ]);
    expect([post('always', verified), post('always', verified, recovering(later))]).toEqual([
      'revive',
      'finish',
    ]);
    expect(post('never', restored)).toBe('none');
    expect(dutyOfPost(record({}, applying), secondRunner, undefined, 'failure')).toBe('revive');
    expect(dutyOfPost(record({}, applying), clone, undefined, 'failure')).toBe('none');
  });

  it('by a post step that answers for it: of its own job, or which its main step was finishing', () => {
    const isAnsweredFor = (ours: Origin, own: string | undefined, ...notes: Note[]) =>
      isAnsweredForByPost(record({}, applying, ...notes), ours, own);
    expect(isAnsweredFor(origin, undefined)).toBe(true);
    expect(isAnsweredFor(later, 'own')).toBe(true);
    expect(isAnsweredFor(later, undefined)).toBe(false);
    expect(isAnsweredFor(later, undefined, { phase: 'recovering', by: later.job })).toBe(true);
  });
});
