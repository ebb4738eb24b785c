import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chainOf } from '../../simulator/certificates/issue.js';
import { writePfx } from '../../simulator/certificates/pfx.js';
import { expectError, expectSuccess, warningsOf, writing } from './expectations.js';
import { openScene, password, type Scene } from './scene.js';

const endpoint = '0.0.0.0:443';

async function boundScene(): Promise<Scene> {
  const scene = await openScene();
  scene.machine.bind({ endpoint, certificate: scene.old });
  return scene;
}

/** The certificate of the one binding, as it stands in its store. */
function boundTo({ machine }: Scene) {
  const { hash, store } = machine.table().get(endpoint)!;
  const stored = machine.store(store ?? 'MY').find(({ thumbprint }) => thumbprint === hash?.toUpperCase());
  return { store, ...stored };
}

const lines = (base64: string) => base64.replace(/.{64}/g, '$&\r\n');

describe('the new certificate can come', () => {
  it('as an armoured PFX, into another store, exportable, under a name of its own', async () => {
    const scene = await boundScene();
    const { pfx, ...given } = scene.given(scene.next, { encryption: 'legacy', friendlyName: 'not this' });
    const end = await scene.run({
      ...given,
      pfx: `-----BEGIN PKCS12-----\r\n${lines(pfx!)}\r\n-----END PKCS12-----\r\n`,
      store: 'WebHosting',
      exportable: 'true',
      'friendly-name': 'Größe "1" | 2030',
      handshake: 'off',
    });
    expectSuccess(end, 'rebound');
    expect(boundTo(scene)).toMatchObject({
      store: 'WebHosting',
      thumbprint: scene.next.thumbprint,
      exportable: true,
      friendlyName: 'Größe "1" | 2030',
      provider: 'Microsoft Software Key Storage Provider',
    });
    expect(scene.machine.store('MY').map(({ thumbprint }) => thumbprint)).toEqual([scene.old.thumbprint]);
    expect(end.report?.bindings[0]?.message).toBe('store MY → WebHosting');
  });

  it('as a file, which stays where it is, under the name that it has', async () => {
    const scene = await boundScene();
    const folder = join(scene.job.folder, 'a folder, ünd mehr');
    mkdirSync(folder);
    const file = join(folder, 'new certificate.pfx');
    const chain = chainOf(scene.next);
    writeFileSync(file, writePfx(scene.next, { password, chain, friendlyName: 'Shop 2030' }));
    expectSuccess(
      await scene.run({ 'pfx-path': file, 'pfx-password': password, handshake: 'off' }),
      'rebound',
    );
    expect(boundTo(scene)).toMatchObject({ store: 'MY', exportable: false, friendlyName: 'Shop 2030' });
  });

  it('as PEM in any order with an encrypted key, under a name that is made for it', async () => {
    const scene = await boundScene();
    const { next } = scene;
    const key = next.key.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: password,
    });
    const chain = [...chainOf(next).reverse(), next].map(({ pem }) => `Bag Attributes\n    x: y\n${pem}`);
    const end = await scene.run({
      certificate: chain.join('\n').replaceAll('\n', '\r\n'),
      'private-key': key.toString(),
      'pfx-password': password,
      handshake: 'off',
    });
    expectSuccess(end, 'rebound');
    const lastDay = new Date(next.x509.validTo).toISOString().slice(0, 10);
    expect(boundTo(scene)).toMatchObject({
      thumbprint: next.thumbprint,
      friendlyName: `*.my-domain.com ${lastDay}`,
    });
    expect(scene.machine.store('CA').map(({ thumbprint }) => thumbprint)).toEqual([
      scene.intermediate.thumbprint,
    ]);
  });

  it('by its thumbprint as copied from a dialog, and then nothing is imported', async () => {
    const scene = await boundScene();
    const thumbprint = scene.machine.install(scene.next, { store: 'WebHosting' });
    const copied = `\u200e${thumbprint.toLowerCase().replace(/..(?!$)/g, '$& ')}`;
    const end = await scene.run({ thumbprint: copied, store: 'webhosting', handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(boundTo(scene)).toMatchObject({ store: 'WebHosting', thumbprint });
    expect(writing(scene.newCalls()).join('\n')).not.toContain('certutil.exe');
  });

  it('from a file although the store has it, where its key there turns out to be unusable', async () => {
    const scene = await boundScene();
    scene.machine.install(scene.next, { keyUsable: false });
    const end = await scene.run({ ...scene.given(), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(warningsOf(end)).toEqual([expect.stringContaining('without a usable key; it is imported again')]);
  });
});

describe('a certificate that cannot be had', () => {
  it('is a path in place of content, or a file that is not there', async () => {
    const scene = await boundScene();
    const pasted = await scene.run({ pfx: 'C:\\certificates\\new.pfx', 'pfx-password': password });
    expectError(pasted, { code: 'input-invalid', says: ['"pfx"', 'path', '"pfx-path"'] });
    const missing = await scene.run({ 'pfx-path': '/nowhere/new.pfx' });
    expectError(missing, {
      code: 'pfx-unreadable',
      says: ['/nowhere/new.pfx', 'There is no such file or folder.'],
    });
    // Whether the account has the rights is asked meanwhile.
    expect(scene.newCalls().filter(({ program }) => program !== 'whoami.exe')).toEqual([]);
  });

  it('is a thumbprint that the store does not have, or has without its key', async () => {
    const scene = await boundScene();
    const { thumbprint } = scene.next;
    const absent = await scene.run({ thumbprint });
    expectError(absent, { code: 'certificate-not-in-store', says: [thumbprint, 'store MY', '"store"'] });
    scene.machine.install(scene.next, { withKey: false });
    const before = scene.state();
    const keyless = await scene.run({ thumbprint, handshake: 'off' });
    expectError(keyless, {
      code: 'key-unusable',
      says: [/^This run has changed no binding\./, '1312', 'repairstore'],
    });
    expect(scene.state()).toEqual(before);
    expect(keyless.report).toMatchObject({ outcome: 'failed', bindings: [{ result: 'untouched' }] });
  });
});
