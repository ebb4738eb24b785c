import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiledSimulator } from './build.js';
import { chainOf, type Issued } from './certificates/issue.js';
import { concernsIis, writeIisConfig } from './iis/config-files.js';
import { Listeners } from './listeners/listeners.js';
import { type Misbehaviour, readMisbehaviours, writeMisbehaviours } from './listeners/protocol.js';
import { type MachineOptions, resolveOptions } from './machine-options.js';
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
  /** Stops the listeners and deletes the folder. */
  close(): Promise<void>;
}

const programs = ['netsh.exe', 'certutil.exe', 'reg.exe', 'icacls.exe', 'whoami.exe', 'appcmd.exe'];

/** Makes a machine in a folder of its own. */
export async function createMachine(
  given: Partial<MachineOptions> & { folder?: string } = {},
): Promise<Machine> {
  const { folder: wanted, ...options } = given;
  if (wanted !== undefined) mkdirSync(wanted, { recursive: true });
  const folder = wanted ?? mkdtempSync(join(tmpdir(), 'windows-machine-'));
  return new EmbeddedMachine(folder, resolveOptions(options), compiledSimulator());
}

class EmbeddedMachine implements Machine {
  readonly folder: string;
  readonly systemRoot: string;
  readonly keys: KeyFiles;
  #options: MachineOptions;
  readonly #stores: Stores;
  readonly #listeners: Listeners;

  constructor(folder: string, options: MachineOptions, compiled: string) {
    this.folder = folder;
    this.systemRoot = join(folder, 'Windows');
    this.#options = options;
    this.#stores = new Stores(folder);
    this.keys = new KeyFiles(folder);
    this.keys.prepare();
    this.#listeners = new Listeners(join(compiled, 'listeners', 'main.js'), folder);
    this.set(options);
    const missing = new Set([...options.missingPrograms, ...(options.iis === null ? ['appcmd.exe'] : [])]);
    for (const program of programs) {
      if (!missing.has(program)) this.#writeProgram(program, compiled);
    }
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
    const real: string[] = [];
    for (const socket of sockets) {
      if (ipListen.length > 0 && !ipListen.includes(socket.replace(/:\d+$/, ''))) {
        throw new Error(`HTTP.sys is limited to ${ipListen.join(', ')}: it cannot listen on ${socket}`);
      }
    }
    for (const socket of sockets) real.push(await this.#listeners.listen(socket));
    return real;
  }

  occupy(socket: string, program: Issued | 'silent' | 'reset' | 'plain'): Promise<string> {
    if (typeof program === 'string') return this.#listeners.listen(socket, { kind: program });
    const certificate = [program, ...chainOf(program)].map(({ pem }) => pem).join('');
    const key = program.key.export({ type: 'pkcs8', format: 'pem' }).toString();
    return this.#listeners.listen(socket, { kind: 'tls', certificate, key });
  }

  async unlisten(socket: string): Promise<void> {
    await this.#listeners.stop(socket);
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
    await this.#listeners.close();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #writeProgram(program: string, compiled: string): void {
    const system32 = join(this.systemRoot, 'System32');
    const place = program === 'appcmd.exe' ? join(system32, 'inetsrv') : system32;
    const script = join(compiled, 'programs', program.replace(/\.exe$/, '.js'));
    const file = join(place, program);
    mkdirSync(place, { recursive: true });
    // NODE_OPTIONS is the caller's, and not meant for a program that is Windows' own.
    const line = `NODE_OPTIONS= exec ${quote(process.execPath)} ${quote(script)} ${quote(this.folder)} "$@"`;
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
