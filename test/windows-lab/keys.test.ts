import { describe, expect, test } from 'vitest';
import { issue } from '../../simulator/certificates/issue.js';
import { writePfx } from '../../simulator/certificates/pfx.js';
import { runStep, startStep } from './lab/action.js';
import { accessList, allow, keyFile, keyFiles, storedKey } from './lab/keys.js';
import { freePort } from './lab/listeners.js';
import { bind, clearFault, readTable, resetMachine, setFault, store, stored } from './lab/machine.js';

const cng = 'Microsoft Software Key Storage Provider';
const schannel = 'Microsoft RSA SChannel Cryptographic Provider';
const aes = 'Microsoft Enhanced RSA and AES Cryptographic Provider';
// The numbers that wincrypt.h has for these providers, and that Windows gives for their names.
const inCng = { provider: cng, providerType: 0, keySpec: 0, isOfMachine: true };
const inSchannel = { provider: schannel, providerType: 12, keySpec: 1, isOfMachine: true };
const inAes = { provider: aes, providerType: 24, keySpec: 1, isOfMachine: true };

const names = ['www.example.com'];
const old = issue({ names, key: 'rsa2048', validTo: 10 });
const renewed = issue({ names, key: 'rsa2048', validTo: 90 });
const elliptic = issue({ names, key: 'p256', validTo: 90 });
const password = 'geheim';
const given = (certificate = renewed) => ({
  pfx: writePfx(certificate, { password }).toString('base64'),
  'pfx-password': password,
  handshake: 'off',
});

let endpoint: string;

/** A machine with one binding, whose key is in this provider. */
async function machineWith(provider: string): Promise<void> {
  await resetMachine();
  await store(old, 'MY', '-csp', provider);
  endpoint = `10.0.0.5:${await freePort()}`;
  await bind(`ipport=${endpoint}`, old);
}

describe('the provider reaches crypt32', () => {
  test.each([
    ['the legacy one that is asked for', cng, { 'key-provider': 'csp' }, renewed, inSchannel],
    ['CNG, if that is asked for', schannel, { 'key-provider': 'cng' }, renewed, inCng],
    ['the very one of the replaced key', aes, { 'key-provider': 'keep' }, renewed, inAes],
    ['the one of the replaced key in CNG', cng, {}, renewed, inCng],
    ['CNG for a key that no legacy one takes', schannel, {}, elliptic, inCng],
  ])('%s', async (_, before, inputs, certificate, expected) => {
    await machineWith(before);
    expect((await storedKey(old)).provider).toBe(before);
    const { exitCode, log } = await runStep({ ...given(certificate), ...inputs });
    expect(log).not.toContain('::error');
    expect(exitCode).toBe(0);
    expect(log).toContain(`The new key goes to ${expected.provider}: `);
    expect(await storedKey(certificate)).toEqual(expected);
    expect((await readTable()).get(endpoint)?.SslCertHash).toBe(certificate.thumbprint);
    expect(log.includes('Exchange')).toBe(certificate === elliptic);
  });
});

describe('who may use the replaced key', () => {
  const networkService = 'S-1-5-20';
  const pool = 'S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415';
  const entries = (list: string) => [...list.matchAll(/\(.*?\)/g)].map(([entry]) => entry).sort();
  const defaults = ['(A;;FA;;;BA)', '(A;;FA;;;SY)'];
  const carried = [...defaults, `(A;;FA;;;${pool})`, '(A;;FR;;;NS)'].sort();

  async function machineWithUsers(provider: string): Promise<void> {
    await machineWith(provider);
    await allow(await keyFile(old), networkService, 'R');
    await allow(await keyFile(old), pool, 'F');
    expect(entries(await accessList(await keyFile(old)))).toEqual(carried);
  }

  test.each([
    ['in CNG', cng],
    ['in a legacy provider', schannel],
  ])('may use the new one %s', async (_, provider) => {
    await machineWithUsers(provider);
    const { exitCode, log } = await runStep(given());
    expect(log).not.toMatch(/::(?:error|warning)/);
    expect(exitCode).toBe(0);
    expect(log).toContain('NETWORK SERVICE (S-1-5-20) may use the new key (read)');
    expect(log).toContain(`(${pool}) may use the new key (full control)`);
    expect(entries(await accessList(await keyFile(renewed)))).toEqual(carried);
    expect(entries(await accessList(await keyFile(old)))).toEqual(carried);
  });

  test('may not, if that is not wanted', async () => {
    await machineWithUsers(cng);
    const { exitCode, log } = await runStep({ ...given(), 'key-permissions': 'none' });
    expect(exitCode).toBe(0);
    expect(log).not.toContain('may use the new key');
    expect(entries(await accessList(await keyFile(renewed)))).toEqual(defaults);
  });

  /** Every change of the binding to the new certificate fails. */
  const failChange = () => setFault(`error=1312 ipport=${endpoint} ${renewed.thumbprint.toLowerCase()}`);

  test('is forgotten with the new key by a roll-back', async () => {
    await machineWithUsers(cng);
    const before = [await keyFile(old)];
    await failChange();
    const { exitCode, report, log } = await startStep(given()).ended;
    await clearFault();
    expect(exitCode).toBe(1);
    expect(report.outcome).toBe('rolled-back');
    expect(log).toContain('NETWORK SERVICE (S-1-5-20) may use the new key (read)');
    expect([...(await stored('MY')).keys()]).toEqual([old.thumbprint]);
    expect(keyFiles()).toEqual(before);
  });

  test('may use a key no more that was there before a run that was rolled back', async () => {
    await machineWithUsers(cng);
    await store(renewed, 'MY', '-csp', cng);
    const file = await keyFile(renewed);
    await allow(file, 'S-1-5-19', 'R');
    const before = await accessList(file);
    await failChange();
    const inputs = { thumbprint: renewed.thumbprint, handshake: 'off' };
    const { exitCode, report, log } = await startStep(inputs).ended;
    await clearFault();
    expect(exitCode).toBe(1);
    expect(report.outcome).toBe('rolled-back');
    expect(log).toContain('NETWORK SERVICE (S-1-5-20) may use the new key (read)');
    expect(await accessList(file)).toBe(before);
  });
});

test('with a replaced certificate, the file of its key is deleted', async () => {
  await machineWith(cng);
  const { exitCode, log } = await runStep({ ...given(), 'remove-replaced': 'true' });
  expect(log).not.toMatch(/::(?:error|warning)/);
  expect(exitCode).toBe(0);
  expect([...(await stored('MY')).keys()]).toEqual([renewed.thumbprint]);
  expect(keyFiles()).toEqual([await keyFile(renewed)]);
});
