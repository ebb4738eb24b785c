import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { compiledProgramFile, compiledSimulator } from '../../simulator/build.js';
import { chainOf, issue, issueRoot } from '../../simulator/certificates/issue.js';
import { writePfx } from '../../simulator/certificates/pfx.js';
import {
  createMachine,
  iisAppId,
  type Machine,
  type NewMachine,
  type ProgramStarts,
} from '../../simulator/machine.js';
import { type Ended, netsh, run } from './run.js';

const certificate = issue({ names: ['www.example.com'], issuer: issueRoot() });
const next = issue({ names: ['next.example.com'], issuer: certificate.issuer });
const plain = [`certhash=${certificate.thumbprint}`, `appid=${iisAppId}`, 'certstorename=MY'];
const add = (port: number) => ['http', 'add', 'sslcert', `ipport=0.0.0.0:${port}`, ...plain];
const isServable = compiledProgramFile() !== undefined;

const opened: Machine[] = [];

afterEach(async () => {
  for (const machine of opened.splice(0)) await machine.close();
});

async function open(options: NewMachine): Promise<Machine> {
  const machine = await createMachine({ codePage: 65001, ...options });
  opened.push(machine);
  machine.install(certificate);
  return machine;
}

const portsOf = (machine: Machine) =>
  [...machine.table().keys()].map((endpoint) => Number(endpoint.replace(/^.*:/, ''))).sort((a, b) => a - b);

function start(machine: Machine, args: readonly string[], options: { cwd?: string } = {}): ChildProcess {
  return spawn(join(machine.systemRoot, 'System32', 'netsh.exe'), args, { stdio: 'ignore', ...options });
}

/** Waits for so many starts of programs. @returns the processes, in the order of their starts */
async function startsOf(machine: Machine, count: number): Promise<number[]> {
  await expect.poll(() => machine.calls().length, { timeout: 10_000, interval: 10 }).toBe(count);
  return machine.calls().map(({ pid }) => pid);
}

function isRunning(pid: number): boolean {
  try {
    return !/\sZ/.test(execFileSync('ps', ['-o', 'pid=,stat=', '-p', `${pid}`], { encoding: 'utf8' }));
  } catch {
    return false;
  }
}

/** What every program does and says, in a machine of its own. */
async function everything(programs: ProgramStarts) {
  const machine = await open({ programs, language: 'fr', iis: [{ name: 'A "site"', id: 1, bindings: [] }] });
  const pfx = join(machine.folder, 'new.pfx');
  writeFileSync(pfx, writePfx(next, { password: 'p', chain: chainOf(next) }));
  const script = join(machine.folder, 'script.txt');
  writeFileSync(script, [1, 2, 3].map((port) => add(port).join(' ')).join('\n'));
  const table = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters\\SslBindingInfo';
  const starts = [
    ['netsh.exe', '-f', script],
    ['netsh.exe', 'http', 'show', 'sslcert'],
    ['netsh.exe', ...add(3)],
    ['netsh.exe', 'a "b"', "it's", '', 'ä\n'],
    ['certutil.exe', '-f', '-p', 'p', '-importPFX', 'MY', pfx, 'NoRoot'],
    ['certutil.exe', '-store', 'MY', next.thumbprint],
    ['reg.exe', 'query', table, '/s'],
    ['reg.exe', 'add'],
    ['icacls.exe', '/nowhere', '/save', 'list'],
    ['whoami.exe', '/groups', '/fo', 'csv', '/nh'],
    ['inetsrv/appcmd.exe', 'list', 'site', '/config', '/xml'],
  ] as const;
  const ends: Ended[] = [];
  for (const [program, ...args] of starts) ends.push(await run(machine, program, ...args));
  const calls = machine.calls().map(({ args, startedAt: _, pid: __, durationMs, ...call }) => ({
    ...call,
    args: args.map((arg) => arg.replace(machine.folder, '')),
    hasEnded: durationMs !== undefined,
  }));
  // A key has another name in each machine.
  const withoutKey = ({ out, ...end }: Ended) => ({
    ...end,
    bytes: '',
    out: out.replace(/tp-\S+|[0-9a-f]{32}_\S+/g, ''),
  });
  return { ends: ends.map(withoutKey), calls, table: machine.table() };
}

