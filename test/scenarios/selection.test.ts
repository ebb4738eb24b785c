import { describe, expect, it } from 'vitest';
import { expectError, expectSuccess, hashesOf, rowsOf, warningsOf, writing } from './expectations.js';
import { openScene, type Scene, type SceneOptions } from './scene.js';

const zero = '{00000000-0000-0000-0000-000000000000}';
const random = '{0badc0de-1234-4321-abcd-0123456789ab}';
const programs = {
  WinRM: '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}',
  'AD FS': '{5d89a20c-beab-4389-9447-324788eb944a}',
  SSTP: '{ba195980-cd49-458b-9e23-c84ee0adcd75}',
  'IIS Express': '{214124cd-d05b-4309-9af9-9caa44b2b74a}',
};

const iis: NonNullable<SceneOptions['iis']> = [
  {
    name: 'Shop & <Co>',
    id: 1,
    bindings: [
      { protocol: 'http', bindingInformation: '*:80:' },
      { protocol: 'https', bindingInformation: '*:8443:', sslFlags: 0 },
      { protocol: 'https', bindingInformation: '10.0.0.5:8444:www.my-domain.com', sslFlags: 4 },
      { protocol: 'https', bindingInformation: '*:443:WWW.my-domain.com', sslFlags: 33 },
      { protocol: 'https', bindingInformation: '*:443:central.my-domain.com', sslFlags: 3 },
    ],
  },
  { name: 'Blog', id: 2, bindings: [{ protocol: 'https', bindingInformation: '*:8445:', sslFlags: 0 }] },
];

/** A server on which many programs have bindings, all with the old certificate where nothing else is said. */
async function server(options: SceneOptions = {}): Promise<Scene> {
  const scene = await openScene({ iis, ...options });
  const { machine, old } = scene;
  const other = scene.issue({ names: ['other.example'] });
  const gone = scene.issue({ names: ['*.my-domain.com'] });
  machine.install(other);
  machine.bind(
    { endpoint: '0.0.0.0:443', certificate: old },
    { endpoint: 'www.my-domain.com:443', certificate: old, flags: 0x40 },
    { endpoint: '0.0.0.0:8443', certificate: old, appId: zero },
    { endpoint: '10.0.0.5:8444', certificate: old, appId: random, store: null },
    { endpoint: '0.0.0.0:8172', certificate: old, appId: zero },
    { endpoint: 'other.example:443', certificate: other },
    { endpoint: '[::]:8445', certificate: gone },
    ...Object.values(programs).map((appId, index) => ({
      endpoint: `0.0.0.0:${9001 + index}`,
      certificate: old,
      appId,
    })),
    { endpoint: '443' },
    { endpoint: 'scoped.my-domain.com:444', kind: 'scopedccs' as const },
  );
  return scene;
}

/** The endpoints that have the new certificate. */
function renewed({ machine, next }: Scene): string[] {
  return Object.entries(hashesOf(machine))
    .filter(([, hash]) => hash === next.thumbprint)
    .map(([endpoint]) => endpoint)
    .sort();
}

describe('without a selection', () => {
  it.each([
    [2019, 'fr'],
    [2025, 'xx'],
  ] as const)(
    "takes IIS's bindings on Windows %d in %s, and leaves everybody else's alone with a warning",
    async (windows, language) => {
      const scene = await server({ windows, language });
      const before = scene.machine.table();
      const end = await scene.run({ ...scene.given(), handshake: 'off' });
      expectSuccess(end, 'rebound');
      const ours = ['0.0.0.0:443', '0.0.0.0:8443', '10.0.0.5:8444', 'www.my-domain.com:443'];
      expect(renewed(scene)).toEqual(ours);
      expect(scene.machine.table()).toEqual(
        new Map(
          [...before].map(([key, record]) => [
            key,
            ours.includes(key) ? { ...record, hash: scene.next.thumbprint.toLowerCase() } : record,
          ]),
        ),
      );
      const warnings = warningsOf(end).join('\n');
      for (const [name, port] of Object.keys(programs).map((each, index) => [each, 9001 + index] as const))
        expect(end.stdout).toMatch(new RegExp(`^Skipped: 0\\.0\\.0\\.0:${port}: it belongs to ${name}`, 'm'));
      expect(end.stdout).toMatch(
        /^Skipped: 0\.0\.0\.0:8172: its application id is not that of IIS and no IIS site uses it/m,
      );
      expect(end.stdout).toMatch(
        /^Skipped: other\.example:443: the new certificate does not cover other\.example/m,
      );
      expect(warnings).toMatch(/^Skipped: \[::\]:8445: its present certificate is gone from its store/m);
      // What is as it should be is no warning.
      expect(warnings).not.toMatch(/it belongs to|other\.example/);
      // What the made-up language writes for a bare port cannot be told from other numbers.
      expect(end.stdout).toMatch(
        language === 'fr'
          ? /^Skipped: 443, scoped\.my-domain\.com:444: it uses the central certificate store/m
          : /443: not shown in a way that is understood, but the registry accounts for it\. It is left alone\./,
      );
      expect(end.outputs['app-id']).toBe('{4dc3e181-e14b-4a21-b022-59fc669b0914}');
      const { owner, sites } = end.report!.bindings.find(({ endpoint }) => endpoint === '10.0.0.5:8444')!;
      expect([owner, sites]).toEqual(['IIS', ['Shop & <Co>']]);
    },
  );
});

