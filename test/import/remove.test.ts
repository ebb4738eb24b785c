import { describe, expect, it } from 'vitest';
import { certificateKey } from '../../src/import/imported.js';
import { removeImported } from '../../src/import/remove-imported.js';
import { type ReplacedUsers, removeReplaced } from '../../src/import/remove-replaced.js';
import { issue } from '../certificate/issue.js';
import { entry, inspection } from '../plan/given.js';
import { aes, cng, GivenMachine, type Quirks, schannel } from './given.js';

const old = issue({ commonName: 'old.example.com' }).certificate;
const other = issue({ commonName: 'other.example.com' }).certificate;
const authority = issue({ commonName: 'Authority', ca: true }).certificate;
const myOld = { store: 'MY', thumbprint: old.thumbprint };

const empty = inspection().table;
const unreadable = { ...empty, unreadable: [['a record', `that holds ${old.thumbprint.toLowerCase()}`]] };
const noOthers = { users: [], unread: [] };
const nobody: ReplacedUsers = { table: empty, others: noOthers, needed: new Set() };

describe('a replaced certificate', () => {
  const remove = (given: GivenMachine, users: Partial<ReplacedUsers> = {}) =>
    removeReplaced(given.machine, [myOld], { ...nobody, ...users });

  it.each([cng, schannel, aes])('is deleted with its key: %s', async (provider) => {
    const given = new GivenMachine({ namesFiles: true });
    given.has(old, { provider, container: 'le-old' });
    given.has(other);
    expect(await remove(given)).toEqual({
      deleted: [myOld],
      kept: [],
      notes: [`The replaced certificate ${old.thumbprint} was deleted from MY, and its key with it.`],
      warnings: [],
    });
    expect([given.isIn('MY', old), given.isIn('MY', other), given.lists.size]).toEqual([false, true, 1]);
    expect(given.done).toEqual([
      'registry SystemCertificates',
      `-delstore MY ${old.thumbprint}`,
      'registry SystemCertificates',
      `-delkey ${provider} le-old`,
    ]);
  });

  it.each<[string, Partial<ReplacedUsers>, string]>([
    [
      'a binding uses',
      { table: inspection(entry('10.0.0.5:443', { uses: old })).table },
      '10.0.0.5:443 still uses it',
    ],
    [
      'an FTP site uses',
      {
        others: {
          users: [{ kind: 'ftp-site', thumbprint: old.thumbprint, name: 'Files' }],
          unread: ['Remote Desktop'],
        },
      },
      'FTP site Files still uses it',
    ],
    [
      'somebody may use who could not be asked',
      { others: { users: [], unread: ['the FTP sites of IIS', 'SQL Server'] } },
      'it could not be read whether others use it: the FTP sites of IIS, SQL Server',
    ],
    ['an unreadable record may use', { table: unreadable }, 'a binding that cannot be read may use it'],
    [
      'a journal needs',
      { needed: new Set([certificateKey(myOld)]) },
      'another run may have to bind it again',
    ],
  ])('that %s stays', async (_, users, why) => {
    const given = new GivenMachine();
    given.has(old);
    expect(await remove(given, users)).toEqual({
      deleted: [],
      kept: [{ ...myOld, why }],
      notes: [],
      warnings: [`The replaced certificate ${old.thumbprint} stays in MY: ${why}.`],
    });
    expect(given.done).toEqual([]);
  });

  it('is not kept for those who use another one', async () => {
    const given = new GivenMachine();
    given.has(old);
    const users = {
      table: inspection(entry('10.0.0.5:443', { uses: other })).table,
      others: {
        users: [{ kind: 'remote-desktop', thumbprint: other.thumbprint, name: 'RDP-Tcp' }] as const,
        unread: [],
      },
    };
    expect((await remove(given, users)).deleted).toEqual([myOld]);
  });

  it.each([
    ['MY', other],
    ['WebHosting', old],
  ])('leaves a key that a certificate in %s uses, too', async (store, user) => {
    const given = new GivenMachine();
    given.has(old, { container: 'shared' });
    given.has(user, { store, container: 'shared' });
    const { deleted, warnings } = await remove(given);
    expect(deleted).toEqual([myOld]);
    expect(warnings).toEqual([
      expect.stringContaining(
        `but its key stays: the certificate ${user.thumbprint} in ${store} uses it, too.`,
      ),
    ]);
    expect(given.lists.size).toBe(1);
    expect(given.done.join()).not.toContain('-delkey');
  });

  it('leaves a key that another one knows by the name of its file', async () => {
    const given = new GivenMachine({ namesFiles: true });
    given.has(old, { container: 'le-old' });
    const file = given.keyOf(old).replace('/cng/', '');
    given.has(other, { container: file.toUpperCase(), list: null });
    const { deleted, warnings } = await remove(given);
    expect([deleted, given.lists.size]).toEqual([[myOld], 1]);
    expect(warnings).toEqual([
      expect.stringContaining(`the certificate ${other.thumbprint} in MY uses it, too.`),
    ]);
  });

  it('goes with the key that two have that are both deleted', async () => {
    const given = new GivenMachine();
    given.has(old, { container: 'shared' });
    given.has(other, { container: 'shared' });
    const both = [myOld, { store: 'MY', thumbprint: other.thumbprint }];
    const { deleted, warnings } = await removeReplaced(given.machine, both, nobody);
    expect([deleted, warnings, given.lists.size]).toEqual([both, [], 0]);
  });

  it('is deleted with its key although certutil does not find that', async () => {
    const given = new GivenMachine({ fails: { '-delkey': '0x80090016' } });
    given.has(old);
    const { deleted, warnings } = await remove(given);
    expect([deleted, warnings, given.lists.size]).toEqual([[myOld], [], 0]);
  });

  it.each<[string, Quirks, string]>([
    [
      'certutil does not find it',
      { fails: { '-delkey': '0x80090016' }, keepsKeyFiles: true },
      'CertUtil: -delkey FAILED: 0x80090016',
    ],
    ['certutil only claims to', { lies: ['-delkey'], keepsKeyFiles: true }, 'CertUtil: -delkey succeeded.'],
  ])('is deleted although its key is not, and that is said with its file: %s', async (_, quirks, words) => {
    const given = new GivenMachine(quirks);
    given.has(old);
    const path = given.keyOf(old);
    const { deleted, warnings } = await remove(given);
    expect(deleted).toEqual([myOld]);
    expect(warnings).toEqual([
      expect.stringContaining(`its key stays: certutil did not delete it (${words}).`),
    ]);
    expect(warnings[0]).toContain(`Its file is ${path}`);
  });

  it('leaves the key that a chip or a module keeps', async () => {
    const given = new GivenMachine();
    given.has(old, { provider: 'Microsoft Platform Crypto Provider', list: null });
    const { deleted, warnings } = await remove(given);
    expect([deleted, warnings]).toEqual([
      [myOld],
      [expect.stringContaining('kept by Microsoft Platform Crypto Provider')],
    ]);
    expect(given.done.join()).not.toContain('-delkey');
  });

  it.each<[string, Quirks]>([
    ['says so', { fails: { '-delstore': '0x80070005' } }],
    ['claims the contrary', { lies: ['-delstore'] }],
    ['claims the contrary, and the registry shows nothing', { lies: ['-delstore'], noRegistry: true }],
  ])('that certutil does not delete keeps its key: certutil %s', async (_, quirks) => {
    const given = new GivenMachine(quirks);
    given.has(old);
    const { deleted, kept, warnings } = await remove(given);
    expect([deleted, kept.length, warnings.length]).toEqual([[], 1, 1]);
    expect(given.lists.size).toBe(1);
  });

  it('leaves its key where it is not certain who else has it', async () => {
    const given = new GivenMachine({ noRegistry: true });
    given.has(old);
    const { deleted, warnings } = await remove(given);
    expect([deleted, given.lists.size]).toEqual([[myOld], 1]);
    expect(warnings).toEqual([expect.stringContaining('not certain that no other certificate uses it')]);
  });

  it('that is gone already, or has no key, is no warning', async () => {
    const given = new GivenMachine();
    expect(await remove(given)).toMatchObject({ deleted: [], kept: [], warnings: [] });
    given.has(old, { provider: null });
    expect(await remove(given)).toMatchObject({ deleted: [myOld], warnings: [] });
    given.has(old, { list: null });
    expect(await remove(given)).toMatchObject({ deleted: [myOld], warnings: [] });
  });
});

