import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Issued, issue } from '../../simulator/certificates/issue.js';
import { defaultSettings } from '../../src/http-sys/settings.js';
import { finishJob } from '../../src/undo/finish-job.js';
import type { Header, Note } from '../../src/undo/journal-format.js';
import { recoverEarlierRuns } from '../../src/undo/recover.js';
import { Recovery } from '../../src/undo/recovery.js';
import { later } from './given.js';
import { changeOf, inMy, Server } from './server.js';

let server: Server;

beforeEach(async () => {
  server = await Server.open();
});

afterEach(() => server.close());

const applying: Note = { phase: 'applying', methods: [] };
const verified: Note = { phase: 'verified' };

/** What the main step of a later job does first. */
const recover = () => recoverEarlierRuns(server.ground, server.journals, () => undefined);

/** What the post step of that job does. */
function finish(own?: string) {
  const { machine: _, ...ground } = server.ground;
  return finishJob({
    ...ground,
    open: async () => ({ machine: server.machine, release: async () => undefined }),
    journals: server.journals,
    status: 'failure',
    own,
    onKept: async () => undefined,
  });
}

/** Two changes of one binding, the second on top of the first, by steps of one job; both are to be put back. */
async function twoChanges(third: Issued, more: Partial<Header>) {
  const { one, two } = server;
  server.embedded.install(third);
  server.bind('a.example.com', third);
  const files = [];
  for (const change of [changeOf('a.example.com', one, two), changeOf('a.example.com', two, third)])
    files.push(await server.journal([change], more, applying, verified));
  return files;
}

describe('several journals', () => {
  const third = issue({ names: ['*.example.com'] });

  it('are rolled back by a main step from the newest to the oldest', async () => {
    await twoChanges(third, { restoreAfterJob: 'always' });
    await recover();
    expect(server.bound('a.example.com')).toBe(server.one.thumbprint);
    expect(await server.records()).toEqual([]);
  });

  it('are rolled back by a post step from the newest to the oldest', async () => {
    const [first = ''] = await twoChanges(third, { restoreAfterJob: 'always', origin: later });
    const [, second] = await server.records();
    if (!second) throw new Error('no second journal');
    // The second step was killed in the middle of its change, and its post step did not run.
    rmSync(second.file);
    await server.journal([changeOf('a.example.com', server.two, third)], { origin: later }, applying);
    await finish(first);
    expect(server.bound('a.example.com')).toBe(server.one.thumbprint);
    expect(await server.records()).toEqual([]);
  });
});

describe('a binding that is missing', () => {
  it.each<[string, Partial<Header>, Note[], boolean]>([
    ['was deleted in the middle of a change, and is bound again', {}, [applying], true],
    ['is nothing to a run that had not begun', {}, [], false],
    [
      'was deleted by somebody else after a complete change',
      { restoreAfterJob: 'always' },
      [applying, verified],
      false,
    ],
    [
      'was deleted while a complete change was put back',
      { restoreAfterJob: 'always' },
      [applying, verified, { phase: 'recovering', by: later.job }],
      true,
    ],
  ])('%s', async (_, more, notes, isBack) => {
    await server.journal([changeOf('a.example.com', server.one, server.two)], more, ...notes);
    await recover();
    expect(server.bound('a.example.com')).toBe(isBack ? server.one.thumbprint : undefined);
  });

  it('is not bound a second time: who deletes it after that means it', async () => {
    const change = changeOf('a.example.com', server.one, server.two);
    await server.journal([change], {}, applying, { phase: 'revived', keys: [change.endpoint.key] });
    const recovery = new Recovery(server.ground, []);
    await recovery.revive(await server.records());
    expect(server.bound('a.example.com')).toBeUndefined();
  });

  it('is bound to its new certificate where the old one has expired', async () => {
    const { thumbprint } = inMy(server.one);
    const expiries = [{ thumbprint, notAfter: '2030-06-01T00:00:00.000Z' }];
    await server.journal([changeOf('a.example.com', server.one, server.two)], { expiries }, applying);
    await recover();
    expect(server.bound('a.example.com')).toBe(server.two.thumbprint);
  });
});

