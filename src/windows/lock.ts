import { createHash } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { resolve as resolvePath } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.js';
import { excerpt } from './text.js';

/** The lock of one machine, held until it is released or the process dies. */
export interface MachineLock {
  release(): Promise<void>;
}

const pollMs = 250;

/** A process that is asked for its name, or that asks, and does not go on within this has lost its chance. */
const talkMs = 1_000;

/**
 * Takes the lock of this machine: one run at a time changes its bindings, whatever runner it belongs to.
 *
 * The lock is the right to listen on a name: a named pipe on Windows, an abstract socket on Linux, a loopback port
 * elsewhere. The operating system takes it back when the process ends, however it ends, so nothing can be left
 * stale. Who asks the holder by connecting is told who it is. Any local user can take the name first; that can
 * delay a run, never change one.
 *
 * @param identity names the machine: its Windows folder
 * @param holder what the others are told, one line
 * @throws Failure `locked` after `waitMs`; the reason of the signal once it is aborted
 */
export async function acquireMachineLock(
  identity: string,
  holder: string,
  waitMs: number,
  onWait: (holder: string) => void,
  signal: AbortSignal,
): Promise<MachineLock> {
  const address = lockAddress(identity);
  const deadline = performance.now() + waitMs;
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    const lock = await listen(address, holder);
    if (lock) return lock;
    const other = await askHolder(address);
    if (!told) onWait(other);
    told = true;
    if (performance.now() >= deadline) {
      throw new Failure('locked', {
        cause: 'Another run is changing the bindings of this machine.',
        evidence: `It is ${other}. This run has waited for ${Math.round(waitMs / 1000)} s.`,
        next: 'Wait for the other run to end and run this one again, or give both workflows the same "concurrency" group.',
      });
    }
    await pause(signal);
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  try {
    await sleep(pollMs, undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}

type Address = { path: string } | { host: string; port: number };

/** The name on which the holder of a machine's lock listens. */
export function lockAddress(identity: string): Address {
  const machine = resolvePath(identity).toLowerCase();
  const digest = createHash('sha256').update(`rebind-iis-certificate ${machine}`).digest();
  const name = `rebind-iis-certificate-${digest.toString('hex').slice(0, 16)}`;
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\${name}` };
  if (process.platform === 'linux') return { path: `\0${name}` };
  return { host: '127.0.0.1', port: 49_152 + (digest.readUInt16BE() % 16_000) };
}

/** @returns undefined if somebody else listens there */
function listen(address: Address, holder: string): Promise<MachineLock | undefined> {
  return new Promise((resolve, reject) => {
    const asking = new Set<Socket>();
    const server = createServer((socket) => {
      asking.add(socket);
      socket.unref();
      socket.setTimeout(talkMs, () => socket.destroy());
      socket.on('error', () => socket.destroy());
      socket.once('close', () => asking.delete(socket));
      socket.end(`${holder}\n`);
    });
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) => {
      // Windows answers EACCES where the pipe belongs to another account.
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen({ ...address, exclusive: true }, () => {
      resolve({ release: () => close(server, asking) });
    });
  });
}

function close(server: Server, asking: Iterable<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // A server is closed once its last connection is, and who asks may keep its end open for ever.
    for (const socket of asking) socket.destroy();
  });
}

/** Who holds the lock, as it says of itself; text of another process, made harmless and short. */
function askHolder(address: Address): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(address);
    const timer = setTimeout(() => end(), talkMs);
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(excerpt(text, 200) || 'a process that does not say who it is');
    };
    socket.setEncoding('latin1');
    socket.on('data', (data) => {
      text += data;
      if (text.length > 1_000) end();
    });
    socket.once('error', end);
    socket.once('close', end);
  });
}