// Programs that run alone load all of Node each time, which takes seconds on a machine that is busy.
const patient = { timeout: 180_000 };

test.runIf(isServable)('a program is the same for its starter, whichever way it runs', patient, async () => {
  const served = await everything('served');
  expect(served.ends.map(({ code }) => code)).toEqual([0, 0, 1, 1, 0, 0, 0, 1, 87, 0, 0]);
  expect(served).toEqual(await everything('alone'));
});

describe.each(isServable ? (['served', 'alone'] as const) : (['alone'] as const))(
  '%s programs',
  (programs) => {
    test('find files from the folder in which they were started', async () => {
      const machine = await open({ programs });
      const cwd = join(machine.folder, 'a folder');
      mkdirSync(cwd);
      writeFileSync(join(cwd, 'script.txt'), add(7).join(' '));
      const [code] = await once(start(machine, ['-f', 'script.txt'], { cwd }), 'exit');
      expect([code, portsOf(machine)]).toEqual([0, [7]]);
      expect(machine.calls()[0]?.script).toContain('ipport=0.0.0.0:7');
    });

    test('go on working after their starter was killed, but for one that hangs', async () => {
      const machine = await open({ programs });
      machine.faults([
        { match: { argsInclude: '0.0.0.0:1' }, fault: 'slow', delayMs: 1_000 },
        { match: { argsInclude: '0.0.0.0:2' }, fault: 'hang-after' },
      ]);
      const netshFile = JSON.stringify(join(machine.systemRoot, 'System32', 'netsh.exe'));
      const source = `
      const { spawn } = require('node:child_process');
      for (const args of ${JSON.stringify([add(1), add(2)])}) spawn(${netshFile}, args, { stdio: 'ignore' });`;
      const starter = spawn(process.execPath, ['-e', source], { stdio: 'ignore' });
      const pids = await startsOf(machine, 2);
      starter.kill('SIGKILL');
      await once(starter, 'exit');
      expect(portsOf(machine)).not.toContain(1);
      await expect.poll(() => portsOf(machine), { timeout: 5_000 }).toEqual([1, 2]);
      await expect.poll(() => pids.filter(isRunning), { timeout: 5_000 }).toEqual([]);
    });

    test('that are killed do nothing from then on, and nobody else notices', async () => {
      const machine = await open({ programs });
      machine.faults([
        { match: { argsInclude: '0.0.0.0:1' }, fault: 'slow', delayMs: 1_600 },
        { match: { argsInclude: '0.0.0.0:2' }, fault: 'flood' },
      ]);
      const slow = start(machine, add(1));
      await startsOf(machine, 1);
      slow.kill('SIGKILL');
      const flood = spawn(join(machine.systemRoot, 'System32', 'netsh.exe'), add(2));
      await once(flood.stdout, 'readable');
      flood.kill('SIGKILL');
      expect((await netsh(machine, 'show sslcert')).code).toBe(0);
      await new Promise((resolve) => setTimeout(resolve, 900));
      expect(portsOf(machine)).toEqual([2]);
      expect(machine.calls().map(({ exitCode }) => exitCode)).toEqual([undefined, undefined, 0]);
    });

    test('do not wait for one another', async () => {
      const machine = await open({ programs, updateGapMs: 1_500 });
      machine.bind({ endpoint: '0.0.0.0:9', certificate });
      machine.faults([
        { match: { argsInclude: '0.0.0.0:1' }, fault: 'slow', delayMs: 3_000 },
        { match: { argsInclude: '0.0.0.0:2' }, fault: 'hang' },
      ]);
      const update = add(9).map((word) => (word === 'add' ? 'update' : word));
      const waiting = [add(1), add(2), update].map((args) => start(machine, args));
      await startsOf(machine, 3);
      expect((await run(machine, 'netsh.exe', ...add(3))).code).toBe(0);
      expect(waiting.map(({ exitCode }) => exitCode)).toEqual([null, null, null]);
    });

    test('that still run die when their machine is closed', async () => {
      const machine = await open({ programs });
      machine.faults([{ fault: 'hang-after' }]);
      const child = start(machine, add(1));
      await expect.poll(() => portsOf(machine), { timeout: 5_000 }).toEqual([1]);
      const ended = once(child, 'exit');
      await machine.close();
      expect(await ended).toEqual([null, 'SIGKILL']);
    });

    test('belong to one machine of several, wherever its folder is', async () => {
      const folder = join(mkdtempSync(join(tmpdir(), 'machines-')), `${'long '.repeat(30)}'"$HOME`);
      const [one, other] = [await open({ programs, folder }), await open({ programs })];
      await run(one, 'netsh.exe', ...add(1));
      await run(other, 'netsh.exe', ...add(2));
      expect([portsOf(one), portsOf(other)]).toEqual([[1], [2]]);
      await other.close();
      expect((await run(one, 'netsh.exe', ...add(3))).code).toBe(0);
      rmSync(join(folder, '..'), { recursive: true });
    });
  },
);

