import type { Thumbprint } from '../certificate/thumbprint.js';
import type { RegistryBinding } from '../http-sys/binding.js';
import { parseRegistryTable } from '../http-sys/registry.js';
import type { Settings } from '../http-sys/settings.js';
import { parseStores } from './stored-blob.js';
import type { StoredCertificate } from './stored-certificate.js';
import { parseSystemStore } from './system-store.js';
import type { System32 } from './system32.js';
import { decodeOutput } from './text.js';

const systemCertificates = 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates';
const parameters = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';

/** HTTP.sys keeps each kind of binding under a key of its own. */
const keys = { ipport: 'SslBindingInfo', hostnameport: 'SslSniBindingInfo' } as const;

/** `reg.exe`, for reading only: HTTP.sys does not see a direct edit before it is started again. */
export class Registry {
  readonly #system32: System32;
  /** Shared by all readings. */
  readonly #settings = new Map<string, Settings>();

  constructor(system32: System32) {
    this.#system32 = system32;
  }

  /** The bindings of one kind with their exact settings; a key that does not exist holds none. */
  async bindings(kind: keyof typeof keys): Promise<RegistryBinding[]> {
    const { stdout } = await this.#system32.run('reg.exe', ['query', `${parameters}\\${keys[kind]}`, '/s']);
    return parseRegistryTable(decodeOutput(stdout), kind, this.#settings);
  }

  /**
   * Certificates of a store of LocalMachine, all in one reading. Windows keeps a store here, or elsewhere, or some of
   * it: what is not found may be in the store all the same.
   * @returns their encodings
   */
  async certificates(store: string, wanted: ReadonlySet<Thumbprint>): Promise<Map<Thumbprint, Buffer>> {
    const key = `${systemCertificates}\\${store}\\Certificates`;
    const { stdout } = await this.#system32.run('reg.exe', ['query', key, '/s']);
    return parseSystemStore(decodeOutput(stdout), wanted);
  }

  /** The same with what Windows knows of their keys. @param store one store; all of them if it is left out */
  async storedCertificates(store?: string): Promise<StoredCertificate[]> {
    const key = store === undefined ? systemCertificates : `${systemCertificates}\\${store}\\Certificates`;
    const { stdout } = await this.#system32.run('reg.exe', ['query', key, '/s']);
    return parseStores(decodeOutput(stdout));
  }
}
