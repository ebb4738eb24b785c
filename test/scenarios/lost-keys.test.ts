import { expect, it } from 'vitest';
import { expectSuccess, hashesOf, rowsOf, warningsOf } from './expectations.js';
import { openScene } from './scene.js';

const hosts = (count: number) =>
  Array.from({ length: count }, (_, index) => `site-${index + 1}.my-domain.com:443`);

/** Sockets with a certificate of their own each; the keys of the first few are not usable any more. */
async function openSceneWithLostKeys(count: number, lost: number) {
  const scene = await openScene();
  const endpoints = hosts(count);
  for (const [index, endpoint] of endpoints.entries()) {
    const own = scene.issue({ names: [endpoint.split(':')[0]!], validTo: 9 });
    scene.machine.install(own, { keyUsable: index >= lost });
    scene.machine.bind({ endpoint, certificate: own });
  }
  return { ...scene, endpoints };
}

it.each([1, 2])(
  '%d lost keys of previous certificates do not keep the other sockets from update',
  async (lost) => {
    const { endpoints, given, machine, next, run } = await openSceneWithLostKeys(6, lost);
    const end = await run({ ...given(), bindings: endpoints.join('\n'), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(rowsOf(end)).toEqual(
      endpoints
        .map((each, index) => `${each} rebound ${index < lost ? 'delete-add' : 'update'} skipped`)
        .sort(),
    );
    expect(new Set(Object.values(hashesOf(machine)))).toEqual(new Set([next.thumbprint]));
    const warnings = warningsOf(end).filter((each) => each.includes('cannot be bound again'));
    expect(warnings).toHaveLength(lost);
    for (const [index, each] of endpoints.entries())
      expect(warnings.join().includes(`of ${each} cannot`)).toBe(index < lost);
  },
);

it('where all are lost, a few are tried', async () => {
  const { endpoints, given, machine, next, newCalls, run } = await openSceneWithLostKeys(12, 12);
  const end = await run({ ...given(), bindings: endpoints.join('\n'), handshake: 'off' });
  expectSuccess(end, 'rebound');
  expect(new Set(Object.values(hashesOf(machine)))).toEqual(new Set([next.thumbprint]));
  expect(warningsOf(end).filter((each) => each.includes('cannot be bound again'))).toHaveLength(3);
  expect(newCalls().filter(({ program }) => program === 'netsh.exe').length).toBeLessThan(60);
});
