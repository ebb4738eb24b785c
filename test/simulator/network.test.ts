import { connect as connectPlain } from 'node:net';
import { connect } from 'node:tls';
import { domainToASCII } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { issue, issueIntermediate, issueRoot } from '../../simulator/certificates/issue.js';
import { createMachine, type Machine } from '../../simulator/machine.js';
import type { MachineOptions } from '../../simulator/machine-options.js';

const intermediate = issueIntermediate(issueRoot());
const made = {
  old: issue({ names: ['www.example.com'], issuer: intermediate }),
  next: issue({ names: ['www.example.com'], issuer: intermediate }),
  later: issue({ names: ['www.example.com'], issuer: intermediate }),
  other: issue({ names: ['apache.example'], issuer: intermediate }),
  legacy: issue({ names: ['www.example.com'], issuer: intermediate, key: 'rsa2048' }),
};

let machine: Machine;

const make = async (options: Partial<MachineOptions> = {}) => {
  machine = await createMachine(options);
};

afterEach(() => machine.close());

const portOf = (socket = '') => Number(/\d+$/.exec(socket)?.[0]);

/** The name of the certificate that a socket shows, with the protocol, or what happens instead. */
function shown(port: number, host = '127.0.0.1', servername?: string): Promise<string> {
  return new Promise((resolve) => {
    const sni = servername === undefined ? {} : { servername };
    const socket = connect({ host, port, rejectUnauthorized: false, ...sni }, () => {
      const hash = socket.getPeerCertificate().fingerprint.replaceAll(':', '');
      const name = Object.entries(made).find(([, { thumbprint }]) => thumbprint === hash)?.[0] ?? '?';
      resolve(`${name} ${socket.getProtocol()}`);
      socket.destroy();
    });
    socket.setTimeout(1500, () => {
      resolve('timeout');
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

describe('another program on the same port', () => {
  test('serves its own certificate on its address, and HTTP.sys the table’s on its own', async () => {
    await make({ ipListen: ['127.0.0.2'] });
    const port = portOf((await machine.listen('127.0.0.2:0'))[0]);
    await machine.occupy(`127.0.0.1:${port}`, made.other);
    machine.install(made.old);
    machine.bind({ endpoint: `0.0.0.0:${port}`, certificate: made.old });
    expect(await shown(port, '127.0.0.1', 'www.example.com')).toBe('other TLSv1.3');
    expect(await shown(port, '127.0.0.2', 'www.example.com')).toBe('old TLSv1.3');
    machine.unbind(`0.0.0.0:${port}`);
    expect(await shown(port, '127.0.0.1')).toBe('other TLSv1.3');
    await machine.unlisten(`127.0.0.1:${port}`);
    expect(await shown(port, '127.0.0.1')).toBe('ECONNREFUSED');
  });

  test('HTTP.sys cannot listen where its list does not say so', async () => {
    await make({ ipListen: ['127.0.0.2'] });
    await expect(machine.listen('0.0.0.0:0')).rejects.toThrow('limited to 127.0.0.2');
    await expect(machine.listen('127.0.0.2:0', '127.0.0.1:0')).rejects.toThrow('127.0.0.1:0');
  });

  const programs: ['silent' | 'reset' | 'plain', string][] = [
    ['silent', 'timeout'],
    ['reset', 'ECONNRESET'],
    ['plain', 'ERR_SSL_WRONG_VERSION_NUMBER'],
  ];

  test.each(programs)('may be %s', async (program, seen) => {
    await make();
    const port = portOf(await machine.occupy('127.0.0.1:0', program));
    const found = await shown(port);
    expect(found === seen || (program === 'plain' && /SSL|EPROTO/.test(found))).toBe(true);
    const answered = await new Promise((resolve) => {
      const socket = connectPlain({ host: '127.0.0.1', port }, () => socket.write('GET / HTTP/1.0\r\n\r\n'));
      socket.once('data', (data) => resolve(data.toString().slice(0, 12)));
      socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
      socket.setTimeout(1000, () => resolve('silence'));
    });
    expect(answered).toBe({ silent: 'silence', reset: 'ECONNRESET', plain: 'HTTP/1.1 400' }[program]);
  });

  test('an address that is taken cannot be taken again', async () => {
    await make();
    const socket = await machine.occupy('127.0.0.1:0', 'silent');
    await expect(machine.listen(socket)).rejects.toThrow('EADDRINUSE');
    await expect(machine.occupy(socket, 'plain')).rejects.toThrow('EADDRINUSE');
  });
});

describe('a renewal link', () => {
  test('has the successor served, though the table names the old one', async () => {
    await make();
    const port = portOf((await machine.listen('127.0.0.1:0'))[0]);
    machine.bind({ endpoint: `0.0.0.0:${port}`, certificate: made.old });
    machine.install(made.old);
    expect(await shown(port)).toBe('old TLSv1.3');
    machine.install(made.old, { renewedBy: made.next.thumbprint });
    expect(await shown(port)).toBe('old TLSv1.3');
    machine.install(made.next, { renewedBy: made.later.thumbprint });
    expect(await shown(port)).toBe('next TLSv1.3');
    machine.install(made.later, { renewedBy: made.old.thumbprint });
    expect(machine.table().get(`0.0.0.0:${port}`)?.hash).toBe(made.old.thumbprint.toLowerCase());
    expect(await shown(port)).not.toBe('next TLSv1.3');
  });

  test('to a certificate without a key leads nowhere', async () => {
    await make();
    const port = portOf((await machine.listen('127.0.0.1:0'))[0]);
    machine.bind({ endpoint: `0.0.0.0:${port}`, certificate: made.old });
    machine.install(made.old, { renewedBy: made.next.thumbprint });
    machine.install(made.next, { withKey: false });
    expect(await shown(port)).toBe('old TLSv1.3');
  });
});

describe('keys', () => {
  test.each([
    ['falls-back', 'legacy TLSv1.2'],
    ['works', 'legacy TLSv1.3'],
  ] as const)('TLS 1.3 with a legacy provider %s', async (cspTls13, seen) => {
    await make({ cspTls13 });
    const port = portOf((await machine.listen('127.0.0.1:0'))[0]);
    machine.install(made.legacy, { provider: 'Microsoft RSA SChannel Cryptographic Provider' });
    machine.bind({ endpoint: `0.0.0.0:${port}`, certificate: made.legacy });
    expect(await shown(port)).toBe(seen);
  });

  test('without its key file a certificate is not served', async () => {
    await make();
    const port = portOf((await machine.listen('127.0.0.1:0'))[0]);
    machine.install(made.old);
    for (const file of machine.keys.list()) machine.keys.delete(file);
    machine.bind({ endpoint: `0.0.0.0:${port}`, certificate: made.old });
    expect(await shown(port)).toBe('ECONNRESET');
  });
});

describe('a host with letters beyond ASCII', () => {
  test.each(['matched', 'never'] as const)('is asked for in its xn-- form: %s', async (uLabelLookup) => {
    await make({ uLabelLookup });
    const port = portOf((await machine.listen('127.0.0.1:0'))[0]);
    machine.install(made.old);
    machine.install(made.next);
    machine.bind({ endpoint: `0.0.0.0:${port}`, certificate: made.old });
    machine.bind({ endpoint: `münchen.example:${port}`, certificate: made.next });
    const name = uLabelLookup === 'matched' ? 'next' : 'old';
    expect(await shown(port, '127.0.0.1', domainToASCII('münchen.example'))).toBe(`${name} TLSv1.3`);
    expect(await shown(port, '127.0.0.1', 'xn--bcher-kva.example')).toBe('old TLSv1.3');
  });
});
