import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Background, background } from './background.js';
import { compiledProgramFile, compiledSimulator } from './build.js';
import { chainOf, type Issued } from './certificates/issue.js';
import { concernsIis, writeIisConfig } from './iis/config-files.js';
import type { ForeignProgram } from './listeners/foreign.js';
import { type Misbehaviour, readMisbehaviours, writeMisbehaviours } from './listeners/misbehaviour.js';
import { type MachineOptions, resolveOptions } from './machine-options.js';
import { installed } from './programs/installed.js';
import { type Call, CallLog } from './state/calls.js';
import { type Fault, writeFaults } from './state/faults.js';
import { type Installation, installCertificate } from './state/installation.js';
import { KeyFiles } from './state/key-files.js';
import { type BindingRecord, defaultSettings, type EndpointKind, recordKey } from './state/record.js';
import { type StoredCertificate, Stores } from './state/stores.js';
import { Table } from './state/table.js';

/** The application id under which IIS makes its bindings. */
export const iisAppId = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';

export type { Installation } from './state/installation.js';

/** A record to put into the table: its endpoint and whatever differs from a plain binding of IIS. */
export type NewBinding = { endpoint: string } & Partial<Omit<BindingRecord, 'hash'>> & {
    /** A certificate or its thumbprint in any case. */
    certificate?: Issued | string | null;
  };

/** An embedded Windows machine: programs below its own SystemRoot, and TLS listeners that serve from its table. */
export interface Machine {
  /** Its folder; everything of the machine is in it. */
  readonly folder: string;
  /** To be given to the action as the environment variable `SystemRoot`. */
  readonly systemRoot: string;
  /** To be given to the action as the environment variable `ProgramData`. */
  readonly programData: string;
  readonly options: MachineOptions;
  /** The files of private keys and their access lists. */
  readonly keys: KeyFiles;
  /**
   * Changes how the machine behaves from now on, the language and the code page of its console included. Programs of
   * the Windows folder are not added or removed; IIS's files are written anew where the change concerns them.
   */
  set(options: Partial<MachineOptions>): void;
  /**
   * Puts records into the table as they are, with no check. An endpoint that is there is replaced. Its kind can stand
   * before it, here and in `unbind`: `hostnameport=10.0.0.5:443`.
   */
  bind(...bindings: NewBinding[]): void;
  /** Takes records out of the table. */
  unbind(...endpoints: string[]): void;
  /** Puts a certificate into a store. @returns its thumbprint in upper case */
  install(certificate: Issued, installation?: Installation): string;
  uninstall(store: string, thumbprint: string): void;
  /**
   * The table, by endpoint as netsh shows it and in the order of their names. Where two records have the
   * same endpoint, such as `10.0.0.5:443` as an address and as a host name, the second has its kind before it:
   * `hostnameport=10.0.0.5:443`.
   */
  table(): Map<string, BindingRecord>;
  /** What is in a store of LocalMachine. */
  store(name: string): StoredCertificate[];
  /**
   * Opens sockets on which HTTP.sys serves TLS. Where it is limited to some addresses (`ipListen`), no other can be
   * opened. @returns them with their real ports, in order
   */
  listen(...sockets: string[]): Promise<string[]>;
  /**
   * Opens a free port on which HTTP.sys serves a socket that this process may not open, such as `0.0.0.0:443`.
   * @returns that port: whoever connects has to be sent there
   */
  listenFor(socket: string): Promise<number>;
  /**
   * Opens a socket of another program, which knows nothing of HTTP.sys's table: a web server with a certificate of its
   * own, one that never answers, resets, or speaks no TLS. `unlisten` closes it. @returns it with its real port
   */
  occupy(socket: string, program: Issued | 'silent' | 'reset' | 'plain'): Promise<string>;
  /** Closes a socket: connections are refused from then on. */
  unlisten(socket: string): Promise<void>;
  /** Makes the listeners misbehave for one record; null mends it. */
  misbehave(endpoint: string, misbehaviour: Omit<Misbehaviour, 'hash'> | null): void;
  /** Sets what goes wrong with programs, in place of what was set before. */
  faults(faults: readonly Fault[]): void;
  /** Every start of a program so far. */
  calls(): Call[];
  /** Stops the listeners, kills the programs that still run, and deletes the folder. */
  close(): Promise<void>;
}

