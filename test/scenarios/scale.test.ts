import { once } from 'node:events';
import { statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { Call } from '../../simulator/state/calls.js';
import { expectError, expectSuccess, writing } from './expectations.js';
import { openScene, type Scene, type SceneOptions } from './scene.js';

/** More than one batch, whichever way it is changed. */
const many = 600;

/** The commands of a batch, and the `show` after them. */
const linesAtMost = 501;

/** Of the commands of the first batch, two delete the spare bindings of the rehearsal. */
const inFirstBatch = 498;

interface LargeScene extends Scene {
  readonly endpoints: readonly string[];
}

/** A server with many host names on one port, all with the expiring wildcard certificate. */
async function openLargeScene(options: SceneOptions = {}, count = many): Promise<LargeScene> {
  const scene = await openScene(options);
  const [socket = ''] = await scene.machine.listen('0.0.0.0:0');
  const port = socket.split(':').at(-1);
  const endpoints = Array.from({ length: count }, (_, index) => `site-${index + 1}.my-domain.com:${port}`);
  scene.machine.bind(...endpoints.map((endpoint) => ({ endpoint, certificate: scene.old })));
  scene.newCalls();
  return Object.assign(scene, { endpoints });
}

const hashes = ({ machine }: Scene) => [...machine.table().values()].map((record) => record.hash);
const hashOf = (certificate: { thumbprint: string }) => certificate.thumbprint.toLowerCase();
const scripts = (calls: readonly Call[]) =>
  calls.flatMap(({ script }) => (script === undefined ? [] : [script.split('\r\n').filter(Boolean)]));
const changes = (calls: readonly Call[], verb: string) =>
  scripts(calls).map((lines) => lines.filter((line) => line.startsWith(`http ${verb} `)).length);

describe('hundreds of bindings', () => {
  it('are changed in a few programs, and each is proven by a handshake', async () => {
    const scene = await openLargeScene();
    const end = await scene.run({ ...scene.given(), handshake: 'required' });
    expectSuccess(end, 'rebound');
    expect(new Set(hashes(scene))).toEqual(new Set([hashOf(scene.next)]));
    const rows = end.report?.bindings ?? [];
    expect(rows).toHaveLength(many);
    expect(new Set(rows.map(({ result, handshake }) => `${result} ${handshake}`))).toEqual(
      new Set(['rebound verified']),
    );
    expect(JSON.parse(end.outputs.rebound!)).toHaveLength(many);

    const calls = scene.newCalls();
    expect(calls.length).toBeLessThanOrEqual(20 + many / 100);
    for (const lines of scripts(calls)) expect(lines.length).toBeLessThanOrEqual(linesAtMost);
    expect(changes(calls, 'update').filter((count) => count > 1)).toEqual([
      inFirstBatch,
      many - inFirstBatch,
    ]);

    const again = await scene.run(scene.given());
    expectSuccess(again, 'unchanged');
    expect(writing(scene.newCalls())).toEqual([]);
  });

  it('are proven while the next batch is changed, once their own has been read back', async () => {
    const atHandshake: { updates: number; hash: string | null | undefined }[] = [];
    const server = createServer((client) => {
      atHandshake.push({ updates: updates(), hash: machine.table().get(endpoint)?.hash });
      client.on('error', () => undefined).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const endpoint = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const scene = await openLargeScene({ processCostMs: 150 });
    const { machine, old, next } = scene;
    machine.bind({ endpoint, certificate: old });
    const updates = () => changes(machine.calls(), 'update').filter((count) => count > 50).length;
    server.setSecureContext({ cert: next.pem, key: next.key.export({ type: 'pkcs8', format: 'pem' }) });
    try {
      const bindings = [endpoint, ...scene.endpoints].join(', ');
      expectSuccess(await scene.run({ ...scene.given(), bindings, handshake: 'required' }), 'rebound');
    } finally {
      server.close();
    }
    expect(atHandshake).toEqual([
      { updates: 0, hash: hashOf(old) },
      { updates: 1, hash: hashOf(next) },
    ]);
    expect(updates()).toBe(2);
  });

  it('are deleted and added in scripts where netsh has no update, each right after the other', async () => {
    const scene = await openLargeScene({ update: 'absent' });
    const end = await scene.run({ ...scene.given(), handshake: 'off' });
    expectSuccess(end, 'rebound');
    expect(new Set(hashes(scene))).toEqual(new Set([hashOf(scene.next)]));
    const calls = scene.newCalls();
    expect(calls.length).toBeLessThanOrEqual(20 + many / 100);
    for (const lines of scripts(calls)) {
      expect(lines.length).toBeLessThanOrEqual(linesAtMost);
      for (const [index, line] of lines.entries()) {
        const [, endpoint] = /^http delete sslcert (hostnameport=site-\S+)/.exec(line) ?? [];
        if (endpoint) expect(lines[index + 1]).toMatch(`http add sslcert ${endpoint} `);
      }
    }
  });

  it('are rolled back in scripts too, when a late one turns out to be changed by someone else', async () => {
    const scene = await openLargeScene();
    const other = scene.issue({ names: ['*.my-domain.com'] });
    scene.machine.install(other);
    const late = scene.endpoints.at(-1)!;
    const key = `hostnameport=${late}`;
    const drift = { op: 'update', key, changes: { hash: hashOf(other) }, omitted: 'keep' } as const;
    const firstBatch = `hostnameport=${scene.endpoints[0]} `;
    scene.machine.faults([
      {
        // A script ends by reading the table, so somebody else has to be there before that.
        fault: 'drift',
        match: { program: 'netsh.exe', argsInclude: ['http update', firstBatch], nth: 1 },
        changes: [drift],
      },
    ]);
    const end = await scene.run({ ...scene.given(), handshake: 'off' });
    expectError(end, { code: 'drift', says: [late] });
    const table = scene.machine.table();
    expect(table.get(late)?.hash).toBe(hashOf(other));
    for (const endpoint of scene.endpoints.slice(0, -1))
      expect(table.get(endpoint)?.hash).toBe(hashOf(scene.old));
    const counts = changes(scene.newCalls(), 'update').filter((count) => count > 1);
    expect(counts).toEqual([inFirstBatch, inFirstBatch]);
  });
});

describe('what somebody else changes in an earlier batch while a later one is at work', () => {
  it('is noticed, and left alone', async () => {
    const scene = await openLargeScene();
    const other = scene.issue({ names: ['*.my-domain.com'] });
    scene.machine.install(other);
    const early = scene.endpoints[0]!;
    const late = scene.endpoints.at(-1)!;
    const changes = { hash: hashOf(other) };
    const drift = { op: 'update', key: `hostnameport=${early}`, changes, omitted: 'keep' } as const;
    const match = { program: 'netsh.exe', argsInclude: ['http update', `hostnameport=${late} `] };
    scene.machine.faults([{ fault: 'drift', match: { ...match, nth: 1 }, changes: [drift] }]);
    const end = await scene.run({ ...scene.given(), bindings: scene.endpoints.join(', ') });
    expectError(end, { code: 'drift', says: [early, other.thumbprint] });
    const table = scene.machine.table();
    expect(table.get(early)?.hash).toBe(hashOf(other));
    for (const endpoint of scene.endpoints.slice(1))
      expect(table.get(endpoint)?.hash).toBe(hashOf(scene.old));
    for (const { handshake } of end.report?.bindings ?? []) expect(handshake).not.toBe('verified');
  });
});

describe('the report of thousands of bindings', () => {
  it('fits into the limits of GitHub, and is a file in full', async () => {
    const scene = await openLargeScene({}, 3_000);
    const end = await scene.run({ ...scene.given(), 'dry-run': 'true' });
    expectSuccess(end, 'planned');
    const total = Object.values(end.outputs).reduce((sum, value) => sum + Buffer.byteLength(value), 0);
    expect(total).toBeLessThan(1_000_000);
    expect(Buffer.byteLength(end.summary)).toBeLessThan(1024 * 1024);
    expect(end.report?.bindings.length).toBeLessThan(3_000);
    expect(end.report?.warnings[0]).toContain('all 3000 bindings');
    expect(statSync(end.outputs['report-path']!).size).toBeGreaterThan(total);
  });
});

describe('a certificate of its own for every host name', () => {
  async function openScenePerHost() {
    const scene = await openScene();
    const endpoints = Array.from({ length: 12 }, (_, index) => `site-${index + 1}.my-domain.com:443`);
    for (const endpoint of endpoints) {
      const own = scene.issue({ names: [endpoint.split(':')[0]!, 'my-domain.com'], validTo: 9 });
      scene.machine.install(own);
      scene.machine.bind({ endpoint, certificate: own });
    }
    scene.newCalls();
    return { ...scene, endpoints };
  }
  const exports = (calls: readonly Call[]) => calls.filter(({ args }) => args.at(-1)?.endsWith('.cer'));

  it('takes one reading of the store, not a program for each', async () => {
    const scene = await openScenePerHost();
    expectSuccess(await scene.run({ ...scene.given(), handshake: 'off' }), 'rebound');
    const calls = scene.newCalls();
    expect(calls.filter(({ args }) => args.join(' ').includes('SystemCertificates\\MY'))).toHaveLength(1);
    expect(exports(calls).filter(({ args }) => args[0] === '-store')).toEqual([]);
  });

  it.each(['error', 'no-effect', 'garbage', 'flood'] as const)(
    'falls back to a program for each where the registry is of no use (%s)',
    async (fault) => {
      const scene = await openScenePerHost();
      scene.machine.faults([{ fault, match: { program: 'reg.exe', argsInclude: 'SystemCertificates' } }]);
      expectSuccess(await scene.run({ ...scene.given(), handshake: 'off' }), 'rebound');
      expect(exports(scene.newCalls()).filter(({ args }) => args[0] === '-store')).toHaveLength(12);
      for (const endpoint of scene.endpoints)
        expect(scene.machine.table().get(endpoint)?.hash).toBe(hashOf(scene.next));
    },
  );
});
