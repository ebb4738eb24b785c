import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { type Endpoint, shownEndpoint } from '../../src/http-sys/endpoint.js';
import { readSettings } from '../../src/inspect/read-settings.js';
import { readTable } from '../../src/inspect/read-table.js';
import { codePages, exportFile, type KeptRecord, queryText } from '../http-sys/registry-text.js';
import { record, showText } from '../http-sys/table-text.js';
import { type Answer, fakeMachine } from './fake-machine.js';

const hash = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';
const good = [record('0.0.0.0:443', hash), record('www.example.com:443', hash, { flags: 2 })];

/** A server that shows one table after the other, the last one for ever. */
function server(...tables: (readonly KeptRecord[] | string | Error)[]) {
  let reading = 0;
  const show = (): Answer => {
    const table = tables[Math.min(reading, tables.length - 1)] ?? '';
    reading += 1;
    return typeof table === 'string' || table instanceof Error ? table : showText(table, { codePage: 'dos' });
  };
  const kept = tables.findLast((each): each is readonly KeptRecord[] => Array.isArray(each)) ?? [];
  const reg = ([verb, , file = '']: readonly string[]): Answer => {
    if (verb !== 'export') return codePages.dos(queryText(kept));
    writeFileSync(file, exportFile(kept, 'hostnameport'));
    return '';
  };
  return fakeMachine({ 'netsh.exe': show, 'reg.exe': reg });
}

const previous = (...records: readonly KeptRecord[]) => {
  const endpoints = records.map(({ kind, endpoint }) => shownEndpoint(kind, endpoint)!);
  return { bindings: new Map(endpoints.map((endpoint) => [endpoint.key, { endpoint }])), unreadable: [] };
};
const read = async (
  fake: ReturnType<typeof server>,
  ...[before, mayBeGone]: [ReturnType<typeof previous>?, Set<string>?]
) => {
  const table = await readTable(fake.machine, before, { mayBeGone: mayBeGone ?? new Set() });
  return [...table.bindings.values()].map(({ endpoint }) => endpoint.text);
};
const texts = (records: readonly KeptRecord[]) => records.map(({ endpoint }) => endpoint);

describe('a reading of the table', () => {
  it('is believed at once where nothing is missing', async () => {
    const fake = server(good);
    expect(await read(fake, previous(...good))).toEqual(texts(good));
    expect(fake.started).toHaveLength(1);
  });

  it('is repeated where it is damaged, empty, or lacks a binding, until two agree', async () => {
    const damaged = showText(good).replace(hash, hash.slice(1));
    expect(await read(server(damaged, good))).toEqual(texts(good));
    expect(await read(server([], good))).toEqual(texts(good));
    expect(await read(server(good.slice(1), good), previous(...good))).toEqual(texts(good));
    const gone = server(good.slice(1));
    expect(await read(gone, previous(...good))).toEqual(texts(good.slice(1)));
    expect(gone.started).toHaveLength(2);
  });

  it('is believed where only that is missing which may be', async () => {
    const fake = server(good.slice(1));
    expect(await read(fake, previous(...good), new Set(['ipport 0.0.0.0 443']))).toEqual(
      texts(good.slice(1)),
    );
    expect(fake.started).toHaveLength(1);
  });

  it('fails with netsh only where it fails three times', async () => {
    const failure = new Failure('program-failed', { cause: 'netsh.exe failed.', next: 'x' });
    expect(await read(server(failure, failure, good))).toEqual(texts(good));
    await expect(read(server(failure, failure, failure, good))).rejects.toThrow('netsh.exe failed.');
    const cancelled = new Failure('cancelled', { cause: 'Cancelled.', next: 'x' });
    await expect(read(server(cancelled, good))).rejects.toThrow('Cancelled.');
  });
});

describe('a reading of a process that has not inspected yet, as a roll-back is', () => {
  const odd: KeptRecord[] = [
    record('münchen.example:443', hash),
    record('10.0.0.5:8443', hash, { kind: 'hostnameport' }),
    record('a..b:443', hash),
  ];

  it.each(odd)('finds $endpoint by the registry, and knows it from then on', async (one) => {
    const fake = server([...good, one]);
    expect(await read(fake, previous(one))).toEqual(texts([...good, one]));
    const before = fake.started.length;
    expect(await read(fake, previous(one))).toEqual(texts([...good, one]));
    expect(fake.started.slice(before).map(({ line }) => line)).toEqual(['netsh.exe http show sslcert']);
  });

  it('tells an address from a host with its name', async () => {
    const both = [record('10.0.0.5:443', hash), record('10.0.0.5:443', hash, { kind: 'hostnameport' })];
    const fake = server(both);
    const table = await readTable(fake.machine, previous(...both));
    expect([...table.bindings.keys()]).toEqual(['ipport 10.0.0.5 443', 'hostnameport 10.0.0.5 443']);
  });

  it('misses what is gone', async () => {
    const fake = server(good);
    expect(await read(fake, previous(odd[0]!))).toEqual(texts(good));
  });
});

describe('the settings of bindings', () => {
  const endpoints = (...records: readonly KeptRecord[]): Endpoint[] =>
    records.map(({ kind, endpoint }) => shownEndpoint(kind, endpoint)!);

  it('of two kinds come from one reading, those of one from its table', async () => {
    const fake = server(good);
    const { bindings } = await readSettings(fake.machine, endpoints(...good));
    expect(bindings.get('hostnameport www.example.com 443')?.settings.flags).toBe(2);
    expect(fake.started.map(({ line }) => line.split('\\').at(-1))).toEqual(['Parameters /s']);
    const one = server(good);
    await readSettings(one.machine, endpoints(good[1]!));
    expect(one.started.map(({ line }) => line.split('\\').at(-1))).toEqual(['SslSniBindingInfo /s']);
    expect((await readSettings(one.machine, [])).bindings.size).toBe(0);
    expect(one.started).toHaveLength(1);
  });

  it('are asked for twice where one is missing', async () => {
    const fake = server(good);
    const missing = endpoints(record('gone.example:443', hash));
    expect((await readSettings(fake.machine, missing)).bindings.has(missing[0]!.key)).toBe(false);
    expect(fake.started).toHaveLength(2);
  });

  it('of an international host are found under its exact name', async () => {
    const one = record('münchen.example:443', hash, { flags: 8 });
    const fake = server([...good, one]);
    const { bindings } = await readSettings(fake.machine, endpoints(one));
    expect(bindings.get('hostnameport münchen.example 443')?.settings.flags).toBe(8);
  });
});
