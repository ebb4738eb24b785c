import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Issued, issue, issueIntermediate, issueRoot } from '../../simulator/certificates/issue.js';
import { runStep } from './lab/action.js';
import { freePort } from './lab/listeners.js';
import { bind, readTable, resetMachine, store, stored } from './lab/machine.js';

const authority = issueIntermediate(issueRoot());
const names = ['www.example.com'];
const password = 'geheim';
const folder = mkdtempSync(join(tmpdir(), 'windows-lab-pfx-'));
let port: number;

/** A PFX made by OpenSSL. */
function openssl(certificate: Issued, ...options: string[]): string {
  const [key, chain, pfx] = ['key.pem', 'chain.pem', 'out.pfx'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(key, certificate.key.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(chain, `${certificate.pem}\n${authority.pem}`);
  const secret = options.includes('no-password') ? '' : password;
  const given = options.filter((option) => option !== 'no-password');
  execFileSync('openssl', [
    'pkcs12',
    '-export',
    '-in',
    chain,
    '-inkey',
    key,
    '-out',
    pfx,
    '-passout',
    `pass:${secret}`,
    ...given,
  ]);
  return readFileSync(pfx).toString('base64');
}

beforeAll(async () => {
  await resetMachine();
  const old = issue({ names, key: 'rsa2048', validTo: 10 });
  await store(old);
  port = await freePort();
  await bind(`ipport=10.0.0.5:${port}`, old);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Renews the binding once more, with a certificate that is valid for a day longer each time. */
let validTo = 90;
async function renew(
  key: 'rsa2048' | 'p256' | 'p384' | 'p521',
  inputs: (certificate: Issued) => Record<string, string>,
): Promise<void> {
  validTo += 1;
  const certificate = issue({ names, issuer: authority, key, validTo });
  const { exitCode, log } = await runStep({ ...inputs(certificate), handshake: 'off' });
  expect(log).not.toContain('::error');
  expect(exitCode).toBe(0);
  expect((await readTable()).get(`10.0.0.5:${port}`)?.SslCertHash).toBe(certificate.thumbprint);
  expect((await stored('MY')).get(certificate.thumbprint)).toBe(true);
}

const tripleDes = ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];

// Each of these files is opened by the action; what reaches crypt32 is the action's own, and always of one kind.
test.each([
  ['RC2-40 and 3DES', 'rsa2048', ['-legacy']],
  ['3DES', 'rsa2048', tripleDes],
  ['3DES', 'p256', tripleDes],
  ['AES-256 with SHA-256', 'rsa2048', []],
  ['AES-256 with SHA-256', 'p384', []],
  [
    'AES-128 with SHA-512',
    'rsa2048',
    ['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-128-CBC', '-macalg', 'sha512'],
  ],
  ['AES-192', 'p521', ['-keypbe', 'AES-192-CBC', '-certpbe', 'AES-192-CBC']],
  ['no MAC, nothing encrypted', 'rsa2048', ['no-password', '-nomac', '-keypbe', 'NONE', '-certpbe', 'NONE']],
  ['an empty password', 'rsa2048', ['no-password']],
] as const)('a PFX with %s and a key %s reaches the store', async (_, key, options) => {
  await renew(key, (certificate) => {
    const secret = options.some((option) => option === 'no-password') ? '' : password;
    return { pfx: openssl(certificate, ...options), 'pfx-password': secret };
  });
});

test('a PFX with RC4 is refused, and nothing is touched', async () => {
  const before = [...(await readTable())];
  const rc4 = ['-keypbe', 'PBE-SHA1-RC4-128', '-certpbe', 'PBE-SHA1-RC4-128', '-macalg', 'sha1'];
  const pfx = openssl(issue({ names, issuer: authority, key: 'rsa2048', validTo: 180 }), '-legacy', ...rc4);
  const { exitCode, log } = await runStep({ pfx, 'pfx-password': password, handshake: 'off' });
  expect(exitCode).toBe(1);
  expect(log).toMatch(/^::error .*RC4/m);
  expect([...(await readTable())]).toEqual(before);
});

test('PEM with CRLF reaches the store', async () => {
  await renew('rsa2048', (certificate) => ({
    certificate: `${authority.pem}\n${certificate.pem}`.replaceAll('\n', '\r\n'),
    'private-key': String(certificate.key.export({ type: 'pkcs1', format: 'pem' })).replaceAll('\n', '\r\n'),
  }));
});

test('a certificate that is in the store already is bound by its thumbprint', async () => {
  const certificate = issue({ names, key: 'rsa2048', validTo: 200 });
  await store(certificate);
  const pasted = `\u200e${certificate.thumbprint.toLowerCase().replace(/../g, '$& ')}`;
  const { exitCode, log } = await runStep({ thumbprint: pasted, handshake: 'off' });
  expect(log).not.toContain('::error');
  expect(exitCode).toBe(0);
  expect((await readTable()).get(`10.0.0.5:${port}`)?.SslCertHash).toBe(certificate.thumbprint);
});
