import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Journal } from '../../src/undo/journal.js';
import {
  isBeingFinishedBy,
  isClosed,
  isRestorePending,
  readJournals,
  removeDrafts,
  setAside,
} from '../../src/undo/journal-folder.js';
import { type Header, toJournalChanges } from '../../src/undo/journal-format.js';
import { whileBusy } from '../../src/undo/patience.js';
import { isLocalTemp, neededBy, removeTemp } from '../../src/undo/tidy.js';
import { change, header, later, next, old, origin, record } from './given.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journals-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function write(more: Partial<Header> = {}): Promise<Journal> {
  return Journal.create(await Journal.newFile(folder), header(more));
}

async function onlyRecord() {
  const { records, damaged } = await readJournals(folder);
  expect(damaged).toEqual([]);
  expect(records).toHaveLength(1);
  const [only] = records;
  if (!only) throw new Error('no journal');
  return only;
}

describe('a journal', () => {
  it('gives back what it was given', async () => {
    const journal = await write();
    await journal.note({ phase: 'applying', methods: [['k', 'update']] });
    await journal.leave();
    const { header: read, notes } = await onlyRecord();
    expect(read).toEqual(header());
    expect(notes).toEqual([{ phase: 'applying', methods: [['k', 'update']] }]);
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

  it('is on the disk, and not only in the memory of the system, before it says so', async () => {
    const probe = await open(join(folder, 'probe'), 'w');
    const files = Object.getPrototypeOf(probe) as typeof probe;
    await probe.close();
    const done: string[] = [];
    const spies = (['writeFile', 'write', 'sync'] as const).map((name) => {
      const real = files[name] as (...args: unknown[]) => Promise<unknown>;
      return vi.spyOn(files, name).mockImplementation(async function (
        this: typeof probe,
        ...args: unknown[]
      ) {
        const result = await real.apply(this, args);
        // The folder is flushed, too, where the system can do that.
        if ((await this.stat()).isFile()) done.push(name);
        return result as never;
      });
    });
    try {
      const journal = await write();
      expect(done).toEqual(['writeFile', 'sync']);
      done.length = 0;
      await journal.note({ phase: 'verified' });
      expect(done).toEqual(['write', 'sync']);
      await journal.leave();
    } finally {
      for (const spy of spies) spy.mockRestore();
    }
  });

  it('has nothing left of a torn line once it goes on', async () => {
    const journal = await write();
    await journal.leave();
    const whole = readFileSync(journal.file, 'utf8');
    appendFileSync(journal.file, `{"phase"${'\0'.repeat(500)}`);
    const again = await Journal.reopen(journal.file);
    await again.note({ phase: 'verified' });
    await again.leave();
    expect(readFileSync(journal.file, 'utf8')).toBe(`${whole}{"phase":"verified"}\n`);
  });

  it.each([
    ['of another version', (text: string) => text.replace('"version":2', '"version":1')],
    ['without a whole header', (text: string) => text.slice(0, 100)],
    ['empty', () => ''],
    [
      'with an endpoint that is none',
      (text: string) => text.replaceAll('www.example.com:443', 'www example'),
    ],
    ['damaged in its middle', (text: string) => `${text}nonsense\n{"phase":"verified"}\n`],
  ])('is damaged if it is %s; others are read all the same', async (_, damage) => {
    const journal = await write();
    await journal.leave();
    const good = await write();
    await good.leave();
    writeFileSync(journal.file, damage(readFileSync(journal.file, 'utf8')));
    const { records, damaged } = await readJournals(folder);
    expect(records.map(({ file }) => file)).toEqual([good.file]);
    expect(damaged).toMatchObject([{ file: journal.file, isBusy: false }]);
  });

  it('comes after those before it, whatever the clock says', async () => {
    const created = ['2030-01-01T00:00:00.000Z', '2020-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z'];
    for (const each of created) await (await write({ created: each })).leave();
    const { records } = await readJournals(folder);
    expect(records.map((each) => each.header.created)).toEqual(created);
  });

  it('is not written if it could not be read again', async () => {
    const odd = change('c.example.com', { before: { thumbprint: old, store: '"x"' } });
    await expect(write(toJournalChanges([odd]))).rejects.toMatchObject({ code: 'journal-failed' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('has its name only once it is whole; drafts go, and what is set aside is not read', async () => {
    const file = await Journal.newFile(folder);
    writeFileSync(`${file}.new`, 'half a hea');
    writeFileSync(join(folder, 'holder.txt'), 'not a journal');
    expect(await readJournals(folder)).toEqual({ records: [], damaged: [] });
    await removeDrafts(folder);
    expect(readdirSync(folder)).toEqual(['holder.txt']);
    const journal = await write();
    await journal.leave();
    await setAside(journal.file);
    expect(await readJournals(folder)).toEqual({ records: [], damaged: [] });
  });

  it('fails as such where there is no place for it', async () => {
    writeFileSync(join(folder, 'file'), '');
    const place = join(folder, 'file');
    await expect(Journal.create(await Journal.newFile(place), header())).rejects.toMatchObject({
      code: 'journal-failed',
    });
    expect(await readJournals(place)).toEqual({ records: [], damaged: [] });
    mkdirSync(join(folder, 'journal-000001-00000000-0000-0000-0000-000000000000.jsonl'));
    const { damaged } = await readJournals(folder);
    expect(damaged).toHaveLength(1);
  });
});

describe('a busy file', () => {
  const busy = (code: string) => Object.assign(new Error(code), { code });

  it.each(['EBUSY', 'EPERM', 'EACCES'])('with %s is tried again', async (code) => {
    let attempts = 0;
    const done = await whileBusy(async () => {
      attempts += 1;
      if (attempts < 4) throw busy(code);
      return 'done';
    });
    expect([done, attempts]).toEqual(['done', 4]);
  });

  it('is given up after some seconds, and no other trouble is tried again', async () => {
    let attempts = 0;
    const fail = (code: string) =>
      whileBusy(async () => {
        attempts += 1;
        throw busy(code);
      });
    await expect(fail('ENOSPC')).rejects.toThrow('ENOSPC');
    expect(attempts).toBe(1);
    await expect(fail('EBUSY')).rejects.toThrow('EBUSY');
    expect(attempts).toBeGreaterThan(6);
  });
});

describe('a run', () => {
  const applying = { phase: 'applying', methods: [] } as const;
  const verified = { phase: 'verified' } as const;

  it.each([
    [record({}, applying), false, false],
    [record({}, applying, verified), true, false],
    [record({ restoreAfterJob: 'always' }, applying, verified), false, true],
    [record({ restoreAfterJob: 'failure' }, applying, verified), false, true],
    [record({ restoreAfterJob: 'failure' }, applying, verified, { phase: 'kept' }), true, false],
    [record({ restoreAfterJob: 'always' }, applying, verified, { phase: 'restored' }), true, false],
    [record({}, applying, { phase: 'restored' }), true, false],
  ])('has come to its end, or has yet to restore what was: %#', (journal, closed, pending) => {
    expect([isClosed(journal), isRestorePending(journal)]).toEqual([closed, pending]);
  });

  it('is being finished by the job that said so last', () => {
    const recovering = (by: typeof origin) => ({ phase: 'recovering', by: by.job }) as const;
    const journal = record({}, applying, recovering(origin), recovering(later));
    expect([isBeingFinishedBy(journal, later), isBeingFinishedBy(journal, origin)]).toEqual([true, false]);
  });

  it('may have to bind its certificates again as long as it is open', () => {
    const changes = toJournalChanges([change('x.example.com', { before: { thumbprint: old, store: null } })]);
    const keys = new Set([`my\\${old}`, `my\\${next}`]);
    expect(neededBy([record(changes, applying)])).toEqual(keys);
    expect(neededBy([record({ ...changes, restoreAfterJob: 'always' }, verified)])).toEqual(keys);
    expect(neededBy([record(changes, verified)])).toEqual(new Set());
  });
});

describe('the folder of a run', () => {
  it.each([
    ['/temp/rebind-iis-certificate-1', true],
    ['/temp/something-else', false],
    ['rebind-iis-certificate-1', false],
    ['//elsewhere/share/rebind-iis-certificate-1', false],
    ['\\\\elsewhere\\share\\rebind-iis-certificate-1', false],
  ])('is looked at only where it can be one on this computer: %s', (folder, isLocal) => {
    expect(isLocalTemp(folder)).toBe(isLocal);
  });

  it('goes only where it has the name of ours and lies in the folder of this runner', async () => {
    const [runnerTemp, elsewhere] = [join(folder, 'temp'), join(folder, 'elsewhere')];
    const ours = join(runnerTemp, 'rebind-iis-certificate-1');
    const kept = [
      join(runnerTemp, 'something-else'),
      join(elsewhere, 'rebind-iis-certificate-2'),
      join(runnerTemp, 'deeper', 'rebind-iis-certificate-3'),
    ];
    for (const each of [ours, ...kept]) mkdirSync(each, { recursive: true });
    for (const each of [
      ours,
      ...kept,
      join(runnerTemp, '..', 'elsewhere', 'rebind-iis-certificate-2'),
      folder,
    ])
      await removeTemp(each, runnerTemp);
    expect(readdirSync(runnerTemp).sort()).toEqual(['deeper', 'something-else']);
    expect(readdirSync(elsewhere)).toEqual(['rebind-iis-certificate-2']);
    chmodSync(folder, 0o700);
  });
});
