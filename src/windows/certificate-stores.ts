import type { Certificate } from '../certificate/certificate.js';
import { Failure } from '../failure.js';
import type { Certutil, ListedCertificate } from './certutil.js';
import type { Registry } from './registry.js';
import {
  isSameStore,
  openKept,
  readable,
  type StoredCertificate,
  type StoreReader,
} from './stored-certificate.js';

/** Stores that can hold certificates with keys on a server with IIS. */
const usual = ['MY', 'WebHosting'];

/** The stores of LocalMachine: from the registry in one reading, and from certutil where the registry has nothing. */
export class CertificateStores implements StoreReader {
  readonly #registry: Pick<Registry, 'certificates' | 'allCertificates'>;
  readonly #certutil: Pick<Certutil, 'list' | 'export'>;

  constructor(
    registry: Pick<Registry, 'certificates' | 'allCertificates'>,
    certutil: Pick<Certutil, 'list' | 'export'>,
  ) {
    this.#registry = registry;
    this.#certutil = certutil;
  }

  async list(store: string): Promise<readonly StoredCertificate[]> {
    const found = await this.#fromRegistry(store);
    return found.length > 0 ? found : this.#fromCertutil(store);
  }

  async everywhere(): Promise<readonly StoredCertificate[]> {
    const found = await this.#fromRegistry();
    if (found.some(({ store }) => usual.some((each) => isSameStore(each, store)))) return found;
    return (await Promise.all(usual.map((store) => this.list(store)))).flat();
  }

  /** What cannot be read in the registry certutil is asked for. */
  async #fromRegistry(store?: string): Promise<StoredCertificate[]> {
    try {
      const kept =
        store === undefined
          ? await this.#registry.allCertificates()
          : new Map([[store, await this.#registry.certificates(store)]]);
      return [...kept].flatMap(([name, certificates]) =>
        [...certificates].flatMap(([thumbprint, each]) => openKept(name, thumbprint, each) ?? []),
      );
    } catch (error) {
      if (error instanceof Failure && error.code !== 'cancelled') return [];
      throw error;
    }
  }

  async #fromCertutil(store: string): Promise<StoredCertificate[]> {
    const found: StoredCertificate[] = [];
    for (const listed of await this.#certutil.list(store)) {
      const certificate = await this.#export(store, listed);
      if (certificate) found.push({ ...listed, certificate, store, friendlyName: null, renewedBy: null });
    }
    return found;
  }

  /** A certificate that cannot be read is as good as none. */
  async #export(store: string, { thumbprint }: ListedCertificate): Promise<Certificate | undefined> {
    const file = await this.#certutil.export(store, thumbprint);
    return file && readable(file, thumbprint);
  }
}
