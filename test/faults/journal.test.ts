import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseThumbprint } from '../../src/certificate/thumbprint.js';
import { shownEndpoint } from '../../src/http-sys/endpoint.js';
import { defaultSettings } from '../../src/http-sys/settings.js';
import type { Change } from '../../src/plan/change.js';
import { isToBeUndone } from '../../src/undo/finish-job.js';
import { changesOf, Journal, progressOf } from '../../src/undo/journal.js';
import { type Header, toJournalChanges } from '../../src/undo/journal-format.js';
import { neededBy, pendingForNextRun } from '../../src/undo/recover.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journals-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const thumbprint = (digit: string) => parseThumbprint(digit.repeat(40))!;
const change = (host: string, store: string | null = 'MY'): Change => ({
  is: 'replacement',
  endpoint: shownEndpoint('hostnameport', `${host}:443`)!,
  appId: '{4dc3e181-e14b-4a21-b022-59fc669b0914}',
  before: { thumbprint: thumbprint('a'), store },
  after: { thumbprint: thumbprint('b'), store },
  settings: defaultSettings,
  settingsArguments: { add: ['usagecheck=enable'], update: null },
  block: ['Label : <hash>', 'Réglage : désactivé'],
  opaque: [],
});
const job = { runId: '1', runAttempt: '1', job: 'renew', tracking: 'github_1' };
const header = (more: Partial<Header> = {}): Header => ({
  version: 1,
  created: '2030-01-01T00:00:00.000Z',
  job,
  temp: '/temp/rebind-iis-certificate-1',
  restoreAfterJob: 'never',
  ...toJournalChanges([change('www.example.com'), change('b.example.com')]),
  removeReplaced: [],
  ...more,
});

async function write(more: Partial<Header> = {}): Promise<Journal> {
  return Journal.create(await Journal.newFile(folder), header(more));
}

async function onlyRecord() {
  const { records, damaged } = await Journal.readAll(folder);
  expect(damaged).toEqual([]);
  expect(records).toHaveLength(1);
  return records[0]!;
}

