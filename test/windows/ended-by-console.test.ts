import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Stop } from '../../src/run/stop.js';
import type { Ended, StartProgram } from '../../src/windows/process.js';
import { System32 } from '../../src/windows/system32.js';

let root: string;
let stop: Stop;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'console-'));
  mkdirSync(join(root, 'System32'));
  writeFileSync(join(root, 'System32', 'netsh.exe'), '');
  stop = new Stop();
});

afterEach(() => rmSync(root, { recursive: true }));

/** A netsh that prints half of what it has to say and ends like this. */
function netshThatEnds(exitCode: number | null): System32 {
  const ended: Ended = { exitCode, stdout: Buffer.from('half a ta'), stderr: Buffer.alloc(0) };
  const start: StartProgram = async () => ended;
  const notes = { begin: () => undefined, end: () => undefined };
  return new System32(root, start, () => undefined, { deadline: stop, notes });
}

const cancel = () => stop.request('The job was cancelled.', 5_000);

describe.each([
  ['0xC000013A', 3_221_225_786],
  ['0xC000013A with a sign', -1_073_741_510],
  ['a signal', null],
])('a program that ends with %s', (_, exitCode) => {
  it.each(['run', 'change'] as const)(
    'has been cancelled (%s), also if that is heard of a second later',
    async (way) => {
      setTimeout(cancel, 1_000);
      await expect(netshThatEnds(exitCode)[way]('netsh.exe', [])).rejects.toMatchObject({
        code: 'cancelled',
      });
    },
  );

  it('gives no answer where no cancel comes; what it has changed is to be read', async () => {
    const system32 = netshThatEnds(exitCode);
    await expect(system32.run('netsh.exe', [])).rejects.toMatchObject({ code: 'program-failed' });
    expect(await system32.change('netsh.exe', [])).toMatchObject({ exitCode: null });
  });

  it('does not keep a run from being undone', async () => {
    cancel();
    stop.beginUndoing();
    expect(await netshThatEnds(exitCode).change('netsh.exe', [])).toMatchObject({ exitCode: null });
  });
});
