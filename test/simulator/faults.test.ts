import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compiledSimulator } from '../../simulator/build.js';
import { issue } from '../../simulator/certificates/issue.js';
import { createMachine, iisAppId, type Machine } from '../../simulator/machine.js';
import { netsh, run } from './run.js';

const certificate = issue({ names: ['www.example.com'] });
const plain = [`certhash=${certificate.thumbprint}`, `appid=${iisAppId}`, 'certstorename=MY'];

let machine: Machine;

beforeEach(async () => {
  machine = await createMachine();
  machine.install(certificate);
});

afterEach(() => machine.close());

const add = (port = 443) => netsh(machine, 'add sslcert', `ipport=0.0.0.0:${port}`, ...plain);
const ports = () => [...machine.table().keys()].map((endpoint) => Number(endpoint.replace(/^.*:/, '')));

/** A process that starts netsh and waits for it: what the action is to a program. */
async function starterOf(...args: string[]): Promise<{ signal: string | null; code: number | null }> {
  const program = join(machine.systemRoot, 'System32', 'netsh.exe');
  const source = `require('node:child_process').spawnSync(${JSON.stringify(program)}, ${JSON.stringify(args)})`;
  const child = spawn(process.execPath, ['-e', source], { stdio: 'ignore' });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  return { code, signal };
}

/** A script of four adds. */
function script(): string {
  const file = join(machine.folder, 'script.txt');
  writeFileSync(
    file,
    [1, 2, 3, 4].map((port) => `http add sslcert ipport=0.0.0.0:${port} ${plain.join(' ')}`).join('\n'),
  );
  return file;
}

describe('faults', () => {
  test('error: nothing happens, and it says so', async () => {
    machine.faults([{ at: 1, fault: 'error', text: 'Out of order.', exitCode: 3 }]);
    expect(await add()).toMatchObject({ code: 3, out: 'Out of order.' });
    expect(ports()).toEqual([]);
    expect((await add()).code).toBe(0);
  });

  test('error-after: it says so, yet it happened', async () => {
    machine.faults([{ at: 1, fault: 'error-after' }]);
    expect((await add()).code).toBe(1);
    expect(ports()).toEqual([443]);
  });

  test('no-effect: all is well by its words', async () => {
    machine.faults([{ match: { program: 'netsh.exe' }, fault: 'no-effect' }]);
    expect(await add()).toMatchObject({ code: 0, out: expect.stringContaining('successfully added') });
    expect(ports()).toEqual([]);
    machine.bind({ endpoint: '0.0.0.0:443', certificate });
    expect(await add()).toMatchObject({ code: 1, out: expect.stringContaining('Error: 183') });
    expect(await netsh(machine, 'show sslcert')).toMatchObject({ code: 0, out: '' });
  });

  test('garbage and flood: it happened, and the output is of no use', async () => {
    machine.faults([
      { at: 1, fault: 'garbage' },
      { at: 2, fault: 'flood' },
    ]);
    expect(await add(1)).toMatchObject({ code: 0 });
    const { code, bytes } = await add(2);
    expect([code, bytes.length]).toEqual([0, 64 * 1024 * 1024]);
    expect(ports()).toEqual([1, 2]);
  });

  test.each([
    ['hang', []],
    ['hang-after', [443]],
  ] as const)('%s: it never ends', async (fault, expected) => {
    machine.faults([{ at: 1, fault }]);
    const args = ['http', 'add', 'sslcert', 'ipport=0.0.0.0:443', ...plain];
    const child = execFile(join(machine.systemRoot, 'System32', 'netsh.exe'), args);
    const outcome = await Promise.race([
      once(child, 'exit'),
      new Promise((done) => setTimeout(done, 600, 'hangs')),
    ]);
    expect(outcome).toBe('hangs');
    expect(ports()).toEqual(expected);
    child.kill('SIGKILL');
  });

  test.each([
    ['killed', []],
    ['killed-midway', [1, 2]],
    ['killed-after', [1, 2, 3, 4]],
  ] as const)('%s: it dies', async (fault, expected) => {
    machine.faults([{ at: 1, fault }]);
    expect(await run(machine, 'netsh.exe', '-f', script())).toMatchObject({ code: null, out: '' });
    expect(ports()).toEqual(expected);
  });

  test.each([
    ['kill-parent-before', []],
    ['kill-parent-midway', [1, 2]],
    ['kill-parent-after', [1, 2, 3, 4]],
  ] as const)('%s: its starter dies', async (fault, expected) => {
    machine.faults([{ at: 1, fault }]);
    expect(await starterOf('-f', script())).toEqual({ code: null, signal: 'SIGKILL' });
    expect(ports()).toEqual(expected);
  });

  test('slow: it takes its time', async () => {
    machine.faults([{ at: 1, fault: 'slow', delayMs: 400 }]);
    const started = performance.now();
    await add();
    expect(performance.now() - started).toBeGreaterThan(400);
  });

  test('drift: someone else was there just before, or just after', async () => {
    const change = { op: 'delete', key: 'ipport=0.0.0.0:443' } as const;
    machine.bind({ endpoint: '0.0.0.0:443', certificate });
    machine.faults([{ at: 1, fault: 'drift', changes: [change] }]);
    expect((await add()).code).toBe(0);
    machine.faults([{ at: 2, fault: 'drift-after', changes: [change] }]);
    expect((await add()).code).toBe(1);
    expect(ports()).toEqual([]);
  });

  test('strike by number, by program and by argument, once or always', async () => {
    machine.faults([
      { match: { argsInclude: ['add', '0.0.0.0:7'] }, fault: 'no-effect' },
      { match: { program: 'netsh.exe', argsInclude: 'add', nth: 2 }, fault: 'no-effect' },
      { match: { program: 'reg.exe' }, fault: 'error' },
    ]);
    for (const port of [1, 2, 3, 7, 7]) await add(port);
    expect(ports()).toEqual([1, 3]);
    machine.faults([]);
    await add(7);
    expect(ports()).toEqual([1, 3, 7]);
  });

  test('are found in the text of a script too', async () => {
    machine.faults([{ match: { argsInclude: '0.0.0.0:3' }, fault: 'no-effect' }]);
    await run(machine, 'netsh.exe', '-f', script());
    expect(ports()).toEqual([]);
  });
});

