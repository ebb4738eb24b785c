import { beforeEach, expect, test } from 'vitest';
import { issue } from '../../simulator/certificates/issue.js';
import { writePfx } from '../../simulator/certificates/pfx.js';
import { runStep, startStep } from './lab/action.js';
import { until } from './lab/job.js';
import { freePort } from './lab/listeners.js';
import {
  bind,
  clearFault,
  endHanging,
  isHanging,
  makeFolder,
  readTable,
  resetMachine,
  setAccount,
  setFault,
  show,
  store,
  writeSites,
} from './lab/machine.js';

const names = ['www.example.com'];
const old = issue({ names, key: 'rsa2048', validTo: 10 });
const renewed = issue({ names, key: 'rsa2048', validTo: 90 });
const inputs = {
  pfx: writePfx(renewed, { password: 'x' }).toString('base64'),
  'pfx-password': 'x',
  handshake: 'off',
};

let port: number;
const boundTo = async () => (await readTable()).get(`10.0.0.5:${port}`)?.SslCertHash;

beforeEach(async () => {
  await resetMachine();
  await store(old);
  port = await freePort();
  await bind(`ipport=10.0.0.5:${port}`, old);
});

test('RUNNER_TEMP may be long, and hold spaces, quotes, % and letters of any script', async () => {
  const temp = `C:\\agent\\%PATH% & 'Übung' (1)\\${'long '.repeat(20)}end\\${'試験'.repeat(40)}`;
  expect(temp.length).toBeGreaterThan(200);
  makeFolder(temp);
  const { exitCode, log } = await runStep(inputs, { RUNNER_TEMP: temp });
  expect(log).not.toContain('::error');
  expect(exitCode).toBe(0);
  expect(await boundTo()).toBe(renewed.thumbprint);
});

test('environment variables have no case', async () => {
  const others = {
    SystemRoot: undefined,
    RUNNER_TEMP: undefined,
    RUNNER_TOOL_CACHE: undefined,
    INPUT_BINDINGS: undefined,
  };
  makeFolder('C:\\agent\\temp');
  const { exitCode, log } = await runStep(inputs, {
    ...others,
    systemROOT: 'C:\\windows',
    runner_temp: 'C:\\agent\\temp',
    Runner_Tool_Cache: 'C:\\agent\\tools',
    input_bindings: `10.0.0.5:${port}\r\n\r\n`,
  });
  expect(log).not.toContain('::error');
  expect(exitCode).toBe(0);
  expect(await boundTo()).toBe(renewed.thumbprint);
});

test('the sites of IIS are found, with letters of any script in their names', async () => {
  const binding = (information: string, flags: number) =>
    `<binding protocol="https" bindingInformation="${information}" sslFlags="${flags}" />`;
  writeSites(
    `<site name="Büro &amp; Söhne" id="2"><bindings>${binding(`10.0.0.5:${port}:`, 0)}</bindings></site>`,
  );
  const { exitCode, log } = await runStep({ ...inputs, sites: 'büro & söhne' });
  expect(log).not.toContain('::error');
  expect(exitCode).toBe(0);
  expect(await boundTo()).toBe(renewed.thumbprint);
});

test('without elevation nothing is touched', async () => {
  await setAccount('network-service');
  const { exitCode, log } = await runStep(inputs);
  expect(exitCode).toBe(1);
  expect(log).toMatch(/^::error .*elevated/m);
  expect(await boundTo()).toBe(old.thumbprint);
});

test('of two runs at once, one waits for the other', async () => {
  const newer = issue({ names, key: 'rsa2048', validTo: 100 });
  await setFault(`hang-after ipport=10.0.0.5:${port} certhash=${renewed.thumbprint.toLowerCase()}`);
  const first = startStep(inputs);
  await until('the first run is in the middle of its change', isHanging);
  await clearFault();
  const second = startStep({ ...inputs, pfx: writePfx(newer, { password: 'x' }).toString('base64') });
  await until('the second run waits', () => second.job.printed().includes('Waiting for another run'));
  expect(await boundTo()).toBe(renewed.thumbprint);
  await endHanging();
  expect((await first.ended).report.outcome).toBe('rebound');
  const last = await second.ended;
  expect(`${last.report.outcome} ${last.log}`).toMatch(/^rebound/);
  expect(await boundTo()).toBe(newer.thumbprint);
});

test('a dry run changes nothing', async () => {
  const before = await show();
  const { exitCode, report } = await runStep({ ...inputs, 'dry-run': 'true' });
  expect(exitCode).toBe(0);
  expect(report.outcome).toBe('planned');
  expect(await show()).toBe(before);
});
