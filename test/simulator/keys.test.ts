import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { issue } from '../../simulator/certificates/issue.js';
import { writePfx } from '../../simulator/certificates/pfx.js';
import { createMachine, iisAppId, type Machine } from '../../simulator/machine.js';
import type { Language, MachineOptions } from '../../simulator/machine-options.js';
import { netsh, run } from './run.js';

const cng = 'Microsoft Software Key Storage Provider';
const schannel = 'Microsoft RSA SChannel Cryptographic Provider';
const rsa = issue({ names: ['www.example.com'], key: 'rsa2048' });
const ec = issue({ names: ['www.example.com'] });

let machine: Machine;
let pfx: string;

async function make(options: Partial<MachineOptions> = {}): Promise<void> {
  machine = await createMachine({ codePage: 65001, ...options });
  pfx = join(machine.folder, 'file.pfx');
}

afterEach(() => machine.close());

const certutil = (...args: string[]) => run(machine, 'certutil.exe', ...args);

function importPfx(provider: string, modifiers?: string, certificate = rsa) {
  writeFileSync(pfx, writePfx(certificate, { password: 'secret' }));
  const more = modifiers === undefined ? [] : [modifiers];
  return certutil('-f', '-p', 'secret', '-csp', provider, '-importPFX', 'MY', pfx, ...more);
}

/** Whether HTTP.sys takes a certificate of MY. */
async function canBind(certificate = rsa): Promise<boolean> {
  const args = [`certhash=${certificate.thumbprint}`, `appid=${iisAppId}`, 'certstorename=MY'];
  const { code } = await netsh(machine, 'add sslcert', 'ipport=0.0.0.0:8443', ...args);
  await netsh(machine, 'delete sslcert', 'ipport=0.0.0.0:8443');
  return code === 0;
}

describe('an import makes a key file', () => {
  const folders: [provider: string, modifiers: string | undefined, folder: string, usable: boolean][] = [
    [cng, undefined, 'Microsoft/Crypto/Keys', true],
    [cng, 'NoExport', 'Microsoft/Crypto/Keys', true],
    [schannel, 'AT_KEYEXCHANGE', 'Microsoft/Crypto/RSA/MachineKeys', true],
    [schannel, 'NoExport,AT_KEYEXCHANGE', 'Microsoft/Crypto/RSA/MachineKeys', true],
    [schannel, 'AT_SIGNATURE', 'Microsoft/Crypto/RSA/MachineKeys', false],
    [schannel, undefined, 'Microsoft/Crypto/RSA/MachineKeys', false],
  ];

  test.each(folders)('%s %s', async (provider, modifiers, folder, usable) => {
    await make();
    expect((await importPfx(provider, modifiers)).code).toBe(0);
    const [file = ''] = machine.keys.list();
    expect(dirname(file)).toBe(join(machine.programData, folder));
    expect(basename(file)).toMatch(new RegExp(`^[0-9a-f]{32}_${machine.options.machineGuid}$`));
    expect(machine.programData).toBe(join(machine.systemRoot, '..', 'ProgramData'));
    expect(machine.store('MY')).toMatchObject([{ provider, uniqueName: basename(file), keyUsable: usable }]);
    expect(await canBind()).toBe(usable);
    const { out } = await certutil('-store', 'MY', rsa.thumbprint);
    expect(out).toContain(`\n  Unique container name: ${basename(file)}\n  Provider = ${provider}\n`);
    const isSignature = provider === schannel && !usable;
    expect(out).toContain(isSignature ? '\nSignature test passed\n' : '\nEncryption test passed\n');
  });

  // Pairs that are public.
  test.each([
    ['{BCFFCA5D-B870-4CC2-A8E9-10A641CA58D0}', schannel, '8e5a57f198ccf38cb4e07149dcca663d'],
    ['31685cae-af6f-48fb-ac37-845c69b4c097', cng, 'bf4097e20d4480b8d6ebc139c9360f02'],
  ])('whose name follows from that of the container: %s', async (container, provider, digits) => {
    await make();
    machine.install(rsa, { container, provider });
    expect(machine.store('MY')[0]?.uniqueName).toBe(`${digits}_${machine.options.machineGuid}`);
    machine.set({ keyFileNames: 'random' });
    machine.install(rsa, { container, provider });
    expect(machine.store('MY')[0]?.uniqueName).not.toContain(digits);
  });

  test('a key of a legacy provider without a modifier may be for exchange', async () => {
    await make({ cspKeySpec: 'exchange' });
    await importPfx(schannel);
    expect(machine.store('MY')).toMatchObject([{ keySpec: 1 }]);
    expect(await canBind()).toBe(true);
  });

  const refused: [why: string, provider: string, modifiers: string | undefined, code: number][] = [
    ['an EC key in a legacy provider', schannel, 'AT_KEYEXCHANGE', 0x29],
    ['a provider that nobody has', 'microsoft software key storage provider', undefined, 0x19],
    ['a provider too weak for any key', 'Microsoft Base Cryptographic Provider v1.0', undefined, 0x19],
    ['a key specification in CNG', cng, 'AT_KEYEXCHANGE', 0x57],
  ];

  test.each(refused)('but not for %s', async (_why, provider, modifiers, code) => {
    await make();
    expect((await importPfx(provider, modifiers, ec)).code).toBe(code);
    expect([machine.keys.list(), machine.store('MY')]).toEqual([[], []]);
  });

  test('nor for two key specifications at once', async () => {
    await make();
    expect((await importPfx(schannel, 'AT_KEYEXCHANGE,AT_SIGNATURE')).code).toBe(0x57);
    expect(machine.keys.list()).toEqual([]);
  });

  test('with the default access list of its kind, and a new one at each import', async () => {
    await make({ keyAccess: { cng: 'D:P(A;;FA;;;SY)', csp: 'D:PAI(A;;GAGR;;;BA)(A;;GAGR;;;SY)' } });
    await importPfx(cng);
    await importPfx(schannel, 'AT_KEYEXCHANGE');
    const lists = machine.keys.list().map((file) => machine.keys.access(file).entries.length);
    expect(lists).toEqual([1, 2]);
    expect(machine.store('MY')).toHaveLength(1);
  });
});

