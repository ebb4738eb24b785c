import { describe, expect, it } from 'vitest';
import { assemble } from '../../src/certificate/assemble.js';
import type { Certificate } from '../../src/certificate/certificate.js';
import { importAgain, importCertificate, importFailure } from '../../src/import/import.js';
import { missingOf } from '../../src/import/intermediates.js';
import { usersOf } from '../../src/import/key-users.js';
import { type ImportPlan, planImport } from '../../src/import/plan-import.js';
import { withdrawGrants } from '../../src/import/withdraw-grants.js';
import type { StoredCertificate } from '../../src/inspect/stored-certificates.js';
import { issue, issueChain, rsaKeys } from '../certificate/issue.js';
import { cng, defaultList, GivenMachine, type Quirks, schannel } from './given.js';

const { root, intermediate, leaf } = issueChain({ keys: rsaKeys() });
const fresh = leaf.certificate;
const old = issue({ keys: rsaKeys() }).certificate;
const older = issue({ keys: rsaKeys() }).certificate;

const bundle = {
  ...assemble(
    [{ key: leaf.privateKey }],
    [leaf, intermediate, root].map(({ certificate }) => ({ certificate })),
    new Date(),
  ),
  friendlyName: 'From the file',
};

/** The plan for the new certificate on a machine as it is. */
function planFor(given: GivenMachine, replaced: readonly StoredCertificate[], hasFile = true): ImportPlan {
  const store = given.entries.filter((each) => each.store === 'MY');
  const issuers = given.entries.filter((each) => each.store === 'CA');
  const key = { exportable: false, provider: 'keep', permissions: 'keep', friendlyName: null } as const;
  const opened = { certificate: fresh, bundle: hasFile ? bundle : null };
  return planImport(opened, { store, issuers, replaced }, { store: 'MY', key, now: new Date() });
}

const networkService = '(A;;FR;;;NS)';

const run = (given: GivenMachine, plan: ImportPlan) =>
  importCertificate(given.machine, plan, { undo: given.undo, hide: () => undefined });

