import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPfx } from '../../src/certificate/bundle.js';
import { issueChain, rsaKeys } from './issue.js';
import { has, run, scratchFolder } from './tools.js';

/** One file of each kind that OpenSSL writes. The product of all kinds is in test/slow. */

const password = 'correct horse';
const { root, intermediate, leaf } = issueChain({ keys: rsaKeys() });

describe.skipIf(!has.openssl)('readPfx: files by openssl', () => {
  const scratch = scratchFolder();
  const key = scratch.write('key.pem', leaf.keyPem);
  const certificates = scratch.write('chain.pem', leaf.pem + intermediate.pem + root.pem);
  let count = 0;

  async function expectReadable(given: string, ...options: string[]): Promise<void> {
    count += 1;
    const file = scratch.path(`${count}.pfx`);
    const input = ['-export', '-inkey', key, '-in', certificates, '-name', 'Shop', '-out', file];
    run('openssl', 'pkcs12', ...input, '-passout', `pass:${given}`, ...options);
    const bundle = await readPfx(readFileSync(file), given);
    expect(bundle.leaf.thumbprint).toBe(leaf.certificate.thumbprint);
    expect(bundle.privateKey.equals(leaf.privateKey)).toBe(true);
    expect(bundle.friendlyName).toBe('Shop');
    expect(bundle.intermediates.map(({ commonName }) => commonName)).toEqual(['Test Intermediate']);
    expect(bundle.roots.map(({ commonName }) => commonName)).toEqual(['Test Root']);
    expect(bundle.warnings).toEqual([]);
    await expect(readPfx(readFileSync(file), `${given}x`)).rejects.toMatchObject({
      code: given === '' ? 'input-conflict' : 'pfx-password-wrong',
    });
  }

  it.each([
    ['its defaults', []],
    ['PBE-SHA1-3DES', ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES']],
    ['PBE-SHA1-2DES', ['-keypbe', 'PBE-SHA1-2DES', '-certpbe', 'PBE-SHA1-2DES']],
    ['AES-128', ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC']],
    ['AES-192', ['-keypbe', 'AES-192-CBC', '-certpbe', 'AES-192-CBC']],
    ['AES-256 with 3DES', ['-keypbe', 'AES-256-CBC', '-certpbe', 'PBE-SHA1-3DES']],
    ['an open key', ['-keypbe', 'NONE']],
    ['open certificates', ['-certpbe', 'NONE']],
    ['no MAC', ['-nomac']],
    ['a MAC over SHA-1', ['-macalg', 'sha1']],
    ['a MAC over SHA-384', ['-macalg', 'sha384']],
    ['a MAC over SHA-512', ['-macalg', 'sha512']],
    ['a MAC over SHA-512/256', ['-macalg', 'sha512-256']],
    ['one iteration', ['-iter', '1']],
    ['one iteration in the MAC', ['-nomaciter']],
    ['100 000 iterations', ['-iter', '100000']],
  ])('with %s', async (_kind, options) => {
    await expectReadable(password, ...options);
  });

  it.each([
    ['an empty password', ''],
    ['a password that is not ASCII', 'pässwörd €'],
    ['a password of other alphabets', 'ένα-δύο Пароль 密码'],
  ])('with %s', async (_kind, given) => {
    await expectReadable(given);
    await expectReadable(given, '-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES');
  });

  const legacy = ['PBE-SHA1-RC2-40', 'PBE-SHA1-RC2-128'];
  it.skipIf(!has.opensslLegacy).each(legacy)('with %s of its legacy provider', async (scheme) => {
    await expectReadable(password, '-legacy', '-keypbe', scheme, '-certpbe', scheme);
  });

  it.skipIf(!has.opensslLegacy)('not with RC4, which is named', async () => {
    const file = scratch.path('rc4.pfx');
    const schemes = ['-legacy', '-keypbe', 'PBE-SHA1-RC4-128', '-certpbe', 'PBE-SHA1-RC4-128'];
    const input = ['-export', '-inkey', key, '-in', certificates, '-out', file];
    run('openssl', 'pkcs12', ...input, '-passout', `pass:${password}`, ...schemes);
    await expect(readPfx(readFileSync(file), password)).rejects.toThrow(
      /encrypted with RC4, which is broken/,
    );
    await expect(readPfx(readFileSync(file), 'other')).rejects.toMatchObject({ code: 'pfx-password-wrong' });
  });

  it.skipIf(!has.opensslLegacy)('with -legacy, as OpenSSL 1 and older Windows write', async () => {
    await expectReadable(password, '-legacy');
  });
});
