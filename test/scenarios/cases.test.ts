import { writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explicit, integer, oid, sequence, set } from '../../simulator/certificates/der.js';
import { chainOf, type Issued } from '../../simulator/certificates/issue.js';
import type { IisSite } from '../../simulator/machine-options.js';
import { expectError, expectSuccess, hashesOf, rowsOf, warningsOf, writing } from './expectations.js';
import { names, openScene, password, type Scene, type SceneOptions } from './scene.js';

/** An IPv4 address of this machine that is not its own; undefined where there is none. */
const address = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

/** A server whose only binding is that of all addresses. */
async function server(options: SceneOptions = {}): Promise<Scene> {
  const scene = await openScene(options);
  scene.machine.bind({ endpoint: '0.0.0.0:443', certificate: scene.old });
  return scene;
}

const https = (bindingInformation: string, sslFlags = 0) => ({
  protocol: 'https',
  bindingInformation,
  sslFlags,
});

const keyOf = ({ key }: Issued) => key.export({ type: 'pkcs8', format: 'pem' }).toString();

const thumbprintsIn = ({ machine }: Scene, store: string) =>
  machine.store(store).map(({ thumbprint }) => thumbprint);

describe('hosts that are no plain host names', () => {
  const umlaut = 'münchen.my-domain.com:443';
  const others = ['0.0.0.0:443', 'www.my-domain.com:443'];

  it.each([437, 932, 65001] as const)(
    'one with letters beyond ASCII is renewed with the others, in code page %d',
    async (codePage) => {
      const scene = await server({ uLabels: 'accepted', sniKeys: 'name', codePage });
      const { machine, old, next } = scene;
      machine.bind(...[umlaut, 'www.my-domain.com:443'].map((endpoint) => ({ endpoint, certificate: old })));
      expectSuccess(await scene.run({ ...scene.given(), handshake: 'off' }), 'rebound');
      const all = [...others, umlaut].map((endpoint) => [endpoint, next.thumbprint]);
      expect(hashesOf(machine)).toEqual(Object.fromEntries(all));
    },
  );

  it('those that nothing tells from one another block nobody, and are reported', async () => {
    // Both are shown as three question marks.
    const alike = ['日本語.my-domain.com:443', '中国語.my-domain.com:443'];
    const scene = await server({ uLabels: 'accepted', codePage: 437, lackingLetters: 'question-mark' });
    const { machine, old, next } = scene;
    const hosts = [...alike, 'www.my-domain.com:443'];
    machine.bind(...hosts.map((endpoint) => ({ endpoint, certificate: old })));
    const end = await scene.run({ ...scene.given(), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(hashesOf(machine)).toEqual({
      ...Object.fromEntries(others.map((endpoint) => [endpoint, next.thumbprint])),
      ...Object.fromEntries(alike.map((endpoint) => [endpoint, old.thumbprint])),
    });
    for (const endpoint of alike) expect(warningsOf(end).join()).toContain(endpoint);
  });

  it('one that is an address is told from the binding of that address', async () => {
    const scene = await server();
    const { machine, old, next } = scene;
    const other = scene.issue({ names: ['other.example'] });
    machine.install(other);
    machine.bind(
      { endpoint: 'hostnameport=10.0.0.5:443', certificate: other },
      { endpoint: '10.0.0.5:443', certificate: old },
      { endpoint: 'hostnameport=10.0.0.6:443', certificate: other },
      { endpoint: 'www.my-domain.com:443', certificate: old },
    );
    const before = [...machine.table()].map(([key, { hash, ...rest }]) => [key, rest]);
    const end = await scene.run({ ...scene.given(), handshake: 'off' });
    expectSuccess(end, 'rebound');
    const hashes = [...machine.table().values()].map(
      ({ kind, endpoint, hash }) => [`${kind}=${endpoint}`, hash?.toUpperCase()] as const,
    );
    expect(Object.fromEntries(hashes)).toEqual({
      'ipport=0.0.0.0:443': next.thumbprint,
      'ipport=10.0.0.5:443': next.thumbprint,
      'hostnameport=10.0.0.5:443': other.thumbprint,
      'hostnameport=10.0.0.6:443': other.thumbprint,
      'hostnameport=www.my-domain.com:443': next.thumbprint,
    });
    expect([...machine.table()].map(([key, { hash, ...rest }]) => [key, rest])).toEqual(before);
  });
});

describe('another program beside HTTP.sys', () => {
  it.skipIf(address === undefined).each(['silent', 'plain', 'a web server'] as const)(
    'on the loopback address of the same port is no reason to roll back: %s',
    async (kind) => {
      const scene = await openScene();
      const { machine, old, next } = scene;
      const at = await machine.listen(`${address}:0`).then(([socket = '']) => socket);
      const port = at.slice(at.lastIndexOf(':'));
      const own = scene.issue({ names: ['localhost'] });
      await machine.occupy(`127.0.0.1${port}`, kind === 'a web server' ? own : kind);
      machine.bind({ endpoint: `0.0.0.0${port}`, certificate: old });
      const end = await scene.run({ ...scene.given(), handshake: 'required', 'handshake-timeout': '4' });
      expectSuccess(end, 'rebound');
      expect(rowsOf(end)).toEqual([`0.0.0.0${port} rebound update verified`]);
      expect(hashesOf(machine)).toEqual({ [`0.0.0.0${port}`]: next.thumbprint });
    },
  );

  it('a certificate that FTP uses too is not deleted, and the warning has the command that moves FTP', async () => {
    const site: IisSite = {
      name: 'Files',
      id: 7,
      bindings: [https('*:443:'), { protocol: 'ftp', bindingInformation: '*:21:' }],
    };
    const scene = await server();
    const { machine, old, next } = scene;
    machine.set({ iis: [{ ...site, ftp: { serverCertHash: old.thumbprint } }] });
    const inputs = { ...scene.given(), 'remove-replaced': 'true', handshake: 'off' };
    const end = await scene.run(inputs);
    expectSuccess(end, 'rebound');
    expect(thumbprintsIn(scene, 'MY')).toEqual(expect.arrayContaining([old.thumbprint, next.thumbprint]));
    const warnings = warningsOf(end).join('\n');
    expect(warnings).toContain('FTP site Files still uses the replaced certificate');
    expect(warnings).toContain(`ftpServer.security.ssl.serverCertHash:${next.thumbprint}`);
    expect(end.report).toMatchObject({
      otherUsers: [{ kind: 'ftp-site', name: 'Files', thumbprint: old.thumbprint }],
      deletedCertificates: [],
    });
  });
});

describe('the file of the new certificate', () => {
  it('brings no expired intermediate onto the server', async () => {
    const scene = await server();
    const { issuer: root } = scene.intermediate;
    const expired = scene.issue({ isAuthority: true, commonName: 'Expired', issuer: root, validTo: -10 });
    const leaf = scene.issue({ names, issuer: expired });
    const end = await scene.run({ ...scene.given(leaf), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(warningsOf(end).join()).toMatch(/expired/i);
    expect(warningsOf(end).join()).toContain('Expired');
    expect(thumbprintsIn(scene, 'CA')).not.toContain(expired.thumbprint);
    expect(thumbprintsIn(scene, 'MY')).toContain(leaf.thumbprint);
  });

  it('may have the old certificate of the same key too: the PFX says which is meant', async () => {
    const scene = await server();
    const former = scene.issue({ names, key: scene.next.key, validTo: 9 });
    const chain = [former, ...chainOf(scene.next)];
    const end = await scene.run({ ...scene.given(scene.next, { chain }), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(hashesOf(scene.machine)).toEqual({ '0.0.0.0:443': scene.next.thumbprint });
  });

  it('may have the old certificate of the same key too: without a word, it is the one issued last', async () => {
    const scene = await server();
    const { next } = scene;
    const former = scene.issue({ names, key: next.key, validFrom: -80, validTo: 9 });
    const certificate = [former, next, ...chainOf(next)].map(({ pem }) => pem).join('');
    const end = await scene.run({ certificate, 'private-key': keyOf(next), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(hashesOf(scene.machine)).toEqual({ '0.0.0.0:443': next.thumbprint });
    expect(warningsOf(end)).toEqual([expect.stringContaining(former.thumbprint)]);
    expect(warningsOf(end).join()).toContain('Chosen, because it was issued last');
  });

  it('can be PEM files, or one text with both parts', async () => {
    const scene = await server();
    const { next, intermediate, machine } = scene;
    scene.keepSecret(
      ...keyOf(next)
        .split('\n')
        .filter((line) => line.length > 8 && !line.startsWith('-')),
    );
    const both = `${keyOf(next)}${next.pem}${intermediate.pem}`;
    const inOne = await scene.run({ certificate: both, 'dry-run': 'true' });
    expectSuccess(inOne, 'planned');
    expect(inOne.outputs.thumbprint).toBe(next.thumbprint);
    const file = (name: string, text: string) => {
      writeFileSync(join(machine.folder, name), text);
      return join(machine.folder, name);
    };
    const inputs = {
      'certificate-path': file('fullchain.pem', `${next.pem}${intermediate.pem}`),
      'private-key-path': file('privkey.pem', keyOf(next)),
    };
    expectSuccess(await scene.run({ ...inputs, handshake: 'off' }), 'rebound');
    expect(hashesOf(machine)).toEqual({ '0.0.0.0:443': next.thumbprint });
  });

  it('is named where it cannot hold a key', async () => {
    const scene = await server();
    const certificates = sequence(
      oid('1.2.840.113549.1.7.2'),
      explicit(
        0,
        sequence(
          integer(1),
          set(),
          sequence(oid('1.2.840.113549.1.7.1')),
          explicit(0, scene.next.der),
          set(),
        ),
      ),
    ).toString('base64');
    const certificate = `-----BEGIN PKCS7-----\n${certificates}\n-----END PKCS7-----\n`;
    const end = await scene.run({ certificate, 'private-key': keyOf(scene.next) });
    const [error = ''] = end.errors;
    expect([end.code, end.errors.length]).toEqual([1, 1]);
    expect(error).toContain('p7b');
    expect(error).toContain('certreq -accept');
    expect(writing(scene.newCalls())).toEqual([]);
  });

  it('that has no password is not taken for one with another password', async () => {
    const scene = await server();
    const given = { ...scene.given(scene.next, { password: '' }), 'pfx-password': password };
    const end = await scene.run(given);
    expect([end.code, end.errors.length]).toEqual([1, 1]);
    expect(end.errors[0]).toContain('The PFX has no password, but "pfx-password" gives one.');
    expect(writing(scene.newCalls())).toEqual([]);
  });
});

describe('inputs', () => {
  it('of the workflow itself are none of ours, a misspelt one of ours is refused', async () => {
    const scene = await server();
    const environment = { INPUT_ENVIRONMENT: 'production', INPUT_REASON: 'renewal' };
    const plan = { ...scene.given(), 'dry-run': 'true' };
    expectSuccess(await scene.run(plan, { environment }), 'planned');
    scene.newCalls();
    const end = await scene.run(scene.given(), { environment: { INPUT_DRYRUN: 'true' } });
    expectError(end, { code: 'input-invalid', says: ['no input "dryrun"', 'Write "dry-run"'] });
    expect(scene.newCalls()).toEqual([]);
  });

  it.each([
    ['Personal', 'MY'],
    ['Web Hosting', 'WebHosting'],
  ])('call a store by its name in the console, too: %s is %s', async (written, store) => {
    const scene = await server();
    expectSuccess(await scene.run({ ...scene.given(), store: written, handshake: 'off' }), 'rebound');
    const { thumbprint } = scene.next;
    expect(thumbprintsIn(scene, store)).toContain(thumbprint);
    expect(scene.machine.table().get('0.0.0.0:443')).toMatchObject({ hash: thumbprint.toLowerCase(), store });
  });

  it.each(['Root', 'CA', 'TrustedPeople', 'Disallowed'])('never name a trust store: %s', async (store) => {
    const scene = await server();
    const end = await scene.run({ ...scene.given(), store });
    expectError(end, { code: 'input-invalid', says: ['"store"', store] });
    expect(scene.newCalls()).toEqual([]);
  });

  it('say that secrets do not exist', async () => {
    const scene = await server();
    const neither = await scene.run({ pfx: '', 'pfx-password': '', 'dry-run': 'true' });
    expectSuccess(neither, 'inventory');
    expect(warningsOf(neither).join()).toMatch(/"pfx".*empty/);
    scene.newCalls();
    const { pfx = '' } = scene.given();
    const noFile = await scene.run({ pfx: '', 'pfx-password': password });
    const real = await scene.run({ pfx: '', 'pfx-password': '' });
    for (const end of [noFile, real]) {
      expect([end.code, end.errors.length]).toEqual([1, 1]);
      expect(end.errors[0]).toMatch(/"pfx".*empty/);
    }
    const noPassword = await scene.run({ pfx, 'pfx-password': '' });
    expect([noPassword.code, noPassword.errors.length]).toEqual([1, 1]);
    expect(noPassword.errors[0]).toContain('"pfx-password"');
    expect(writing(scene.newCalls())).toEqual([]);
  });

  it('name a site whose name has a comma', async () => {
    const iis: IisSite[] = [
      { name: 'Acme, Inc', id: 1, bindings: [https('*:443:')] },
      { name: 'Blog', id: 2, bindings: [https('*:444:')] },
      { name: 'Other', id: 3, bindings: [https('*:445:')] },
    ];
    const scene = await server({ iis });
    const { machine, old, next } = scene;
    machine.bind(...['0.0.0.0:444', '0.0.0.0:445'].map((endpoint) => ({ endpoint, certificate: old })));
    for (const sites of ['Acme, Inc, Blog', 'Acme, Inc\nBlog']) {
      const end = await scene.run({ ...scene.given(), sites, 'dry-run': 'true' });
      expectSuccess(end, 'planned');
      expect(rowsOf(end).map((row) => row.split(' ')[0])).toEqual(['0.0.0.0:443', '0.0.0.0:444']);
    }
    expectSuccess(await scene.run({ ...scene.given(), sites: 'Acme, Inc', handshake: 'off' }), 'rebound');
    expect(hashesOf(machine)).toEqual({
      '0.0.0.0:443': next.thumbprint,
      '0.0.0.0:444': old.thumbprint,
      '0.0.0.0:445': old.thumbprint,
    });
  });
});
