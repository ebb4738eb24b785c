import { type Certificate, readCertificateFile } from '../certificate/certificate.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import type { Binding } from '../http-sys/binding.js';
import type { Machine } from '../windows/machine.js';

/** certutil processes that run side by side. */
const sideBySide = 4;

/** From this many certificates of one store on, the whole store is read at once: a program for each takes longer. */
const many = 8;

/** The certificates that bindings point to now, read from their stores, each once. */
export class PresentCertificates {
  readonly #machine: Pick<Machine, 'certutil' | 'registry'>;
  readonly #progress: (text: string) => void;
  readonly #known = new Map<string, Certificate | undefined>();

  /** @param progress is told how far a reading is, after each certificate */
  constructor(machine: Pick<Machine, 'certutil' | 'registry'>, progress: (text: string) => void) {
    this.#machine = machine;
    this.#progress = progress;
  }

  /** Reads the certificates of these bindings, as far as they are not known yet. */
  async read(bindings: Iterable<Binding>): Promise<void> {
    const open = this.#open(bindings);
    await this.#readStores(open);
    await this.#exportAll(open);
  }

  /**
   * The same for bindings whose certificates are only nice to know.
   * @param most more certificates than this are not read one by one, since each costs a program
   * @returns whether all were read
   */
  async readIfFew(bindings: Iterable<Binding>, most: number): Promise<boolean> {
    const open = this.#open(bindings);
    await this.#readStores(open);
    if (open.size > most) return false;
    await this.#exportAll(open);
    return true;
  }

  async #exportAll(open: ReadonlyMap<string, Binding>): Promise<void> {
    const queue = open.entries();
    let done = 0;
    const work = async () => {
      for (const [key, binding] of queue) {
        this.#known.set(key, await this.#export(binding));
        done += 1;
        this.#progress(`${done} of ${open.size} certificates read`);
      }
    };
    await Promise.all(Array.from({ length: sideBySide }, work));
  }

  /** Reads from the registry what it has of stores of which many certificates are wanted, and takes it off the list. */
  async #readStores(open: Map<string, Binding>): Promise<void> {
    const stores = new Map<string, Binding[]>();
    for (const binding of open.values()) {
      const store = storeOf(binding).toLowerCase();
      const others = stores.get(store);
      if (others) others.push(binding);
      else stores.set(store, [binding]);
    }
    for (const bindings of stores.values()) {
      if (bindings.length < many) continue;
      const wanted = new Set(bindings.map((each) => each.thumbprint!));
      const found = await this.#registry(storeOf(bindings[0]!), wanted);
      for (const binding of bindings) {
        const der = found.get(binding.thumbprint!);
        const certificate = der && readable(der, binding);
        if (!certificate) continue;
        this.#known.set(keyOf(binding), certificate);
        open.delete(keyOf(binding));
      }
    }
  }

  /** What cannot be read here certutil is asked for, one by one. */
  async #registry(store: string, wanted: ReadonlySet<Thumbprint>): Promise<Map<Thumbprint, Buffer>> {
    try {
      return await this.#machine.registry.certificates(store, wanted);
    } catch (error) {
      if (error instanceof Failure && error.code !== 'cancelled') return new Map();
      throw error;
    }
  }

  /** The certificate of a binding; undefined if its store does not have it, or it was not {@link read}. */
  of(binding: Binding): Certificate | undefined {
    return this.#known.get(keyOf(binding));
  }

  /** One binding for each certificate that is not known yet. */
  #open(bindings: Iterable<Binding>): Map<string, Binding> {
    const open = new Map<string, Binding>();
    for (const binding of bindings) {
      const key = keyOf(binding);
      if (binding.thumbprint !== null && !this.#known.has(key)) open.set(key, binding);
    }
    return open;
  }

  async #export(binding: Binding): Promise<Certificate | undefined> {
    const file = await this.#machine.certutil.export(storeOf(binding), binding.thumbprint!);
    return file && readable(file, binding);
  }
}

/** The certificate of a binding. One that cannot be read is as good as none: its names and dates are not known. */
function readable(file: Buffer, { thumbprint }: Binding): Certificate | undefined {
  try {
    const certificate = readCertificateFile(file);
    return certificate.thumbprint === thumbprint ? certificate : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function storeOf({ store }: Binding): string {
  return store ?? 'MY';
}

function keyOf(binding: Binding): string {
  return `${storeOf(binding).toLowerCase()}\\${binding.thumbprint}`;
}
