import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { dirname, resolve as resolvePath } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.js';
import { excerpt } from './text.js';

/** The lock of one machine, held until it is released or the process dies. */
export interface MachineLock {
  release(): Promise<void>;
}

/** How to take the lock of a machine. */
export interface LockOptions {
  /** Names the machine: its Windows folder. */
  readonly identity: string;
  /** Where the holder says who it is; only administrators may write there. */
  readonly holderFile: string;
  /** What the others are told, one line. */
  readonly holder: string;
  readonly waitMs: number;
  /** Told once, before it waits, who holds the lock; may throw to give up. */
  readonly onTaken: (holder: string) => Promise<void>;
  readonly signal: AbortSignal;
}

const pollMs = 250;

/**
 * Takes the lock of this machine: one run at a time changes its bindings, whatever runner it belongs to.
 *
 * The lock is the right to listen on a name: on Windows a named pipe below `ProtectedPrefix\Administrators`, which only
 * administrators can create (an ordinary pipe can be taken by any user, and a client that connects to it can be
 * impersonated by its holder); an abstract socket on Linux; a loopback port elsewhere. The operating system takes it
 * back when the process ends, however it ends, so nothing can be left stale. Nobody ever connects to it: who holds it
 * stands in a file.
 *
 * @throws Failure `locked` after `waitMs`; the reason of the signal once it is aborted
 */
export async function acquireMachineLock(options: LockOptions): Promise<MachineLock> {
  const { identity, waitMs, onTaken, signal } = options;
  const address = lockAddress(identity);
  const deadline = performance.now() + waitMs;
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const server = await listen(address);
    if (server) return hold(server, options);
    if (attempt === 1) await onTaken(await readHolder(options.holderFile));
    if (performance.now() >= deadline) throw locked(await readHolder(options.holderFile), waitMs);
    await pause(signal);
  }
}

function locked(holder: string, waitMs: number): Failure {
  return new Failure('locked', {
    cause: 'Another run is changing the bindings of this machine.',
    evidence: `It is ${holder}. This run has waited for ${Math.round(waitMs / 1000)} s.`,
    next: 'Wait for the other run to end and run this one again, or give both workflows the same "concurrency" group.',
  });
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
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\ProtectedPrefix\\Administrators\\${name}` };
  if (process.platform === 'linux') return { path: `\0${name}` };
  return { host: '127.0.0.1', port: 49_152 + (digest.readUInt16BE() % 16_000) };
}

/** @returns undefined if somebody else listens there, or this account may not */
function listen(address: Address): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    // There is nothing to say to whoever connects.
    const server = createServer((socket) => socket.destroy());
    server.unref();
    server.once('error', (error: NodeJS.ErrnoException) => {
      // Windows does not tell a taken pipe from one that this account may not create.
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    server.listen({ ...address, exclusive: true }, () => resolve(server));
  });
}

async function hold(server: Server, { holderFile, holder }: LockOptions): Promise<MachineLock> {
  // The file is for people; the lock holds without it.
  await mkdir(dirname(holderFile), { recursive: true }).catch(() => undefined);
  await writeFile(holderFile, `${holder}\n`).catch(() => undefined);
  return {
    async release() {
      await rm(holderFile, { force: true }).catch(() => undefined);
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Who holds the lock, as its file says; made harmless and short. */
async function readHolder(holderFile: string): Promise<string> {
  const text = await readFile(holderFile, 'latin1').catch(() => '');
  return excerpt(text, 200) || 'a process that does not say who it is';
}
