import { afterEach, beforeEach, expect, test } from 'vitest';
import { issue } from '../../simulator/certificates/issue.js';
import { writePfx } from '../../simulator/certificates/pfx.js';
import { startStep } from './lab/action.js';
import { until } from './lab/job.js';
import { freePort, listen, shownBy } from './lab/listeners.js';
import {
  bind,
  clearFault,
  endHanging,
  isHanging,
  leftovers,
  resetMachine,
  setFault,
  show,
  store,
  stored,
} from './lab/machine.js';

const names = ['www.example.com'];
const old = issue({ names, key: 'rsa2048', validTo: 10 });
const renewed = issue({ names, key: 'rsa2048', validTo: 90 });
const inputs = { pfx: writePfx(renewed, { password: 'x' }).toString('base64'), 'pfx-password': 'x' };

let port: number;
let other: number;
let before: string;
let stop: () => Promise<void>;

beforeEach(async () => {
  await resetMachine();
  await store(old);
  [port, other] = [await freePort(), await freePort()];
  await bind(`ipport=0.0.0.0:${port}`, old, 'disablehttp2=enable');
  await bind(`ipport=127.0.0.1:${other}`, old);
  await bind(`hostnameport=www.example.com:${port}`, old, 'disabletls13=enable');
  stop = await listen({ address: '0.0.0.0', port }, { address: '127.0.0.1', port: other });
  before = await show();
});

afterEach(async () => {
  if (await isHanging()) await endHanging();
  await stop();
});

/** Everything is as before the run, by netsh and by handshakes, and nothing of the run is left. */
async function expectAsBefore(): Promise<void> {
  expect(await show()).toBe(before);
  expect(await shownBy('127.0.0.1', port, 'www.example.com')).toBe(old.thumbprint);
  expect(await shownBy('127.0.0.1', other)).toBe(old.thumbprint);
  expect([...(await stored('MY')).keys()]).toEqual([old.thumbprint]);
  expect(leftovers()).toEqual([]);
}

/** Every change of one socket to the new certificate is struck; the way back is not. */
const change = () => `hostnameport=www.example.com:${port} certhash=${renewed.thumbprint.toLowerCase()}`;

test('a change that fails is rolled back with all the others', async () => {
  await setFault(`error=1312 ${change()}`);
  const step = startStep(inputs);
  const { exitCode, report, log } = await step.ended;
  expect(exitCode).toBe(1);
  expect(report.outcome).toBe('rolled-back');
  expect(log.match(/^::error /gm)).toHaveLength(1);
  await clearFault();
  expect((await step.post('failure')).exitCode).toBe(0);
  await expectAsBefore();
});

test.each([
  ['before netsh has changed a binding, and netsh with it', 'hang-before', 'kill'],
  ['after netsh has changed a binding, and netsh with it', 'hang-after', 'kill'],
  ['alone, while its netsh runs on', 'hang-after', 'killAlone'],
] as const)('a run that is killed %s is undone by the post part', async (_, fault, kill) => {
  await setFault(`${fault} ${change()}`);
  const step = startStep(inputs);
  await until('netsh hangs', isHanging);
  await clearFault();
  step.job[kill]();
  expect((await step.job.ended).exitCode).toBe(1);
  expect(await show()).not.toBe(before);
  const { exitCode, log } = await step.post('cancelled');
  expect(log).not.toContain('::error');
  expect(exitCode).toBe(0);
  await expectAsBefore();
});

test('after a power failure, without a post part, the next run keeps a change that is complete', async () => {
  await setFault(`hang-after ${change()}`);
  const lost = startStep(inputs);
  await until('netsh hangs', isHanging);
  await clearFault();
  lost.job.kill();
  await lost.job.ended;
  const { exitCode, log } = await startStep({ ...inputs, bindings: `127.0.0.1:${other}` }).ended;
  expect(log).not.toContain('::error');
  expect(exitCode).toBe(0);
  expect(log).toContain('::warning title=Earlier run::');
  expect(await shownBy('127.0.0.1', port, 'www.example.com')).toBe(renewed.thumbprint);
  expect(await shownBy('127.0.0.1', other)).toBe(renewed.thumbprint);
});

test('Ctrl-C ends a run with everything as it was', async () => {
  await setFault(`hang-before ${change()}`);
  const step = startStep(inputs);
  await until('netsh hangs', isHanging);
  await clearFault();
  step.job.cancel();
  // The same Ctrl-C ends the real netsh, which is in the console of the job, too.
  await endHanging();
  const { exitCode } = await step.ended;
  expect(exitCode).toBe(1);
  expect((await step.post('cancelled')).exitCode).toBe(0);
  await expectAsBefore();
});
