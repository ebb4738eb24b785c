import { readdirSync, readlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asFailure } from '../../src/failure.js';
import { defaultSettings } from '../../src/http-sys/settings.js';
import { rehearsalAppId } from '../../src/inspect/owner.js';
import type { Replacement } from '../../src/plan/change.js';
import { removeLeftOverSpares } from '../../src/rehearse/left-over-spares.js';
import { Journal } from '../../src/undo/journal.js';
import { rollBackBindings } from '../../src/undo/roll-back.js';
import { Undo } from '../../src/undo/undo.js';
import { header } from './given.js';
import { changeOf, inMy, Server, spareEndpoint } from './server.js';

let server: Server;

beforeEach(async () => {
  server = await Server.open();
});

afterEach(() => server.close());

async function begin(): Promise<Undo> {
  const { machine, log, journals } = server;
  return new Undo(await Journal.create(await Journal.newFile(journals), header()), {
    machine,
    log,
    needed: async () => new Set(),
    beforeStep: () => undefined,
  });
}

const reason = asFailure(new Error('a reason of the tests'));
const uniqueName = `${'0'.repeat(32)}_00000000-0000-0000-0000-000000000000`;
const spare = '127.0.0.1:40001';

/** The files that this process has open. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((each) => {
    try {
      return [readlinkSync(`/proc/self/fd/${each}`)];
    } catch {
      return [];
    }
  });
}

async function phases(): Promise<string[]> {
  const [record] = await server.records();
  return record?.notes.map(({ phase }) => phase) ?? [];
}

/** The change of a binding that is on the first certificate, as a plan has it. */
async function replacement(host: string): Promise<Replacement> {
  const { one, two } = server;
  server.bind(host, one);
  const { endpoint, appId, settings, settingsArguments, opaque } = changeOf(host, one, two);
  const block = (await server.table()).bindings.get(endpoint.key)?.block ?? [];
  const ends = { before: inMy(one), after: inMy(two) };
  return { is: 'replacement', endpoint, appId, settings, settingsArguments, opaque, block, ...ends };
}

describe('what undoes a run', () => {
  it('is on disk before each step begins', async () => {
    const undo = await begin();
    await undo.willImport([{ ...inMy(server.two), store: 'MY' }]);
    expect(await phases()).toEqual(['importing']);
    await undo.willGrant({ file: { kind: 'cng', name: uniqueName }, sids: ['S-1-5-20'] });
    expect((await phases()).at(-1)).toBe('granting');
    await undo.willRehearse([spareEndpoint(spare)]);
    expect((await phases()).at(-1)).toBe('rehearsing');
    await undo.willApply({ changes: [], methods: new Map(), learnt: [], skipped: [] });
    expect((await phases()).at(-1)).toBe('applying');
    await undo.close();
    expect((await phases()).at(-1)).toBe('verified');
  });

  it.each(['192.0.2.1:40001', 'münchen.example:40001', '*:40001'])(
    'removes a spare binding whose host is read as something else at first: %s',
    async (endpoint) => {
      const odd = await Server.open({ oddHosts: 'accepted', uLabels: 'accepted', codePage: 437 });
      const { machine, embedded, one } = odd;
      embedded.bind({ endpoint, kind: 'hostnameport', certificate: one, appId: rehearsalAppId });
      const done = await removeLeftOverSpares(machine, await odd.table(), () => undefined);
      expect([done.warnings, embedded.table().size]).toEqual([[], 0]);
      await odd.close();
    },
  );

  it('is run from the last step to the first: a certificate goes once no spare binding uses it', async () => {
    const undo = await begin();
    await undo.willImport([{ ...inMy(server.two), store: 'MY' }]);
    await undo.willRehearse([spareEndpoint(spare)]);
    server.embedded.bind({ endpoint: spare, certificate: server.two, appId: rehearsalAppId });
    const { failure, table } = await undo.rollBack(reason);
    expect([failure, table?.bindings.size]).toEqual([null, 0]);
    expect([server.embedded.table().size, server.isInMy(server.two)]).toEqual([0, false]);
    expect(readdirSync(server.journals)).toEqual([]);
  });

  it('stays for the post step as long as something could not be removed', async () => {
    const undo = await begin();
    await undo.willImport([{ ...inMy(server.two), store: 'MY' }]);
    server.embedded.faults([{ fault: 'no-effect', match: { argsInclude: '-delstore' } }]);
    expect((await undo.rollBack(reason)).failure).toBeNull();
    expect(server.isInMy(server.two)).toBe(true);
    expect(await phases()).toEqual(['importing', 'restored']);
    expect(server.warnings.join()).toContain(server.two.thumbprint);
  });

  it('leaves alone what somebody else has changed, although it looks like a change of the run', async () => {
    const change = await replacement('a.example.com');
    const undo = await begin();
    await undo.willApply({
      changes: [change],
      methods: new Map([[change.endpoint.key, 'update']]),
      learnt: [],
      skipped: [],
    });
    server.bind('a.example.com', server.two);
    undo.leaveAlone(change);
    const { notRestored, failure } = await undo.rollBack(reason);
    expect([notRestored.map(({ foreign }) => foreign), failure]).toEqual([[true], null]);
    expect(server.bound('a.example.com')).toBe(server.two.thumbprint);
  });

  it.each<[string, (undo: Undo) => Promise<unknown>]>([
    ['closed', (undo) => undo.close()],
    ['rolled back', (undo) => undo.rollBack(reason)],
  ])('does not keep its journal open once it is %s', async (_, end) => {
    const undo = await begin();
    const isOpen = () => openFiles().some((each) => each.startsWith(undo.file));
    expect(isOpen()).toBe(true);
    await end(undo);
    expect(isOpen()).toBe(false);
  });
});

