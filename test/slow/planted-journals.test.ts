import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { issue } from '../../simulator/certificates/issue.js';
import { iisAppId } from '../../simulator/machine.js';
import { foreign, type Ground, next, old, openGround } from '../faults/ground.js';
import { wrongPassword } from '../faults/left-behind.js';
import { journalFolder } from '../scenarios/action.js';
import { expectError, warningsOf, writing } from '../scenarios/expectations.js';

/*
 * Only administrators can write where journals are. Should one be planted all the same, it can do no more than a run
 * could have left: no field of it becomes an option, a path or a command of its own.
 */

const adfs = '{5d89a20c-beab-4389-9447-324788eb944a}';
const root = issue({ isAuthority: true, commonName: 'An authority of the machine' });
const dead = 'dead.shop.example:443';

let ground: Ground;
/** A folder outside of every runner's, with a name as a run gives it. */
let outside: string;

beforeEach(async () => {
  ground = await openGround();
  const { machine } = ground;
  machine.install(next);
  machine.install(root, { store: 'Root' });
  machine.bind({ endpoint: '0.0.0.0:49443', certificate: foreign, appId: adfs });
  outside = join(mkdtempSync(join(tmpdir(), 'outside-')), 'rebind-iis-certificate-1');
  mkdirSync(outside);
  writeFileSync(join(outside, 'kept'), '');
});

afterEach(async () => {
  rmSync(join(outside, '..'), { recursive: true, force: true });
  await ground.close();
});

const settings = {
  checkMode: 0,
  revocationFreshnessTime: 0,
  urlRetrievalTimeout: 0,
  ctlIdentifier: null as string | null,
  ctlStoreName: null,
  flags: 0,
  unknown: [],
};

function change(text: string, more: Record<string, unknown> = {}) {
  return {
    endpoint: { kind: /^[\d[]/.test(text) ? 'ipport' : 'hostnameport', text, host: '', port: 0, key: '' },
    appId: iisAppId,
    before: { thumbprint: old.thumbprint, store: 'MY' },
    after: { thumbprint: next.thumbprint, store: 'MY' },
    settings: 0,
    ...more,
  };
}

/** The lines of a journal of this very runner; the binding that it names is dead, and is to be bound. */
function lines(header: Record<string, unknown> = {}, ...notes: unknown[]): string {
  const job = { runId: '1', runAttempt: '1', job: 'renew', tracking: 'github_0' };
  const first = {
    version: 2,
    created: '2030-01-01T00:00:00.000Z',
    origin: { computer: 'WEB-01', runner: 'web-01', job },
    temp: '/nowhere/rebind-iis-certificate-0',
    restoreAfterJob: 'never',
    abilities: { add: ['usagecheck', 'reject'], update: ['usagecheck', 'reject'] },
    settings: [settings],
    changes: [change(dead)],
    expiries: [],
    removeReplaced: [],
    ...header,
  };
  const applying = { phase: 'applying', methods: [] };
  return [first, applying, ...notes].map((each) => `${JSON.stringify(each)}\n`).join('');
}

function plant(text: string): string {
  const folder = journalFolder(ground.machine.systemRoot);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'journal-000001-00000000-0000-0000-0000-000000000000.jsonl');
  writeFileSync(file, text);
  return file;
}

const state = () => ({
  table: ground.machine.table(),
  stores: ['MY', 'CA', 'Root'].map((name) => ground.machine.store(name)),
});

it('does something at all where nothing is wrong with it', async () => {
  plant(lines());
  await ground.job.run('main', wrongPassword);
  expect(ground.machine.table().get(dead)?.hash).toBe(old.thumbprint.toLowerCase());
});

