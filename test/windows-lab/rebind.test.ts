import { afterEach, beforeEach, expect, test } from 'vitest';
import { issue, issueIntermediate, issueRoot } from '../../simulator/certificates/issue.js';
import { writePfx } from '../../simulator/certificates/pfx.js';
import { runStep } from './lab/action.js';
import { freePort, listen, shownBy } from './lab/listeners.js';
import { bind, iisAppId, readTable, resetMachine, show, store, stored } from './lab/machine.js';

const authority = issueIntermediate(issueRoot());
const names = ['www.example.com', '*.example.com'];
const old = issue({ names, issuer: authority, key: 'rsa2048', validTo: 10 });
const renewed = issue({ names, issuer: authority, key: 'rsa2048', validTo: 90 });
const password = 'pä ss"wo%rd{}';
const pfx = writePfx(renewed, { password }).toString('base64');

let stop: () => Promise<void> = async () => {};

beforeEach(async () => {
  await resetMachine();
  await store(old);
});

afterEach(async () => {
  await stop();
  stop = async () => {};
});

test('one run rebinds sockets of every kind, and the next changes nothing', async () => {
  const [port, other] = [await freePort(), await freePort()];
  await bind(`ipport=0.0.0.0:${port}`, old, 'disablehttp2=enable', 'verifyclientcertrevocation=disable');
  await bind(`ipport=[::]:${port}`, old, 'clientcertnegotiation=enable', 'revocationfreshnesstime=60');
  await bind(`ipport=127.0.0.1:${other}`, old, "sslctlstorename=A store 'of' %PATH% {x} & ^");
  await bind(`hostnameport=www.example.com:${port}`, old, 'disabletls13=enable', 'urlretrievaltimeout=900');
  stop = await listen(
    { address: '0.0.0.0', port },
    { address: '::', port },
    { address: '127.0.0.1', port: other },
  );
  expect(await shownBy('127.0.0.1', port, 'www.example.com')).toBe(old.thumbprint);
  const before = await show();

  const inputs = { pfx, 'pfx-password': password, handshake: 'required' };
  const first = await runStep(inputs);

  expect(first.log).not.toContain('::error');
  expect(first.log).not.toContain(password);
  expect(first.exitCode).toBe(0);
  expect(first.report.outcome).toBe('rebound');
  expect(first.report.bindings.map(({ result, handshake }) => `${result} ${handshake}`)).toEqual(
    Array(4).fill('rebound verified'),
  );
  const replaced = (text: string) =>
    text.replaceAll(old.thumbprint.toLowerCase(), renewed.thumbprint.toLowerCase());
  expect(await show()).toBe(replaced(before));
  expect(await shownBy('127.0.0.1', port, 'www.example.com')).toBe(renewed.thumbprint);
  expect(await shownBy('::1', port)).toBe(renewed.thumbprint);
  expect(await shownBy('127.0.0.1', other)).toBe(renewed.thumbprint);
  expect([...(await stored('MY'))]).toEqual(expect.arrayContaining([[renewed.thumbprint, true]]));
  expect([...(await stored('CA')).keys()]).toEqual([authority.thumbprint]);

  const second = await runStep(inputs);

  expect(second.exitCode).toBe(0);
  expect(second.report.outcome).toBe('unchanged');
  expect(await show()).toBe(replaced(before));
});

test('a missing binding is created', async () => {
  const port = await freePort();
  stop = await listen({ address: '127.0.0.1', port });
  expect(await shownBy('127.0.0.1', port)).toBe('ECONNRESET');
  const bindings = `127.0.0.1:${port}`;
  const { exitCode, log } = await runStep({
    pfx,
    'pfx-password': password,
    bindings,
    'create-missing': 'true',
    'app-id': iisAppId,
  });
  expect(log).not.toContain('::error');
  expect(exitCode).toBe(0);
  expect((await readTable()).get(bindings)?.SslCertHash).toBe(renewed.thumbprint);
  expect(await shownBy('127.0.0.1', port)).toBe(renewed.thumbprint);
});
