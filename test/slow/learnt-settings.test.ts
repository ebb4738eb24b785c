import { describe, expect, it } from 'vitest';
import { disableAia, type MachineOptions, type NewSetting } from '../../simulator/machine-options.js';
import type { Call } from '../../simulator/state/calls.js';
import { expectError, expectSuccess, hashesOf, rowsOf, warningsOf } from '../scenarios/expectations.js';
import { openScene, type Scene } from '../scenarios/scene.js';

// A Windows to come, whose netsh has arguments that the action does not know. What they set, a rehearsal learns.

const compression = 0x20000;
const stapled = 0x20000;

/** A server with three bindings: one with plain settings, and two with bits that no known argument sets. */
async function future(options: Partial<MachineOptions>): Promise<Scene & { sockets: string[] }> {
  const scene = await openScene({ windows: 2028, ...options });
  const { machine, old } = scene;
  // In the order in which netsh shows them, and a run changes them.
  const sockets = (await machine.listen('0.0.0.0:0', '0.0.0.0:0', '0.0.0.0:0')).sort();
  const [plain = '', first = '', second = ''] = sockets;
  machine.bind(
    { endpoint: plain, certificate: old, flags: 0x10 },
    { endpoint: first, certificate: old, flags: 0x10 | compression },
    { endpoint: second, certificate: old, flags: 0x2, checkMode: 0x10 | stapled },
  );
  return { ...scene, sockets };
}

/** The settings of the bindings, without their hashes. */
const settingsOf = ({ machine }: Scene) =>
  [...machine.table()].map(([key, { flags, checkMode }]) => [key, { flags, checkMode }]);

/** The certificates that are bound, each once. */
const usedIn = ({ machine }: Scene) => [...new Set(Object.values(hashesOf(machine)))];

const commandsOf = ({ args, script = '' }: Call) => `${args.join(' ')}\n${script}`;
const startsOf = (calls: readonly Call[]) => calls.filter(({ program }) => program !== 'whoami.exe').length;

/** Every command that gives one of these arguments to one of these endpoints. */
const givenTo = (calls: readonly Call[], endpoints: readonly string[], argument: string) =>
  calls
    .flatMap((call) => commandsOf(call).split('\n'))
    .filter((line) => line.includes(`${argument}=`) && endpoints.some((each) => line.includes(`=${each} `)));