describe('by name', () => {
  it("takes a site's sockets, each by its kind, and explains the central store", async () => {
    const scene = await server();
    const end = await scene.run({ ...scene.given(), sites: 'shop & <co>', handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(renewed(scene)).toEqual(['0.0.0.0:8443', '10.0.0.5:8444', 'www.my-domain.com:443']);
    expect(end.stdout).toContain('Skipped: 443: it uses the central certificate store');

    const before = scene.state();
    const unknown = await scene.run({ ...scene.given(), sites: 'Shop & <Co>\nShopp' });
    expectError(unknown, { code: 'site-unknown', says: ['"Shopp"', 'Its sites: "Shop & <Co>", "Blog".'] });
    const unbound = await scene.run({ ...scene.given(), sites: 'Blog' });
    expectError(unbound, { code: 'endpoint-not-bound', says: ['The site "Blog" uses 0.0.0.0:8445'] });
    const central = await scene.run({ ...scene.given(), bindings: '0.0.0.0:443\n443' });
    expectError(central, {
      code: 'endpoint-is-ccs',
      says: ['443 is bound', 'PFX files', 'Put the renewed PFX on that share'],
    });
    const scoped = await scene.run({ ...scene.given(), bindings: 'scoped.my-domain.com:444' });
    expectError(scoped, { code: 'endpoint-is-ccs', says: ['scoped.my-domain.com:444', 'share'] });
    expect(scene.state()).toEqual(before);
  });

  it('rebinds whoever owns it, replaces by thumbprint, and creates what is missing', async () => {
    const scene = await server();
    const { machine, old, next } = scene;
    const quiet = { ...scene.given(), handshake: 'off' };
    const named = await scene.run({
      ...quiet,
      bindings: '*:9001, 0.0.0.0:9002\r\n\r\n WWW.MY-DOMAIN.COM:443',
    });
    expectSuccess(named, 'rebound');
    expect(renewed(scene)).toEqual(['0.0.0.0:9001', '0.0.0.0:9002', 'www.my-domain.com:443']);
    expect(machine.table().get('0.0.0.0:9001')?.appId).toBe(programs.WinRM);

    const replaced = await scene.run({
      ...quiet,
      replace: `\u200e${old.thumbprint.toLowerCase()},${'0'.repeat(40)}`,
    });
    expectSuccess(replaced, 'rebound');
    expect(JSON.parse(replaced.outputs.rebound!)).toEqual(['0.0.0.0:443', '0.0.0.0:8443', '10.0.0.5:8444']);
    expect(JSON.parse(replaced.outputs.unchanged!)).toEqual(['www.my-domain.com:443']);
    expect(machine.table().get('10.0.0.5:8444')).toMatchObject({ store: null, appId: random });

    scene.newCalls();
    const nobody = await scene.run({ ...quiet, replace: old.thumbprint });
    expectSuccess(nobody, 'unchanged');
    expect(writing(scene.newCalls())).toEqual([]);

    const created = await scene.run({
      ...quiet,
      bindings: '0.0.0.0:443\n[::]:443\nnew.my-domain.com:443',
      'create-missing': 'true',
    });
    expectSuccess(created, 'rebound');
    expect(rowsOf(created)).toEqual([
      '0.0.0.0:443 unchanged none skipped',
      '[::]:443 created add skipped',
      'new.my-domain.com:443 created add skipped',
    ]);
    const iisAppId = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';
    const record = { hash: next.thumbprint.toLowerCase(), store: 'MY', appId: iisAppId, flags: 0 };
    expect(machine.table().get('[::]:443')).toMatchObject(record);
    const own = await scene.run({
      ...quiet,
      bindings: '127.0.0.1:4443',
      'create-missing': 'true',
      'app-id': random.toUpperCase().slice(1, -1),
    });
    expectSuccess(own, 'rebound');
    expect(machine.table().get('127.0.0.1:4443')).toMatchObject({ ...record, appId: random });

    const idle = await scene.run({ ...quiet, bindings: '127.0.0.1:4443', 'app-id': iisAppId });
    expectSuccess(idle, 'unchanged');
    expect(idle.report?.warnings.join()).toContain('"app-id" has no effect');
    expect(own.report?.warnings.join()).not.toContain('"app-id" has no effect');
    expect(machine.table().get('127.0.0.1:4443')).toMatchObject({ ...record, appId: random });
  });
});

describe('what a guard refuses is done where it is allowed', () => {
  it('names and dates', async () => {
    const scene = await openScene();
    scene.machine.bind({ endpoint: '0.0.0.0:443', certificate: scene.old });
    const lesser = scene.issue({ names: ['my-domain.com'], validTo: 3 });
    const inputs = { ...scene.given(lesser), bindings: '0.0.0.0:443', handshake: 'off' };
    expectError(await scene.run(inputs), { code: 'name-mismatch', says: ['*.my-domain.com'] });
    const named = { ...inputs, 'allow-name-mismatch': 'true' };
    expectError(await scene.run(named), { code: 'certificate-older', says: ['allow-older: true'] });
    expectSuccess(await scene.run({ ...named, 'allow-older': 'true' }), 'rebound');
    expect(hashesOf(scene.machine)).toEqual({ '0.0.0.0:443': lesser.thumbprint });
  });
});
