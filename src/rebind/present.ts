import { type Certificate, readCertificateFile } from '../certificate/certificate.js';
import { Failure } from '../failure.js';
import type { Binding } from '../http-sys/binding.js';
import type { Machine } from '../windows/machine.js';

/** certutil processes that run side by side. */
const sideBySide = 4;

/** The certificates that bindings point to now, read from their stores, each once. */
export class PresentCertificates {
  readonly #machine: Machine;
  readonly #known = new Map<string, Certificate | undefined>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Reads the certificates of these bindings, as far as they are not known yet. */
  async read(bindings: Iterable<Binding>): Promise<void> {
    const queue = this.#open(bindings).entries();
    const work = async () => {
      for (const [key, binding] of queue) this.#known.set(key, await this.#export(binding));
    };
    await Promise.all(Array.from({ length: sideBySide }, work));
  }

  /**
   * The same for bindings whose certificates are only nice to know.
   * @param most more certificates than this are not read, since each costs a program
   * @returns whether they were read
   */
  async readIfFew(bindings: Iterable<Binding>, most: number): Promise<boolean> {
    const open = this.#open(bindings);
    if (open.size > most) return false;
    await this.read(open.values());
    return true;
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

  async #export({ store, thumbprint }: Binding): Promise<Certificate | undefined> {
    const file = await this.#machine.certutil.export(store ?? 'MY', thumbprint!);
    if (!file) return undefined;
    try {
      const certificate = readCertificateFile(file);
      return certificate.thumbprint === thumbprint ? certificate : undefined;
    } catch (error) {
      // A certificate that cannot be read is as good as none: its names and dates are not known.
      if (error instanceof Failure) return undefined;
      throw error;
    }
  }
}

function keyOf({ store, thumbprint }: Binding): string {
  return `${(store ?? 'MY').toLowerCase()}\\${thumbprint}`;
}