describe('an import', () => {
  it('registers what undoes it, and only then brings what is missing', async () => {
    const given = new GivenMachine();
    given.has(older);
    const result = await run(given, planFor(given, []));
    expect(result).toMatchObject({ keyIsFresh: true, granted: [], warnings: [] });
    expect(given.done).toEqual([
      `undo import MY ${fresh.thumbprint}`,
      `undo import CA ${intermediate.certificate.thumbprint}`,
      `-importPFX MY ${cng}`,
      '-addstore CA',
      'friendly name From the file',
    ]);
    expect([given.isIn('MY', fresh), given.isIn('CA', intermediate.certificate)]).toEqual([true, true]);
    expect(given.isIn('CA', root.certificate)).toBe(false);
  });

  it('hides the one-time password of the file that certutil reads', async () => {
    const given = new GivenMachine();
    const hidden: string[] = [];
    const hide = (secret: string) => hidden.push(secret);
    await importCertificate(given.machine, planFor(given, []), { undo: given.undo, hide });
    expect(hidden).toEqual(['one-time']);
  });

  it('starts no program where everything is there', async () => {
    const given = new GivenMachine();
    given.has(fresh);
    given.has(intermediate.certificate, { store: 'CA', provider: null });
    expect(await run(given, planFor(given, []))).toMatchObject({
      keyIsFresh: false,
      said: null,
      warnings: [],
    });
    expect(given.done).toEqual([]);
  });

  it('changes nothing where that could not be registered', async () => {
    const given = new GivenMachine();
    given.has(older);
    const undo = { ...given.undo, willImport: () => Promise.reject(new Error('disk full')) };
    const work = importCertificate(given.machine, planFor(given, []), { undo, hide: () => undefined });
    await expect(work).rejects.toThrow('disk full');
    expect(given.done).toEqual([]);
  });

  it.each([
    ['with its key, is left as it is', cng, ['find'], false],
    ['without its key, brings the key and undoes nothing', null, ['find', '-importPFX'], true],
  ] as const)(
    'of a certificate that only certutil knows to be there %s',
    async (_, provider, verbs, isFresh) => {
      const given = new GivenMachine({ noRegistry: true });
      const plan = { ...planFor(given, []), intermediates: [] };
      given.has(fresh, { provider });
      expect(await run(given, plan)).toMatchObject({ keyIsFresh: isFresh });
      expect(
        given.done.filter((each) => /^(find|undo|-)/.test(each)).map((each) => each.split(' ')[0]),
      ).toEqual(verbs);
    },
  );

  it('that fails is reported with the words of certutil, once nothing is changing any more', async () => {
    const given = new GivenMachine({ fails: { '-importPFX': '0x80090029' } });
    await expect(run(given, planFor(given, []))).rejects.toMatchObject({
      code: 'import-failed',
      parts: {
        evidence: 'CertUtil: -importPFX FAILED: 0x80090029',
        next: `The ${cng} refused this kind of key; use RSA or EC P-256/P-384.`,
      },
    });
    expect(given.isIn('CA', intermediate.certificate)).toBe(true);
  });

  it('that seems to fail, but did not, goes on', async () => {
    const given = new GivenMachine({ fails: { '-importPFX': '0x80070057' } });
    given.has(older);
    const plan = planFor(given, []);
    given.has(fresh);
    expect(await run(given, plan)).toMatchObject({ keyIsFresh: true });
  });

  it('that is repeated gives the key to its users again, and undoes that alone', async () => {
    const given = new GivenMachine();
    const replaced = given.has(old, { list: `D:${networkService}` });
    given.has(fresh, { list: null });
    const plan = planFor(given, [replaced]);
    if (!plan.leaf) throw new Error('no file');
    const options = { undo: given.undo, hide: () => undefined };
    const { granted } = await importAgain(given.machine, { ...plan, leaf: plan.leaf }, options);
    expect(granted).toHaveLength(1);
    expect(given.done.filter((each) => each.startsWith('undo'))).toEqual(['undo grant 3 S-1-5-20']);
  });

  it('that certutil only claims is told from a key that cannot be used', async () => {
    const given = new GivenMachine({ lies: ['-importPFX'] });
    const plan = planFor(given, []);
    const result = await run(given, plan);
    expect(await importFailure(given.machine, plan, result)).toMatchObject({
      code: 'import-failed',
      parts: { evidence: 'CertUtil: -importPFX succeeded.' },
    });
    given.has(fresh);
    expect(await importFailure(given.machine, plan, result)).toBeUndefined();
  });
});

describe('an intermediate', () => {
  /** What an import says of it, and what is said once handshakes have shown these certificates. */
  async function warningsOf(given: GivenMachine, shown: readonly Certificate[] = []) {
    const { warnings, unread } = await run(given, planFor(given, []));
    const seen = new Set(shown.map(({ thumbprint }) => thumbprint));
    const programs = given.done.length;
    const later = await missingOf(given.machine, unread, seen);
    return { warnings, later, programs: given.done.slice(programs) };
  }
  const lost = expect.stringMatching(/Test Intermediate could not be added .*CertUtil: -addstore/);

  it('is looked for at once where certutil says that it failed', async () => {
    const given = new GivenMachine({ fails: { '-addstore': '0x80070005' } });
    expect(await warningsOf(given)).toEqual({ warnings: [lost], later: [], programs: [] });
    expect(given.done).toContain('registry CA');
  });

  it('is looked for in the end where certutil only claims that it worked', async () => {
    const given = new GivenMachine({ lies: ['-addstore'] });
    const { thumbprint } = intermediate.certificate;
    expect(await warningsOf(given, [root.certificate])).toEqual({
      warnings: [],
      later: [lost],
      programs: ['registry CA', `find CA ${thumbprint}`],
    });
  });

  it('needs no program once a handshake has shown it', async () => {
    const found = await warningsOf(new GivenMachine(), [intermediate.certificate]);
    expect(found).toEqual({ warnings: [], later: [], programs: [] });
  });

  it('is there for certutil where the registry does not show it, or cannot be read', async () => {
    for (const quirks of [{ noRegistry: true }, { registryFails: 'program-failed' }] as const)
      expect(await warningsOf(new GivenMachine(quirks))).toMatchObject({ warnings: [], later: [] });
  });

  it('is not looked for any further where the run is to end', async () => {
    const fails = { '-addstore': '0x80070005' };
    const cancelled = new GivenMachine({ fails, registryFails: 'cancelled' });
    await expect(run(cancelled, planFor(cancelled, []))).rejects.toMatchObject({ code: 'cancelled' });
  });
});

