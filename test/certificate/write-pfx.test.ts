import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { readPfx, writePfx } from '../../src/certificate/bundle.js';
import { issue, issueChain, rsaKeys } from './issue.js';
import { has, run, scratchFolder } from './tools.js';

const password = 'c0rrect-horse';
const { intermediate, root } = issueChain();
const friendlyName = 'Bücher & Co. 2030 😀';
const ec = issue({ issuer: intermediate });
const rsa = issue({ keys: rsaKeys(), issuer: intermediate });

const write = (issued: typeof ec, name = friendlyName) =>
  writePfx({ leaf: issued.certificate, privateKey: issued.privateKey, friendlyName: name }, password);

describe('writePfx', () => {
  it.each([
    ['RSA', rsa],
    ['EC', ec],
  ])('writes an %s certificate, its key and the name, which come back', async (_kind, issued) => {
    const bundle = await readPfx(await write(issued), password);
    expect(bundle.leaf.thumbprint).toBe(issued.certificate.thumbprint);
    expect(bundle.privateKey.equals(issued.privateKey)).toBe(true);
    expect(bundle.friendlyName).toBe(friendlyName);
    expect([...bundle.intermediates, ...bundle.roots]).toEqual([]);
  });

  it('is encrypted, and differs each time', async () => {
    const [first, second] = [Buffer.from(await write(rsa)), Buffer.from(await write(rsa))];
    expect(first.equals(second)).toBe(false);
    expect(first.includes(rsa.der.subarray(100, 140))).toBe(false);
    await expect(readPfx(first, 'other')).rejects.toMatchObject({ code: 'pfx-password-wrong' });
  });

  it.each([
    ['RSA', rsa],
    ['EC', ec],
  ])('is opened by the OpenSSL inside Node.js (%s)', async (_kind, issued) => {
    const pfx = Buffer.from(await write(issued));
    expect(() => createSecureContext({ pfx, passphrase: password })).not.toThrow();
  });

  it('takes the leaf alone of what was read with its chain', async () => {
    const bundle = await readPfx(await write(rsa), password);
    const again = {
      ...bundle,
      intermediates: [intermediate.certificate],
      roots: [root.certificate],
      friendlyName,
    };
    const rewritten = await readPfx(await writePfx(again, password), password);
    expect(rewritten.intermediates).toEqual([]);
  });
});

describe.skipIf(!has.openssl)('writePfx: opened by openssl', () => {
  const scratch = scratchFolder();

  it.each([
    ['RSA', rsa],
    ['EC', ec],
  ])('has the key and certificate, name and localKeyId and nothing else (%s)', async (kind, issued) => {
    const file = scratch.write(`${kind}.pfx`, await write(issued, 'Shop 2030'));
    const shown = run('openssl', 'pkcs12', '-in', file, '-passin', `pass:${password}`, '-nodes');
    expect(shown.match(/-----BEGIN [A-Z ]+-----/g)).toEqual([
      '-----BEGIN CERTIFICATE-----',
      '-----BEGIN PRIVATE KEY-----',
    ]);
    const attributes = shown.match(/^ {4}\S[^:]*/gm)?.map((line) => line.trim());
    expect(attributes?.toSorted()).toEqual(['friendlyName', 'friendlyName', 'localKeyID', 'localKeyID']);
    expect(shown.match(/friendlyName: Shop 2030/g)).toHaveLength(2);
    expect(shown).toContain('Key Attributes: <No Attributes>');
    expect(new X509Certificate(shown).fingerprint256).toBe(new X509Certificate(issued.der).fingerprint256);
    const key = shown.slice(shown.indexOf('-----BEGIN PRIVATE KEY'));
    expect(createPrivateKey(key).equals(issued.privateKey)).toBe(true);
  });
});

describe.skipIf(!has.certtool)('writePfx: opened by certtool', () => {
  const scratch = scratchFolder();

  it('has two bags of 3DES under a MAC of SHA-1', async () => {
    const file = scratch.write('site.pfx', await write(rsa, 'Shop 2030'));
    const shown = run('certtool', '--p12-info', '--inder', '--infile', file, '--password', password);
    expect(shown.match(/Type: .*/g)).toEqual([
      'Type: Encrypted',
      'Type: Certificate',
      'Type: PKCS #8 Encrypted key',
    ]);
    expect(shown.match(/Schema: \S+/g)).toEqual(['Schema: PKCS12-3DES-SHA1', 'Schema: PKCS12-3DES-SHA1']);
    expect(shown.match(/Friendly name: .*/g)).toEqual([
      'Friendly name: Shop 2030',
      'Friendly name: Shop 2030',
    ]);
    expect(new Set(shown.match(/Key ID: .*/g)).size).toBe(1);
    expect(shown).toMatch(/MAC: SHA1/);
  });
});
