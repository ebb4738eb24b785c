import { connect } from 'node:tls';
import { expect, it, onTestFinished } from 'vitest';
import { type FixedServer, startFixedServer } from '../../demo/fixed-server.js';

async function start(...options: Parameters<typeof startFixedServer>): Promise<FixedServer> {
  const server = await startFixedServer(...options);
  onTestFinished(() => server.machine.close());
  return server;
}

it('has the same certificates wherever and whenever it is made', async () => {
  const [one, other] = [await start(), await start()];
  expect(one.renewed.der.equals(other.renewed.der)).toBe(true);
  expect(one.renewed.key.equals(other.renewed.key)).toBe(true);
  expect([one.expiring.thumbprint, one.renewed.thumbprint]).toEqual([
    '075A856F54AB644C0B6658203043F1C216E934B9',
    '77871F744151C3CC7DAA77892E3DA91DCF0BE69C',
  ]);
  expect([...one.machine.table()]).toEqual([...other.machine.table()]);
  const today = await start({ now: new Date() });
  expect(today.renewed.thumbprint).not.toBe(one.renewed.thumbprint);
  expect(new Date(today.renewed.x509.validTo).getTime()).toBeGreaterThan(Date.now());
});

it('serves its bindings, though on other ports', async () => {
  const { ports, expiring } = await start();
  for (const port of Object.values(ports)) {
    const shown = await new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
        resolve(socket.getPeerCertificate().fingerprint.replaceAll(':', ''));
        socket.destroy();
      });
      socket.once('error', reject);
    });
    expect(shown).toBe(expiring.thumbprint);
  }
});
