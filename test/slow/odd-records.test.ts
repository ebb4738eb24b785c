import { describe, expect, it } from 'vitest';
import type { MachineOptions } from '../../simulator/machine-options.js';
import type { BindingRecord } from '../../simulator/state/record.js';
import { expectError, expectSuccess, hashesOf, warningsOf } from '../scenarios/expectations.js';
import { openScene, type Scene } from '../scenarios/scene.js';

const accepted: Partial<MachineOptions> = { oddHosts: 'accepted', uLabels: 'accepted' };
const good = 'www.my-domain.com:443';

/** A server whose odd records stand beside a good one, all of them with one certificate that covers them. */
async function server(hosts: readonly string[], options: Partial<MachineOptions> = {}) {
  const scene = await openScene({ ...accepted, ...options });
  const { machine } = scene;
  const names = [
    'www.my-domain.com',
    'xn--mnchen-3ya.example',
    'xn--d-uga0v6e.example',
    'xn--ka-ola7v.example',
    'laka.example',
  ];
  const old = scene.issue({ names, validTo: 9 });
  const next = scene.issue({ names });
  machine.install(old);
  for (const endpoint of [good, ...hosts]) {
    machine.bind({ endpoint, kind: 'hostnameport', certificate: old, flags: endpoint === good ? 0 : 2 });
  }
  const run = (inputs: Record<string, string> = {}) =>
    scene.run({ ...scene.given(next), handshake: 'off', ...inputs });
  return { ...scene, old, next, run };
}

/** The endpoints that have a certificate. */
function using({ machine }: Scene, thumbprint: string): string[] {
  const hashes = Object.entries(hashesOf(machine));
  return hashes.filter(([, hash]) => hash === thumbprint).map(([endpoint]) => endpoint);
}

describe('an international host', () => {
  const munich = 'münchen.example:443';

  it.each<[string, Partial<MachineOptions>]>([
    ['UTF-8', { codePage: 65001 }],
    ['an OEM code page', { codePage: 850, language: 'de' }],
    ['a code page that lacks its letters', { codePage: 932, language: 'xx', sniKeys: 'name' }],
  ])('is renewed with the others, settings and all: %s', async (_, options) => {
    const scene = await server([munich, 'łódź.example:443'], options);
    const end = await scene.run();
    expectSuccess(end, 'rebound');
    expect(using(scene, scene.next.thumbprint).sort()).toEqual([good, munich, 'łódź.example:443'].sort());
    expect(scene.machine.table().get(munich)?.flags).toBe(2);
    expect(JSON.parse(end.outputs.rebound ?? '')).toContain(munich);
  });

  it('is restored after the job, whose console has another code page then', async () => {
    const scene = await server([munich], { codePage: 65001 });
    expectSuccess(await scene.run({ 'restore-after-job': 'always' }), 'rebound');
    expect(using(scene, scene.next.thumbprint)).toHaveLength(2);
    scene.machine.set({ codePage: 437 });
    expect((await scene.post({ 'restore-after-job': 'always' })).code).toBe(0);
    expect(using(scene, scene.old.thumbprint)).toHaveLength(2);
  });

  it('is left alone and told of where its letters cannot be read, and hinders no other one', async () => {
    const scene = await server([munich], { codePage: 850 });
    scene.machine.faults([{ fault: 'error', match: { program: 'reg.exe', argsInclude: 'export' } }]);
    const end = await scene.run();
    expectSuccess(end, 'rebound');
    expect(using(scene, scene.next.thumbprint)).toEqual([good]);
    expect(`${warningsOf(end).join()} ${end.stdout}`).toContain('m?nchen.example:443');
  });
});

