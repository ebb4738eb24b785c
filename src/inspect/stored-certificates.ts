import type { Thumbprint } from '../certificate/thumbprint.js';
import { unlessFailed } from '../failure.js';
import type { ListedCertificate } from '../windows/certutil.js';
import type { Machine } from '../windows/machine.js';
import type { KeptCertificate } from '../windows/registry-store.js';
import { openKept, readable, type StoredCertificate } from '../windows/stored-certificate.js';

export type { StoredCertificate };

/** A certificate by its thumbprint; a store of null is MY. */
export interface CertificateAddress {
  readonly thumbprint: Thumbprint;
  readonly store: string | null;
}

/** certutil processes that run side by side. */
const sideBySide = 4;

/** A store that was read. */
class Store {
  readonly #name: string;
  readonly #kept: ReadonlyMap<Thumbprint, KeptCertificate>;
  /** Opened when it is first asked for: a store can hold thousands. */
  readonly #opened = new Map<Thumbprint, StoredCertificate | undefined>();

  constructor(name: string, kept: ReadonlyMap<Thumbprint, KeptCertificate>) {
    this.#name = name;
    this.#kept = kept;
  }

  /** Adds one that the registry does not have. */
  add({ thumbprint, hasKey, provider, container }: ListedCertificate, file: Uint8Array): void {
    const certificate = readable(file, thumbprint);
    const rest = { store: this.#name, hasKey, provider, container, friendlyName: null, renewedBy: null };
    this.#opened.set(thumbprint, certificate && { certificate, ...rest });
  }

  has(thumbprint: Thumbprint): boolean {
    return this.#kept.has(thumbprint) || this.#opened.has(thumbprint);
  }

  get(thumbprint: Thumbprint): StoredCertificate | undefined {
    const kept = this.#kept.get(thumbprint);
    if (kept !== undefined && !this.#opened.has(thumbprint))
      this.#opened.set(thumbprint, openKept(this.#name, thumbprint, kept));
    return this.#opened.get(thumbprint);
  }

  all(): StoredCertificate[] {
    return [...new Set([...this.#kept.keys(), ...this.#opened.keys()])].flatMap(
      (each) => this.get(each) ?? [],
    );
  }
}

/**
 * The certificates in the stores of LocalMachine. A whole store comes from one reading of the registry; certutil is
 * asked only for what is wanted and not there.
 */
export class StoredCertificates {
  readonly #machine: Pick<Machine, 'certutil' | 'registry'>;
  readonly #progress: (text: string) => void;
  readonly #reading = new Map<string, Promise<Store>>();
  readonly #stores = new Map<string, Store>();

  /** @param progress is told how far certutil is, after each certificate */
  constructor(machine: Pick<Machine, 'certutil' | 'registry'>, progress: (text: string) => void) {
    this.#machine = machine;
    this.#progress = progress;
  }

  /** Reads a store from the registry, once. */
  async readStore(name: string): Promise<void> {
    await this.#store(name);
  }

  /**
   * Reads these certificates, and whatever else the registry has of their stores.
   * @throws Failure `program-failed` if certutil does not say for certain whether one is there
   */
  async read(wanted: Iterable<CertificateAddress>): Promise<void> {
    const byStore = new Map<string, { name: string; thumbprints: Set<Thumbprint> }>();
    for (const { store, thumbprint } of wanted) {
      const name = store ?? 'MY';
      const of = byStore.get(keyOf(name)) ?? { name, thumbprints: new Set() };
      of.thumbprints.add(thumbprint);
      byStore.set(keyOf(name), of);
    }
    await Promise.all([...byStore.values()].map(({ name, thumbprints }) => this.#readAll(name, thumbprints)));
  }

  /** A certificate that was read; undefined if its store does not have it, or it is none that can be understood. */
  of({ store, thumbprint }: CertificateAddress): StoredCertificate | undefined {
    return this.#stores.get(keyOf(store ?? 'MY'))?.get(thumbprint);
  }

  /** All certificates of a store that was read. */
  in(store: string): StoredCertificate[] {
    return this.#stores.get(keyOf(store))?.all() ?? [];
  }

  #store(name: string): Promise<Store> {
    const known = this.#reading.get(keyOf(name));
    if (known) return known;
    const reading = this.#readRegistry(name);
    this.#reading.set(keyOf(name), reading);
    return reading;
  }

  /** What cannot be read here certutil is asked for. */
  async #readRegistry(name: string): Promise<Store> {
    const kept = await unlessFailed(this.#machine.registry.certificates(name));
    const store = new Store(name, kept ?? new Map());
    this.#stores.set(keyOf(name), store);
    return store;
  }

  /** One listing says which of those that are missing are there at all; only these are exported. */
  async #readAll(name: string, thumbprints: ReadonlySet<Thumbprint>): Promise<void> {
    const store = await this.#store(name);
    const missing = [...thumbprints].filter((each) => !store.has(each));
    if (missing.length === 0) return;
    const wanted = new Set(missing);
    const there = (await this.#machine.certutil.list(name)).filter(({ thumbprint }) =>
      wanted.has(thumbprint),
    );
    const queue = there.values();
    let done = 0;
    const work = async () => {
      for (const listed of queue) {
        const file = await this.#machine.certutil.export(name, listed.thumbprint);
        if (file) store.add(listed, file);
        done += 1;
        this.#progress(`${done} of ${there.length} certificates read`);
      }
    };
    await Promise.all(Array.from({ length: sideBySide }, work));
  }
}

/** Store names compare without case. */
function keyOf(store: string): string {
  return store.toLowerCase();
}
