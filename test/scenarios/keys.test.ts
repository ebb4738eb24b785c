import { describe, expect, it } from 'vitest';
import { printSddl } from '../../simulator/access/sddl.js';
import type { Issued } from '../../simulator/certificates/issue.js';
import type { KeyKind } from '../../simulator/certificates/keys.js';
import type { Installation } from '../../simulator/machine.js';
import { expectError, expectSuccess, warningsOf, writing } from './expectations.js';
import { names, openScene, type Scene, type SceneOptions } from './scene.js';

const cng = 'Microsoft Software Key Storage Provider';
const schannel = 'Microsoft RSA SChannel Cryptographic Provider';
const aes = 'Microsoft Enhanced RSA and AES Cryptographic Provider';
const pool = 'S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415';

const defaults = 'D:PAI(A;;FA;;;SY)(A;;FA;;;BA)';
const networkService = `${defaults}(A;;FR;;;NS)`;

/** A server with a binding for each of these certificates, which the new one succeeds. */
async function sceneWith(installations: readonly Installation[], options: SceneOptions = {}) {
  const scene = await openScene(options);
  const olds = installations.map((installation, index) => {
    const old = scene.issue({ names, validTo: 5 + index, key: 'rsa2048' });
    scene.machine.install(old, installation);
    scene.machine.bind({ endpoint: `127.0.0.1:${443 + index}`, certificate: old });
    return old;
  });
  const renewed = (key: KeyKind) => scene.issue({ names, validTo: 90, key });
  return { ...scene, olds, renewed };
}

const quiet = { handshake: 'off' };

function storedAs({ machine }: Pick<Scene, 'machine'>, { thumbprint }: Issued) {
  return machine.store('MY').find((each) => each.thumbprint === thumbprint);
}

/** The access list of a certificate's key, as icacls would save it; undefined if there is no such key. */
function listOf(scene: Pick<Scene, 'machine'>, certificate: Issued): string | undefined {
  const { keys } = scene.machine;
  const stored = storedAs(scene, certificate);
  const path = stored ? keys.pathOf(stored) : null;
  return path !== null && keys.isKeyFile(path) ? printSddl(keys.access(path)) : undefined;
}

/** The files of all keys of the machine with their lists. */
function keysOf({ machine: { keys } }: Pick<Scene, 'machine'>): string[] {
  return keys.list().map((path) => `${path} ${printSddl(keys.access(path))}`);
}

describe('the key of the renewed certificate goes', () => {
  it.each<[string, Installation[], KeyKind, Record<string, string>, string, RegExp | null]>([
    ['to the very same legacy provider', [{ provider: aes }], 'rsa2048', {}, aes, null],
    ['to CNG where the replaced one is there', [{ provider: cng }], 'rsa2048', {}, cng, null],
    ['to CNG if it is no RSA key', [{ provider: schannel }], 'p256', {}, cng, /Import: .*Exchange.*\.NET/],
    [
      'to CNG where the replaced ones are in both',
      [{ provider: schannel }, { provider: cng }],
      'rsa2048',
      {},
      cng,
      /Import: .*both kinds.*Exchange/,
    ],
    ['to CNG if asked to', [{ provider: schannel }], 'rsa2048', { 'key-provider': 'cng' }, cng, null],
    [
      'to a legacy provider if asked to',
      [{ provider: cng }],
      'rsa2048',
      { 'key-provider': 'csp' },
      schannel,
      null,
    ],
  ])('%s', async (_, installations, key, inputs, provider, warning) => {
    const scene = await sceneWith(installations);
    const next = scene.renewed(key);
    const end = await scene.run({ ...scene.given(next), ...quiet, ...inputs });
    expectSuccess(end, 'rebound');
    expect(storedAs(scene, next)).toMatchObject({ provider, keyUsable: true, exportable: false });
    expect(end.stdout).toContain(`The new key goes to ${provider}: `);
    const warnings = warningsOf(end);
    expect(warnings).toEqual(warning === null ? [] : [expect.stringMatching(warning)]);
  });

  it('nowhere if a legacy provider is asked for that does not take it', async () => {
    const scene = await sceneWith([{ provider: schannel }]);
    const end = await scene.run({ ...scene.given(scene.renewed('p256')), 'key-provider': 'csp' });
    expectError(end, { code: 'input-conflict', says: ['"key-provider" is csp', 'EC prime256v1'] });
    expect(writing(scene.newCalls())).toEqual([]);
  });
});

