import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  chainOf,
  type Issued,
  issue,
  issueIntermediate,
  issueRoot,
} from '../../simulator/certificates/issue.js';
import { writePfx } from '../../simulator/certificates/pfx.js';
import { createMachine, type Machine } from '../../simulator/machine.js';
import type { MachineOptions } from '../../simulator/machine-options.js';
import { run } from './run.js';

const root = issueRoot();
const intermediate = issueIntermediate(root);
const leaf = issue({ names: ['www.example.com'], issuer: intermediate });
const cng = 'Microsoft Software Key Storage Provider';

let machine: Machine;
let pfx: string;

async function make(options: Partial<MachineOptions> = {}): Promise<void> {
  machine = await createMachine(options);
  pfx = join(machine.folder, 'file.pfx');
}

function givePfx(certificate: Issued, request: Partial<Parameters<typeof writePfx>[1]> = {}): void {
  writeFileSync(pfx, writePfx(certificate, { password: 'secret', ...request }));
}

const certutil = (...args: string[]) => run(machine, 'certutil.exe', ...args);
const importPfx = (...more: string[]) =>
  certutil('-f', '-p', 'secret', '-csp', cng, '-importPFX', 'MY', pfx, ...more);

afterEach(() => machine.close());

describe('-importPFX', () => {
  test.each(['p256', 'p384', 'p521', 'rsa2048'] as const)(
    'takes a key of the kind %s in both encryptions',
    async (key) => {
      await make();
      for (const encryption of ['modern', 'legacy'] as const) {
        const certificate = issue({ names: ['a.example.com'], key });
        givePfx(certificate, { encryption, friendlyName: 'Été 2030' });
        const { code, out } = await importPfx('NoExport');
        expect({ code, out }).toEqual({
          code: 0,
          out: 'MY "Personal"\nCertificate "a.example.com" added to store.\n\nCertUtil: -importPFX command completed successfully.\n',
        });
        const stored = machine.store('my').find(({ thumbprint }) => thumbprint === certificate.thumbprint);
        expect(stored).toMatchObject({
          friendlyName: 'Été 2030',
          exportable: false,
          provider: cng,
          keyUsable: true,
        });
        const kept = createPrivateKey({
          key: Buffer.from(stored?.key ?? '', 'base64'),
          format: 'der',
          type: 'pkcs8',
        });
        expect(kept.equals(certificate.key)).toBe(true);
      }
    },
  );

  test('imports the chain too, root included, unless told otherwise', async () => {
    await make();
    givePfx(leaf, { chain: chainOf(leaf) });
    await importPfx('NoExport,NoChain');
    expect([machine.store('CA'), machine.store('ROOT')]).toEqual([[], []]);
    await importPfx('NoRoot');
    expect([machine.store('CA').length, machine.store('ROOT').length]).toEqual([1, 0]);
    await importPfx();
    expect(machine.store('ROOT')).toMatchObject([{ thumbprint: root.thumbprint, key: null }]);
    expect(machine.store('MY')).toMatchObject([{ thumbprint: leaf.thumbprint, exportable: true }]);
  });

  test('says so where the certificate is there', async () => {
    await make();
    givePfx(leaf);
    await importPfx();
    const { out } = await certutil('-p', 'secret', '-importPFX', pfx);
    expect(out).toContain('Certificate "www.example.com" already in store.');
  });

  test('a signature key of a legacy provider is not usable for HTTP.sys', async () => {
    await make();
    givePfx(issue({ names: ['a.example.com'], key: 'rsa2048' }));
    const provider = 'Microsoft Enhanced RSA and AES Cryptographic Provider';
    await certutil('-p', 'secret', '-csp', provider, '-importPFX', 'MY', pfx, 'AT_SIGNATURE');
    expect(machine.store('MY')).toMatchObject([{ provider, keyUsable: false }]);
  });

  const failures: [why: string, error: string, args: () => string[] | Promise<string[]>][] = [
    ['a wrong password', '0x80070056', () => ['-p', 'wrong', '-importPFX', 'MY', pfx]],
    ['a file that is not there', '0x80070002', () => ['-p', 'secret', '-importPFX', 'MY', `${pfx}.no`]],
    [
      'an unknown provider',
      '0x80090019',
      () => ['-p', 'secret', '-csp', 'Some Provider', '-importPFX', 'MY', pfx],
    ],
    [
      'an unknown modifier',
      '0x80070057',
      () => ['-p', 'secret', '-importPFX', 'MY', pfx, 'NoExport NoChain'],
    ],
    ['a signature key in CNG', '0x80070057', () => ['-p', 'secret', '-importPFX', 'MY', pfx, 'AT_SIGNATURE']],
    [
      'a file that is no PFX',
      '0x8009310b',
      () => {
        writeFileSync(pfx, leaf.pem);
        return ['-p', 'secret', '-importPFX', 'MY', pfx];
      },
    ],
    [
      'a certificate in place of a PFX',
      '0x8009310b',
      () => {
        writeFileSync(pfx, leaf.der);
        return ['-p', 'secret', '-importPFX', 'MY', pfx];
      },
    ],
    [
      'a PFX without a key',
      '0x80092004',
      () => {
        givePfx(leaf, { withKey: false });
        return ['-p', 'secret', '-importPFX', 'MY', pfx];
      },
    ],
    [
      'an Ed25519 key',
      '0x80090029',
      () => {
        givePfx(issue({ names: ['a.example.com'], key: 'ed25519' }));
        return ['-p', 'secret', '-importPFX', 'MY', pfx];
      },
    ],
    [
      'an EC key in a legacy provider',
      '0x80090029',
      () => ['-p', 'secret', '-csp', 'Microsoft Strong Cryptographic Provider', '-importPFX', 'MY', pfx],
    ],
    [
      'AES on Server 2016',
      '0x80070056',
      async () => {
        machine.set({ pfx: 'legacy' });
        return ['-p', 'secret', '-importPFX', 'MY', pfx];
      },
    ],
    [
      'an account without rights',
      '0x80070005',
      async () => {
        machine.set({ account: 'filtered-administrator' });
        return ['-p', 'secret', '-importPFX', 'MY', pfx];
      },
    ],
  ];

  test.each(failures)('%s fails with %s', async (_why, error, args) => {
    await make();
    givePfx(leaf);
    const { code, out } = await certutil(...(await args()));
    expect(out).toMatch(
      new RegExp(`^CertUtil: -importPFX command FAILED: ${error} \\(.*\\)\nCertUtil: .*\\.\n$`),
    );
    expect(code).toBe(Number(error) & 0xff);
    expect(machine.store('MY')).toEqual([]);
  });

  test('without a password it waits for one for ever', async () => {
    await make();
    givePfx(leaf);
    const outcome = await Promise.race([
      certutil('-importPFX', 'MY', pfx),
      new Promise((resolve) => setTimeout(resolve, 700, 'waits')),
    ]);
    expect(outcome).toBe('waits');
  });

  test.each([
    ['an option after the verb', ['-importPFX', '-p', 'secret', 'MY', 'file.pfx']],
    ['the stores of a user', ['-user', '-p', 'secret', '-importPFX', 'MY', 'file.pfx']],
    ['no file', ['-p', 'secret', '-importPFX']],
    ['too much', ['-p', 'secret', '-importPFX', 'MY', 'file.pfx', 'NoExport', 'NoChain']],
    ['another verb', ['-dump', 'file.pfx']],
    ['verbose output', ['-v', '-store', 'MY']],
    ['nothing', []],
  ])('refuses %s', async (_why, args) => {
    await make();
    expect(await certutil(...args)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^CertUtil: Unknown arg: /),
    });
  });
});

