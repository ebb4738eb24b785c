import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Thumbprint } from '../certificate/thumbprint.js';
import type { EndpointKind } from '../http-sys/endpoint.js';
import { readExport } from '../http-sys/registry-export.js';
import { RecordReader, type RegistryRecord, tableKeys } from '../http-sys/registry-records.js';
import { KeyReader, type RegistryKey } from '../http-sys/registry-text.js';
import type { Settings } from '../http-sys/settings.js';
import { type KeptCertificate, readKept } from './registry-store.js';
import type { System32 } from './system32.js';
import { removeFile } from './temp-file.js';
import { OutputDecoder } from './text.js';

/** Below it, a key for each store of LocalMachine. */
export const systemCertificates = 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates';
const parameters = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';

/** `reg.exe`, for reading only: HTTP.sys does not see a direct edit before it is started again. */
export class Registry {
  readonly #system32: System32;
  readonly #temp: string;
  /** Shared by all readings. */
  readonly #settings = new Map<string, Settings>();

  /** @param temp an existing folder for exported keys */
  constructor(system32: System32, temp: string) {
    this.#system32 = system32;
    this.#temp = temp;
  }

  /**
   * HTTP.sys's records with their exact settings; a key that does not exist holds none.
   * @param kind undefined: of every kind, from the key above their tables, where other things of HTTP.sys stand, too
   */
  async records(kind?: EndpointKind): Promise<readonly RegistryRecord[]> {
    const reader = new RecordReader(this.#settings);
    const key = kind === undefined ? parameters : `${parameters}\\${tableKeys[kind]}`;
    await this.#query(key, (each) => reader.add(each));
    return reader.end();
  }

  /**
   * The keys of one table with exact letters in every language, which a program's output does not have.
   * @returns undefined where the registry could not be exported
   */
  async exactKeys(kind: EndpointKind): Promise<readonly RegistryKey[] | undefined> {
    const file = join(this.#temp, `${randomUUID()}.reg`);
    try {
      await this.#system32.run('reg.exe', ['export', `${parameters}\\${tableKeys[kind]}`, file, '/y']);
      return readExport(await readFile(file));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    } finally {
      await removeFile(file);
    }
  }

  /**
   * The certificates of a store of LocalMachine. Windows keeps a store here, or elsewhere, or some of it: what is not
   * found may be in the store all the same.
   */
  async certificates(store: string): Promise<Map<Thumbprint, KeptCertificate>> {
    const found = new Map<Thumbprint, KeptCertificate>();
    await this.#query(`${systemCertificates}\\${store}\\Certificates`, (key) => {
      const kept = readKept(key);
      if (kept) found.set(...kept);
    });
    return found;
  }

  /** A key of another program with all below it; none where it does not exist. @param path `HKLM\…` */
  async keys(path: string): Promise<RegistryKey[]> {
    const keys: RegistryKey[] = [];
    await this.#query(path, (key) => keys.push(key));
    return keys;
  }

  async #query(path: string, onKey: (key: RegistryKey) => void): Promise<void> {
    const decoder = new OutputDecoder();
    const reader = new KeyReader(onKey);
    await this.#system32.run('reg.exe', ['query', path, '/s'], {
      onStdout: (data) => reader.add(decoder.add(data)),
    });
    reader.add(decoder.end());
    reader.end();
  }
}
