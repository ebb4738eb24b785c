import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { acquireMachineLock, lockAddress, type MachineLock } from '../../src/windows/lock.js';

let count = 0;
/** A machine of its own for each test. */
function newIdentity(): string {
  count += 1;
  return `/machines/${process.pid}-${count}/Windows`;
}

const never = new AbortController().signal;
const nobody = () => undefined;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function take(
  identity: string,
  waitMs = 0,
  onTaken: (holder: string) => void = nobody,
  signal = never,
): Promise<MachineLock> {
  return acquireMachineLock({
    identity,
    holderFile: join(folder, 'below', 'holder.txt'),
    holder: 'run 7, job renew',
    waitMs,
    onTaken: async (holder) => onTaken(holder),
    signal,
  });
}

describe('the lock of a machine', () => {
  it('is for one at a time, whatever the letters of its folder', async () => {
    const identity = newIdentity();
    const lock = await take(identity);
    await expect(take(`${identity.toUpperCase()}/`)).rejects.toMatchObject({ code: 'locked' });
    const other = await take(newIdentity());
    await other.release();
    await lock.release();
    await (await take(identity)).release();
  });

  it('tells once who holds it, and names the holder when the wait is over', async () => {
    const identity = newIdentity();
    const lock = await take(identity);
    const told: string[] = [];
    const failure = await take(identity, 700, (holder) => told.push(holder)).catch((error: unknown) => error);
    expect(told).toEqual(['run 7, job renew']);
    expect(failure).toBeInstanceOf(Failure);
    expect((failure as Failure).parts.evidence).toContain('It is run 7, job renew.');
    await lock.release();
  });

  it('goes to the one that waits', async () => {
    const identity = newIdentity();
    const lock = await take(identity);
    const waiting = take(identity, 10_000);
    setTimeout(() => void lock.release(), 300);
    await (await waiting).release();
  });

  it('is not waited for once the run is to end, and the reason is that of the run', async () => {
    const identity = newIdentity();
    const lock = await take(identity);
    const controller = new AbortController();
    const waiting = take(identity, 60_000, nobody, controller.signal);
    setTimeout(() => controller.abort(new Error('cancelled')), 100);
    await expect(waiting).rejects.toThrow('cancelled');
    await lock.release();
  });

  it('dies with its process', async () => {
    const identity = newIdentity();
    const listen = `require('node:net').createServer().listen(${JSON.stringify(lockAddress(identity))}, () => console.log('held'))`;
    const holder = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    await expect(take(identity)).rejects.toMatchObject({ code: 'locked' });
    holder.kill('SIGKILL');
    await (await take(identity, 5_000)).release();
  });

  it('says nothing to whoever connects, and is released although somebody does', async () => {
    const identity = newIdentity();
    const lock = await take(identity);
    const socket = connect({ ...lockAddress(identity), allowHalfOpen: true });
    let said = '';
    socket.on('data', (data) => {
      said += data;
    });
    await once(socket, 'end');
    expect(said).toBe('');
    await lock.release();
    socket.destroy();
    await (await take(identity)).release();
  });

  it('never connects to a name that somebody else has taken, and believes no more than a line of the file', async () => {
    const identity = newIdentity();
    let connections = 0;
    const stranger = createServer(() => {
      connections += 1;
    });
    await new Promise<void>((resolve) => stranger.listen(lockAddress(identity), resolve));
    mkdirSync(join(folder, 'below'));
    writeFileSync(join(folder, 'below', 'holder.txt'), `::error::boom\u001b[2J\n${'x'.repeat(10_000)}`);
    const told: string[] = [];
    const failure = await take(identity, 600, (holder) => told.push(holder)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'locked' });
    expect(connections).toBe(0);
    expect(told[0]?.length).toBeLessThan(250);
    expect(told[0]).not.toMatch(/\p{Cc}/u);
    await new Promise((resolve) => stranger.close(resolve));
  });

  it('gives up at once where whoever waits is told that it may not have it', async () => {
    const identity = newIdentity();
    const lock = await take(identity);
    const refuse = () => {
      throw new Error('not elevated');
    };
    await expect(take(identity, 60_000, refuse)).rejects.toThrow('not elevated');
    await lock.release();
    expect(() => readFileSync(join(folder, 'below', 'holder.txt'))).toThrow('ENOENT');
  });
});