describe('an international host that programs print as another name', () => {
  const fitted: Partial<MachineOptions> = { codePage: 437, lackingLetters: 'best-fit' };
  const laka = 'łąka.example:443';

  it.each(['guid', 'name'] as const)('is renewed as what it is, its key being its %s', async (sniKeys) => {
    const scene = await server([laka], { ...fitted, sniKeys });
    const end = await scene.run();
    expectSuccess(end, 'rebound');
    expect(using(scene, scene.next.thumbprint).sort()).toEqual([good, laka].sort());
    expect(JSON.parse(end.outputs.rebound ?? '').sort()).toEqual([good, laka].sort());
  });

  it('is renewed where appcmd prints it so, too', async () => {
    const bindings = ['łąka.example', 'www.my-domain.com'].map((host) => {
      return { protocol: 'https', bindingInformation: `*:443:${host}`, sslFlags: 1 };
    });
    const iis = [{ name: 'Shop', id: 1, bindings }];
    const scene = await server([laka], { ...fitted, iis, iisRedirection: 'absent' });
    expectSuccess(await scene.run(), 'rebound');
    expect(using(scene, scene.next.thumbprint).sort()).toEqual([good, laka].sort());
  });

  it('is never taken for that name', async () => {
    const scene = await server([laka], fitted);
    const end = await scene.run({ bindings: 'laka.example:443' });
    expectError(end, { code: 'endpoint-not-bound', says: ['laka.example:443'] });
    expect(using(scene, scene.old.thumbprint)).toHaveLength(2);
  });

  it('hinders no other one where that name is bound, too', async () => {
    const scene = await server([laka, 'laka.example:443', 'ｗｉｄｅ.example:443'], fitted);
    const before = [laka, 'laka.example:443'].map((each) => scene.machine.table().get(each));
    const end = await scene.run();
    expectSuccess(end, 'rebound');
    expect(using(scene, scene.next.thumbprint)).toEqual([good, 'ｗｉｄｅ.example:443']);
    expect([laka, 'laka.example:443'].map((each) => scene.machine.table().get(each))).toEqual(before);
  });

  it.each(['always', 'killed'])('is restored where another console prints it so: %s', async (how) => {
    const scene = await server([laka], { ...fitted, codePage: 65001 });
    if (how === 'always') {
      expectSuccess(await scene.run({ 'restore-after-job': 'always' }), 'rebound');
    } else {
      scene.machine.faults([{ fault: 'kill-parent-after', match: { argsInclude: ['update', laka] } }]);
      await scene.run();
      scene.machine.faults([]);
    }
    scene.machine.set({ codePage: 437 });
    const post = await scene.post({ 'restore-after-job': 'always' });
    expect([post.code, warningsOf(post)]).toEqual([0, []]);
    expect(using(scene, scene.old.thumbprint).sort()).toEqual([good, laka].sort());
    expect(scene.job.leftovers()).toEqual([]);
  });
});

describe('a host that no DNS knows', () => {
  const odd = [
    'www.my-domain.com.:443',
    '*:443',
    'a..b:443',
    '1.2.3:443',
    '10.0.0.5:443',
    'münchen.example:443',
  ];

  it.each(odd)('hinders no other one: %s', async (endpoint) => {
    const scene = await server([endpoint], { codePage: 850 });
    expectSuccess(await scene.run(), 'rebound');
    expect(using(scene, scene.next.thumbprint)).toContain(good);
    expect([...scene.machine.table().values()].map((each) => each.flags).sort()).toEqual([0, 2]);
  });

  it.each(odd)('hinders no other one where netsh cannot name it: %s', async (endpoint) => {
    const scene = await server([endpoint], { oddHosts: 'refused', uLabels: 'refused' });
    const end = await scene.run();
    expectSuccess(end, 'rebound');
    expect(using(scene, scene.next.thumbprint)).toEqual([good]);
    const row = end.report?.bindings.find((each) => each.endpoint === endpoint);
    expect([row?.result, row?.message]).toEqual(['untouched', expect.stringContaining('by its name')]);
  });

  it.each([true, false])('can be an address; that address is bound, too: %s', async (isBound) => {
    const scene = await server(['10.0.0.5:443']);
    if (isBound) scene.machine.bind({ endpoint: '10.0.0.5:443', kind: 'ipport', certificate: scene.old });
    const end = await scene.run();
    expectSuccess(end, 'rebound');
    expect(using(scene, scene.next.thumbprint)).toContain(good);
    const flags = [...scene.machine.table().values()].map(({ kind, flags }) => `${kind} ${flags}`).sort();
    expect(flags).toEqual(
      isBound ? ['hostnameport 0', 'hostnameport 2', 'ipport 0'] : ['hostnameport 0', 'hostnameport 2'],
    );
  });
});