describe('-store', () => {
  const labels: [Language, string[]][] = [
    ['en', ['  Key Container = ', '  Unique container name: ', '  Provider = ']],
    ['de', ['  Schlüsselcontainer = ', '  Eindeutiger Containername: ', '  Anbieter = ']],
    ['fr', ['  Conteneur de clé\u00a0= ', '  Nom de conteneur unique\u00a0: ', '  Fournisseur = ']],
    ['xx', ['  ソ=', '  表 = ソ：', '  表\u00a0= ']],
  ];

  test.each(labels)('names the key in %s', async (language, [container, unique, provider]) => {
    await make({ language });
    machine.install(rsa, { provider: schannel, container: 'my key' });
    const [{ uniqueName = '' } = {}] = machine.store('MY');
    const { out } = await certutil('-store', 'MY');
    expect(out).toContain(`\n${container}my key\n${unique}${uniqueName}\n${provider}${schannel}\n`);
  });

  test('names the file first where the certificate has its name', async () => {
    await make({ containerNames: 'unique' });
    machine.install(rsa, { container: 'my key' });
    const [{ uniqueName = '' } = {}] = machine.store('MY');
    expect((await certutil('-store', 'MY')).out).toContain(
      `\n  Key Container = ${uniqueName}\n  Simple container name: my key\n  Provider = ${cng}\n`,
    );
  });

  test('names no file of a key that is gone, that the account may not open, or that is on a chip', async () => {
    await make();
    machine.install(rsa);
    machine.install(ec, { provider: 'Microsoft Platform Crypto Provider' });
    const chip = (await certutil('-store', 'MY', ec.thumbprint)).out;
    expect(chip).toContain('\n  Provider = Microsoft Platform Crypto Provider\n');
    expect(chip).not.toContain('Unique');
    machine.set({ account: 'network-service' });
    const denied = (await certutil('-store', 'MY', rsa.thumbprint)).out;
    expect(denied).toContain(`\n  Provider = ${cng}\n\n`);
    expect(denied).not.toContain('Unique');
    const [file = ''] = machine.keys.list();
    machine.keys.setAccess(file, 'D:PAI(A;;FA;;;SY)(A;;FR;;;NS)');
    expect((await certutil('-store', 'MY', rsa.thumbprint)).out).toContain('Unique');
    rmSync(file);
    expect((await certutil('-store', 'MY', rsa.thumbprint)).out).toContain(
      `\n  Provider = ${cng}\nMissing stored keyset\n`,
    );
  });
});

