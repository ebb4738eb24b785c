import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Issued, issue } from '../../simulator/certificates/issue.js';
import { writePfx } from '../../simulator/certificates/pfx.js';
import { createMachine, type Machine } from '../../simulator/machine.js';
import { type Job, newJob, nodes } from './action.js';

const password = 'correct horse battery staple';

let machine: Machine;
let job: Job;
let old: Issued;
let next: Issued;

const names = ['*.my-domain.com', 'my-domain.com', 'www.shop.example'];

beforeEach(async () => {
  machine = await createMachine();
  job = newJob(machine.systemRoot);
  const root = issue({ isAuthority: true, commonName: 'Root' });
  const intermediate = issue({ isAuthority: true, commonName: 'Intermediate', issuer: root });
  old = issue({ names, issuer: intermediate, validTo: 9 });
  next = issue({ names, issuer: intermediate, validTo: 90 });
  machine.install(old);
});

afterEach(async () => {
  job.remove();
  await machine.close();
});

const pfx = () => writePfx(next, { password }).toString('base64');

async function fourSockets(): Promise<string[]> {
  const [ip4, ip6, exact] = await machine.listen('0.0.0.0:0', '[::]:0', '127.0.0.1:0');
  const sni = `www.shop.example:${ip4!.split(':').at(-1)}`;
  const sockets = [ip4!, ip6!, exact!, sni];
  machine.bind(...sockets.map((endpoint) => ({ endpoint, certificate: old })));
  return sockets;
}

describe.each(Object.keys(nodes))('on %s', (node) => {
  it('rebinds sockets of every kind, and finds nothing to do the second time', async () => {
    const sockets = await fourSockets();
    const first = await job.run('main', { pfx: pfx(), 'pfx-password': password }, { node });
    expect(first.errors).toEqual([]);
    expect(first.code).toBe(0);
    expect(first.report?.outcome).toBe('rebound');
    expect(
      first.report?.bindings.map(({ endpoint, result, handshake }) => ({ endpoint, result, handshake })),
    ).toEqual(
      expect.arrayContaining(
        sockets.map((endpoint) => ({ endpoint, result: 'rebound', handshake: 'verified' })),
      ),
    );
    for (const endpoint of sockets)
      expect(machine.table().get(endpoint)?.hash).toBe(next.thumbprint.toLowerCase());
    expect(job.leftovers()).toEqual([first.outputs['report-path']]);

    const calls = machine.calls().length;
    const second = await job.run('main', { pfx: pfx(), 'pfx-password': password }, { node });
    expect(second.code).toBe(0);
    expect(second.report?.outcome).toBe('unchanged');
    expect(second.outputs.changed).toBe('false');
    const started = machine
      .calls()
      .slice(calls)
      .map((call) => call.args.join(' '));
    for (const args of started)
      expect(args).not.toMatch(/http (add|update|delete) sslcert [^h]|-importPFX|-addstore|-delstore|-f /);
    expect((await job.run('post', {}, { node })).code).toBe(0);
    expect(job.leftovers()).toEqual([first.outputs['report-path']]);
  });
});
