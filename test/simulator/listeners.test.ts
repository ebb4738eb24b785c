import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Issued, issue, issueIntermediate, issueRoot } from '../../simulator/certificates/issue.js';
import { createMachine, type Machine } from '../../simulator/machine.js';

interface Seen {
  thumbprint: string;
  protocol: string | null;
  /** Certificates that the server sent, its own included. */
  sent: number;
}

/** A handshake as any client makes it. @returns the error's code where there is none */
function shake(
  port: number,
  host: string,
  servername?: string,
  options: object = {},
): Promise<Seen | string> {
  return new Promise((resolve) => {
    const sni = servername === undefined ? {} : { servername };
    const socket: TLSSocket = connect({ host, port, rejectUnauthorized: false, ...sni, ...options }, () => {
      let sent = 0;
      let certificate = socket.getPeerCertificate(true);
      const thumbprint = certificate.fingerprint.replaceAll(':', '');
      for (
        const seen = new Set();
        certificate?.fingerprint && !seen.has(certificate.fingerprint);
        sent += 1
      ) {
        seen.add(certificate.fingerprint);
        certificate = certificate.issuerCertificate;
      }
      resolve({ thumbprint, protocol: socket.getProtocol(), sent });
      socket.destroy();
    });
    socket.setTimeout(2000, () => {
      resolve('timeout');
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

const portOf = (socket: string) => Number(/\d+$/.exec(socket)?.[0]);

let machine: Machine;
let intermediate: Issued;
const made: Record<string, Issued> = {};

beforeAll(() => {
  intermediate = issueIntermediate(issueRoot());
  for (const name of ['exact', 'sni', 'wildcard', 'central', 'six', 'four']) {
    made[name] = issue({ names: [`${name}.test`], issuer: intermediate });
  }
});

afterEach(() => machine.close());

const thumbprint = (name: string) => made[name]?.thumbprint ?? '';

async function shown(...handshake: Parameters<typeof shake>): Promise<string> {
  const seen = await shake(...handshake);
  return typeof seen === 'string'
    ? seen
    : (Object.keys(made).find((name) => thumbprint(name) === seen.thumbprint) ?? '?');
}

/** A machine whose one port has a record of every kind. */
async function machineWithAll(): Promise<number> {
  machine = await createMachine();
  const [socket = ''] = await machine.listen('0.0.0.0:0');
  const port = portOf(socket);
  await machine.listen(`[::]:${port}`);
  machine.install(intermediate, { store: 'CA', withKey: false });
  for (const certificate of Object.values(made)) machine.install(certificate);
  machine.bind(
    { endpoint: `127.0.0.2:${port}`, certificate: thumbprint('exact') },
    { endpoint: `www.my.test:${port}`, certificate: thumbprint('sni') },
    { endpoint: `*.my.test:${port}`, certificate: thumbprint('wildcard') },
    { endpoint: `[::]:${port}`, certificate: thumbprint('six') },
    { endpoint: `0.0.0.0:${port}`, certificate: thumbprint('four') },
  );
  return port;
}

describe('the lookup order of HTTP.sys', () => {
  test('from the exact address down to the wildcard address', async () => {
    const port = await machineWithAll();
    expect(await shown(port, '127.0.0.2', 'www.my.test')).toBe('exact');
    expect(await shown(port, '127.0.0.2')).toBe('exact');
    expect(await shown(port, '127.0.0.1', 'WWW.my.test')).toBe('sni');
    expect(await shown(port, '127.0.0.1', 'other.my.test')).toBe('wildcard');
    expect(await shown(port, '127.0.0.1', 'a.other.my.test')).toBe('four');
    expect(await shown(port, '127.0.0.1', 'my.test')).toBe('four');
    expect(await shown(port, '127.0.0.1')).toBe('four');
    expect(await shown(port, '::1')).toBe('six');
    expect(await shown(port, '::1', 'www.my.test')).toBe('sni');
    machine.unbind(`[::]:${port}`);
    expect(await shown(port, '::1')).toBe('four');
  });

  test('a central store stands above the wildcard addresses, and has no certificate here', async () => {
    const port = await machineWithAll();
    machine.bind({ endpoint: `${port}` });
    expect(await shown(port, '127.0.0.1')).toBe('ECONNRESET');
    expect(await shown(port, '127.0.0.1', 'www.my.test')).toBe('sni');
  });

  test('nothing bound resets the connection', async () => {
    const port = await machineWithAll();
    machine.unbind(`0.0.0.0:${port}`);
    expect(await shown(port, '127.0.0.1')).toBe('ECONNRESET');
    machine.bind({ endpoint: `0.0.0.0:${port}`, certificate: 'ab'.repeat(20) });
    expect(await shown(port, '127.0.0.1')).toBe('ECONNRESET');
  });
});

describe('a handshake', () => {
  test('shows the new certificate as soon as netsh has ended', async () => {
    const port = await machineWithAll();
    const netsh = join(machine.systemRoot, 'System32', 'netsh.exe');
    for (const name of ['six', 'four', 'six']) {
      const args = [
        `ipport=0.0.0.0:${port}`,
        `certhash=${thumbprint(name)}`,
        `appid={${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}}`,
      ];
      await promisify(execFile)(netsh, ['http', 'update', 'sslcert', ...args]);
      expect(await shown(port, '127.0.0.1')).toBe(name);
    }
  });

  test('sends the intermediates of the store', async () => {
    const port = await machineWithAll();
    expect(await shake(port, '127.0.0.1')).toMatchObject({ sent: 2 });
  });

  test('heeds the protocol versions and the refusal of the record', async () => {
    const port = await machineWithAll();
    const endpoint = `0.0.0.0:${port}`;
    expect(await shake(port, '127.0.0.1')).toMatchObject({ protocol: 'TLSv1.3' });
    machine.bind({ endpoint, certificate: thumbprint('four'), flags: 0x40 });
    expect(await shake(port, '127.0.0.1')).toMatchObject({ protocol: 'TLSv1.2' });
    machine.bind({ endpoint, certificate: thumbprint('four'), flags: 0x1000 });
    expect(await shown(port, '127.0.0.1', undefined, { maxVersion: 'TLSv1.2' })).toMatch(/ALERT|ECONNRESET/);
    machine.bind({ endpoint, certificate: thumbprint('four'), flags: 0x2 });
    expect(await shown(port, '127.0.0.1')).toBe('four');
    machine.bind({ endpoint, certificate: thumbprint('four'), flags: 0x8 });
    expect(await shown(port, '127.0.0.1')).toBe('ECONNRESET');
  });

  test('can be told to go wrong', async () => {
    const port = await machineWithAll();
    const endpoint = `0.0.0.0:${port}`;
    machine.misbehave(endpoint, { kind: 'stale', when: 'changed' });
    expect(await shown(port, '127.0.0.1')).toBe('four');
    machine.bind({ endpoint, certificate: thumbprint('six') });
    expect(await shown(port, '127.0.0.1')).toBe('four');
    machine.misbehave(endpoint, { kind: 'reset', when: 'always' });
    expect(await shown(port, '127.0.0.1')).toBe('ECONNRESET');
    machine.misbehave(endpoint, { kind: 'silent', when: 'always' });
    expect(await shown(port, '127.0.0.1')).toBe('timeout');
    machine.misbehave(endpoint, null);
    expect(await shown(port, '127.0.0.1')).toBe('six');
    await machine.unlisten(endpoint);
    expect(await shown(port, '127.0.0.1')).toBe('ECONNREFUSED');
  });

  test('answers a request, so that a browser has something to show', async () => {
    const port = await machineWithAll();
    const { get } = await import('node:https');
    const status = await new Promise((resolve, reject) => {
      get({ port, host: '127.0.0.1', rejectUnauthorized: false }, (response) =>
        resolve(response.statusCode),
      ).on('error', reject);
    });
    expect(status).toBe(200);
  });
});