describe('HTTP.sys needs the key', () => {
  const lists: [sddl: string, usable: boolean][] = [
    ['D:PAI(A;;FA;;;SY)', true],
    ['D:PAI(A;;FR;;;BA)', true],
    ['D:PAI(A;;0x80120089;;;WD)', true],
    ['D:PAI(A;;FA;;;NS)', false],
    ['D:PAI(D;;FR;;;SY)(A;;FA;;;BA)', false],
    ['D:PAI(A;;FA;;;BA)(D;;FR;;;SY)', true],
    ['D:PAI(A;IO;FA;;;SY)', false],
    ['D:PAI', false],
  ];

  test.each(lists)('as SYSTEM: %s', async (sddl, usable) => {
    await make();
    machine.install(rsa, { keyAccess: sddl });
    expect(await canBind()).toBe(usable);
  });

  test('as long as its file is there', async () => {
    await make();
    machine.install(rsa);
    rmSync(machine.keys.list()[0] ?? '');
    expect(await canBind()).toBe(false);
  });
});

describe('-delstore', () => {
  test.each(['left', 'deleted'] as const)('of a certificate: its key file is %s', async (delstoreKeys) => {
    await make({ delstoreKeys });
    machine.install(rsa);
    const files = machine.keys.list();
    expect((await certutil('-delstore', 'MY', rsa.thumbprint)).code).toBe(0);
    expect(machine.store('MY')).toEqual([]);
    expect(machine.keys.list()).toEqual(delstoreKeys === 'left' ? files : []);
  });
});

describe('-delkey', () => {
  const found = { delkey: 'finds-machine-keys' } as const;

  test('deletes a container, whether a certificate still has it or not', async () => {
    await make(found);
    machine.install(rsa, { container: 'one' });
    machine.install(ec, { container: 'two' });
    await certutil('-delstore', 'MY', ec.thumbprint);
    expect(await certutil('-csp', cng, '-delkey', 'two')).toMatchObject({
      code: 0,
      out: '\n  two\nCertUtil: -delkey command completed successfully.\n',
    });
    expect(await canBind()).toBe(true);
    expect((await certutil('-csp', cng, '-delkey', 'one')).code).toBe(0);
    expect(machine.keys.list()).toEqual([]);
    expect(await canBind()).toBe(false);
    expect((await certutil('-csp', cng, '-delkey', 'one')).code).toBe(0x16);
  });

  test('takes the key from every certificate that shares it', async () => {
    await make(found);
    machine.install(rsa, { container: 'one' });
    machine.install(ec, { keyOf: rsa.thumbprint });
    expect(machine.keys.list()).toHaveLength(1);
    await certutil('-csp', cng, '-delkey', 'one');
    expect([await canBind(rsa), await canBind(ec)]).toEqual([false, false]);
  });

  const refused: [why: string, options: Partial<MachineOptions>, args: string[], code: number][] = [
    ['keys of the machine, where it finds only those of the user', {}, ['-csp', cng, '-delkey', 'one'], 0x16],
    ['another name', found, ['-csp', cng, '-delkey', 'ONE'], 0x16],
    ['a key of another provider', found, ['-csp', schannel, '-delkey', 'one'], 0x16],
    ['no provider', found, ['-delkey', 'one'], 0x57],
    ['an unknown provider', found, ['-csp', 'x', '-delkey', 'one'], 0x19],
    ['the provider behind it', found, ['-delkey', '-csp', cng, 'one'], 1],
    ['two names', found, ['-csp', cng, '-delkey', 'one', 'two'], 1],
    ['nobody without rights', { ...found, account: 'network-service' }, ['-csp', cng, '-delkey', 'one'], 5],
  ];

  test.each(refused)('refuses %s', async (_why, options, args, code) => {
    await make(options);
    machine.install(rsa, { container: 'one' });
    expect((await certutil(...args)).code).toBe(code);
    expect(machine.keys.list().every((file) => existsSync(file))).toBe(true);
    expect(machine.keys.list()).toHaveLength(1);
  });

  test('goes by the name of the file where the certificate has that', async () => {
    await make({ ...found, containerNames: 'unique' });
    machine.install(rsa, { container: 'one' });
    const [{ uniqueName = '' } = {}] = machine.store('MY');
    expect((await certutil('-csp', cng, '-delkey', 'one')).code).toBe(0x16);
    expect((await certutil('-csp', cng, '-delkey', uniqueName ?? '')).code).toBe(0);
    expect(machine.keys.list()).toEqual([]);
  });
});
