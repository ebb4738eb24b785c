import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startProgram } from '../../src/windows/process.js';

const sh = '/bin/sh';
const run = (script: string, more: Partial<Parameters<typeof startProgram>[0]> = {}) =>
  startProgram({ program: sh, args: ['-c', script], timeoutMs: 20_000, ...more });

/** Whether a process runs; a killed one that nobody has waited for does not. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, 'ascii'));
  } catch {
    return false;
  }
}

async function msOf(work: Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work.catch(() => undefined);
  return performance.now() - began;
}

describe('a program', () => {
  it('gives its bytes and its exit code', async () => {
    const ended = await run('printf "\\377\\000x"; printf err >&2; exit 3');
    expect(ended).toEqual({
      exitCode: 3,
      stdout: Buffer.from([0xff, 0x00, 0x78]),
      stderr: Buffer.from('err'),
    });
  });

  it('has no exit code if it is killed', async () => {
    expect((await run('kill -9 $$')).exitCode).toBeNull();
  });

  it('cannot wait for an answer, and does not see the inputs of the action', async () => {
    process.env.INPUT_PFX = 'secret';
    const { stdout } = await run('cat; env').finally(() => delete process.env.INPUT_PFX);
    expect(stdout.toString()).not.toContain('secret');
  });

  it('is killed at its limit, with what it has started', async () => {
    let pid = 0;
    const work = run('sleep 60 & sleep 60', { timeoutMs: 300, onStart: (started) => (pid = started) });
    await expect(work).rejects.toMatchObject({ code: 'program-timeout' });
    expect(pid).toBeGreaterThan(0);
    expect(isRunning(pid)).toBe(false);
  });

  it('is not waited for because of what it leaves behind', async () => {
    expect(await msOf(run('sleep 30 & echo started'))).toBeLessThan(5_000);
  });

  it('is stopped when it prints without end', async () => {
    await expect(run('exec cat /dev/zero')).rejects.toMatchObject({ code: 'program-failed' });
  });

  it('cannot be started if it is not there', async () => {
    await expect(
      startProgram({ program: '/nowhere/netsh.exe', args: [], timeoutMs: 1_000 }),
    ).rejects.toMatchObject({
      code: 'program-failed',
    });
  });
});

describe('a run that is asked to end', () => {
  const reason = new Error('the job was cancelled');

  it('lets a program finish what it is about to finish', async () => {
    const controller = new AbortController();
    const work = run('sleep 0.7; echo done', { hurry: controller.signal });
    setTimeout(() => controller.abort(reason), 100);
    expect((await work).stdout.toString()).toBe('done\n');
  });

  it('does not wait for one that hangs', async () => {
    const controller = new AbortController();
    const work = run('sleep 60', { hurry: controller.signal });
    setTimeout(() => controller.abort(reason), 100);
    const began = performance.now();
    await expect(work).rejects.toBe(reason);
    expect(performance.now() - began).toBeLessThan(4_000);
  });
});
