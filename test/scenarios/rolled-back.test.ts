import { expect, it } from 'vitest';
import { expectError, rowsOf, writing } from './expectations.js';
import { onPortOf, openScene } from './scene.js';

it('restores a binding whose add fails after its delete', async () => {
  const scene = await openScene({ update: 'absent' });
  const { machine, job, old, next } = scene;
  const [first = '', broken = ''] = await machine.listen('0.0.0.0:0', '[::]:0');
  const last = onPortOf(first, 'www.shop.example');
  const sockets = [first, broken, last];
  machine.bind(...sockets.map((endpoint) => ({ endpoint, certificate: old, flags: 0x12 })));
  const before = scene.state();
  machine.faults([
    // netsh dies between the delete and the add of the second binding: the script ends with that add, the two commands
    // of the third binding, and `show`. Its add does not work afterwards either; the rehearsal's does.
    {
      fault: 'killed-midway',
      line: -4,
      match: { program: 'netsh.exe', argsInclude: `delete sslcert ipport=${broken}`, nth: 1 },
    },
    {
      fault: 'error',
      match: {
        program: 'netsh.exe',
        argsInclude: [`ipport=${broken}`, next.thumbprint.toLowerCase()],
      },
      text: '\r\nSSL Certificate add failed, Error: 1312\r\nA specified logon session does not exist.\r\n\r\n',
    },
  ]);

  const end = await scene.run(scene.given());

  expectError(end, { code: 'change-failed', says: [`${broken} could not be changed.`, 'Error: 1312'] });
  expect(scene.state()).toEqual(before);
  expect(end.report?.outcome).toBe('rolled-back');
  expect(rowsOf(end)).toEqual(sockets.map((each) => `${each} rolled-back none skipped`).sort());
  for (const row of end.report?.bindings ?? []) {
    expect(row).toMatchObject({ thumbprint: old.thumbprint, previousThumbprint: old.thumbprint });
    expect(row.notAfter).toBe(new Date(old.x509.validTo).toISOString());
  }
  expect(end.outputs).toMatchObject({
    changed: 'false',
    rebound: '[]',
    'previous-thumbprints': '[]',
    thumbprint: next.thumbprint,
  });
  expect((JSON.parse(end.outputs.expiring!) as string[]).sort()).toEqual([...sockets].sort());
  expect(end.summary).toContain('↩️ Failed. Every binding is as it was before this run');
  expect(end.summary).toMatch(/1312/);
  expect(job.leftovers()).toEqual([end.outputs['report-path']]);

  scene.newCalls();
  const post = await scene.post({ 'job-status': 'failure' });
  expect([post.code, post.errors]).toEqual([0, []]);
  expect(writing(scene.newCalls())).toEqual([]);
  expect(scene.state()).toEqual(before);
});
