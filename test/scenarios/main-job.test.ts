import { describe, expect, it } from 'vitest';
import { nodes } from './action.js';
import { expectSuccess, hashesOf, rowsOf, warningsOf, writing } from './expectations.js';
import { names, onPortOf, openScene } from './scene.js';

describe.each(Object.keys(nodes))('on %s', (node) => {
  it('rebinds sockets of every kind, and finds nothing to do the second time', async () => {
    const scene = await openScene();
    const { machine, job, old, next } = scene;
    const [ip4 = '', ip6 = '', exact = ''] = await machine.listen('0.0.0.0:0', '[::]:0', '127.0.0.1:0');
    const sockets = [ip4, ip6, exact, onPortOf(ip4, 'www.shop.example')];
    machine.bind(...sockets.map((endpoint) => ({ endpoint, certificate: old })));
    const before = machine.table();

    const first = await scene.run(scene.given(), { node });
    expectSuccess(first, 'rebound');
    expect(warningsOf(first)).toEqual([]);
    expect(rowsOf(first)).toEqual(sockets.map((each) => `${each} rebound update verified`).sort());
    expect(machine.table()).toEqual(
      new Map([...before].map(([key, record]) => [key, { ...record, hash: next.thumbprint.toLowerCase() }])),
    );
    expect(machine.store('MY').map(({ thumbprint, exportable }) => [thumbprint, exportable])).toEqual(
      expect.arrayContaining([
        [old.thumbprint, true],
        [next.thumbprint, false],
      ]),
    );
    expect(machine.store('CA').map(({ thumbprint }) => thumbprint)).toEqual([scene.intermediate.thumbprint]);
    expect(machine.store('Root')).toEqual([]);
    const { report: _, ...outputs } = first.outputs;
    expect(outputs).toEqual({
      thumbprint: next.thumbprint,
      subject: 'CN=*.my-domain.com',
      'dns-names': JSON.stringify(names),
      'not-before': new Date(next.x509.validFrom).toISOString(),
      'not-after': new Date(next.x509.validTo).toISOString(),
      'days-remaining': '89',
      'app-id': '{4dc3e181-e14b-4a21-b022-59fc669b0914}',
      changed: 'true',
      rebound: expect.any(String),
      unchanged: '[]',
      expiring: '[]',
      'previous-thumbprints': JSON.stringify([old.thumbprint]),
      'report-path': expect.any(String),
    });
    expect((JSON.parse(outputs.rebound!) as string[]).sort()).toEqual([...sockets].sort());
    expect(first.summary).toContain(
      `✅ ${sockets.length} of ${sockets.length} bindings changed. A handshake shows the new certificate on all of them.`,
    );
    // The report is for later steps of the job; nothing else stays.
    expect(job.leftovers()).toEqual([outputs['report-path']]);

    scene.newCalls();
    const second = await scene.run(scene.given(), { node });
    expectSuccess(second, 'unchanged');
    expect(rowsOf(second)).toEqual(sockets.map((each) => `${each} unchanged none verified`).sort());
    expect(second.outputs).toMatchObject({ changed: 'false', rebound: '[]', 'previous-thumbprints': '[]' });
    expect(writing(scene.newCalls())).toEqual([]);
    expect(new Set(Object.values(hashesOf(machine)))).toEqual(new Set([next.thumbprint]));

    expect((await scene.post({}, { node })).code).toBe(0);
    expect(job.leftovers()).toEqual([outputs['report-path']]);
  });
});
