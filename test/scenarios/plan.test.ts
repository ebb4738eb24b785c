import { describe, expect, it } from 'vitest';
import type { StepEnd } from './action.js';
import { expectError, expectSuccess, warningsOf, writing } from './expectations.js';
import { openScene, type Scene, type SceneOptions } from './scene.js';

async function server(options: SceneOptions = {}): Promise<Scene> {
  const scene = await openScene(options);
  const { machine, old } = scene;
  machine.bind(
    { endpoint: '0.0.0.0:443', certificate: old, flags: 0x12 },
    { endpoint: '10.0.0.5:443', certificate: old, appId: '{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}' },
    { endpoint: 'www.shop.example:443', certificate: old },
    { endpoint: '443' },
  );
  return scene;
}

/** The table of what is planned, as the log shows it. */
function plannedTable({ stdout }: StepEnd): string[] {
  const lines = stdout.split('\n');
  const from = lines.findIndex((line) => /^binding .*\bmethod\b/.test(line));
  return lines.slice(from, from + 5);
}

describe('a dry run', () => {
  it.each(['keep', 'absent'] as const)(
    'is the plan of the real run, and changes nothing; update %s',
    async (update) => {
      const scene = await server({ update });
      const before = scene.state();
      const inputs = { ...scene.given(), 'create-missing': 'true', handshake: 'off' };
      const bindings = '0.0.0.0:443\nwww.shop.example:443\n[::]:443';

      const planned = await scene.run({ ...inputs, bindings, 'dry-run': 'true' });
      expectSuccess(planned, 'planned');
      expect([scene.state(), writing(scene.newCalls())]).toEqual([before, []]);
      expect(planned.outputs).toMatchObject({
        changed: 'false',
        rebound: '[]',
        'previous-thumbprints': JSON.stringify([scene.old.thumbprint]),
      });
      const real = await scene.run({ ...inputs, bindings });
      expectSuccess(real, 'rebound');
      expect(plannedTable(planned)).toEqual(plannedTable(real));
      expect(warningsOf(planned)).toEqual(warningsOf(real));
      expect(warningsOf(planned).join()).toContain(
        'Clients that connect to 10.0.0.5:443 will not see the new certificate',
      );
      const rows = (end: StepEnd) =>
        end.report?.bindings.map(
          ({ endpoint, method, previousThumbprint, thumbprint, notAfter, message }) => ({
            endpoint,
            method,
            previousThumbprint,
            thumbprint,
            notAfter,
            message,
          }),
        );
      expect(rows(planned)).toEqual(rows(real));
      expect(plannedTable(planned).join('\n')).toMatch(
        /^0\.0\.0\.0:443 .* planned +(update|delete-add)( |$)/m,
      );

      const again = await scene.run({ ...inputs, bindings, 'dry-run': 'true' });
      expectSuccess(again, 'unchanged');
    },
  );

  it('has the guards of the real run', async () => {
    const scene = await server();
    const lesser = scene.given(scene.issue({ names: ['my-domain.com'] }));
    const dry = { 'dry-run': 'true' };
    const refused = await scene.run({ ...lesser, ...dry, bindings: '*:443' });
    expectError(refused, { code: 'name-mismatch', says: ['0.0.0.0:443'] });
    const unbound = await scene.run({ ...scene.given(), ...dry, bindings: '0.0.0.0:444' });
    expectError(unbound, { code: 'endpoint-not-bound', says: ['0.0.0.0:444'] });
    expect(writing(scene.newCalls())).toEqual([]);
  });

  it('needs no rights, and says that the real run does where it lacks them', async () => {
    const scene = await server({ account: 'network-service', iis: [{ id: 1, name: 'Shop', bindings: [] }] });
    const end = await scene.run({ ...scene.given(), 'dry-run': 'true' });
    expectSuccess(end, 'planned');
    expect(warningsOf(end)).toContainEqual(
      'Rights: This account is not elevated: the real run would refuse to change anything.',
    );
    const failed = await scene.run({ ...scene.given(), 'dry-run': 'true', sites: 'Shop' });
    expectError(failed, {
      code: 'iis-unreadable',
      says: ['The account of this runner is not an elevated administrator.'],
    });
  });
});