/**
 * How a machine runs its programs: `served` by one background process, which takes a millisecond or two for each, or
 * each in a Node.js process `alone`.
 */
export type ProgramStarts = 'served' | 'alone';

/** What a machine is made of. */
export type NewMachine = Partial<MachineOptions> & {
  /** By default a new one for temporary files. */
  folder?: string;
  /** By default served, where there is a C compiler. */
  programs?: ProgramStarts;
};

/** Makes a machine in a folder of its own. */
export async function createMachine(given: NewMachine = {}): Promise<Machine> {
  const { folder: wanted, programs = process.env.SIMULATOR_PROGRAMS, ...options } = given;
  const compiled = compiledSimulator();
  const programFile = programs === 'alone' ? undefined : compiledProgramFile();
  if (programs === 'served' && programFile === undefined) throw new Error('There is no C compiler');
  if (wanted !== undefined) mkdirSync(wanted, { recursive: true });
  const folder = wanted ?? mkdtempSync(join(tmpdir(), 'windows-machine-'));
  const machine = new EmbeddedMachine(resolve(folder), resolveOptions(options), compiled);
  await machine.installPrograms(programFile);
  return machine;
}

class EmbeddedMachine implements Machine {
  readonly folder: string;
  readonly systemRoot: string;
  readonly keys: KeyFiles;
  #options: MachineOptions;
  readonly #stores: Stores;
  readonly #compiled: string;
  #server: Background | undefined;
  #listeners: Background | undefined;

  constructor(folder: string, options: MachineOptions, compiled: string) {
    this.folder = folder;
    this.systemRoot = join(folder, 'Windows');
    this.#options = options;
    this.#stores = new Stores(folder);
    this.keys = new KeyFiles(folder);
    this.keys.prepare();
    this.#compiled = compiled;
    this.set(options);
  }

  /** @param programFile what asks the server to do a program's work; undefined for a process of Node.js each */
  async installPrograms(programFile: string | undefined): Promise<void> {
    const { missingPrograms, iis } = this.#options;
    const missing = new Set([...missingPrograms, ...(iis === null ? ['appcmd.exe'] : [])]);
    for (const [program, { folder }] of Object.entries(installed)) {
      if (missing.has(program)) continue;
      const place = join(this.systemRoot, 'System32', folder);
      mkdirSync(place, { recursive: true });
      if (programFile === undefined) this.#writeScript(join(place, program));
      else copyFileSync(programFile, join(place, program));
    }
    if (programFile === undefined) return;
    this.#server = background(join(this.#compiled, 'server', 'main.js'));
    await this.#server.ask({ action: 'open', machine: this.folder });
  }

  get programData(): string {
    return this.keys.programData;
  }

  get options(): MachineOptions {
    return this.#options;
  }

