import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  fileDigits,
  isUniqueName,
  KeyFiles,
  keepsFiles,
  kindOfProvider,
} from '../../src/windows/key-files.js';

const guid = '1b3e7a52-8d0c-4d8a-9f35-0c7d2e5f6a71';
const cng = 'Microsoft Software Key Storage Provider';
const schannel = 'Microsoft RSA SChannel Cryptographic Provider';

describe('a provider', () => {
  it.each([
    [cng, 'cng', true],
    ['Microsoft Platform Crypto Provider', 'cng', false],
    ['Microsoft Smart Card Key Storage Provider', 'cng', false],
    ['Microsoft Passport Key Storage Provider', 'cng', false],
    ['nCipher Security World Key Storage Provider', 'cng', false],
    [schannel, 'csp', true],
    ['Microsoft Enhanced RSA and AES Cryptographic Provider', 'csp', true],
    ['Microsoft Enhanced Cryptographic Provider v1.0', 'csp', true],
    ['Microsoft Base Smart Card Crypto Provider', 'csp', false],
    ['nCipher Enhanced Cryptographic Provider', 'csp', false],
  ])('%s is of the kind %s', (name, kind, files) => {
    expect([kindOfProvider(name), keepsFiles(name)]).toEqual([kind, files]);
  });
});

describe('the name of a key file', () => {
  // Pairs that are public: those that every Windows has, and some out of published outputs of certutil.
  it.each([
    ['iisConfigurationKey', 'csp', '6de9cb26d2b98c01ec4e9e8b34824aa2'],
    ['{BCFFCA5D-B870-4CC2-A8E9-10A641CA58D0}', 'csp', '8e5a57f198ccf38cb4e07149dcca663d'],
    ['{5F5DD854-CC3B-4F6F-8B99-89FB55FFB67D}', 'csp', '89a3fdb59f7870ac900a6c61cfdea3a0'],
    ['31685cae-af6f-48fb-ac37-845c69b4c097', 'cng', 'bf4097e20d4480b8d6ebc139c9360f02'],
    ['Microsoft Connected Devices Platform device certificate', 'cng', 'de7cf8a7901d2ad13e5c67c29e5d1662'],
  ] as const)('comes from that of the container: %s', (container, kind, digits) => {
    expect(fileDigits(container, kind)).toBe(digits);
  });

  it('is not known for letters of a code page', () => {
    expect(fileDigits('schlüssel', 'csp')).toBeUndefined();
    expect(fileDigits('schlüssel', 'cng')).toMatch(/^[0-9a-f]{32}$/);
  });

  it('leads nowhere else', () => {
    expect(isUniqueName(`${'a'.repeat(32)}_${guid}`)).toBe(true);
    for (const name of [`../${'a'.repeat(32)}_${guid}`, `${'a'.repeat(32)}_${guid}\\..\\x`, 'a', ''])
      expect(isUniqueName(name)).toBe(false);
  });
});