const pool = 'S-1-5-82-1-2-3-4-5';
const administrators = '(A;;FA;;;BA)(A;;FA;;;SY)';

describe('who may use the key', () => {
  it.each([
    ['nobody', defaultList, []],
    [
      'the defaults in any order and form',
      'D:P(A;;0xd01f01ff;;;CO)(A;;GA;;;BA)(A;;FA;;;S-1-5-18)(A;;FR;;;OW)',
      [],
    ],
    ['administrators under another name', 'D:(A;;FR;;;LA)(A;;FA;;;DA)', []],
    ['a service', `D:PAI${administrators}${networkService}`, [['S-1-5-20', 'read']]],
    ['an administrator of the key', `D:(A;;FA;;;LS)`, [['S-1-5-19', 'full']]],
    ['one with more than reading, but not all', `D:(A;;0x1301bf;;;${pool})`, [[pool, 'read']]],
    ['one with less than reading', `D:(A;;0x20089;;;NS)(A;;RC;;;LS)`, []],
    ['one that is denied', `D:(D;;FR;;;NS)(A;;FR;;;NS)(A;;FR;;;LS)`, [['S-1-5-19', 'read']]],
    ['one that inherits', `D:AI(A;ID;FR;;;NS)`, [['S-1-5-20', 'read']]],
    ['one of what lies below', `D:(A;OICIIO;FR;;;NS)`, []],
    ['one whose SID only the domain knows', `D:(A;;FR;;;DU)`, [['DU', 'read']]],
  ])('%s', (_, sddl, expected) => {
    expect([...(usersOf(sddl) ?? [])]).toEqual(expected);
  });
});

