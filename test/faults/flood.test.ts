import { afterEach, beforeEach, expect, it } from 'vitest';
import { expectSuccess } from '../scenarios/expectations.js';
import { type Ground, given, openGround, sideOf, traces } from './ground.js';

let ground: Ground;

beforeEach(async () => {
  ground = await openGround();
});

afterEach(() => ground.close());

it.each([
  ['the table', ['show', 'sslcert']],
  ['the registry', ['SslBindingInfo']],
  ['a store', ['-store', 'CA']],
])('takes %s in bounded memory when a program prints without end', async (_, argsInclude) => {
  ground.machine.faults([{ fault: 'flood', match: { argsInclude, nth: 1 } }]);
  // What the 64 MB of output would become in memory, if it was kept as text and records, is far more than this.
  const environment = { NODE_OPTIONS: '--max-old-space-size=160' };
  const end = await ground.job.run('main', given, { environment });
  expect(end.stderr).toBe('');
  if (end.code === 0) expectSuccess(end, 'rebound');
  await ground.job.run('post', { 'job-status': end.code === 0 ? 'success' : 'failure' });
  const side = end.code === 0 ? 'new' : 'old';
  expect(sideOf(ground, new Set(), [])).toBe(side);
  expect(traces(ground, side, new Set())).toEqual([]);
});
