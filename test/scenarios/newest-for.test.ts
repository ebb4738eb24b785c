import { expect, it } from 'vitest';
import { clientAuthentication } from '../../simulator/certificates/issue.js';
import { expectError, expectSuccess, hashesOf, warningsOf, writing } from './expectations.js';
import { openScene, type SceneOptions } from './scene.js';

const endpoint = '0.0.0.0:443';
const name = 'www.example.com';
const nightly = { 'newest-for': name, handshake: 'off' };

/** A server whose ACME client has renewed a certificate, among others that look newer. */
async function sceneAtNight(options: SceneOptions = {}) {
  const scene = await openScene(options);
  const put = (request: Parameters<typeof scene.issue>[0], withKey = true) => {
    const issued = scene.issue({ names: [name], ...request });
    scene.machine.install(issued, { withKey });
    return issued;
  };
  const present = put({ validFrom: -80, validTo: 10 });
  const renewed = put({ validFrom: -5, validTo: 85 });
  const others = {
    'no private key': put({ validFrom: -1, validTo: 89 }, false),
    'not valid yet': put({ validFrom: 1, validTo: 91 }),
    expired: put({ validFrom: -4, validTo: -1 }),
    'not for servers': put({ validFrom: -2, validTo: 88, usages: [clientAuthentication] }),
  };
  put({ names: ['other.example.com'], validFrom: -1 });
  scene.machine.bind({ endpoint, certificate: present });
  return { ...scene, present, renewed, others };
}

it('binds the newest certificate that can be used, says why, and has nothing to do the next night', async () => {
  const { machine, newCalls, others, present, renewed, run } = await sceneAtNight();
  const first = await run(nightly);
  expectSuccess(first, 'rebound');
  expect(hashesOf(machine)).toEqual({ [endpoint]: renewed.thumbprint });
  expect(warningsOf(first)).toEqual([]);
  expect(first.stdout).toContain(`Chosen for ${name} from LocalMachine\\MY: ${renewed.thumbprint}`);
  expect(first.stdout).toMatch(new RegExp(`Not chosen: ${present.thumbprint} .*: issued earlier\\.`));
  for (const [why, { thumbprint }] of Object.entries(others))
    expect(first.stdout).toMatch(new RegExp(`Not chosen: ${thumbprint} .*: ${why}\\.`));
  newCalls();
  const second = await run(nightly);
  expectSuccess(second, 'unchanged');
  const calls = newCalls();
  expect(writing(calls)).toEqual([]);
  expect(calls.length).toBeLessThanOrEqual(5);
});

it('does not choose one whose key is gone, although the store still names it', async () => {
  const options = { keyFileNames: 'by-container' } as const;
  const { machine, run, issue, newCalls, renewed } = await sceneAtNight(options);
  const keyless = issue({ names: [name], validFrom: -1, validTo: 89 });
  machine.install(keyless);
  const stored = machine.store('MY').filter(({ thumbprint }) => thumbprint === keyless.thumbprint);
  for (const each of stored) machine.keys.delete(machine.keys.pathOf(each) ?? '');
  const end = await run(nightly);
  expectSuccess(end, 'rebound');
  expect(hashesOf(machine)).toEqual({ [endpoint]: renewed.thumbprint });
  expect(end.stdout).toMatch(new RegExp(`Not chosen: ${keyless.thumbprint} .*: no private key\\.`));
  newCalls();
  expectSuccess(await run(nightly), 'unchanged');
  expect(newCalls().length).toBeLessThanOrEqual(6);
});

it('repairs a binding that somebody has put on another certificate', async () => {
  const { machine, present, renewed, run } = await sceneAtNight();
  machine.bind({ endpoint, certificate: renewed });
  expectSuccess(await run(nightly), 'unchanged');
  machine.bind({ endpoint, certificate: present });
  expectSuccess(await run(nightly), 'rebound');
  expect(hashesOf(machine)).toEqual({ [endpoint]: renewed.thumbprint });
});

it('says what there is where nothing can be used', async () => {
  const scene = await sceneAtNight();
  const end = await scene.run({ ...nightly, 'newest-for': 'shop.example.com' });
  expectError(end, {
    code: 'no-candidate',
    says: ['shop.example.com', name, 'other.example.com', '"newest-for"'],
  });
  expect(writing(scene.newCalls())).toEqual([]);
});
