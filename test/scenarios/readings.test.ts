import { describe, expect, it } from 'vitest';
import { expectError, expectSuccess, hashesOf, warningsOf, writing } from './expectations.js';
import { openScene, type Scene, type SceneOptions } from './scene.js';

const good = '0.0.0.0:443';
const bad = 'www.shop.example:443';

async function server(options: SceneOptions = {}): Promise<Scene> {
  const scene = await openScene(options);
  const { machine, old } = scene;
  machine.bind({ endpoint: good, certificate: old }, { endpoint: bad, certificate: old, flags: 0x2 });
  return scene;
}

describe('readings that disagree', () => {
  it('keep a binding from being touched, and a run that names it from touching any; the record is shown', async () => {
    const scene = await server({ registryDisagrees: [bad], language: 'de', codePage: 850 });
    const before = scene.state();
    const end = await scene.run({ ...scene.given(), bindings: `${good}, ${bad}` });
    const says = [
      bad,
      `netsh shows hash ${scene.old.thumbprint}, store MY`,
      '{4dc3e181-',
      'the registry has',
    ];
    expectError(end, { code: 'readings-disagree', says });
    expect([scene.state(), writing(scene.newCalls())]).toEqual([before, []]);
    expect(end.report?.bindings.find(({ endpoint }) => endpoint === bad)?.message).toContain(
      'the registry has',
    );

    const other = await scene.run({ ...scene.given(), handshake: 'off' });
    expectSuccess(other, 'rebound');
    expect(warningsOf(other).join()).toMatch(
      /Skipped: www\.shop\.example:443: netsh and the registry do not agree on it: .* the registry has/,
    );
    expect(hashesOf(scene.machine)).toEqual({ [good]: scene.next.thumbprint, [bad]: scene.old.thumbprint });
  });

  it.each([
    ['garbage', 'The registry has no such binding.'],
    ['error', 'The registry has no such binding.'],
  ] as const)('are also a registry that answers with %s', async (fault, why) => {
    const scene = await server();
    scene.machine.faults([{ fault, match: { program: 'reg.exe' } }]);
    const before = scene.state();
    const end = await scene.run(scene.given());
    expectError(end, { code: 'readings-disagree', says: [why] });
    expect([scene.state(), writing(scene.newCalls())]).toEqual([before, []]);
  });
});

describe('a record that cannot be understood', () => {
  /** What netsh shows, with one more record that is damaged. */
  const shown = ({ old }: Scene) =>
    [
      '',
      'SSL Certificate bindings: ',
      '------------------------- ',
      '',
      `    IP:port                      : ${good} `,
      `    Certificate Hash             : ${old.thumbprint.toLowerCase()} `,
      '    Application ID               : {4dc3e181-e14b-4a21-b022-59fc669b0914} ',
      '    Certificate Store Name       : MY ',
      '    Usage Check                  : Enabled ',
      '',
      '    IP:port                      : 0.0.0.0:8443 ',
      `    Certificate Hash             : ${old.thumbprint.toLowerCase().slice(0, 33)} `,
      '    Application ID               : {4dc3e181-e14b-4a21-b022-59fc669b0914} ',
      '    Certificate Store Name       : MY ',
      '    Usage Check                  : ::error::Enabled ##[error]x',
      '',
      '',
    ].join('\r\n');

  it('refuses a run that would have to know it, and shows it; one that names its bindings goes on', async () => {
    const scene = await server();
    scene.machine.faults([
      {
        fault: 'error',
        match: { program: 'netsh.exe', argsInclude: 'show' },
        text: shown(scene),
        exitCode: 0,
      },
    ]);
    const end = await scene.run(scene.given());
    expectError(end, { code: 'bindings-unreadable', says: ['1 record of', '0.0.0.0:8443', '"bindings"'] });
    expect(writing(scene.newCalls())).toEqual([]);

    const hidden = await scene.run({ ...scene.given(), bindings: '0.0.0.0:8443', 'create-missing': 'true' });
    expectError(hidden, { code: 'bindings-unreadable', says: ['not certain whether 0.0.0.0:8443 is bound'] });
    expect(writing(scene.newCalls())).toEqual([]);

    const planned = await scene.run({ ...scene.given(), bindings: good, 'dry-run': 'true' });
    expectSuccess(planned, 'planned');
    expect(warningsOf(planned).join()).toMatch(/: 1 record of .*0\.0\.0\.0:8443/);
    const inventory = await scene.run({ 'dry-run': 'true' });
    expectSuccess(inventory, 'inventory');
    expect(warningsOf(inventory).join()).toMatch(/Unreadable binding: .*0\.0\.0\.0:8443/);
  });

  it.each(['garbage', 'error', 'no-effect'] as const)('is a whole answer of %s, too', async (fault) => {
    const scene = await server();
    scene.machine.faults([{ fault, match: { program: 'netsh.exe', argsInclude: 'show' } }]);
    const before = scene.state();
    const end = await scene.run(scene.given());
    const printed = {
      garbage: 'It printed: ?',
      error: 'It printed: Error: 1450',
      'no-effect': 'It printed: nothing',
    };
    expectError(end, { code: 'bindings-unreadable', says: ['no table', printed[fault]] });
    const named = await scene.run({ ...scene.given(), bindings: good, 'create-missing': 'true' });
    expectError(named, { code: 'bindings-unreadable', says: ['no table', printed[fault]] });
    const inventory = await scene.run({ 'dry-run': 'true' });
    expectError(inventory, { code: 'bindings-unreadable', says: ['no table', printed[fault]] });
    expect([scene.state(), writing(scene.newCalls())]).toEqual([before, []]);
  });
});