describe('a bit that only an argument of a Windows to come sets', () => {
  it.each<[update: MachineOptions['update'], method: string, script: MachineOptions['script']]>([
    ['keep', 'update', 'continue'],
    ['reset', 'update', 'stop'],
    ['absent', 'delete-add', 'continue'],
  ])('survives where update is "%s"', async (update, method, script) => {
    const scene = await future({ update, script });
    const before = settingsOf(scene);

    const end = await scene.run(scene.given());

    expectSuccess(end, 'rebound');
    expect(warningsOf(end)).toEqual([]);
    expect(settingsOf(scene)).toEqual(before);
    expect(usedIn(scene)).toEqual([scene.next.thumbprint]);
    expect(end.report?.bindings.map((row) => row.method)).toEqual(scene.sockets.map(() => method));
    expect(end.stdout).toContain(
      'Learnt on a spare binding: disablecertcompression=enable sets DefaultFlags 0x20000.',
    );
    expect(scene.job.leftovers()).toEqual([end.outputs['report-path']]);
    // Until it is known what an argument does, none but a spare binding is told it.
    const [, first = '', second = ''] = scene.sockets;
    const calls = scene.newCalls();
    const learning = calls.findIndex((call) => commandsOf(call).includes('disablecertcompression=disable'));
    expect(givenTo(calls.slice(0, learning + 1), scene.sockets, 'disablecertcompression')).toEqual([]);
    expect(givenTo(calls, [first, second], 'disablecertcompression').length).toBeGreaterThan(1);
    expect(
      calls
        .slice(learning, learning + 1)
        .map(commandsOf)
        .join(),
    ).toMatch(/add sslcert ipport=127\.0\.0\.1:4\d{4} .*disableaia=enable/);
  });

  it('costs two programs, and none where no binding has such a bit', async () => {
    const starts = async (flags: number, more: Partial<MachineOptions> = {}) => {
      const scene = await openScene({ windows: 2028, ...more });
      const [socket = ''] = await scene.machine.listen('0.0.0.0:0');
      scene.machine.bind({ endpoint: socket, certificate: scene.old, flags });
      expectSuccess(await scene.run(scene.given()), 'rebound');
      const calls = scene.newCalls();
      return {
        starts: startsOf(calls),
        learns: calls.some((call) => commandsOf(call).includes('disableaia=')),
      };
    };
    const usual = await starts(0x10);
    expect(usual.learns).toBe(false);
    expect(await starts(0x10, { windows: 2025 })).toEqual(usual);
    const learning = await starts(0x10 | compression);
    expect(learning.learns).toBe(true);
    expect(learning.starts - usual.starts).toBeLessThanOrEqual(2);
  });

  it('is learnt by the real run: a plan says so, and tries nothing', async () => {
    const scene = await future({ update: 'absent' });
    const end = await scene.run({ ...scene.given(), 'dry-run': 'true' });
    expectSuccess(end, 'planned');
    expect(end.stdout).toContain(
      'This Windows lists further ones: disableaia, disablecertcompression, requirestapledresponse.',
    );
    expect(scene.newCalls().filter((call) => commandsOf(call).includes('add sslcert ipport'))).toEqual([]);
  });

  it('is there again after a roll-back', async () => {
    const scene = await future({ update: 'absent' });
    const { machine, next } = scene;
    const [, first = '', second = ''] = scene.sockets;
    const before = scene.state();
    const adding = [`=${second}`, next.thumbprint.toLowerCase()];
    machine.faults([
      // netsh dies after the delete of the last binding, whose add does not work afterwards either.
      {
        fault: 'killed-midway',
        line: -2,
        match: { program: 'netsh.exe', argsInclude: `delete sslcert ipport=${second}`, nth: 1 },
      },
      { fault: 'error', match: { program: 'netsh.exe', argsInclude: adding }, text: '\r\nError: 1312\r\n' },
    ]);
    const end = await scene.run(scene.given());
    expectError(end, { code: 'change-failed', says: [second] });
    expect(end.report?.outcome).toBe('rolled-back');
    expect(scene.state()).toEqual(before);
    // The commands of a program that died are not known; that is the roll-back.
    expect(givenTo(scene.newCalls(), [first], 'disablecertcompression')).toHaveLength(1);
  });

  it.each(['post', 'next run'] as const)('is there again after a kill, by the %s', async (who) => {
    const scene = await future({ update: 'absent' });
    const { machine } = scene;
    const [, , second = ''] = scene.sockets;
    const before = scene.state();
    const settings = settingsOf(scene);
    machine.faults([
      {
        fault: 'kill-parent-midway',
        line: -2,
        match: { program: 'netsh.exe', argsInclude: `delete sslcert ipport=${second}`, nth: 1 },
      },
    ]);
    expect((await scene.run(scene.given())).signal).toBe('SIGKILL');
    expect(machine.table().size).toBe(2);
    machine.faults([]);
    if (who === 'post') {
      const post = await scene.post({ 'job-status': 'failure' });
      expect([post.code, post.errors]).toEqual([0, []]);
      expect(scene.state()).toEqual(before);
    } else {
      expectSuccess(await scene.run(scene.given()), 'rebound');
    }
    expect(settingsOf(scene)).toEqual(settings);
  });

  it('leaves no spare binding of a run that was killed while it learnt', async () => {
    const scene = await future({ update: 'absent' });
    const before = scene.state();
    const learning = { program: 'netsh.exe', argsInclude: 'disableaia=enable', nth: 1 };
    scene.machine.faults([{ fault: 'kill-parent-midway', line: -3, match: learning }]);
    expect((await scene.run(scene.given())).signal).toBe('SIGKILL');
    expect(scene.machine.table().size).toBeGreaterThan(3);
    scene.machine.faults([]);
    const post = await scene.post({ 'job-status': 'failure' });
    expect([post.code, post.errors]).toEqual([0, []]);
    expect(scene.state()).toEqual(before);
    expect(scene.job.leftovers()).toEqual([]);
  });

  it('is there again after a swap for one job', async () => {
    const scene = await future({ update: 'absent' });
    const settings = settingsOf(scene);
    const inputs = { ...scene.given(), 'restore-after-job': 'always' };
    expectSuccess(await scene.run(inputs), 'rebound');
    const post = await scene.post({ ...inputs, 'job-status': 'success' });
    expect([post.code, post.errors, warningsOf(post)]).toEqual([0, [], []]);
    expect(settingsOf(scene)).toEqual(settings);
    expect(usedIn(scene)).toEqual([scene.old.thumbprint]);
  });
});