describe('a host that netsh shows, and does not change', () => {
  const shown: Partial<MachineOptions> = { changes: 'plain-hosts' };
  const odd = [
    'münchen.example:443',
    'my_site.my-domain.com:443',
    'www.my-domain.com.:443',
    '10.0.0.5:443',
    '*:443',
  ];

  it.each(odd)('is left alone before anything is changed, and hinders no other one: %s', async (endpoint) => {
    const scene = await server([endpoint], { ...shown, codePage: 850, keySettleMs: 300 });
    const end = await scene.run();
    expectSuccess(end, 'rebound');
    expect(using(scene, scene.next.thumbprint)).toEqual([good]);
    expect([...scene.machine.table().keys()]).toHaveLength(2);
    const row = end.report?.bindings.find((each) => each.endpoint === endpoint);
    expect([row?.result, row?.message]).toEqual(['untouched', expect.stringContaining('rehearsed')]);
    expect(warningsOf(end).filter((each) => each.includes(`${endpoint}: `))).toEqual([
      expect.stringMatching(/^Skipped: .*rehearsed.*The parameter is incorrect/),
    ]);
    expect(scene.job.leftovers()).toEqual([end.outputs['report-path']]);
  });

  it('stops a run that named it, before anything is changed', async () => {
    const scene = await server(['my_site.my-domain.com:443'], shown);
    const before = scene.state();
    const end = await scene.run({ bindings: `${good}\nmy_site.my-domain.com:443` });
    expectError(end, {
      code: 'rehearsal-failed',
      says: ['my_site.my-domain.com:443', 'parameter is incorrect'],
    });
    expect(scene.state()).toEqual(before);
  });

  it('stops a run that would change nothing else', async () => {
    const scene = await server(['my_site.my-domain.com:443'], shown);
    scene.machine.unbind(good);
    scene.machine.install(scene.next);
    const end = await scene.run({ pfx: '', 'pfx-password': '', thumbprint: scene.next.thumbprint });
    expectError(end, { code: 'rehearsal-failed', says: ['my_site.my-domain.com:443'] });
    expect(using(scene, scene.old.thumbprint)).toEqual(['my_site.my-domain.com:443']);
  });

  it('is no part of what is restored after the job', async () => {
    const scene = await server(['my_site.my-domain.com:443'], shown);
    expectSuccess(await scene.run({ 'restore-after-job': 'always' }), 'rebound');
    expect(using(scene, scene.next.thumbprint)).toEqual([good]);
    const post = await scene.post({ 'restore-after-job': 'always' });
    expect([post.code, warningsOf(post)]).toEqual([0, []]);
    expect(using(scene, scene.old.thumbprint)).toHaveLength(2);
  });

  it('keeps the certificate that it uses', async () => {
    const scene = await server(['my_site.my-domain.com:443'], shown);
    expectSuccess(await scene.run({ 'remove-replaced': 'true' }), 'rebound');
    expect(scene.machine.store('MY').map(({ thumbprint }) => thumbprint.toUpperCase())).toContain(
      scene.old.thumbprint,
    );
  });
});

describe.each<[string, Partial<BindingRecord>, string]>([
  ['customised properties', { properties: { 0: [['Receive Window', '65535']] } }, 'Receive Window'],
  ['a registry value', { extraValues: [{ name: 'Future', type: 'REG_DWORD', data: '0x1' }] }, 'Future'],
])('a setting of which nothing can tell whether it is kept: %s', (_, custom, said) => {
  const odd = 'odd.my-domain.com:443';

  async function server() {
    const scene = await openScene({ windows: 2022 });
    const { machine, old } = scene;
    machine.bind(
      { endpoint: 'www.my-domain.com:443', certificate: old },
      { endpoint: odd, certificate: old, ...custom },
    );
    return scene;
  }

  it('hinders no other binding', async () => {
    const scene = await server();
    const end = await scene.run({ ...scene.given(), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(using(scene, scene.next.thumbprint)).toEqual(['www.my-domain.com:443']);
    expect(warningsOf(end)).toContainEqual(
      expect.stringMatching(new RegExp(`^Skipped: odd\\.my-domain\\.com:443: it has a setting .*${said}`)),
    );
  });

  it('stops a run that names the binding', async () => {
    const scene = await server();
    const before = scene.state();
    const end = await scene.run({
      ...scene.given(),
      handshake: 'off',
      bindings: `${odd}, www.my-domain.com:443`,
    });
    expectError(end, { code: 'setting-not-portable', says: [odd, said] });
    expect(scene.state()).toEqual(before);
  });
});

describe('a record of the central certificate store', () => {
  it.each(['null', 'absent'] as const)('hinders no other one, its lines being: %s', async (centralLines) => {
    const scene = await server([], { centralLines });
    scene.machine.bind({ endpoint: '443' }, { endpoint: 'scoped.my-domain.com:444', kind: 'scopedccs' });
    const end = await scene.run();
    expectSuccess(end, 'rebound');
    expect(using(scene, scene.next.thumbprint)).toEqual([good]);
    const rows = end.report?.bindings.map(({ endpoint, kind, result }) => `${kind} ${endpoint} ${result}`);
    expect(rows).toEqual(
      expect.arrayContaining(['ccs 443 untouched', 'scopedccs scoped.my-domain.com:444 untouched']),
    );
  });
});