describe('a run that was cut off', () => {
  /** One of two bindings is new. */
  async function halfDone(more: Partial<Header> = {}) {
    const { one, two } = server;
    server.bind('a.example.com', two);
    server.bind('b.example.com', one);
    const changes = [changeOf('a.example.com', one, two), changeOf('b.example.com', one, two)];
    return server.journal(changes, more, applying);
  }
  const bound = () => [server.bound('a.example.com'), server.bound('b.example.com')];

  it('goes back to the old certificate', async () => {
    await halfDone();
    await recover();
    expect(bound()).toEqual([server.one.thumbprint, server.one.thumbprint]);
  });

  it('goes on to the new one where the old one has expired', async () => {
    const { thumbprint } = inMy(server.one);
    await halfDone({ expiries: [{ thumbprint, notAfter: '2030-06-01T00:00:00.000Z' }] });
    await recover();
    expect(bound()).toEqual([server.two.thumbprint, server.two.thumbprint]);
  });

  it('is left as it is, untouched, where neither can be bound', async () => {
    await halfDone({ abilities: { add: ['usagecheck'], update: null } });
    for (const each of [server.one, server.two]) server.embedded.uninstall('MY', each.thumbprint);
    await recover();
    expect(bound()).toEqual([server.two.thumbprint, server.one.thumbprint]);
    for (const host of ['a.example.com', 'b.example.com']) expect(server.commandsFor(host, 'delete')).toBe(0);
    expect(await server.records()).toHaveLength(1);
  });

  it('is on disk as being finished before it is, and open as long as a binding is not back', async () => {
    await halfDone();
    server.embedded.faults([{ fault: 'error', match: { argsInclude: 'hostnameport=a.example.com' } }]);
    await recover();
    expect(bound()).toEqual([server.two.thumbprint, server.one.thumbprint]);
    const [record] = await server.records();
    expect(record?.notes.map(({ phase }) => phase)).toEqual(['applying', 'recovering']);
  });

  it('goes back in the order of its changes, the last one first', async () => {
    const { one, two } = server;
    const hosts = ['a.example.com', 'b.example.com', 'c.example.com'];
    for (const host of hosts) server.bind(host, two);
    server.bind('d.example.com', one);
    const changes = [...hosts, 'd.example.com'].map((host) => changeOf(host, one, two));
    await server.journal(changes, {}, applying);
    await recover();
    const scripts = server.embedded.calls().flatMap(({ script }) => script ?? []);
    const order = [...scripts.join('\n').matchAll(/(?:update|delete) sslcert hostnameport=(\S+):443/g)];
    expect(order.map(([, host]) => host)).toEqual(hosts.toReversed());
  });

  it('does not delete a binding whose settings no argument can set again, and is left open', async () => {
    const { one, two } = server;
    const settings = { ...defaultSettings, flags: 0x2000 };
    for (const [host, certificate] of [
      ['a.example.com', two],
      ['b.example.com', one],
    ] as const)
      server.embedded.bind({ endpoint: `${host}:443`, certificate, flags: 0x2000 });
    const changes = ['a.example.com', 'b.example.com'].map((host) => changeOf(host, one, two, { settings }));
    await server.journal(changes, { abilities: { add: ['usagecheck'], update: null } }, applying);
    await recover();
    expect(bound()).toEqual([two.thumbprint, one.thumbprint]);
    expect(server.commandsFor('a.example.com', 'delete')).toBe(0);
    expect(server.warnings.join()).toContain('a.example.com:443');
    expect(await server.records()).toHaveLength(1);
  });

  it('leaves a binding that it created to its own job', async () => {
    const { one, two } = server;
    server.bind('a.example.com', two);
    server.bind('b.example.com', one);
    const changes = [changeOf('a.example.com', null, two), changeOf('b.example.com', one, two)];
    await server.journal(changes, {}, applying);
    await recover();
    expect(bound()).toEqual([two.thumbprint, one.thumbprint]);
    const own = await server.journal(changes, { origin: later }, applying);
    await finish(own);
    expect(bound()).toEqual([undefined, one.thumbprint]);
  });
});

describe('a certificate that an earlier run has imported', () => {
  const importing = (): Note => ({
    phase: 'importing',
    certificates: [{ ...inMy(server.two), store: 'MY' }],
  });
  const restored: Note = { phase: 'restored' };

  it('stays where that was another job: somebody may count on it', async () => {
    await server.journal([], {}, importing(), restored);
    await recover();
    expect(server.isInMy(server.two)).toBe(true);
    expect(await server.records()).toEqual([]);
  });

  it('stays also where that job has yet to be finished', async () => {
    server.bind('a.example.com', server.two);
    const change = changeOf('a.example.com', server.one, server.two);
    await server.journal([change], { restoreAfterJob: 'always' }, importing(), applying, verified);
    await recover();
    expect(server.bound('a.example.com')).toBe(server.one.thumbprint);
    expect(server.isInMy(server.two)).toBe(true);
  });

  it('goes where that was an earlier step of this job', async () => {
    await server.journal([], { origin: later }, importing(), restored);
    await recover();
    expect(server.isInMy(server.two)).toBe(false);
  });

  it('is tried again by whoever comes next where it cannot be removed', async () => {
    await server.journal([], { origin: later }, importing(), restored);
    server.embedded.faults([{ fault: 'no-effect', match: { argsInclude: '-delstore' } }]);
    await recover();
    expect(server.isInMy(server.two)).toBe(true);
    expect(await server.records()).toHaveLength(1);
    server.embedded.faults([]);
    await recover();
    expect(server.isInMy(server.two)).toBe(false);
    expect(await server.records()).toEqual([]);
  });
});
