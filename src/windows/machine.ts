import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { Appcmd } from './appcmd.js';
import { Certutil } from './certutil.js';
import type { Deadline } from './deadline.js';
import { type HandshakeResult, type HandshakeTarget, handshake } from './handshake.js';
import { Icacls } from './icacls.js';
import { IisFiles } from './iis-files.js';
import { KeyFiles } from './key-files.js';
import { acquireMachineLock, type MachineLock } from './lock.js';
import { Netsh } from './netsh.js';
import { startProgram } from './process.js';
import { Registry } from './registry.js';
import { RunningPrograms, waitForPrograms } from './running-programs.js';
import { environmentVariable, System32, systemRoot } from './system32.js';
import { isElevated } from './whoami.js';

/** The Windows server that a run works on: the only door to its programs, its sockets and its lock. */
export interface Machine {
  readonly netsh: Netsh;
  readonly certutil: Certutil;
  readonly registry: Registry;
  readonly appcmd: Appcmd;
  readonly icacls: Icacls;
  readonly keyFiles: KeyFiles;
  readonly iisFiles: IisFiles;
  /** undefined where it cannot be told. */
  isElevated(): Promise<boolean | undefined>;
  /** One fresh TLS handshake; see {@link handshake}. */
  handshake(target: HandshakeTarget, timeoutMs: number, signal: AbortSignal): Promise<HandshakeResult>;
  /** The addresses of this machine, loopback first, IPv6 without zone and brackets. */
  addresses(): string[];
  lock(options: LockOptions): Promise<MachineLock>;
  /** Waits until the programs that a killed run has left behind have ended. @param temp that run's folder */
  waitForProgramsOf(temp: string): Promise<void>;
}

export interface LockOptions {
  /** How this run tells others who it is. */
  readonly holder: string;
  readonly waitMs: number;
  readonly onWait: (holder: string) => void;
}

/** A program has at most this long while its run lives; what takes longer hangs. */
const leftBehindMs = 35_000;

/**
 * The machine that this process runs on.
 * @param temp an existing folder for temporary files
 * @param log is told of every program start
 * @param deadline when the work has to end
 * @throws Failure `not-windows`
 */
export function thisMachine(temp: string, log: (commandLine: string) => void, deadline: Deadline): Machine {
  const root = systemRoot();
  const system32 = new System32(root, startProgram, log, { deadline, notes: new RunningPrograms(temp) });
  return {
    netsh: new Netsh(system32, temp),
    certutil: new Certutil(system32, temp),
    registry: new Registry(system32, temp),
    appcmd: new Appcmd(system32),
    icacls: new Icacls(system32, temp),
    keyFiles: new KeyFiles(programData(root)),
    iisFiles: new IisFiles(system32),
    isElevated: () => isElevated(system32),
    handshake,
    addresses: localAddresses,
    lock: ({ holder, waitMs, onWait }) => acquireMachineLock(root, holder, waitMs, onWait, deadline.signal),
    waitForProgramsOf: (folder) => waitForPrograms(folder, Math.min(leftBehindMs, deadline.remainingMs)),
  };
}

/** Windows sets the variable for every process; where it is lost, the folder is beside that of Windows. */
function programData(root: string): string {
  return environmentVariable('ProgramData') ?? join(dirname(root), 'ProgramData');
}

function localAddresses(): string[] {
  const own = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .map((each) => each.address.toLowerCase())
    .filter((address) => !address.startsWith('fe80:'));
  return [...new Set(['127.0.0.1', '::1', ...own])];
}
