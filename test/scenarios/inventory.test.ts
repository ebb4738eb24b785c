import { expect, it } from 'vitest';
import { expectSuccess, warningsOf, writing } from './expectations.js';
import { openScene, type SceneOptions } from './scene.js';

const iis: NonNullable<SceneOptions['iis']> = [
  { name: 'Shop', id: 1, bindings: [{ protocol: 'https', bindingInformation: '*:443:', sslFlags: 0 }] },
  { name: 'Füße', id: 2, bindings: [{ protocol: 'https', bindingInformation: '*:443:', sslFlags: 0 }] },
];

/** A server with bindings of every kind; what is in the store and what is not. */
async function server(options: SceneOptions) {
  const scene = await openScene({ iis, ...options });
  const { machine, old, next } = scene;
  const web = scene.issue({ names: ['web.example', '10.0.0.5'], validTo: 20 });
  machine.install(web, { store: 'WebHosting' });
  machine.install(next);
  machine.bind(
    { endpoint: '0.0.0.0:443', certificate: old },
    { endpoint: 'Web.Example:443', certificate: web, store: 'WebHosting' },
    {
      endpoint: '[::]:5986',
      certificate: next,
      appId: '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}',
      store: null,
    },
    {
      endpoint: '10.0.0.5:8443',
      certificate: 'AB'.repeat(20),
      appId: '{11111111-2222-3333-4444-555555555555}',
    },
    { endpoint: '443' },
    { endpoint: 'scoped.example:444', kind: 'scopedccs' },
  );
  return { ...scene, web };
}

it.each([
  ['administrator', 2022, 'en'],
  ['network-service', 2016, 'fr'],
] as const)('lists every binding as %s, on Windows %d in %s', async (account, windows, language) => {
  const scene = await server({ account, windows, language, codePage: 850 });
  const { old, web, next } = scene;
  const before = scene.state();

  const end = await scene.run({ 'dry-run': 'true', 'expiring-within': '15' });

  expectSuccess(end, 'inventory');
  expect([scene.state(), writing(scene.newCalls())]).toEqual([before, []]);
  const sites = account === 'administrator' ? ['Shop', 'Füße'] : [];
  const rows = end.report!.bindings.map(({ endpoint, kind, owner, sites: used, store, certificate }) => ({
    endpoint,
    kind,
    owner,
    sites: used,
    store,
    certificate: certificate && [
      certificate.thumbprint,
      certificate.issuer,
      certificate.daysRemaining,
      ...certificate.dnsNames,
    ],
  }));
  const issuer = 'CN=Intermediate';
  expect(rows).toEqual(
    expect.arrayContaining([
      {
        endpoint: '0.0.0.0:443',
        kind: 'ipport',
        owner: 'IIS',
        sites,
        store: 'MY',
        certificate: [old.thumbprint, issuer, 8, '*.my-domain.com', 'my-domain.com', 'www.shop.example'],
      },
      {
        endpoint: 'Web.Example:443',
        kind: 'hostnameport',
        owner: 'IIS',
        sites: [],
        store: 'WebHosting',
        certificate: [web.thumbprint, issuer, 19, 'web.example', '10.0.0.5'],
      },
      {
        endpoint: '[::]:5986',
        kind: 'ipport',
        owner: 'WinRM',
        sites: [],
        store: null,
        certificate: [next.thumbprint, issuer, 89, '*.my-domain.com', 'my-domain.com', 'www.shop.example'],
      },
      {
        endpoint: '10.0.0.5:8443',
        kind: 'ipport',
        owner: 'unknown',
        sites: [],
        store: 'MY',
        certificate: undefined,
      },
      { endpoint: '443', kind: 'ccs', owner: 'IIS', sites: [], store: null, certificate: undefined },
      {
        endpoint: 'scoped.example:444',
        kind: 'scopedccs',
        owner: 'IIS',
        sites: [],
        store: null,
        certificate: undefined,
      },
    ]),
  );
  expect(rows).toHaveLength(6);
  expect(end.outputs).toMatchObject({
    expiring: '["0.0.0.0:443"]',
    changed: 'false',
    rebound: '[]',
    'app-id': '{4dc3e181-e14b-4a21-b022-59fc669b0914}',
  });
  expect(end.outputs.thumbprint).toBeUndefined();
  const warnings = warningsOf(end).join('\n');
  expect(warnings).toContain('Missing certificate: The certificate of 10.0.0.5:8443 is not in its store.');
  expect(warnings.includes('appcmd.exe did not list the sites of IIS')).toBe(account !== 'administrator');
  for (const shown of [end.stdout, end.summary.replaceAll('&#58;', ':')]) {
    expect(shown).toContain('CN=Intermediate');
    expect(shown).toContain('0.0.0.0:443');
    expect(shown).toContain('WinRM');
  }
  expect(end.summary).toContain('⏳ Expiring within 15 days&#58; 0.0.0.0&#58;443');
});

it('lists nothing on a server without bindings', async () => {
  const scene = await openScene({});
  const end = await scene.run({ 'dry-run': 'true' });
  expectSuccess(end, 'inventory');
  expect(end.outputs).toMatchObject({ expiring: '[]', changed: 'false' });
  expect(end.report?.bindings).toEqual([]);
  expect(end.stdout).toContain('📋 0 bindings with 0 certificates, none expiring soon. Nothing was changed.');
});
