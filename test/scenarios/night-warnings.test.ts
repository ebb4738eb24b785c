import { expect, it } from 'vitest';
import { expectSuccess, warningsOf } from './expectations.js';
import { openScene } from './scene.js';

it('warns before the run of what would surprise somebody after it', async () => {
  const scene = await openScene();
  const { machine, old } = scene;
  const gone = scene.issue({ names: ['*.my-domain.com'] });
  machine.bind(
    { endpoint: 'www.my-domain.com:443', certificate: old },
    { endpoint: '10.0.0.5:443', certificate: old },
    { endpoint: '0.0.0.0:443', certificate: old },
    { endpoint: '[::]:443', certificate: old },
    { endpoint: '0.0.0.0:8443', certificate: gone },
    { endpoint: '0.0.0.0:5986', certificate: old, appId: '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}' },
  );
  const bindings = 'www.my-domain.com:443, *:443, 0.0.0.0:8443';
  const planned = await scene.run({ ...scene.given(), bindings, 'dry-run': 'true' });
  expectSuccess(planned, 'planned');
  const warnings = warningsOf(planned);
  expect(warnings).toEqual([
    expect.stringContaining(
      'Clients that connect to 10.0.0.5:443 will not see the new certificate for www.my-domain.com:443',
    ),
    expect.stringContaining(
      '[::]:443 keeps the old certificate, so clients that connect over IPv6 will still see it',
    ),
    expect.stringContaining('The present certificate of 0.0.0.0:8443 is missing from its store'),
    expect.stringContaining('used by 0.0.0.0:5986 (owner: WinRM), which this run leaves alone'),
  ]);
  expect(planned.report?.warnings).toHaveLength(4);
  const run = await scene.run({ ...scene.given(), bindings, handshake: 'off' });
  expectSuccess(run, 'rebound');
  expect(warningsOf(run)).toEqual(warnings);
});