describe('the users of the replaced key', () => {
  it('may use the new one', async () => {
    const given = new GivenMachine({ namesFiles: true });
    const list = `D:PAI${administrators}${networkService}(A;;FA;;;${pool})`;
    const { granted, notes, warnings } = await run(
      given,
      planFor(given, [given.has(old, { list, provider: schannel })]),
    );
    expect(granted).toEqual([
      { sid: 'S-1-5-20', right: 'read', account: 'NETWORK SERVICE (S-1-5-20)' },
      { sid: pool, right: 'full', account: `an application pool of IIS (${pool})` },
    ]);
    expect(warnings).toEqual([]);
    expect(notes.join(' ')).toContain(
      'NETWORK SERVICE (S-1-5-20) may use the new key (read), as it could the replaced one.',
    );
    expect(given.listOf(fresh)).toBe(`${defaultList}(A;;FR;;;S-1-5-20)(A;;FA;;;${pool})`);
    expect(given.listOf(old)).toBe(list);
    // The key is this run's own: a roll-back deletes its file.
    expect(given.done.filter((each) => each.startsWith('undo grant'))).toEqual([]);
    expect(given.done.filter((each) => /^(find|icacls)/.test(each))).toEqual([
      'icacls save 1',
      `find MY ${fresh.thumbprint}`,
      'icacls save 3',
      'icacls grant 3 S-1-5-20 read',
      `icacls grant 3 ${pool} full`,
      'icacls save 3',
    ]);
  });

  it('cost one program where there are none', async () => {
    const given = new GivenMachine({ namesFiles: true });
    await run(given, planFor(given, [given.has(old)]));
    expect(given.done.filter((each) => /^(find|icacls)/.test(each))).toEqual(['icacls save 1']);
  });

  it.each([
    ['no users of their own, which says enough', defaultList, 8],
    ['users, of which all must have the same', `D:${networkService}`, 9],
  ])('are read of many replaced keys as long as it matters: those have %s', async (_, list, read) => {
    const given = new GivenMachine({ namesFiles: true });
    const replaced = Array.from({ length: 9 }, () => given.has(issue().certificate, { list }));
    const { warnings } = await run(given, planFor(given, replaced));
    const saved = given.done.filter((each) => /^icacls save [1-9]$/.test(each));
    expect([saved.length, warnings]).toEqual([read, []]);
  });

  it('cost none where permissions are not carried over', async () => {
    const given = new GivenMachine();
    const plan = { ...planFor(given, [given.has(old, { list: `D:${networkService}` })]), permissionsOf: [] };
    expect(await run(given, plan)).toMatchObject({ granted: [] });
    expect(given.done.filter((each) => /^(find|icacls)/.test(each))).toEqual([]);
  });

  it('may use a key that was there before, and that is undone by a roll-back', async () => {
    const given = new GivenMachine();
    const before = `D:AI(A;;FA;;;SY)(A;;FR;;;LS)(A;ID;FA;;;BA)`;
    given.has(fresh, { list: before });
    const list = `D:${administrators}${networkService}(A;;FR;;;LS)`;
    const plan = planFor(given, [given.has(old, { list })], false);
    expect(await run(given, plan)).toMatchObject({ granted: [{ sid: 'S-1-5-20' }], warnings: [] });
    const at = given.done.indexOf('undo grant 1 S-1-5-20');
    expect(at).toBeGreaterThan(0);
    expect(given.done[at + 1]).toBe('icacls grant 1 S-1-5-20 read');
    const name = given.keyOf(fresh).split('/').at(-1) ?? '';
    const grants = [{ file: { kind: 'cng', name }, sids: ['S-1-5-20'] }] as const;
    expect(await withdrawGrants(given.machine, grants)).toEqual([]);
    expect(given.listOf(fresh)).toBe(before);
    // Once more changes nothing.
    const calls = given.done.length;
    expect(await withdrawGrants(given.machine, grants)).toEqual([]);
    expect(given.done.slice(calls)).toEqual(['icacls save 1']);
  });

  it('that may use the new key already are left as they are', async () => {
    const given = new GivenMachine();
    given.has(fresh, { list: `D:(A;;FR;;;NS)` });
    const plan = planFor(given, [given.has(old, { list: `D:(A;;FA;;;NS)` })], false);
    expect(await run(given, plan)).toMatchObject({ granted: [], warnings: [] });
    expect(given.listOf(fresh)).toBe('D:(A;;FR;;;NS)');
  });

  it('are carried over where several replaced keys have the same', async () => {
    const given = new GivenMachine();
    const plan = planFor(given, [
      given.has(old, { list: `D:${administrators}(A;;FR;;;NS)(A;;FR;;;LS)` }),
      given.has(older, { list: `D:AI(A;;0x120089;;;S-1-5-19)(A;ID;GR;;;NS)${administrators}` }),
    ]);
    expect(await run(given, plan)).toMatchObject({ granted: [{}, {}], warnings: [] });
  });

  it('are not carried over where they differ', async () => {
    const given = new GivenMachine();
    const plan = planFor(given, [given.has(old, { list: `D:${networkService}` }), given.has(older)]);
    const { granted, warnings } = await run(given, plan);
    expect(granted).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining('they differ')]);
    expect(warnings[0]).toContain(`NETWORK SERVICE (S-1-5-20) read (${old.thumbprint})`);
    expect(warnings[0]).toContain(`nobody besides the defaults (${older.thumbprint})`);
    expect(given.listOf(fresh)).toBe(defaultList);
  });

  const given = (
    list: string | null,
    provider = cng,
    quirks: Quirks = {},
  ): [GivenMachine, StoredCertificate] => {
    const machine = new GivenMachine(quirks);
    return [machine, machine.has(old, { list, provider })];
  };
  it.each([
    ['their list is not understood', given('D:NO_ACCESS_CONTROL'), 'is not understood'],
    ['the file of the key is gone', given(null), 'was not found'],
    ['the key is in a TPM', given(null, 'Microsoft Platform Crypto Provider'), 'not in a file'],
    ['icacls fails', given(`D:${networkService}`, cng, { icaclsFails: ['save'] }), 'Access is denied.'],
  ])('are not known where %s, which is only a warning', async (_, [machine, stored], words) => {
    const { granted, warnings } = await run(machine, planFor(machine, [stored]));
    expect(granted).toEqual([]);
    // Its provider is worth a warning of its own, but that one is the plan's.
    expect(warnings).toEqual([expect.stringContaining(words)]);
  });

  it('are not known where one of several keys cannot be read', async () => {
    const machine = new GivenMachine();
    const plan = planFor(machine, [
      machine.has(old, { list: `D:${networkService}` }),
      machine.has(older, { list: null }),
    ]);
    expect((await run(machine, plan)).warnings).toEqual([
      expect.stringContaining(`those of ${older.thumbprint} could not be read`),
    ]);
  });

  it('do not matter where the replaced certificate has no key', async () => {
    const machine = new GivenMachine();
    const plan = planFor(machine, [machine.has(old, { provider: null })]);
    expect((await run(machine, plan)).warnings).toEqual([]);
  });

  it('that could not be allowed are named in a warning', async () => {
    const machine = new GivenMachine({ icaclsFails: ['S-1-5-20'] });
    const plan = planFor(machine, [machine.has(old, { list: `D:${networkService}(A;;FR;;;LS)` })]);
    const { granted, warnings } = await run(machine, plan);
    expect(granted.map((each) => each.sid)).toEqual(['S-1-5-19']);
    expect(warnings).toEqual([
      expect.stringMatching(/NETWORK SERVICE \(S-1-5-20\) read\. The reason: icacls on S-1-5-20/),
    ]);
  });

  it('that are nearly everybody are allowed, with a warning', async () => {
    const machine = new GivenMachine();
    const plan = planFor(machine, [machine.has(old, { list: 'D:(A;;FR;;;WD)' })]);
    const { granted, warnings } = await run(machine, plan);
    expect(granted).toHaveLength(1);
    expect(warnings).toEqual([expect.stringContaining('Everyone (S-1-1-0) could use the replaced key')]);
  });

  it('that only the domain knows are named in a warning, and the others are allowed', async () => {
    const machine = new GivenMachine();
    const plan = planFor(machine, [machine.has(old, { list: 'D:(A;;FR;;;DU)(A;;FR;;;NS)' })]);
    const { granted, warnings } = await run(machine, plan);
    expect(granted.map((each) => each.sid)).toEqual(['S-1-5-20']);
    expect(warnings).toEqual([expect.stringContaining('replaced one: Domain Users (DU) read.')]);
  });
});