describe('the roll-back of a binding', () => {
  const options = { isForeign: () => false, beforeStep: () => undefined };

  it('never deletes one whose settings no argument can set again', async () => {
    const { one, two, machine } = server;
    server.bind('a.example.com', two);
    const change = changeOf('a.example.com', one, two, {
      opaque: ['a setting of tomorrow'],
      settings: defaultSettings,
      settingsArguments: { add: [], update: null },
    });
    const methods = new Map([[change.endpoint.key, 'delete-add' as const]]);
    const { notRestored, restored } = await rollBackBindings(machine, [change], { ...options, methods });
    expect([restored, notRestored.length, server.bound('a.example.com')]).toEqual([[], 1, two.thumbprint]);
    expect(server.commandsFor('a.example.com', 'delete')).toBe(0);
  });

  it('never deletes one whose previous certificate cannot be bound any more', async () => {
    const { one, two, machine } = server;
    server.bind('a.example.com', two);
    server.embedded.uninstall('MY', one.thumbprint);
    const change = changeOf('a.example.com', one, two, { settingsArguments: { add: [], update: null } });
    const methods = new Map([[change.endpoint.key, 'delete-add' as const]]);
    const { notRestored, restored } = await rollBackBindings(machine, [change], { ...options, methods });
    expect([restored, notRestored.length, server.bound('a.example.com')]).toEqual([[], 1, two.thumbprint]);
    expect(server.commandsFor('a.example.com', 'delete')).toBe(0);
  });

  it('begins with the change that was made last', async () => {
    const { one, two, machine, embedded } = server;
    const hosts = ['a.example.com', 'b.example.com', 'c.example.com'];
    for (const host of hosts) server.bind(host, two);
    const changes = hosts.map((host) => changeOf(host, one, two));
    const methods = new Map(changes.map(({ endpoint }) => [endpoint.key, 'update' as const]));
    const { restored } = await rollBackBindings(machine, changes, { ...options, methods });
    expect(restored).toHaveLength(3);
    const scripts = embedded.calls().flatMap(({ script }) => script ?? []);
    const order = [...scripts.join('\n').matchAll(/update sslcert hostnameport=(\S+):443/g)];
    expect(order.map(([, host]) => host)).toEqual(hosts.toReversed());
  });

  it('does not take what somebody else has bound since', async () => {
    const { one, two, machine, embedded } = server;
    const appId = '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}';
    embedded.bind({ endpoint: 'a.example.com:443', certificate: two, appId });
    const change = changeOf('a.example.com', one, two);
    const methods = new Map([[change.endpoint.key, 'update' as const]]);
    const { notRestored } = await rollBackBindings(machine, [change], { ...options, methods });
    expect(notRestored.map(({ foreign }) => foreign)).toEqual([true]);
    expect(embedded.table().get('a.example.com:443')).toMatchObject({
      appId,
      hash: two.thumbprint.toLowerCase(),
    });
  });
});
