import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { issue } from '../../simulator/certificates/issue.js';
import { createMachine, type Machine as Embedded } from '../../simulator/machine.js';
import { type ConvergeOptions, converge, type Goal } from '../../src/apply/converge.js';
import { readTable } from '../../src/inspect/read-table.js';
import type { Machine } from '../../src/windows/machine.js';
import { Netsh } from '../../src/windows/netsh.js';
import { startProgram } from '../../src/windows/process.js';
import { System32 } from '../../src/windows/system32.js';

const count = 30;

let embedded: Embedded;
let temp: string;

beforeEach(async () => {
  embedded = await createMachine();
  temp = mkdtempSync(join(tmpdir(), 'converge-'));
  const certificate = issue({ names: ['*.example.com'] });
  embedded.install(certificate);
  const hosts = Array.from({ length: count }, (_, index) => `site-${index + 1}.example.com:443`);
  embedded.bind(...hosts.map((endpoint) => ({ endpoint, certificate })));
});

afterEach(async () => {
  await embedded.close();
  rmSync(temp, { recursive: true, force: true });
});

async function deleteAll(afterFailure: ConvergeOptions['afterFailure']) {
  const system32 = new System32(embedded.systemRoot, startProgram, () => undefined);
  const machine = { netsh: new Netsh(system32, temp) } as Machine;
  const start = await readTable(machine);
  const goals = [...start.bindings.values()].map(
    ({ endpoint }): Goal => ({
      endpoint,
      next: (now) =>
        now ? { is: 'commands', commands: [{ verb: 'delete', endpoint, args: [] }] } : { is: 'reached' },
    }),
  );
  const before = embedded.calls().length;
  const end = await converge(machine, goals, start, {
    patience: (attempt) => [0, 10][attempt - 1],
    afterFailure,
  });
  return { ...end, calls: embedded.calls().slice(before) };
}

it('does not despair of each of many bindings alone, and tells of each why', async () => {
  embedded.set({ account: 'network-service' });
  const { unreached, calls } = await deleteAll('go-on');
  expect(unreached).toHaveLength(count);
  for (const { kind, why } of unreached) {
    expect(kind).toBe('failed');
    expect(why).toContain('Error: 5');
  }
  const attempts = calls.filter(({ args }) => args[1] === 'delete');
  expect(attempts.length).toBeLessThanOrEqual(3 * 2 + count);
  expect(calls.length).toBeLessThanOrEqual(2 * count);
}, 120_000);

it('stops at the first where there is no point in going on', async () => {
  embedded.set({ account: 'network-service' });
  const { unreached, calls } = await deleteAll('stop');
  expect(unreached).toHaveLength(1);
  expect(calls.length).toBeLessThanOrEqual(6);
}, 120_000);

it('needs one script, which ends with a reading, for all that take', async () => {
  const { unreached, table, calls } = await deleteAll('go-on');
  expect(unreached).toEqual([]);
  expect(table.bindings.size).toBe(0);
  expect(calls.map(({ args }) => args[0])).toEqual(['-f']);
}, 120_000);
