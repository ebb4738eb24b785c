import { describe, expect, it } from 'vitest';
import type { MachineOptions } from '../../simulator/machine-options.js';
import type { Call } from '../../simulator/state/calls.js';
import { expectError, expectSuccess, warningsOf } from './expectations.js';
import { openScene, type Scene } from './scene.js';

/** A server that answers for three host names, as most are. */
async function server(options: Partial<MachineOptions> = {}): Promise<Scene> {
  const scene = await openScene(options);
  const [socket = ''] = await scene.machine.listen('0.0.0.0:0');
  const port = socket.split(':').at(-1);
  const hosts = ['a', 'b', 'c'].map((label) => `${label}.my-domain.com`);
  for (const host of hosts) scene.machine.bind({ endpoint: `${host}:${port}`, certificate: scene.old });
  const bindings = hosts.map((host) => ({
    protocol: 'https',
    bindingInformation: `*:${port}:${host}`,
    sslFlags: 1,
  }));
  scene.machine.set({ iis: [{ name: 'Shop', id: 1, bindings }] });
  scene.newCalls();
  return scene;
}

/** What each program was for, in any order. */
function purposes(calls: readonly Call[]): string[] {
  return calls
    .map(({ program, args, script }) => {
      const text = args.join(' ');
      if (script !== undefined) return script.includes(' help') ? 'netsh: table and helps' : 'netsh: change';
      if (program !== 'reg.exe')
        return `${program} ${/^-\w{5,}|-importPFX|\/save|http show/.exec(text)?.[0] ?? ''}`.trim();
      return `reg: ${/([^\\]+(?:\\Certificates)?) \/s$/.exec(text)?.[1]}`;
    })
    .sort();
}

const otherUsers = [
  'Listener',
  'Microsoft SQL Server',
  'My\\Certificates',
  'Parameters',
  'RDP-Tcp',
  'Server',
];
const reading = ['netsh: table and helps', 'reg: MY\\Certificates', 'reg: Parameters'];
const byOthers = otherUsers.map((each) => `reg: ${each}`);

describe('the programs', () => {
  it('of an inventory', async () => {
    const scene = await server();
    expectSuccess(await scene.run({ 'dry-run': 'true' }), 'inventory');
    expect(purposes(scene.newCalls())).toEqual(
      ['netsh.exe http show', 'reg: MY\\Certificates', 'reg: Parameters', ...byOthers].sort(),
    );
  });

  it('of a dry run', async () => {
    const scene = await server();
    expectSuccess(await scene.run({ ...scene.given(), 'dry-run': 'true' }), 'planned');
    expect(purposes(scene.newCalls())).toEqual([...reading, 'reg: CA\\Certificates', ...byOthers].sort());
  });

  it('of a run, and of one that has nothing to change', async () => {
    const scene = await server();
    expectSuccess(await scene.run({ ...scene.given(), handshake: 'required' }), 'rebound');
    expect(purposes(scene.newCalls())).toEqual(
      [
        ...[...reading, 'reg: CA\\Certificates', ...byOthers, 'whoami.exe'],
        ...['certutil.exe -addstore', 'certutil.exe -importPFX', 'icacls.exe /save'],
        ...['netsh: change', 'reg: SslSniBindingInfo', 'netsh: change', 'reg: SslSniBindingInfo'],
      ].sort(),
    );
    expectSuccess(await scene.run({ ...scene.given(), handshake: 'required' }), 'unchanged');
    expect(purposes(scene.newCalls())).toEqual(reading);
  });

  it('that tell of rights run where something is to be changed, and before anything is written', async () => {
    const scene = await server();
    const run = await scene.run(scene.given());
    expectSuccess(run, 'rebound');
    const calls = scene.newCalls();
    const at = calls.findIndex(({ program }) => program === 'whoami.exe');
    const writes = calls.findIndex(({ args }) => /^-(addstore|f)$/.test(args[0] ?? '') && args.length > 2);
    expect(at).toBeGreaterThan(-1);
    expect(writes).toBeGreaterThan(at);
    scene.machine.set({ account: 'network-service' });
    expectSuccess(await scene.run(scene.given()), 'unchanged');
    expect(scene.newCalls().some(({ program }) => program === 'whoami.exe')).toBe(false);
  });
});

describe('an intermediate', () => {
  const faults = [
    { fault: 'no-effect', match: { program: 'certutil.exe', argsInclude: '-addstore' } },
  ] as const;
  const lost = expect.stringMatching(
    /^Import: The intermediate certificate .*could not be added to the store CA/,
  );

  it.each(['required', 'off'])(
    'that certutil only claims to have added is missed in the end, with handshakes %s',
    async (handshake) => {
      const scene = await server();
      scene.machine.faults(faults);
      const end = await scene.run({ ...scene.given(), handshake });
      expectSuccess(end, 'rebound');
      expect(warningsOf(end)).toContainEqual(lost);
    },
  );

  it('is not added where it is there, and a roll-back leaves it there', async () => {
    const scene = await server();
    scene.machine.install(scene.intermediate, { store: 'CA', withKey: false });
    const end = await scene.run({ ...scene.given(), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(scene.newCalls().filter(({ args }) => args[0] === '-addstore')).toEqual([]);
    const renewed = scene.issue({ names: ['*.my-domain.com'], validTo: 99 });
    const [endpoint = ''] = scene.machine.table().keys();
    scene.machine.misbehave(endpoint, { kind: 'stale', when: 'changed' });
    expect((await scene.run(scene.given(renewed))).report?.outcome).toBe('rolled-back');
    expect(scene.machine.store('CA').map(({ thumbprint }) => thumbprint)).toEqual([
      scene.intermediate.thumbprint,
    ]);
  });

  it('is there where no handshake could show it', async () => {
    const scene = await server();
    const end = await scene.run({ ...scene.given(), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(warningsOf(end)).toEqual([]);
    expect(purposes(scene.newCalls()).filter((each) => each === 'reg: CA\\Certificates')).toHaveLength(2);
  });
});

it('says that rights are missing where that may be why the machine cannot be read', async () => {
  const scene = await server({ account: 'network-service' });
  scene.machine.faults([{ fault: 'garbage', match: { program: 'netsh.exe' } }]);
  expectError(await scene.run(scene.given()), {
    code: 'bindings-unreadable',
    says: ['The account of this runner is not an elevated administrator.'],
  });
  scene.machine.set({ account: 'administrator' });
  const elevated = await scene.run(scene.given());
  expect(elevated.errors.join()).toContain('(bindings-unreadable)');
  expect(elevated.errors.join()).not.toContain('elevated administrator');
});