describe.runIf(isServable)('the server of programs', () => {
  test('takes many starts at once, some of which are killed', async () => {
    const machine = await open({ programs: 'served' });
    machine.faults([{ match: { program: 'netsh.exe' }, fault: 'slow', delayMs: 400 }]);
    const started = Array.from({ length: 90 }, (_, index) => start(machine, add(index + 1)));
    const ends = started.map((child) => once(child, 'exit') as Promise<[number | null, string | null]>);
    for (const child of started.filter((__, index) => index % 3 === 0))
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 800);
    const ended = await Promise.all(ends);
    const done = ended.flatMap(([code], index) => (code === 0 ? [index + 1] : []));
    expect(done.length).toBeGreaterThanOrEqual(60);
    expect(ended.every(([code, signal]) => code === 0 || signal === 'SIGKILL')).toBe(true);
    expect(portsOf(machine)).toEqual(expect.arrayContaining(done));
    const calls = machine.calls();
    expect(calls.map(({ n }) => n)).toEqual(calls.map((__, index) => index + 1));
    expect(calls.filter(({ exitCode }) => exitCode === 0).length).toBeGreaterThanOrEqual(done.length);
    expect((await netsh(machine, 'show sslcert')).code).toBe(0);
  });

  /** The processes whose parent is this one. */
  const childrenOf = (pid: number) => {
    const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    const pairs = listed
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number));
    return pairs.filter(([, parent]) => parent === pid).map(([child = 0]) => child);
  };

  async function maker(rest: string): Promise<{ child: ChildProcess; folder: string }> {
    const folder = mkdtempSync(join(tmpdir(), 'made-'));
    const source = `
      const { createMachine } = await import(${JSON.stringify(join(compiledSimulator(), 'machine.js'))});
      const machine = await createMachine({ folder: ${JSON.stringify(folder)}, programs: 'served' });
      await machine.listen('127.0.0.1:0');
      ${rest}`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
    return { child, folder };
  }

  test('ends with the process that made the machines, and takes their programs along', async () => {
    const { child, folder } = await maker(`
      machine.faults([{ fault: 'hang' }]);
      console.log('made');
      setInterval(() => {}, 1000);`);
    const hanging = execFile(join(folder, 'Windows', 'System32', 'netsh.exe'), ['http', 'show', 'sslcert']);
    await expect
      .poll(() => readFileSync(join(folder, 'calls.count'), 'utf8'), { timeout: 5_000 })
      .not.toBe('');
    const background = childrenOf(child.pid ?? 0);
    expect(background).toHaveLength(2);
    child.kill('SIGKILL');
    const [, signal] = (await once(hanging, 'exit')) as [null, string];
    expect(signal).toBe('SIGKILL');
    await expect.poll(() => background.filter(isRunning), { timeout: 5_000 }).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  test('does not keep its maker from ending, and ends soon after the last machine', async () => {
    const { child } = await maker(`
      await machine.close();
      console.log('closed');
      setInterval(() => {}, 1000);`);
    expect(childrenOf(child.pid ?? 0)).not.toEqual([]);
    await expect.poll(() => childrenOf(child.pid ?? 0), { timeout: 5_000 }).toEqual([]);
    expect(child.exitCode).toBe(null);
    child.kill();

    const left = await maker(`console.log('made');`);
    const [code] = await once(left.child, 'exit');
    expect(code).toBe(0);
    rmSync(left.folder, { recursive: true });
  });
});
