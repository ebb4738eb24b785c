import { describe, expect, it } from 'vitest';
import { expectError, type Refusal, rowsOf, writing } from './expectations.js';
import { names, openScene, password, type Scene, type SceneOptions } from './scene.js';

interface Case extends Refusal {
  /** What is wrong, as the name of the test. */
  readonly name: string;
  readonly options?: SceneOptions;
  /** Inputs, or what replaces those that give the new certificate. */
  readonly inputs: (scene: Scene) => Record<string, string>;
}

const elevated = 'Let the runner service run as SYSTEM';

const cases: readonly Case[] = [
  {
    name: 'a wrong password',
    inputs: (scene) => ({ ...scene.given(), 'pfx-password': 'not the password' }),
    code: 'pfx-password-wrong',
    says: ['"pfx-password"'],
  },
  {
    name: 'a PFX without a key',
    inputs: (scene) => scene.given(scene.next, { withKey: false }),
    code: 'pfx-no-key',
    says: ['private key'],
  },
  {
    name: 'an expired certificate',
    inputs: (scene) => scene.given(scene.issue({ names: ['*.my-domain.com'], validFrom: -99, validTo: -3 })),
    code: 'certificate-expired',
    says: ['was valid only until', /clock says .*, which is 3 days later/],
  },
  {
    name: 'a certificate that is not valid yet',
    inputs: (scene) => scene.given(scene.issue({ names: ['*.my-domain.com'], validFrom: 2 })),
    code: 'certificate-not-yet-valid',
    says: ['is valid only from', /which is 2 days earlier/],
  },
  {
    name: 'a certificate that expires sooner than minimum-days',
    inputs: (scene) => ({ ...scene.given(), 'minimum-days': '100' }),
    code: 'certificate-expires-soon',
    says: ['expires in 89 days', '"minimum-days" is 100'],
  },
  {
    name: 'a certificate that does not cover the host name of an endpoint',
    inputs: (scene) => ({
      ...scene.given(scene.issue({ names: ['*.my-domain.com', 'my-domain.com'] })),
      bindings: 'www.shop.example:443',
    }),
    code: 'name-mismatch',
    says: [
      'www.shop.example:443: its host name is not covered',
      'covers *.my-domain.com',
      'allow-name-mismatch: true',
    ],
  },
  {
    name: 'a certificate that covers less than the present one',
    inputs: (scene) => ({ ...scene.given(scene.issue({ names: ['*.my-domain.com'] })), bindings: '*:443' }),
    code: 'name-mismatch',
    says: ['0.0.0.0:443: its present certificate also covers my-domain.com, www.shop.example'],
  },
  {
    name: 'a certificate that expires before the present one',
    inputs: (scene) => ({ ...scene.given(scene.issue({ names, validTo: 5 })), bindings: '*:443' }),
    code: 'certificate-older',
    says: ['0.0.0.0:443: its present certificate expires 20', 'allow-older: true'],
  },
  {
    name: 'a certificate for clients',
    inputs: (scene) =>
      scene.given(scene.issue({ names: ['*.my-domain.com'], usages: ['1.3.6.1.5.5.7.3.2'] })),
    code: 'certificate-not-for-servers',
    says: ['serverAuth'],
  },
  {
    name: 'an endpoint that is not bound',
    inputs: (scene) => ({ ...scene.given(), bindings: '0.0.0.0:8443' }),
    code: 'endpoint-not-bound',
    says: [
      'No certificate is bound to 0.0.0.0:8443.',
      'Bound here: 0.0.0.0:443, www.shop.example:443',
      'create-missing: true',
    ],
  },
  {
    name: 'a runner service as NETWORK SERVICE',
    options: { account: 'network-service' },
    inputs: (scene) => ({ ...scene.given(), bindings: '0.0.0.0:443' }),
    code: 'not-elevated',
    says: ['config.cmd', '--windowslogonaccount "NT AUTHORITY\\SYSTEM"', 'sc.exe config', 'NETWORK SERVICE'],
  },
  {
    name: 'a runner service as an ordinary account',
    options: { account: 'service-account' },
    inputs: (scene) => ({ ...scene.given(), bindings: '0.0.0.0:443' }),
    code: 'not-elevated',
    says: ['--windowslogonaccount "NT AUTHORITY\\SYSTEM"'],
  },
  {
    name: 'an administrator whose rights are filtered',
    options: { account: 'filtered-administrator', language: 'fr', codePage: 850 },
    inputs: (scene) => ({ ...scene.given(), bindings: '0.0.0.0:443' }),
    code: 'not-elevated',
    says: ['S-1-16-12288', 'elevated prompt'],
  },
  {
    name: 'no whoami, and no rights either',
    options: { account: 'network-service', missingPrograms: ['whoami.exe'], language: 'xx' },
    inputs: (scene) => ({ thumbprint: scene.machine.install(scene.next), bindings: '0.0.0.0:443' }),
    code: 'not-elevated',
    says: [elevated],
  },
  {
    name: 'no netsh',
    options: { missingPrograms: ['netsh.exe'] },
    inputs: (scene) => scene.given(),
    code: 'not-windows',
    says: ['netsh.exe is not on this machine', 'System32'],
  },
  {
    name: 'no SystemRoot',
    options: { withoutSystemRoot: true },
    inputs: (scene) => scene.given(),
    code: 'not-windows',
    says: ['SystemRoot', 'self-hosted Windows runner'],
  },
];

describe('a run is refused, and the machine is as it was:', () => {
  it.each(cases)('$name', async ({ options, inputs, code, says }) => {
    const scene = await openScene(options);
    const { machine, job, old } = scene;
    machine.bind(
      { endpoint: '0.0.0.0:443', certificate: old },
      { endpoint: 'www.shop.example:443', certificate: old },
    );
    const given = inputs(scene);
    const before = scene.state();
    scene.newCalls();

    const end = await scene.run({ handshake: 'off', ...given });

    expectError(end, { code, says });
    expect(scene.state()).toEqual(before);
    expect(end.report?.outcome ?? 'failed').toBe('failed');
    expect(rowsOf(end)).toEqual([]);
    expect(end.outputs).toMatchObject(
      end.report ? { changed: 'false', rebound: '[]', 'previous-thumbprints': '[]' } : {},
    );
    expect(job.leftovers()).toEqual(end.report ? [end.outputs['report-path']] : []);
    const calls = scene.newCalls();
    const commands = calls.map(({ args, script = '' }) => `${args.join(' ')}\n${script}`).join('\n');
    // Without whoami only netsh itself can tell that rights are missing: on a spare socket.
    if (options?.missingPrograms?.includes('whoami.exe')) expect(commands).not.toContain('0.0.0.0:443');
    else expect(writing(calls)).toEqual([]);
  });
});

it('does not read the password from a trimmed input', async () => {
  const scene = await openScene();
  scene.machine.bind({ endpoint: '0.0.0.0:443', certificate: scene.old });
  const padded = ` ${password} `;
  const end = await scene.run({ ...scene.given(scene.next, { password: padded }), 'dry-run': 'true' });
  expect([end.code, end.report?.outcome]).toEqual([0, 'planned']);
});