describe('an argument that cannot be learnt', () => {
  const setting = (more: Partial<NewSetting>): NewSetting => ({
    argument: 'disablecertcompression',
    label: 'Disable Certificate Compression',
    words: 'set',
    word: 'flags',
    mask: compression,
    ...more,
  });
  const cases: [what: string, setting: NewSetting][] = [
    ['takes a number', setting({ takes: 'number' })],
    ['is refused whatever its value', setting({ takes: 'neither' })],
    ['moves nothing', setting({ mask: 0 })],
    ['moves two bits', setting({ mask: compression | 0x40000 })],
    ['moves a bit that another one sets', setting({ mask: 0x20 })],
  ];
  const inOrder = (one: NewSetting, other: NewSetting): [NewSetting, NewSetting][] => [
    [one, other],
    [other, one],
  ];

  it.each(cases)('leaves out its binding and no other: it %s', async (_what, odd) => {
    for (const moreSettings of inOrder(odd, disableAia({ word: 'checkMode', mask: 0x10 }))) {
      const scene = await future({ windows: 2025, update: 'absent', script: 'stop', moreSettings });
      const { machine, old, next } = scene;
      const [plain = '', first = '', second = ''] = scene.sockets;
      machine.bind({ endpoint: '10.0.0.5:8443', certificate: old, checkMode: 0x10 });
      const settings = settingsOf(scene);

      const end = await scene.run(scene.given());

      expectSuccess(end, 'rebound');
      const rows = new Map(end.report?.bindings.map((row) => [row.endpoint, row]));
      expect([plain, '10.0.0.5:8443'].map((each) => rows.get(each)?.result)).toEqual(['rebound', 'rebound']);
      // One has that bit alone, the other one more that nothing here sets.
      for (const each of [first, second]) {
        expect(rows.get(each)).toMatchObject({ result: 'untouched', thumbprint: old.thumbprint });
        expect(rows.get(each)?.message).toMatch(
          /^Skipped: it has a setting that netsh cannot set again on this Windows: Default/,
        );
      }
      expect(warningsOf(end).join('\n')).toContain(
        'it has a setting that netsh cannot set again on this Windows',
      );
      expect(settingsOf(scene)).toEqual(settings);
      expect(machine.table().get(plain)?.hash).toBe(next.thumbprint.toLowerCase());
      expect(scene.job.leftovers()).toEqual([end.outputs['report-path']]);
    }
  });

  it('leaves out its binding where netsh does not take it together with the other settings', async () => {
    const moreSettings = [setting({ excludes: 'disablehttp2' })];
    const scene = await future({ windows: 2025, update: 'absent', moreSettings });
    const [plain, first, second] = scene.sockets;
    const settings = settingsOf(scene);
    // A key that is no new one does not have to be waited for.
    scene.machine.install(scene.next);
    const end = await scene.run({ thumbprint: scene.next.thumbprint });
    expectSuccess(end, 'rebound');
    expect(rowsOf(end)).toEqual([`${plain} rebound delete-add verified`]);
    expect(warningsOf(end).join('\n')).toContain(
      'What was learnt of disablecertcompression is not used. The change of ',
    );
    for (const each of [first, second]) expect(warningsOf(end).join('\n')).toContain(each);
    expect(warningsOf(end).join('\n')).not.toContain('cannot be bound again');
    expect(settingsOf(scene)).toEqual(settings);
  });

  it('refuses a run that names its binding', async () => {
    const scene = await future({ windows: 2025, update: 'absent', moreSettings: [setting({ mask: 0 })] });
    const before = scene.state();
    const end = await scene.run({ ...scene.given(), bindings: scene.sockets.join('\n') });
    expectError(end, {
      code: 'setting-not-portable',
      says: [
        'has a setting that netsh cannot set again: DefaultFlags 0x20000.',
        'no "netsh http update sslcert"',
      ],
    });
    expect(scene.state()).toEqual(before);
  });

  it('refuses a run that would do nothing else', async () => {
    const scene = await openScene({ windows: 2025, update: 'absent', moreSettings: [setting({ mask: 0 })] });
    scene.machine.bind({ endpoint: '0.0.0.0:443', certificate: scene.old, flags: compression });
    const before = scene.state();
    expectError(await scene.run(scene.given()), { code: 'setting-not-portable', says: ['0x20000'] });
    expect(scene.state()).toEqual(before);
  });

  it('leaves its binding out of what comes after a kill, too', async () => {
    const moreSettings = [setting({ mask: 0 })];
    const scene = await future({ windows: 2025, update: 'reset', moreSettings });
    const { machine, old, next } = scene;
    const [plain = ''] = scene.sockets;
    const updating = { program: 'netsh.exe', argsInclude: `update sslcert ipport=${plain}`, nth: 1 };
    machine.faults([{ fault: 'kill-parent-after', match: updating }]);
    expect((await scene.run(scene.given())).signal).toBe('SIGKILL');
    machine.faults([]);
    // Nothing else is left to do for the next run, either.
    const end = await scene.run(scene.given());
    expectSuccess(end, 'unchanged');
    expect(rowsOf(end)).toEqual([`${plain} unchanged none verified`]);
    expect(warningsOf(end).join('\n')).toContain(
      'Its bindings were all on its new certificate, and stayed there.',
    );
    expect(Object.values(hashesOf(machine)).sort()).toEqual(
      [next.thumbprint, old.thumbprint, old.thumbprint].sort(),
    );
  });
});