describe('an imported certificate', () => {
  const both = [myOld, { store: 'CA', thumbprint: authority.thumbprint }];
  const remove = (given: GivenMachine, table = empty, needed: ReadonlySet<string> = new Set()) =>
    removeImported(given.machine, both, { table, needed });

  it('is removed with its key, the key first', async () => {
    const given = new GivenMachine();
    given.has(old, { container: 'new-key' });
    given.has(authority, { store: 'CA', provider: null });
    expect(await remove(given)).toEqual([]);
    expect([given.entries.length, given.lists.size]).toEqual([0, 0]);
    expect(given.done.filter((each) => each.startsWith('-'))).toEqual([
      `-delkey ${cng} new-key`,
      `-delstore MY ${old.thumbprint}`,
      `-delstore CA ${authority.thumbprint}`,
    ]);
  });

  it('is removed once more without a word where it is gone', async () => {
    const given = new GivenMachine();
    expect(await remove(given)).toEqual([]);
    expect(given.done.some((each) => each.startsWith('-'))).toBe(false);
  });

  it.each([
    ['a binding uses', inspection(entry('0.0.0.0:443', { uses: old })).table, new Set<string>(), []],
    ['a journal needs', empty, new Set([certificateKey(myOld)]), []],
    [
      'an unreadable record may use',
      unreadable,
      new Set<string>(),
      [expect.stringContaining('a binding that cannot be read')],
    ],
  ])('that %s stays with its key', async (_, table, needed, warnings) => {
    const given = new GivenMachine();
    given.has(old);
    expect(await removeImported(given.machine, [myOld], { table, needed })).toEqual(warnings);
    expect([given.isIn('MY', old), given.lists.size]).toEqual([true, 1]);
  });

  it('goes although its key stays, and that is said once', async () => {
    const given = new GivenMachine({ lies: ['-delkey'], keepsKeyFiles: true });
    given.has(old);
    const warnings = await remove(given);
    expect(warnings).toEqual([expect.stringContaining(`The key of the certificate ${old.thumbprint}`)]);
    expect(given.isIn('MY', old)).toBe(false);
  });

  it('that certutil does not remove is tried again, and told', async () => {
    const given = new GivenMachine({ fails: { '-delstore': '0x80070005' } });
    given.has(old);
    const warnings = await removeImported(given.machine, [myOld], { table: empty, needed: new Set() });
    expect(warnings).toEqual([
      expect.stringContaining('may still be in MY: CertUtil: -delstore FAILED: 0x80070005'),
    ]);
    expect(given.done.filter((each) => each.startsWith('-delstore'))).toHaveLength(3);
  });

  it.each<[string, Quirks]>([
    ['as the registry says', {}],
    ['as certutil says where the registry shows nothing', { noRegistry: true }],
  ])('keeps a key that another certificate uses, %s', async (_, quirks) => {
    for (const store of ['MY', 'WebHosting']) {
      const given = new GivenMachine(quirks);
      given.has(old, { container: 'shared' });
      given.has(other, { store, container: 'SHARED' });
      const warnings = await remove(given);
      expect(warnings).toEqual([
        expect.stringContaining(`the certificate ${other.thumbprint} in ${store} uses it, too`),
      ]);
      expect(given.done.join()).not.toContain('-delkey');
    }
  });

  it('goes with a key that nobody else has, though the registry shows nothing', async () => {
    const given = new GivenMachine({ noRegistry: true });
    given.has(old, { container: 'new-key' });
    given.has(other);
    expect(await remove(given)).toEqual([]);
    expect([given.isIn('MY', old), given.lists.size]).toEqual([false, 1]);
  });
});
