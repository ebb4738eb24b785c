import { expect, it } from 'vitest';
import { newJob } from './action.js';
import { openScene } from './scene.js';

const host = (number: number) => `h${number}.my-domain.com:443`;

it('sets outputs and a summary although an input is wrong', async () => {
  const scene = await openScene();
  const end = await scene.run({ ...scene.given(), handshake: 'on' });
  expect(end.code).toBe(1);
  expect(end.errors).toHaveLength(1);
  expect(end.report).toEqual({
    outcome: 'failed',
    certificate: null,
    bindings: [],
    otherUsers: [],
    deletedCertificates: [],
    grantedAccess: [],
    warnings: [],
  });
  expect(end.outputs).toMatchObject({ changed: 'false', rebound: '[]', expiring: '[]' });
  expect(end.summary).toContain('input-invalid');
  expect(scene.newCalls()).toEqual([]);
});

it('heals what an earlier run has left half-done, although the password is wrong this time', async () => {
  const scene = await openScene({ update: 'absent' });
  const { machine, old } = scene;
  machine.bind({ endpoint: host(1), certificate: old }, { endpoint: host(2), certificate: old });
  const hashes = () => [host(1), host(2)].map((each) => machine.table().get(each)?.hash?.toUpperCase());
  const before = hashes();
  const inProduction = { program: 'netsh.exe', argsInclude: `delete sslcert hostnameport=${host(1)}` };
  machine.faults([{ fault: 'kill-parent-midway', match: inProduction }]);
  expect((await scene.run(scene.given())).signal).toBe('SIGKILL');
  expect(hashes()).not.toEqual(before);
  machine.faults([]);

  const later = newJob(machine.systemRoot, { toolCache: scene.job.toolCache });
  const misspelt = await later.run('main', { ...scene.given(), handshake: 'on' });
  expect(misspelt.report?.warnings.join()).toContain('An earlier run was cut off');
  const end = await later.run('main', { ...scene.given(), 'pfx-password': 'another one' });
  later.remove();
  expect(end.errors.join()).toContain('pfx-password-wrong');
  expect(end.report?.warnings.join()).toContain('was cut off');
  expect(hashes()).toEqual(before);
});

it('changes bindings one by one where netsh runs no scripts', async () => {
  const scene = await openScene();
  for (let number = 1; number <= 30; number += 1) {
    scene.machine.bind({ endpoint: host(number), certificate: scene.old });
  }
  scene.machine.faults([{ fault: 'error', match: { program: 'netsh.exe', argsInclude: '-f' } }]);
  const end = await scene.run({ ...scene.given(), handshake: 'off' });
  expect(end.code).toBe(0);
  expect(JSON.parse(end.outputs.rebound ?? '')).toHaveLength(30);
});