describe('disableaia', () => {
  // Which bit it sets is not known: what counts is what the host shows.
  it.each(['checkMode', 'flags'] as const)('is carried over where it is a bit of %s', async (word) => {
    const mask = word === 'checkMode' ? 0x10 : 0x10000;
    const scene = await openScene({
      windows: 2025,
      update: 'absent',
      moreSettings: [disableAia({ word, mask })],
    });
    const [socket = ''] = await scene.machine.listen('0.0.0.0:0');
    scene.machine.bind({ endpoint: socket, certificate: scene.old, [word]: mask });
    const end = await scene.run(scene.given());
    expectSuccess(end, 'rebound');
    expect(scene.machine.table().get(socket)).toMatchObject({
      [word]: mask,
      hash: scene.next.thumbprint.toLowerCase(),
    });
    expect(end.stdout).toContain('Learnt on a spare binding: disableaia=enable sets Default');
  });

  it('cannot be where the help does not list it', async () => {
    const scene = await openScene({ windows: 2025, update: 'absent' });
    scene.machine.bind(
      { endpoint: '0.0.0.0:443', certificate: scene.old, checkMode: 0x10 },
      { endpoint: '0.0.0.0:444', certificate: scene.old },
    );
    const end = await scene.run(scene.given());
    expectSuccess(end, 'rebound');
    expect(end.report?.bindings[0]).toMatchObject({ endpoint: '0.0.0.0:443', result: 'untouched' });
    expect(end.stdout).not.toContain('This Windows lists further ones');
  });
});