describe('who could use the replaced key', () => {
  it.each<[string, SceneOptions]>([
    ['plain', {}],
    [
      'with odd names and files',
      { containerNames: 'unique', aclFileMark: true, language: 'fr', codePage: 850 },
    ],
    ['with files whose names tell nothing', { keyFileNames: 'random' }],
    ['with containers named like such files', { keyFileNames: 'random', containerNames: 'unique' }],
  ])('can use the new one, and nobody else: %s', async (_, options) => {
    const keyAccess = `D:PAI(D;;FR;;;LS)(A;;FA;;;SY)(A;;FA;;;BA)(A;;0x80120089;;;NS)(A;;FA;;;${pool})(A;;FR;;;LS)`;
    const scene = await sceneWith([{ keyAccess }], options);
    const next = scene.renewed('rsa2048');
    const end = await scene.run({ ...scene.given(next), ...quiet });
    expectSuccess(end, 'rebound');
    expect(warningsOf(end)).toEqual([]);
    expect(end.stdout).toContain('NETWORK SERVICE (S-1-5-20) may use the new key (read)');
    expect(end.stdout).toContain(`IIS AppPool\\DefaultAppPool (${pool}) may use the new key (full control)`);
    expect(end.report?.grantedAccess).toEqual([
      { sid: 'S-1-5-20', account: 'NETWORK SERVICE (S-1-5-20)', right: 'read' },
      { sid: pool, account: `IIS AppPool\\DefaultAppPool (${pool})`, right: 'full' },
    ]);
    const list = listOf(scene, next) ?? '';
    for (const entry of ['(A;;FR;;;NS)', `(A;;FA;;;${pool})`]) expect(list).toContain(entry);
    expect(list).not.toContain('LS');
  });

  it('is not carried over where it is not to be', async () => {
    const scene = await sceneWith([{ keyAccess: networkService }]);
    const next = scene.renewed('rsa2048');
    const end = await scene.run({ ...scene.given(next), ...quiet, 'key-permissions': 'none' });
    expectSuccess(end, 'rebound');
    expect(end.report?.grantedAccess).toEqual([]);
    expect(listOf(scene, next)).toBe(defaults);
    expect(scene.newCalls().some(({ program }) => program === 'icacls.exe')).toBe(false);
  });

  it('is not carried over where two services had one key, and none had the other', async () => {
    const scene = await sceneWith([{ keyAccess: `${networkService}(A;;FR;;;LS)` }, { keyAccess: defaults }]);
    const next = scene.renewed('rsa2048');
    const end = await scene.run({ ...scene.given(next), ...quiet });
    expectSuccess(end, 'rebound');
    expect(warningsOf(end)).toEqual([
      expect.stringMatching(
        /^Import: The permissions of the replaced keys are not carried over .*differ.*LOCAL SERVICE/,
      ),
    ]);
    expect(listOf(scene, next)).toBe(defaults);
  });

  it('is only a warning where icacls is not there', async () => {
    const scene = await sceneWith([{ keyAccess: networkService }], { missingPrograms: ['icacls.exe'] });
    const next = scene.renewed('rsa2048');
    const end = await scene.run({ ...scene.given(next), ...quiet });
    expectSuccess(end, 'rebound');
    expect(warningsOf(end)).toEqual([expect.stringMatching(/^Import: .*icacls\.exe is not on this machine/)]);
  });
});

describe('a run that is rolled back leaves', () => {
  const failing = { handshake: 'required', 'handshake-timeout': '1' };

  it('neither its key nor its permissions', async () => {
    const scene = await sceneWith([{ provider: schannel, keyAccess: networkService }]);
    const before = [keysOf(scene), scene.state()];
    const end = await scene.run({ ...scene.given(scene.renewed('rsa2048')), ...failing });
    expectError(end, { code: 'handshake-failed', says: [] });
    expect([keysOf(scene), scene.state()]).toEqual(before);
  });

  it('the permissions of a key that was there as they were', async () => {
    const scene = await sceneWith([{ keyAccess: networkService }]);
    const next = scene.renewed('rsa2048');
    scene.machine.install(next, { keyAccess: `${defaults}(A;;FR;;;LS)` });
    const before = [keysOf(scene), scene.state()];
    const end = await scene.run({ thumbprint: next.thumbprint, ...failing });
    expectError(end, { code: 'handshake-failed', says: [] });
    expect(scene.newCalls().some(({ args }) => args.includes('/grant'))).toBe(true);
    expect(end.report?.grantedAccess).toEqual([]);
    expect([keysOf(scene), scene.state()]).toEqual(before);
  });
});

describe('a replaced certificate is deleted', () => {
  it.each<[string, SceneOptions]>([
    ['with its key', { delkey: 'finds-machine-keys' }],
    ['with its key, although certutil does not find it', { delkey: 'misses-machine-keys' }],
    ['with its key, whose file only certutil knows', { keyFileNames: 'random' }],
  ])('%s', async (_, options) => {
    const scene = await sceneWith([{ provider: aes }], options);
    const [old] = scene.olds;
    const next = scene.renewed('rsa2048');
    const others = keysOf(scene).length;
    const end = await scene.run({ ...scene.given(next), ...quiet, 'remove-replaced': 'true' });
    expectSuccess(end, 'rebound');
    expect(warningsOf(end)).toEqual([]);
    expect(old && storedAs(scene, old)).toBeUndefined();
    // The new key in the place of the old one.
    expect(keysOf(scene)).toHaveLength(others);
    expect(end.report).toMatchObject({ deletedCertificates: [old?.thumbprint] });
  });

  it('from both stores in which a binding used it, and is named once', async () => {
    const scene = await sceneWith([{}]);
    const [old] = scene.olds;
    if (!old) throw new Error('no certificate');
    scene.machine.install(old, { store: 'WebHosting' });
    scene.machine.bind({ endpoint: '127.0.0.1:8443', certificate: old, store: 'WebHosting' });
    const end = await scene.run({
      ...scene.given(scene.renewed('rsa2048')),
      ...quiet,
      'remove-replaced': 'true',
    });
    expectSuccess(end, 'rebound');
    expect(end.report?.deletedCertificates).toEqual([old.thumbprint]);
    expect([storedAs(scene, old), scene.machine.store('WebHosting')]).toEqual([undefined, []]);
  });

  it('without its key where another certificate has the same', async () => {
    const scene = await sceneWith([{}]);
    const [old] = scene.olds;
    if (!old) throw new Error('no certificate');
    const other = scene.issue({ names: ['other.example'], key: old.key });
    scene.machine.install(other, { keyOf: old.thumbprint });
    const next = scene.renewed('rsa2048');
    const end = await scene.run({ ...scene.given(next), ...quiet, 'remove-replaced': 'true' });
    expectSuccess(end, 'rebound');
    expect(warningsOf(end).join()).toContain(`the certificate ${other.thumbprint} in MY uses it, too`);
  });
});
