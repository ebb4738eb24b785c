import { networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import { Appcmd } from './appcmd.js';
import { Certutil } from './certutil.js';
import type { Deadline } from './deadline.js';
import { handshake } from './handshake.js';
import { Icacls } from './icacls.js';
import { IisFiles } from './iis-files.js';
import { KeyFiles } from './key-files.js';
import { acquireMachineLock, type LockOptions, type MachineLock } from './lock.js';
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
  readonly iisFiles: IisFiles;
  readonly icacls: Icacls;
  readonly keyFiles: KeyFiles;
  /** Asked of Windows once, since an account stays what it is. @returns undefined where it cannot be told */
  isElevated(): Promise<boolean | undefined>;
  /** One fresh TLS handshake; see {@link handshake}. */
  readonly handshake: typeof handshake;
  /** The addresses of this machine, loopback first, IPv6 without zone and brackets. */
  addresses(): string[];
  /** Takes the lock of this machine, see {@link acquireMachineLock}. */
  lock(options: Pick<LockOptions, 'holder' | 'waitMs' | 'onTaken'>): Promise<MachineLock>;
  /** The folder of the journals: one for every runner, where only administrators and SYSTEM can write. */
  readonly journals: string;
  /** Waits until the programs that a killed run has left behind have ended. @param temp that run's folder */
  waitForProgramsOf(temp: string): Promise<void>;
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
  const journals = journalFolder(root);
  const certutil = new Certutil(system32, temp);
  const registry = new Registry(system32, temp);
  const keyFiles = new KeyFiles(programData(root));
  let elevation: Promise<boolean | undefined> | undefined;
  return {
    netsh: new Netsh(system32, temp),
    certutil,
    registry,
    icacls: new Icacls(system32, temp),
    keyFiles,
    appcmd: new Appcmd(system32),
    iisFiles: new IisFiles(system32),
    isElevated() {
      elevation ??= isElevated(system32);
      return elevation;
    },
    handshake,
    addresses: localAddresses,
    journals,
    lock: (options) =>
      acquireMachineLock({
        ...options,
        identity: root,
        holderFile: join(journals, 'holder.txt'),
        signal: deadline.signal,
      }),
    waitForProgramsOf: (folder) => waitForPrograms(folder, Math.min(leftBehindMs, deadline.remainingMs)),
  };
}

/**
 * The folder of the journals: below the profile of SYSTEM, where only administrators and SYSTEM can write. Not
 * ProgramData and not the runner's tool cache: there, any local user may be able to create files.
 */
export function journalFolder(root: string): string {
  const profile = join(root, 'System32', 'config', 'systemprofile');
  return join(profile, 'AppData', 'Local', 'rebind-iis-certificate');
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