/** What has a form that no run writes: it is set aside, by name, and nothing else is done. */
const refused: Readonly<Record<string, string>> = {
  'a store that is an option': lines({
    changes: [change(dead, { before: { ...inMy(old), store: '-user' } })],
  }),
  'a store that is another kind of option': lines({
    changes: [change(dead, { before: { ...inMy(old), store: '/enterprise' } })],
  }),
  'a new store that is a trust store': lines({
    changes: [change(dead, { after: { ...inMy(next), store: 'Root' } })],
  }),
  'a store that is a path': lines({
    changes: [change(dead, { before: { ...inMy(old), store: '..\\Root' } })],
  }),
  'an import into the trusted roots': lines({}, importing('Root')),
  'an import into a store that is an option': lines({}, importing('-user')),
  'a replaced certificate in the trusted roots': lines({
    removeReplaced: [{ store: 'Root', thumbprint: root.thumbprint }],
  }),
  'an endpoint with an argument behind it': lines({ changes: [change(`${dead} certhash=00`)] }),
  'an endpoint with a quote': lines({ changes: [change(`"${dead}`)] }),
  'an endpoint with a line feed': lines({
    changes: [change(`${dead}\nhttp delete urlacl url=http://+:80/`)],
  }),
  'a binding that has no certificate': lines({
    changes: [change('443', { endpoint: { kind: 'ccs', text: '443', host: '', port: 443, key: '' } })],
  }),
  'an application id that is none': lines({
    changes: [change(dead, { appId: `${iisAppId} reject=enable` })],
  }),
  'an application id in capitals': lines({ changes: [change(dead, { appId: iisAppId.toUpperCase() })] }),
  'a thumbprint that is none': lines({
    changes: [change(dead, { before: { thumbprint: '*', store: 'MY' } })],
  }),
  'a control character in a setting': lines({ settings: [{ ...settings, ctlIdentifier: 'a\0b' }] }),
  'flags that are a text': lines({ settings: [{ ...settings, flags: '8' }] }),
  'flags beyond 32 bits': lines({ settings: [{ ...settings, flags: 2 ** 40 }] }),
  'an index that is negative': lines({ changes: [change(dead, { settings: -1 })] }),
  'an index beyond its settings': lines({ changes: [change(dead, { settings: 1 })] }),
  'an argument with a value': lines({ abilities: { add: ['reject=enable'], update: null } }),
  'no list where one should be': lines({ changes: { 0: change(dead), length: 1 } }),
  'a date that is none': lines({ created: '::error::x' }),
  'a key file that is a path': lines(
    {},
    { phase: 'granting', grant: { file: { kind: 'cng', name: '..\\..\\x' }, sids: ['S-1-1-0'] } },
  ),
  'an account that is none': lines(
    {},
    { phase: 'granting', grant: { file: { kind: 'cng', name: `${'0'.repeat(32)}_x` }, sids: ['*:(F)'] } },
  ),
  'a note that nobody knows': lines({}, { phase: 'restored-by-magic' }),
  'a name without end': lines({ origin: { computer: 'WEB-01', runner: 'x'.repeat(100_000), job: {} } }),
  'nothing in it': '',
  'no JSON': 'MZ\0\0\n',
  'JSON of another shape': '[]\n{}\nnull\n',
  'nesting without end': `${'['.repeat(200_000)}\n`,
  'nesting without end in a field': lines().replace(
    '"unknown":[]',
    `"unknown":${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  ),
  'the prototype of all objects': `{"__proto__":${lines().split('\n')[0]}}\n`,
};

function inMy({ thumbprint }: typeof old) {
  return { thumbprint, store: 'MY' };
}

function importing(store: string) {
  return { phase: 'importing', certificates: [{ store, thumbprint: root.thumbprint }] };
}

describe('a journal that was planted is set aside for', () => {
  it.each(Object.entries(refused))('%s', async (_, text) => {
    const file = plant(text);
    await expectSetAside(file);
  });

  it('being a link', async () => {
    const file = plant('');
    rmSync(file);
    const elsewhere = join(outside, 'elsewhere');
    writeFileSync(elsewhere, lines());
    symlinkSync(elsewhere, file);
    await expectSetAside(file);
    expect(existsSync(elsewhere)).toBe(true);
  });

  it('being a folder', async () => {
    const file = plant('');
    rmSync(file);
    mkdirSync(file);
    await expectSetAside(file);
  });

  it('being a pipe, which nobody waits for', async () => {
    const file = plant('');
    rmSync(file);
    execFileSync('mkfifo', [file]);
    await expectSetAside(file);
  });

  it('being larger than any that a run writes', async () => {
    const file = plant(lines());
    truncateSync(file, 5 * 1024 ** 3);
    await expectSetAside(file);
  });
});

async function expectSetAside(file: string): Promise<void> {
  const before = state();
  // The post step comes first: it leaves what is not its own, and says so.
  const post = await ground.job.run('post', { 'job-status': 'failure' });
  expect([post.code, post.errors, post.stderr]).toEqual([0, [], '']);
  const main = await ground.job.run('main', wrongPassword);
  expectError(main, { code: 'pfx-password-wrong', says: [] });
  expect(main.stderr).toBe('');
  expect(warningsOf(main).join()).toContain(`The journal is ${file}.set-aside now`);
  expect(warningsOf(main).join().length).toBeLessThan(10_000);
  expect([existsSync(file), writing(ground.machine.calls())]).toEqual([false, []]);
  expect(state()).toEqual(before);
  expect(existsSync(join(outside, 'kept'))).toBe(true);
}

/** What could be of a run. It does nothing that the rules of a later run do not allow. */
const allowed: Readonly<Record<string, () => string>> = {
  'a folder outside of RUNNER_TEMP': () => lines({ temp: outside, changes: [] }, { phase: 'restored' }),
  'a folder outside of RUNNER_TEMP, by a way around': () =>
    lines(
      { temp: join(ground.job.temp, '..', '..', outside.slice(tmpdir().length)), changes: [] },
      { phase: 'restored' },
    ),
  'the folder of the runner itself': () =>
    lines({ temp: ground.job.temp, changes: [] }, { phase: 'restored' }),
  'a folder on another computer': () =>
    lines({ temp: '\\\\elsewhere\\share\\rebind-iis-certificate-1', changes: [] }),
  'a binding of AD FS, as one that it has created': () =>
    lines(
      {
        restoreAfterJob: 'always',
        changes: [change('0.0.0.0:49443', { appId: adfs, before: null, after: inMy(foreign) })],
      },
      { phase: 'verified' },
    ),
  'another certificate, with reject=enable, for a binding that is there': () =>
    lines({
      settings: [{ ...settings, flags: 0x8 }],
      changes: [change(ground.targets[0] ?? '', { before: inMy(foreign), after: inMy(old) })],
    }),
  'another program for a binding that is there': () =>
    lines({
      changes: [change(ground.targets[0] ?? '', { appId: adfs, before: inMy(foreign), after: inMy(old) })],
    }),
  'a certificate of the machine, as one that another job has imported': () =>
    lines({ changes: [] }, { phase: 'importing', certificates: [inMy(foreign)] }, { phase: 'restored' }),
  'a certificate of the machine, as one that another job has replaced': () =>
    lines({ changes: [], removeReplaced: [inMy(foreign)] }, { phase: 'verified' }),
};

describe('a journal that was planted changes nothing with', () => {
  it.each(Object.entries(allowed))('%s', async (_, text) => {
    plant(text());
    writeFileSync(join(ground.job.temp, 'of the job'), '');
    const before = state();
    for (const step of ['post', 'main'] as const) {
      const end = await ground.job.run(step, { ...wrongPassword, 'job-status': 'failure' });
      expect(end.stderr).toBe('');
      expect(state()).toEqual(before);
    }
    expect(existsSync(join(outside, 'kept'))).toBe(true);
    expect(existsSync(join(ground.job.temp, 'of the job'))).toBe(true);
  });
});

it('does not hold a run up with thousands of bindings and certificates', async () => {
  const digits = (index: number) => index.toString(16).padStart(40, '0').toUpperCase();
  const many = Array.from({ length: 3_000 }, (_, index) =>
    change(`h${index}.shop.example:443`, {
      before: { thumbprint: digits(index), store: 'MY' },
      after: { thumbprint: digits(index + 5_000), store: 'MY' },
    }),
  );
  plant(lines({ changes: many }));
  const before = state();
  const end = await ground.job.run('main', wrongPassword);
  expectError(end, { code: 'pfx-password-wrong', says: [] });
  expect(state()).toEqual(before);
  expect(end.ms).toBeLessThan(60_000);
}, 120_000);