describe('the stores', () => {
  beforeEach(() => make());

  test('list their certificates, with a key or without', async () => {
    machine.install(leaf);
    machine.install(intermediate, { store: 'CA', withKey: false });
    const my = await certutil('-store', 'my');
    expect(my.out).toMatch(/^my "Personal"\n={16} Certificate 0 ={16}\nSerial Number: [0-9a-f]{32}\n/);
    expect(my.out).toContain(`\nCert Hash(sha1): ${leaf.thumbprint.toLowerCase()}\n  Key Container = te-`);
    expect(my.out).toContain(`\n  Provider = ${cng}\n`);
    expect(my.out).toContain('\nIssuer: CN=Test Intermediate\n');
    const ca = await certutil('-store', 'CA');
    expect(ca.out).toContain(`${intermediate.thumbprint.toLowerCase()}\nNo key provider information\n`);
    expect(ca.out).not.toContain('Provider =');
    expect(await certutil('-store', 'WebHosting')).toMatchObject({
      code: 0,
      out: 'WebHosting "Web Hosting"\nCertUtil: -store command completed successfully.\n',
    });
  });

  test('older builds put blanks into the hash', async () => {
    machine.set({ hashStyle: 'spaced' });
    machine.install(leaf);
    const spaced = leaf.thumbprint.toLowerCase().replace(/(..)(?=.)/g, '$1 ');
    expect((await certutil('-store', 'MY')).out).toContain(`Cert Hash(sha1): ${spaced}\n`);
  });

  test('write a certificate to a file that is not there yet', async () => {
    machine.install(leaf);
    const file = join(machine.folder, 'out.cer');
    await certutil('-store', 'MY', leaf.thumbprint.toLowerCase(), file);
    expect(readFileSync(file)).toEqual(leaf.der);
    expect(await certutil('-store', 'MY', 'ab'.repeat(20))).toMatchObject({
      code: 0x11,
      out: expect.stringMatching(
        /^MY "Personal"\nCertUtil: -store command FAILED: 0x80090011 \(-2146893807 NTE_NOT_FOUND\)\n/,
      ),
    });
    expect((await certutil('-store', 'MY', leaf.thumbprint.slice(0, 10))).code).not.toBe(0);
  });

  test('take a certificate, once, and give it up', async () => {
    const file = join(machine.folder, 'ca.cer');
    writeFileSync(file, intermediate.der);
    expect((await certutil('-addstore', '-f', 'CA', file)).out).toContain(
      '"Test Intermediate" added to store.',
    );
    expect((await certutil('-addstore', 'CA', file)).out).toContain('"Test Intermediate" already in store.');
    expect(machine.store('ca')).toMatchObject([{ thumbprint: intermediate.thumbprint, key: null }]);
    expect(new X509Certificate(Buffer.from(machine.store('CA')[0]?.certificate ?? '', 'base64')).ca).toBe(
      true,
    );
    expect(await certutil('-delstore', 'CA', intermediate.thumbprint)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Deleting Certificate 0'),
    });
    expect(machine.store('CA')).toEqual([]);
    expect((await certutil('-delstore', 'CA', intermediate.thumbprint)).code).toBe(0);
  });

  test('change for nobody without rights', async () => {
    machine.set({ account: 'network-service' });
    machine.install(leaf);
    const file = join(machine.folder, 'ca.cer');
    writeFileSync(file, intermediate.der);
    expect((await certutil('-addstore', 'CA', file)).code).toBe(5);
    expect((await certutil('-delstore', 'MY', leaf.thumbprint)).code).toBe(5);
    expect((await certutil('-store', 'MY', leaf.thumbprint)).code).toBe(0);
    expect([machine.store('CA').length, machine.store('MY').length]).toEqual([0, 1]);
  });
});
