import { describe, expect, it } from 'vitest';
import { expectError, expectSuccess, hashesOf, warningsOf, writing } from './expectations.js';
import { onPortOf, openScene, type Scene } from './scene.js';

/** A server with a binding for all addresses, one for a host name and a neighbour that is not IIS's. */
async function server(): Promise<Scene & { sockets: string[] }> {
  const scene = await openScene();
  const { machine, old } = scene;
  const [socket = ''] = await machine.listen('0.0.0.0:0');
  const sockets = [socket, onPortOf(socket, 'www.shop.example')];
  machine.bind(...sockets.map((endpoint) => ({ endpoint, certificate: old, flags: 0x12 })));
  return { ...scene, sockets };
}

const thumbprints = ({ machine }: Scene, store: string) =>
  machine.store(store).map(({ thumbprint }) => thumbprint);

describe('restore-after-job', () => {
  it.each([
    ['never', 'failure', 'kept'],
    ['failure', 'success', 'kept'],
    ['failure', 'failure', 'restored'],
    ['failure', 'cancelled', 'restored'],
    ['always', 'success', 'restored'],
  ])('%s: the bindings of a job that ends with %s are %s', async (restore, status, fate) => {
    const scene = await server();
    const before = scene.state();
    const created = '127.0.0.9:9443';
    const inputs = {
      ...scene.given(),
      'restore-after-job': restore,
      bindings: [...scene.sockets, created].join('\n'),
      'create-missing': 'true',
    };
    const main = await scene.run(inputs);
    expectSuccess(main, 'rebound');
    const after = scene.state();

    const post = await scene.post({ ...inputs, 'job-status': status });
    expect([post.code, post.errors, warningsOf(post)]).toEqual([0, [], []]);
    expect(post.stdout.includes(`${created}: removed again`)).toBe(fate === 'restored');
    // What was imported only for the job is gone, too.
    expect(scene.state()).toEqual(fate === 'kept' ? after : before);
    if (fate === 'restored') {
      expect(post.summary).toContain('↩️ The post step restored 3 bindings');
      for (const socket of scene.sockets)
        expect(post.stdout).toContain(
          `${socket}: bound to ${scene.old.thumbprint}; rolled back for the run of `,
        );
    } else expect(post.summary).toBe('');
    expect(scene.job.leftovers()).toEqual([]);

    scene.newCalls();
    const again = await scene.post({ ...inputs, 'job-status': status });
    expect([again.code, again.errors, again.stdout.includes('Nothing to finish.')]).toEqual([0, [], true]);
    expect(writing(scene.newCalls())).toEqual([]);
  });
});

describe('remove-replaced', () => {
  it('deletes the replaced certificate once nothing uses it, and not before', async () => {
    const scene = await server();
    const { machine, old, next } = scene;
    const winrm = '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}';
    machine.bind({ endpoint: '0.0.0.0:5986', certificate: old, appId: winrm });
    const used = await scene.run({ ...scene.given(), 'remove-replaced': 'true' });
    expectSuccess(used, 'rebound');
    expect(warningsOf(used)).toContainEqual(
      `Replaced certificate: The replaced certificate ${old.thumbprint} stays in MY: 0.0.0.0:5986 still uses it.`,
    );
    expect(thumbprints(scene, 'MY')).toContain(old.thumbprint);

    const last = await scene.run({
      thumbprint: next.thumbprint,
      bindings: '0.0.0.0:5986',
      'remove-replaced': 'true',
      handshake: 'off',
    });
    expectSuccess(last, 'rebound');
    expect(thumbprints(scene, 'MY')).toEqual([next.thumbprint]);
    expect(last.stdout).toContain(
      `The replaced certificate ${old.thumbprint} was deleted from MY, and its key with it.`,
    );
  });

  it('deletes nothing after a roll-back', async () => {
    const scene = await server();
    scene.machine.misbehave(scene.sockets[0]!, { kind: 'stale', when: 'changed' });
    const before = scene.state();
    const inputs = { ...scene.given(), 'remove-replaced': 'true', 'restore-after-job': 'failure' };
    expectError(await scene.run(inputs), { code: 'handshake-failed', says: [scene.sockets[0]!] });
    const post = await scene.post({ ...inputs, 'job-status': 'failure' });
    expect([post.code, scene.state()]).toEqual([0, before]);
  });

  it('waits for the end of a job that may still put the certificate back', async () => {
    const scene = await server();
    const inputs = { ...scene.given(), 'remove-replaced': 'true', 'restore-after-job': 'failure' };
    expectSuccess(await scene.run(inputs), 'rebound');
    expect(thumbprints(scene, 'MY')).toContain(scene.old.thumbprint);
    expect((await scene.post({ ...inputs, 'job-status': 'success' })).code).toBe(0);
    expect(thumbprints(scene, 'MY')).toEqual([scene.next.thumbprint]);
    expect(new Set(Object.values(hashesOf(scene.machine)))).toEqual(new Set([scene.next.thumbprint]));
  });
});

it('writes no summary where none is wanted', async () => {
  const scene = await server();
  const inputs = { ...scene.given(), summary: 'false', 'restore-after-job': 'always' };
  expect((await scene.run(inputs)).summary).toBe('');
  expect((await scene.post({ ...inputs, 'job-status': 'success' })).summary).toBe('');
});
