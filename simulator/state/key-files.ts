import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type AccessList, isAllowed, parseSddl, printSddl } from '../access/sddl.js';
import { tokenSids } from '../access/sids.js';
import { providerOf } from './providers.js';
import type { StoredCertificate } from './stores.js';

/** A private key as its provider knows it. */
export type Key = Pick<StoredCertificate, 'provider' | 'container' | 'uniqueName'>;

/** What the machine keeps of a key besides its file. */
interface KeyRecord extends Key {
  /** The file's access list. */
  readonly access: string;
}

/** Where each kind of provider keeps the machine's keys, below ProgramData. */
const folders = {
  cng: join('Microsoft', 'Crypto', 'Keys'),
  csp: join('Microsoft', 'Crypto', 'RSA', 'MachineKeys'),
} as const;

const readFile = 0x1;

/**
 * The files of the machine's private keys, with their access lists. What is in a key file tells nothing, as on
 * Windows, where it is encrypted; whether the file is there, and who may read it, decides whether the key can be used.
 */
export class KeyFiles {
  /** The machine's ProgramData folder. */
  readonly programData: string;
  readonly #records: string;

  constructor(machine: string) {
    this.programData = resolve(machine, 'ProgramData');
    this.#records = join(machine, 'keys');
  }

  /** Makes the folders in which keys are kept. */
  prepare(): void {
    for (const folder of Object.values(folders)) {
      mkdirSync(join(this.programData, folder), { recursive: true });
    }
  }

  /** The path of a key's file; null for a provider that keeps its keys elsewhere. */
  pathOf({ provider, uniqueName }: Key): string | null {
    const kind = providerOf(provider)?.kind;
    return kind === undefined || uniqueName === null
      ? null
      : join(this.programData, folders[kind], uniqueName);
  }

  /** Every key file that is there, sorted. */
  list(): string[] {
    return Object.values(folders)
      .map((folder) => join(this.programData, folder))
      .flatMap((folder) => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []))
      .sort();
  }

  /** The key that a provider has under a name, whether a certificate still uses it or not. */
  find(provider: string, name: string, by: 'container' | 'uniqueName'): Key | undefined {
    const files = existsSync(this.#records) ? readdirSync(this.#records) : [];
    return files
      .filter((file) => file.endsWith('.json'))
      .map((file) => JSON.parse(readFileSync(join(this.#records, file), 'utf8')) as KeyRecord)
      .find((record) => record.provider === provider && record[by] === name);
  }

  /** Makes the file of a new key. @param sddl its access list */
  create({ provider, container, uniqueName }: Key, sddl: string): void {
    const path = this.pathOf({ provider, container, uniqueName });
    if (path === null) return;
    this.#write(path, { provider, container, uniqueName, access: sddl });
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, randomBytes(1024));
  }

  delete(path: string): void {
    rmSync(path, { force: true });
    rmSync(this.#recordOf(path), { force: true });
  }

  /** Whether an existing file is one of the machine's keys. */
  isKeyFile(path: string): boolean {
    const folder = dirname(resolve(path));
    return Object.values(folders).some((each) => folder === join(this.programData, each)) && existsSync(path);
  }

  /** The access list of a key file. @throws Error for a file that is no key */
  access(path: string): AccessList {
    const list = parseSddl(this.#read(path).access);
    if (list === undefined) throw new Error(`No access list for ${path}`);
    return list;
  }

  /** @throws TypeError for a text that is no access list */
  setAccess(path: string, sddl: string | AccessList): void {
    this.#write(path, { ...this.#read(path), access: typeof sddl === 'string' ? sddl : printSddl(sddl) });
  }

  /** Whether HTTP.sys, which runs as SYSTEM, can use a certificate's key. */
  isUsable(stored: StoredCertificate): boolean {
    if (stored.key === null || !stored.keyUsable) return false;
    const path = this.pathOf(stored);
    if (path === null) return true;
    return existsSync(path) && isAllowed(this.access(path), tokenSids.system, readFile);
  }

  #read(path: string): KeyRecord {
    return JSON.parse(readFileSync(this.#recordOf(path), 'utf8')) as KeyRecord;
  }

  #write(path: string, record: KeyRecord): void {
    const list = parseSddl(record.access);
    if (list === undefined) throw new TypeError(`Not an access list: ${record.access}`);
    const file = this.#recordOf(path);
    mkdirSync(this.#records, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify({ ...record, access: printSddl(list) }));
    renameSync(`${file}.${process.pid}`, file);
  }

  /** Both kinds of provider could give a key the same name. */
  #recordOf(path: string): string {
    return join(this.#records, `${basename(dirname(path))}.${basename(path)}.json`);
  }
}