describe('a journal', () => {
  it('gives back what it was given', async () => {
    const journal = await write();
    await journal.note({ phase: 'applying', methods: [['k', 'update']] });
    await journal.leave();
    const record = await onlyRecord();
    expect(changesOf(record.header)).toEqual([change('www.example.com'), change('b.example.com')]);
    expect(progressOf(record.notes)).toMatchObject({ applying: true, verified: false });
    expect(progressOf(record.notes).methods).toEqual(new Map([['k', 'update']]));
  });

  it.each([
    ['a part of a line', '{"phase":"verif'],
    ['a line whose middle was never written', `{"phase"${'\0'.repeat(20)}}\n`],
    ['nothing but an end', '\0\0\0\0\n'],
  ])('does not take %s for a phase that has begun, and goes on after it', async (_, torn) => {
    const journal = await write();
    await journal.note({ phase: 'importing', certificates: [] });
    await journal.leave();
    appendFileSync(journal.file, torn);
    expect((await onlyRecord()).notes).toEqual([{ phase: 'importing', certificates: [] }]);
    const again = await Journal.reopen(journal.file);
    await again.note({ phase: 'verified' });
    await again.leave();
    expect((await onlyRecord()).notes.map((note) => note.phase)).toEqual(['importing', 'verified']);
  });

  it.each([
    ['of another version', (text: string) => text.replace('"version":1', '"version":2')],
    ['without a whole header', (text: string) => text.slice(0, 100)],
    ['empty', () => ''],
    [
      'with an endpoint that is none',
      (text: string) => text.replaceAll('www.example.com:443', 'www example'),
    ],
    [
      'with a command in an argument',
      (text: string) => text.replaceAll('usagecheck=enable', 'x=1\\" & del *'),
    ],
    ['damaged in its middle', (text: string) => `${text}nonsense\n{"phase":"verified"}\n`],
  ])('is damaged if it is %s; others are read all the same', async (_, damage) => {
    const journal = await write();
    await journal.leave();
    const good = await write();
    await good.leave();
    writeFileSync(journal.file, damage(readFileSync(journal.file, 'utf8')));
    const { records, damaged } = await Journal.readAll(folder);
    expect(records.map(({ file }) => file)).toEqual([good.file]);
    expect(damaged.map(({ file }) => file)).toEqual([journal.file]);
  });

  it('comes after those before it, whatever the clock says', async () => {
    const created = ['2030-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z'];
    for (const each of created) await (await write({ created: each })).leave();
    const { records } = await Journal.readAll(folder);
    expect(records.map((record) => record.header.created)).toEqual(created);
  });

  it('is not written if it could not be read again', async () => {
    const odd = {
      ...change('c.example.com'),
      settingsArguments: { add: ['sslctlidentifier="x"'], update: null },
    };
    await expect(write(toJournalChanges([odd]))).rejects.toMatchObject({ code: 'journal-failed' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('has its name only once it is whole; drafts go', async () => {
    const file = await Journal.newFile(folder);
    writeFileSync(`${file}.new`, 'half a hea');
    writeFileSync(join(folder, 'notes.txt'), 'not ours');
    expect(await Journal.readAll(folder)).toEqual({ records: [], damaged: [] });
    await Journal.removeDrafts(folder);
    expect(readdirSync(folder)).toEqual(['notes.txt']);
  });

  it('fails as such where there is no place for it', async () => {
    writeFileSync(join(folder, 'file'), '');
    const place = join(folder, 'file');
    await expect(Journal.create(await Journal.newFile(place), header())).rejects.toMatchObject({
      code: 'journal-failed',
    });
    expect(await Journal.readAll(place)).toEqual({ records: [], damaged: [] });
    mkdirSync(join(folder, 'journal-000001-00000000-0000-0000-0000-000000000000.jsonl'));
    const { damaged } = await Journal.readAll(folder);
    expect(damaged).toHaveLength(1);
  });
});

describe('what a journal leaves to be done', () => {
  const verified = { phase: 'verified' } as const;
  const applying = { phase: 'applying', methods: [] } as const;
  const kept = { phase: 'kept' } as const;
  const rollingBack = { phase: 'rolling-back' } as const;
  const other = { ...job, tracking: 'github_2' };
  const record = (
    restoreAfterJob: Header['restoreAfterJob'],
    ...notes: Parameters<Journal['note']>[0][]
  ) => ({
    file: 'f',
    header: header({ restoreAfterJob }),
    notes,
  });

  it.each([
    ['an unproven change', record('never', applying), 'undo', 'undo'],
    ['nothing but the header', record('always'), 'undo', 'undo'],
    ['a proven change', record('never', applying, verified), 'nothing', 'nothing'],
    ['a swap for the job', record('always', applying, verified), 'keep', 'undo'],
    ['a change under trial', record('failure', applying, verified), 'keep', 'undo'],
    ['a trial that was passed', record('failure', applying, verified, kept), 'nothing', 'nothing'],
  ] as const)('to the next run: %s', (_, journal, inTheSameJob, later) => {
    expect(pendingForNextRun(journal, job)).toBe(inTheSameJob);
    expect(pendingForNextRun(journal, other)).toBe(later);
  });

  it.each([
    ['an unproven change', record('never', applying), true, true],
    ['a proven change', record('never', applying, verified), false, false],
    ['a swap for the job', record('always', applying, verified), true, true],
    ['a change under trial', record('failure', applying, verified), false, true],
    ['a trial that was passed', record('failure', applying, verified, kept), false, false],
    ['a restore that was cut off', record('failure', applying, verified, rollingBack), true, true],
  ] as const)('to the post step: %s', (_, journal, afterSuccess, afterFailure) => {
    expect(isToBeUndone(journal, 'success')).toBe(afterSuccess);
    for (const status of ['failure', 'cancelled', 'unknown'] as const)
      expect(isToBeUndone(journal, status)).toBe(afterFailure);
  });

  it('names the certificates that it may have to bind again', () => {
    const journal = {
      ...record('always'),
      header: header(toJournalChanges([change('x.example.com', null)])),
    };
    expect(neededBy([journal])).toEqual(new Set([`my\\${thumbprint('a')}`]));
  });
});