describe('grants that are taken back', () => {
  const grantsOn = (given: GivenMachine, of: Certificate) => {
    const name = given.keyOf(of).split('/').at(-1) ?? '';
    return [{ file: { kind: 'cng', name }, sids: ['S-1-5-20'] }] as const;
  };

  it('leave what has changed since as it is', async () => {
    const given = new GivenMachine();
    given.has(fresh, { list: 'D:(A;;FA;;;SY)(A;;FR;;;NS)(A;;FR;;;LS)' });
    expect(await withdrawGrants(given.machine, grantsOn(given, fresh))).toEqual([]);
    expect(given.listOf(fresh)).toBe('D:(A;;FA;;;SY)(A;;FR;;;LS)');
  });

  it('do not matter where the key is gone', async () => {
    const given = new GivenMachine();
    given.has(fresh, { list: null });
    expect(await withdrawGrants(given.machine, grantsOn(given, fresh))).toEqual([]);
    expect(given.done).toEqual([]);
  });

  it('that stay are a warning with the file and the account', async () => {
    const given = new GivenMachine({ icaclsFails: ['restore'] });
    given.has(fresh, { list: 'D:(A;;FR;;;NS)' });
    expect(await withdrawGrants(given.machine, grantsOn(given, fresh))).toEqual([
      expect.stringMatching(
        /^NETWORK SERVICE \(S-1-5-20\) may still use the key \/cng\/.*icacls could not restore$/,
      ),
    ]);
  });
});