  set(options: Partial<MachineOptions>): void {
    this.#options = { ...this.#options, ...options };
    const draft = join(this.folder, 'machine.json.new');
    writeFileSync(draft, JSON.stringify(this.#options));
    renameSync(draft, join(this.folder, 'machine.json'));
    if (concernsIis(options)) writeIisConfig(this.systemRoot, this.#options);
  }

  bind(...bindings: NewBinding[]): void {
    const table = new Table(this.folder);
    for (const binding of bindings) {
      const record = recordOf(binding);
      table.change({ op: 'delete', key: recordKey(record) });
      table.change({ op: 'add', record });
    }
    table.close();
  }

  unbind(...endpoints: string[]): void {
    const table = new Table(this.folder);
    for (const endpoint of endpoints) table.change({ op: 'delete', key: recordKey(recordOf({ endpoint })) });
    table.close();
  }

  install(certificate: Issued, installation: Installation = {}): string {
    installCertificate(this.folder, this.#options, certificate, installation);
    return certificate.thumbprint;
  }

  uninstall(store: string, thumbprint: string): void {
    this.#stores.delete(store, thumbprint);
  }

  table(): Map<string, BindingRecord> {
    const table = new Table(this.folder);
    const records = [...table.records()].sort(([a], [b]) => (a < b ? -1 : 1));
    table.close();
    const plain = new Map<string, EndpointKind>();
    for (const [, { endpoint, kind }] of records) {
      if (!plain.has(endpoint) || kind === 'ipport') plain.set(endpoint, kind);
    }
    const name = ({ endpoint, kind }: BindingRecord) =>
      plain.get(endpoint) === kind ? endpoint : `${kind}=${endpoint}`;
    return new Map(records.map(([, record]) => [name(record), record]));
  }

  store(name: string): StoredCertificate[] {
    return this.#stores.list(name);
  }

  async listen(...sockets: string[]): Promise<string[]> {
    const { ipListen } = this.#options;
    for (const socket of sockets) {
      if (ipListen.length > 0 && !ipListen.includes(socket.replace(/:\d+$/, ''))) {
        throw new Error(`HTTP.sys is limited to ${ipListen.join(', ')}: it cannot listen on ${socket}`);
      }
    }
    const real: string[] = [];
    for (const socket of sockets) real.push(await this.#listen(socket));
    return real;
  }

  async listenFor(socket: string): Promise<number> {
    const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(socket) ?? [];
    const real = await this.#listen(`${host}:0`, { servedPort: Number(port) });
    return Number(real.slice(real.lastIndexOf(':') + 1));
  }

  occupy(socket: string, program: Issued | 'silent' | 'reset' | 'plain'): Promise<string> {
    if (typeof program === 'string') return this.#listen(socket, { foreign: { kind: program } });
    const certificate = [program, ...chainOf(program)].map(({ pem }) => pem).join('');
    const key = program.key.export({ type: 'pkcs8', format: 'pem' }).toString();
    return this.#listen(socket, { foreign: { kind: 'tls', certificate, key } });
  }

  async unlisten(socket: string): Promise<void> {
    await this.#listeners?.ask({ action: 'stop', machine: this.folder, socket });
  }

  misbehave(endpoint: string, misbehaviour: Omit<Misbehaviour, 'hash'> | null): void {
    const { [endpoint]: _, ...others } = readMisbehaviours(this.folder);
    const hash = this.table().get(endpoint)?.hash ?? null;
    const all = misbehaviour === null ? others : { ...others, [endpoint]: { ...misbehaviour, hash } };
    writeMisbehaviours(this.folder, all);
  }

  faults(faults: readonly Fault[]): void {
    writeFaults(this.folder, faults);
  }

  calls(): Call[] {
    return new CallLog(this.folder).read();
  }

  async close(): Promise<void> {
    await Promise.all([this.#server?.close(this.folder), this.#listeners?.close(this.folder)]);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #listen(socket: string, as: { foreign?: ForeignProgram; servedPort?: number } = {}): Promise<string> {
    this.#listeners ??= background(join(this.#compiled, 'listeners', 'main.js'));
    return this.#listeners.ask({ action: 'listen', machine: this.folder, socket, ...as });
  }

  #writeScript(file: string): void {
    const script = join(this.#compiled, 'programs', 'alone.js');
    const words = [process.execPath, script, this.folder, file].map(quote).join(' ');
    // NODE_OPTIONS is the caller's, and not meant for a program that is Windows' own.
    const line = `NODE_OPTIONS= exec ${words} "$@"`;
    writeFileSync(file, `#!/bin/sh\n${line}\n`);
    chmodSync(file, 0o755);
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The kind follows from the endpoint's form where it is not given: a name is a host name's record. */
function recordOf({ certificate, endpoint: name, ...given }: NewBinding): BindingRecord {
  const [, named, endpoint = name] = /^(ipport|hostnameport|ccs|scopedccs)=(.*)$/.exec(name) ?? [];
  const kind = given.kind ?? (named as EndpointKind | undefined) ?? kindOf(endpoint);
  const hash = typeof certificate === 'string' ? certificate : (certificate?.thumbprint ?? null);
  const isCentral = kind === 'ccs' || kind === 'scopedccs';
  return {
    ...defaultSettings,
    kind,
    endpoint,
    appId: iisAppId,
    store: isCentral ? null : 'MY',
    ...given,
    hash: hash?.toLowerCase() ?? null,
  };
}

function kindOf(endpoint: string): EndpointKind {
  if (!endpoint.includes(':')) return 'ccs';
  return /^(\d+\.){3}\d+:|^\[/.test(endpoint) ? 'ipport' : 'hostnameport';
}
