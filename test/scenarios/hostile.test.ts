import { describe, expect, it } from 'vitest';
import type { Fault } from '../../simulator/state/faults.js';
import { allPoison } from '../github/hostile.js';
import { rendered } from '../github/rendered.js';
import { expectSuccess, warningsOf } from './expectations.js';
import { openScene, type Scene, type SceneOptions } from './scene.js';

const commands = [
  '::error::boom',
  '::set-output name=rebound::[]',
  '::add-mask::a',
  '::stop-commands::z',
  '##[error]boom',
  '##[set-output name=changed;]true',
  '  ::warning::boom',
].join('\r\n');

/** A server of which everything that has a name has a hostile one. */
async function hostileServer(options: SceneOptions = {}) {
  const scene = await openScene({
    iis: [
      {
        // Without what IIS's configuration, which is XML, cannot hold.
        name: allPoison.replace(/\p{Cc}/gu, ''),
        id: 1,
        bindings: [{ protocol: 'https', bindingInformation: '*:443:', sslFlags: 0 }],
      },
    ],
    extraFields: [['::error::boom ##[error]boom : ', 'Set']],
    ...options,
  });
  const { machine } = scene;
  const names = ['*.my-domain.com', '|<script>::error::', '##[error]boom'];
  const commonName = `${allPoison}\n::error::boom`;
  const [old, next] = [9, 90].map((validTo) => scene.issue({ commonName, names, validTo }));
  machine.install(old!, { friendlyName: allPoison });
  machine.bind(
    { endpoint: '0.0.0.0:443', certificate: old!, appId: '{11111111-2222-3333-4444-555555555555}' },
    { endpoint: 'www.my-domain.com:443', certificate: old! },
  );
  // scene.run() itself expects that nothing of all this acts as a command.
  const run = (inputs: Record<string, string>) =>
    scene.run({ ...scene.given(next!), handshake: 'off', ...inputs }, { debug: true });
  return { ...scene, run, hostileOld: old!, hostileNext: next! };
}

/** What the summary consists of, apart from its words. */
function expectWellFormed(summary: string): void {
  const { tags, links, headings, tables } = rendered(summary);
  expect([tags.filter((tag) => tag !== 'code'), headings]).toEqual([[], ['Rebind IIS Certificate']]);
  // The section of our own about a failure, and nothing that came from outside.
  for (const link of links)
    expect(link).toMatch(/^https:\/\/github\.com\/[^#]*\/docs\/troubleshooting\.md#[a-z-]+$/);
  for (const table of tables) expect(new Set(table.map((cells) => cells.length)).size).toBe(1);
}

describe('names that look like commands and markup', () => {
  it('are names, in the log, in the summary and in outputs', async () => {
    const scene = await hostileServer();
    const inventory = await scene.run({ pfx: '', 'pfx-password': '', 'dry-run': 'true' });
    expectSuccess(inventory, 'inventory');
    expectWellFormed(inventory.summary);
    const end = await scene.run({ 'friendly-name': allPoison.replace(/\p{Cc}/gu, '').slice(0, 200) });
    expectSuccess(end, 'rebound');
    expectWellFormed(end.summary);
    expect(end.outputs['dns-names']).toBe('["*.my-domain.com"]');
    expect(end.outputs.subject).toContain('::error::boom');
    expect(end.outputs.changed).toBe('true');
    const [row] = end.report!.bindings.filter(({ endpoint }) => endpoint === '0.0.0.0:443');
    expect([row?.owner, row?.result]).toEqual(['IIS', 'rebound']);
    expect(row?.sites).toHaveLength(1);
  });
});

describe('what a program prints', () => {
  const match = (program: string, argsInclude: string[] = []) => ({ program, argsInclude });
  it.each<[what: string, fault: Fault]>([
    ['a failing import', { fault: 'error', match: match('certutil.exe', ['-importPFX']), text: commands }],
    [
      'a failing change',
      { fault: 'error', match: match('netsh.exe', ['0.0.0.0:443', 'update']), text: commands },
    ],
    ['a table', { fault: 'error', match: match('netsh.exe', ['show']), text: commands, exitCode: 0 }],
    ['a registry', { fault: 'error', match: match('reg.exe'), text: commands, exitCode: 0 }],
    ['the sites', { fault: 'error', match: match('appcmd.exe'), text: `<appcmd>${commands}` }],
    ['the groups', { fault: 'error', match: match('whoami.exe'), text: commands }],
  ])('never acts as a command: %s', async (_what, fault) => {
    const scene = await hostileServer();
    scene.machine.faults([fault]);
    const end = await scene.run({ bindings: '0.0.0.0:443' });
    expectWellFormed(end.summary);
    expect(end.outputs.changed).toBe(end.code === 0 ? 'true' : 'false');
  });
});

it.each(['finds-machine-keys', 'misses-machine-keys'] as const)(
  'deletes its own key and no other whose file the certificate is named like: certutil %s',
  async (delkey) => {
    const scene = await openScene({ delkey });
    const { machine, old } = scene;
    machine.bind({ endpoint: '127.0.0.1:443', certificate: old });
    const uniqueName = machine.store('MY')[0]?.uniqueName;
    const keys = machine.keys.list();
    const next = scene.issue({ commonName: String(uniqueName), names: ['*.my-domain.com'], validTo: 90 });
    const inputs = {
      ...scene.given(next),
      bindings: '127.0.0.1:443',
      'allow-name-mismatch': 'true',
      handshake: 'off',
      'restore-after-job': 'always',
    };
    expectSuccess(await scene.run(inputs), 'rebound');
    expect(machine.keys.list()).toHaveLength(keys.length + 1);
    const post = await scene.post({ ...inputs, 'job-status': 'success' });
    expect([post.code, post.errors, warningsOf(post)]).toEqual([0, [], []]);
    expect(machine.keys.list()).toEqual(keys);
  },
);

it('keeps secrets out of the log when every program fails with debug logging', async () => {
  const scene: Scene = await openScene();
  scene.machine.bind({ endpoint: '0.0.0.0:443', certificate: scene.old });
  const key = scene.next.key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const pem = { certificate: `${scene.next.pem}${scene.intermediate.pem}`, 'private-key': key };
  const imports = { program: 'certutil.exe', argsInclude: '-importPFX' };
  for (const faults of [
    [],
    [{ fault: 'error', match: imports }],
    [{ fault: 'garbage' }],
  ] satisfies Fault[][]) {
    scene.machine.faults(faults);
    for (const inputs of [scene.given(), pem])
      await scene.run({ ...inputs, handshake: 'off' }, { debug: true });
  }
});