describe('the record of calls', () => {
  test('has every start, in order, with its end if there was one', async () => {
    machine.faults([{ at: 2, fault: 'killed' }]);
    await add();
    await add();
    const file = script();
    await run(machine, 'netsh.exe', '-f', file);
    await run(machine, 'whoami.exe', '/groups', '/fo', 'csv', '/nh');
    const calls = machine.calls();
    expect(calls.map(({ n, program, exitCode }) => [n, program, exitCode])).toEqual([
      [1, 'netsh.exe', 0],
      [2, 'netsh.exe', undefined],
      [3, 'netsh.exe', 0],
      [4, 'whoami.exe', 0],
    ]);
    expect(calls[0]?.args).toEqual(['http', 'add', 'sslcert', 'ipport=0.0.0.0:443', ...plain]);
    expect(calls[0]).toMatchObject({ parent: process.pid, durationMs: expect.any(Number) });
    expect(calls[2]?.script).toContain('ipport=0.0.0.0:4 ');
  });

  test('numbers calls that start at once', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, index) => add(index + 1)));
    const numbers = machine.calls().map(({ n }) => n);
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
  });

  test('keeps arguments as they are: quotes, blanks, braces, percents', async () => {
    const args = ['a "b" c', "it's", '{x}', '%SystemRoot%', '$HOME', '`id`', '*', '', 'ä\n'];
    await run(machine, 'netsh.exe', ...args);
    expect(machine.calls()[0]?.args).toEqual(args);
  });
});

test('the cost of a process start is a floor for each program', async () => {
  machine.set({ processCostMs: 300 });
  const started = performance.now();
  await add();
  expect(performance.now() - started).toBeGreaterThanOrEqual(300);
});

test('the listeners end with the process that made the machine', async () => {
  const folder = join(machine.folder, 'inner');
  mkdirSync(folder);
  const compiled = join(compiledSimulator(), 'machine.js');
  const source = `
    const { createMachine } = await import(${JSON.stringify(compiled)});
    const machine = await createMachine({ folder: ${JSON.stringify(folder)} });
    console.log(...(await machine.listen('127.0.0.1:0')));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(/\d+$/.exec(line.toString().trim())?.[0]);
  expect(await connects(port)).toBe(true);
  child.kill('SIGKILL');
  await expect.poll(() => connects(port), { timeout: 5000 }).toBe(false);
});

function connects(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      resolve(true);
      socket.destroy();
    });
    socket.on('error', () => resolve(false));
  });
}
