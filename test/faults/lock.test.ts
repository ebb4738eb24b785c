import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { acquireMachineLock, lockAddress } from '../../src/windows/lock.js';

let count = 0;
/** A machine of its own for each test. */
function newIdentity(): string {
  count += 1;
  return `/machines/${process.pid}-${count}/Windows`;
}

const never = new AbortController().signal;
const nobody = () => undefined;

function take(identity: string, waitMs = 0, onWait: (holder: string) => void = nobody, signal = never) {
  return acquireMachineLock(identity, 'run 7, job renew', waitMs, onWait, signal);
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

  it('is released although somebody keeps a connection to it open', async () => {
    const identity = newIdentity();
    const lock = await take(identity);
    const socket = connect({ ...lockAddress(identity), allowHalfOpen: true });
    await once(socket, 'data');
    await lock.release();
    await (await take(identity)).release();
    socket.destroy();
  });
});
