import { describe, expect, it } from 'vitest';
import { expectError, expectSuccess, hashesOf, warningsOf } from './expectations.js';
import { openScene, type Scene } from './scene.js';

const programs = {
  WinRM: '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}',
  'AD FS': '{5d89a20c-beab-4389-9447-324788eb944a}',
  'Reporting Services': '{1d40ebc7-1983-4ac5-82aa-1e17a7ae9a0e}',
  'Web Management Service': '{d7d72267-fcf9-4424-9eec-7e1d8dcec9a9}',
  'Work Folders': '{ce66697b-3aa0-49d1-bdbd-a25c8359fd5d}',
};

/** The endpoints that have a certificate. */
function boundTo(thumbprint: string, { machine }: Scene): string[] {
  return Object.entries(hashesOf(machine))
    .filter(([, hash]) => hash === thumbprint)
    .map(([endpoint]) => endpoint)
    .sort();
}

describe('situations from the field', () => {
  it('a host that no certificate covers is renewed with the others, and blocks nobody', async () => {
    const scene = await openScene();
    const { machine, old, next } = scene;
    const hosts = ['www.my-domain.com:443', 'localhost:443', 'WEB01:443'];
    machine.bind(...hosts.map((endpoint) => ({ endpoint, certificate: old })));
    const end = await scene.run({ ...scene.given(), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(boundTo(next.thumbprint, scene)).toEqual([...hosts].sort());
    const warnings = warningsOf(end).join('\n');
    expect(warnings).toMatch(/Neither .* covers .*localhost:443 \(localhost\), WEB01:443 \(WEB01\)/);
  });

  it('SNI bindings need their hosts only, an IP binding all names of its certificate', async () => {
    const scene = await openScene();
    const { machine, old } = scene;
    const narrow = scene.issue({ names: ['*.my-domain.com'] });
    machine.bind(
      { endpoint: 'a.my-domain.com:443', certificate: old },
      { endpoint: 'b.my-domain.com:443', certificate: old },
      { endpoint: '0.0.0.0:443', certificate: old },
    );
    const end = await scene.run({ ...scene.given(narrow), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(boundTo(narrow.thumbprint, scene)).toEqual(['a.my-domain.com:443', 'b.my-domain.com:443']);
    expect(end.stdout).toContain('2 of 3 bindings would be changed, 1 skipped');
    expect(warningsOf(end)).toEqual([
      expect.stringMatching(
        /^Skipped: 0\.0\.0\.0:443: the new certificate does not cover my-domain\.com, www\.shop\.example; the present one expires on 20\d\d-\d\d-\d\d\.$/,
      ),
    ]);
    const named = { ...scene.given(narrow), bindings: '0.0.0.0:443' };
    expectError(await scene.run(named), { code: 'name-mismatch', says: ['0.0.0.0:443'] });
  });

  it('a neighbour with a certificate of its own is left alone, and replaced where it is named', async () => {
    const scene = await openScene();
    const { machine, old, next } = scene;
    const shop = scene.issue({ names: ['shop.my-domain.com'], validTo: 60 });
    const longer = scene.issue({ names: ['*.my-domain.com'], validTo: 400 });
    machine.install(shop);
    machine.install(longer);
    machine.bind(
      { endpoint: 'www.my-domain.com:443', certificate: old },
      { endpoint: 'shop.my-domain.com:443', certificate: shop },
      { endpoint: '*.my-domain.com:443', certificate: longer },
    );
    const end = await scene.run({ ...scene.given(), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(boundTo(next.thumbprint, scene)).toEqual(['www.my-domain.com:443']);
    expect(end.stdout).toMatch(/^Skipped: shop\.my-domain\.com:443: it has a certificate of its own/m);
    expect(end.stdout).toMatch(/^Skipped: \*\.my-domain\.com:443: its present certificate expires later/m);
    expect(warningsOf(end)).toEqual([]);
    const named = { ...scene.given(), handshake: 'off', bindings: 'shop.my-domain.com:443' };
    expectSuccess(await scene.run(named), 'rebound');
    expect(boundTo(next.thumbprint, scene)).toHaveLength(2);
  });

  it('a dead SNI binding is renewed if its host is covered', async () => {
    const scene = await openScene();
    const { machine, next } = scene;
    const gone = scene.issue({ names: ['whatever.example'] });
    machine.bind(
      { endpoint: 'www.my-domain.com:443', certificate: gone },
      { endpoint: '0.0.0.0:443', certificate: gone },
    );
    const end = await scene.run({ ...scene.given(), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(boundTo(next.thumbprint, scene)).toEqual(['www.my-domain.com:443']);
    expect(warningsOf(end).join('\n')).toContain('Skipped: 0.0.0.0:443: its present certificate is gone');
  });

  it("a binding of WinRM's that is named is rebound, with the command that WinRM needs", async () => {
    const scene = await openScene();
    const { machine, old, next } = scene;
    machine.bind({ endpoint: '0.0.0.0:5986', certificate: old, appId: programs.WinRM });
    const end = await scene.run({ ...scene.given(), handshake: 'off', bindings: '0.0.0.0:5986' });
    expectSuccess(end, 'rebound');
    expect(boundTo(next.thumbprint, scene)).toEqual(['0.0.0.0:5986']);
    expect(warningsOf(end).join('\n')).toContain(
      `winrm set winrm/config/Listener?Address=*+Transport=HTTPS @{CertificateThumbprint="${next.thumbprint}"}`,
    );
  });

  it('two certificates that would be replaced are named before anything else', async () => {
    const scene = await openScene();
    const { machine, old } = scene;
    const second = scene.issue({ names: ['*.my-domain.com', 'my-domain.com'], validTo: 30 });
    machine.install(second);
    machine.bind(
      { endpoint: '0.0.0.0:443', certificate: old },
      { endpoint: 'www.my-domain.com:443', certificate: second },
    );
    const end = await scene.run({ ...scene.given(), 'dry-run': 'true' });
    expectSuccess(end, 'planned');
    expect(end.stdout).toMatch(
      /2 of 2 bindings would be changed\n2 different certificates would be replaced: .*issued by CN=Intermediate, expires 20\d\d-\d\d-\d\d, on 1 binding\); /,
    );
  });

  it('a certificate without a name where browsers look is refused, whatever is selected', async () => {
    const scene = await openScene();
    const { machine, old } = scene;
    machine.bind(
      { endpoint: '0.0.0.0:443', certificate: old },
      { endpoint: 'my-domain.com:443', certificate: old },
    );
    const before = scene.state();
    const bare = scene.issue({ names: [], commonName: 'my-domain.com' });
    for (const inputs of [{}, { bindings: 'my-domain.com:443' }, { replace: old.thumbprint }]) {
      const end = await scene.run({ ...scene.given(bare), ...inputs });
      expectError(end, { code: 'name-mismatch', says: ['my-domain.com'] });
    }
    const addresses = scene.issue({ names: ['10.0.0.5'], commonName: 'my-domain.com' });
    const byAddress = await scene.run({ ...scene.given(addresses), bindings: 'my-domain.com:443' });
    expectError(byAddress, {
      code: 'name-mismatch',
      says: ['my-domain.com:443: its host name is not covered'],
    });
    expectError(await scene.run(scene.given(addresses)), {
      code: 'name-mismatch',
      says: ['the new certificate has no DNS name'],
    });
    expect(scene.state()).toEqual(before);
  });

  it("AD FS's application id on the binding of a site: left alone, and renewed where the site is named", async () => {
    const iis = [
      {
        name: 'Shop',
        id: 1,
        bindings: [{ protocol: 'https', bindingInformation: '*:443:', sslFlags: 0 }],
      },
    ];
    const scene = await openScene({ iis });
    const { machine, old, next } = scene;
    machine.bind(
      { endpoint: '0.0.0.0:443', certificate: old, appId: programs['AD FS'] },
      { endpoint: 'www.my-domain.com:443', certificate: old },
    );
    const end = await scene.run({ ...scene.given(), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(boundTo(next.thumbprint, scene)).toEqual(['www.my-domain.com:443']);
    expect(warningsOf(end).join('\n')).toMatch(
      /^Skipped: 0\.0\.0\.0:443: the IIS site "Shop" uses it, but its application id is that of AD FS/,
    );
    const named = await scene.run({ ...scene.given(), handshake: 'off', sites: 'Shop' });
    expectSuccess(named, 'rebound');
    expect(boundTo(next.thumbprint, scene)).toHaveLength(2);
    expect(warningsOf(named).join('\n')).toContain(`Set-AdfsSslCertificate -Thumbprint ${next.thumbprint}`);
  });

  it('a server full of other programs: only what IIS has of the certificate is renewed, without a warning', async () => {
    const https = (bindingInformation: string, sslFlags = 0) => ({
      protocol: 'https',
      bindingInformation,
      sslFlags,
    });
    const iis = [
      { name: 'Default Web Site', id: 1, bindings: [https('*:443:')] },
      { name: 'Exchange Back End', id: 2, bindings: [https('*:444:')] },
      { name: 'WSUS Administration', id: 3, bindings: [https('*:8531:')] },
      { name: 'Shop', id: 4, bindings: [https('*:443:shop.my-domain.com', 1)] },
      { name: 'Blog', id: 5, bindings: [https('*:443:blog.my-domain.com', 1)] },
    ];
    const scene = await openScene({ iis });
    const { machine, old, next } = scene;
    const own = (...names: string[]) => {
      const made = scene.issue({ names, validTo: 300 });
      machine.install(made);
      return made;
    };
    const exchange = own('srv01', 'srv01.corp.example');
    machine.bind(
      { endpoint: '0.0.0.0:443', certificate: old },
      { endpoint: 'shop.my-domain.com:443', certificate: own('shop.my-domain.com') },
      { endpoint: 'blog.my-domain.com:443', certificate: old },
      { endpoint: '0.0.0.0:444', certificate: exchange },
      { endpoint: '0.0.0.0:8531', certificate: own('wsus.corp.example') },
      ...Object.entries(programs).map(([name, appId], index) => ({
        endpoint: `0.0.0.0:${9_001 + index}`,
        certificate: own(`${name.replaceAll(' ', '-')}.corp.example`),
        appId,
      })),
    );
    const end = await scene.run({ ...scene.given(), handshake: 'off' });
    expectSuccess(end, 'rebound');
    const renewed = ['0.0.0.0:443', 'blog.my-domain.com:443'];
    expect(boundTo(next.thumbprint, scene)).toEqual(renewed);
    expect(warningsOf(end)).toEqual([]);
    expect(end.stdout).toContain(`2 of ${5 + Object.keys(programs).length} bindings would be changed, `);
    // Those that are skipped for the same reason share a line.
    const skipped = [...end.stdout.matchAll(/^Skipped: (.*?): .*\.$/gm)].flatMap(([, endpoints = '']) =>
      endpoints.split(', '),
    );
    const others = Object.keys(hashesOf(machine)).filter((each) => !renewed.includes(each));
    expect(others).toHaveLength(3 + Object.keys(programs).length);
    expect(skipped.sort()).toEqual(others.sort());
  });
});