describe('the file of a key', () => {
  function given(
    ...files: readonly (readonly [folder: 'Keys' | 'RSA/MachineKeys', name: string])[]
  ): KeyFiles {
    const programData = mkdtempSync(join(tmpdir(), 'program-data-'));
    onTestFinished(() => rmSync(programData, { recursive: true }));
    for (const [folder, name] of files) {
      mkdirSync(join(programData, 'Microsoft', 'Crypto', folder), { recursive: true });
      writeFileSync(join(programData, 'Microsoft', 'Crypto', folder, name), '');
    }
    return new KeyFiles(programData);
  }
  const legacyName = `${fileDigits('tp-1', 'csp')}_${guid}`;
  const cngName = `${fileDigits('tp-1', 'cng')}_${guid}`;

  it('is found by its container', async () => {
    const files = given(
      ['Keys', cngName],
      ['RSA/MachineKeys', legacyName],
      ['Keys', `${'0'.repeat(32)}_${guid}`],
    );
    expect(await files.ofContainer('TP-1', cng)).toEqual({ kind: 'cng', name: cngName });
    expect(await files.ofContainer('tp-1', schannel)).toEqual({ kind: 'csp', name: legacyName });
    expect(await files.ofContainer('tp-2', cng)).toBeUndefined();
    expect(await files.ofContainer('tp-1', 'Microsoft Platform Crypto Provider')).toBeUndefined();
  });

  it('is not guessed where two have its name: a copied server keeps the files of the one that it was', async () => {
    const another = legacyName.replace(guid, '00000000-8d0c-4d8a-9f35-0c7d2e5f6a71');
    const files = given(['RSA/MachineKeys', legacyName], ['RSA/MachineKeys', another]);
    expect(await files.ofContainer('tp-1', schannel)).toBeUndefined();
    const alone = given(['RSA/MachineKeys', another]);
    expect(await alone.ofContainer('tp-1', schannel)).toEqual({ kind: 'csp', name: another });
  });

  it.each([
    `${legacyName.slice(0, 32)}_tp-1`,
    legacyName.slice(0, 32),
    `x${legacyName}`,
    `${legacyName}.bak`,
    `tp-1_${guid}`,
    'tp-1',
  ])('is not one that only looks like it: %s', async (name) => {
    const files = given(['Keys', legacyName], ['RSA/MachineKeys', name]);
    expect(await files.ofContainer('tp-1', schannel)).toBeUndefined();
  });

  it('is found by a container that has the name of its file, and by that alone', async () => {
    const own = `${'5'.repeat(32)}_${guid}`;
    const files = given(['RSA/MachineKeys', own], ['RSA/MachineKeys', legacyName], ['Keys', cngName]);
    expect(await files.ofContainer(own, schannel)).toEqual({ kind: 'csp', name: own });
    expect(await files.ofContainer(own, cng)).toEqual({ kind: 'csp', name: own });
    expect(await files.ofContainer(cngName, schannel)).toBeUndefined();
    const named = `${fileDigits(own, 'csp')}_${guid}`;
    const doubtful = given(['RSA/MachineKeys', own], ['RSA/MachineKeys', named]);
    expect(await doubtful.ofContainer(own, schannel)).toBeUndefined();
  });

  it('is looked for where a legacy provider left it, too, as CNG does', async () => {
    const files = given(['RSA/MachineKeys', legacyName]);
    expect(await files.ofContainer('tp-1', cng)).toEqual({ kind: 'csp', name: legacyName });
  });

  it('is found by its unique name, and only as long as it is there', async () => {
    const files = given(['RSA/MachineKeys', legacyName]);
    const file = await files.named(legacyName);
    expect(file).toEqual({ kind: 'csp', name: legacyName });
    expect(await files.named(cngName)).toBeUndefined();
    expect(await files.named(`../MachineKeys/${legacyName}`)).toBeUndefined();
    rmSync(files.path({ kind: 'csp', name: legacyName }));
    expect(await files.has({ kind: 'csp', name: legacyName })).toBe(false);
  });

  it('seems to be gone only where all folders in which it could be can be read', async () => {
    const files = given(['Keys', cngName], ['RSA/MachineKeys', `${'0'.repeat(32)}_${guid}`]);
    expect(await files.seemsGone('tp-1', cng)).toBe(false);
    expect(await files.seemsGone('tp-2', cng)).toBe(true);
    expect(await files.seemsGone('tp-1', schannel)).toBe(true);
    expect(await files.seemsGone('tp-2', 'Microsoft Platform Crypto Provider')).toBe(false);
    expect(await given(['Keys', cngName]).seemsGone('tp-2', cng)).toBe(false);
  });

  it('is not there where the folders are not', async () => {
    expect(await new KeyFiles('/nowhere').ofContainer('tp-1', cng)).toBeUndefined();
  });
});
