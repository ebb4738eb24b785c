import { expect, it } from 'vitest';
import type { StepEnd } from './action.js';
import { onPortOf, openScene } from './scene.js';

it('reads like this, in the log and in the job summary', async () => {
  const scene = await openScene({
    delkey: 'finds-machine-keys',
    iis: [
      {
        name: 'Shop | <b>Co</b>',
        id: 1,
        bindings: [{ protocol: 'https', bindingInformation: '*:8443:', sslFlags: 0 }],
      },
    ],
  });
  const { machine, old, next } = scene;
  const intern = scene.issue({ names: ['intern.example'], validTo: 300 });
  const lesser = scene.issue({ names: ['my-domain.com'] });
  machine.install(intern);
  const [socket = ''] = await machine.listen('127.0.0.1:0');
  const port = socket.split(':').at(-1)!;
  machine.bind(
    { endpoint: socket, certificate: old, flags: 0x12 },
    { endpoint: '0.0.0.0:8443', certificate: old, appId: '{00000000-0000-0000-0000-000000000000}' },
    { endpoint: onPortOf('x:8443', 'www.shop.example'), certificate: old },
    { endpoint: '0.0.0.0:5986', certificate: old, appId: '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}' },
    { endpoint: 'intern.example:8443', certificate: intern },
    { endpoint: '443' },
  );
  const volatile: [RegExp, string][] = [
    [new RegExp(old.thumbprint, 'g'), 'A'.repeat(40)],
    [new RegExp(next.thumbprint, 'g'), 'B'.repeat(40)],
    [new RegExp(intern.thumbprint, 'g'), 'C'.repeat(40)],
    [new RegExp(lesser.thumbprint, 'g'), 'D'.repeat(40)],
    [new RegExp(`${old.thumbprint.slice(0, 8)}…`, 'g'), 'AAAAAAAA…'],
    [new RegExp(`${next.thumbprint.slice(0, 8)}…`, 'g'), 'BBBBBBBB…'],
    [new RegExp(`${intern.thumbprint.slice(0, 8)}…`, 'g'), 'CCCCCCCC…'],
    [new RegExp(`\\b${port}\\b`, 'g'), '40404'],
    [/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2030-01-31T00:00:00.000Z'],
    [/\b\d{4}-\d\d-\d\d\b/g, '2030-01-31'],
    [/: (\d+ ms|\d+\.\d s)$/gm, ': 12 ms'],
    [/^::add-mask::.*\n/gm, ''],
    [/\u200b/g, ''],
  ];
  const stable = (text: string) => volatile.reduce((all, [found, name]) => all.replace(found, name), text);
  const keep = async (name: string, { stdout, summary }: StepEnd) => {
    await expect(stable(stdout)).toMatchFileSnapshot(`snapshots/${name}.log.txt`);
    await expect(stable(summary)).toMatchFileSnapshot(`snapshots/${name}.summary.txt`);
  };

  await keep('inventory', await scene.run({ 'dry-run': 'true' }));
  await keep('planned', await scene.run({ ...scene.given(), 'dry-run': 'true' }));
  await keep(
    'refused',
    await scene.run({ ...scene.given(lesser), bindings: `${socket}\nwww.shop.example:8443` }),
  );
  machine.misbehave(socket, { kind: 'stale', when: 'changed' });
  await keep('rolled-back', await scene.run(scene.given()));
  machine.misbehave(socket, null);
  await keep('rebound', await scene.run(scene.given()));
  await keep('unchanged', await scene.run(scene.given()));
});
