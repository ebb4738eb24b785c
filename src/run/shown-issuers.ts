import type { Thumbprint } from '../certificate/thumbprint.js';
import type { ShownChain } from '../windows/handshake.js';

/** The certificates above the new one that its handshakes show: Windows sends along what it finds in its stores. */
export class ShownIssuers {
  readonly #leaf: Thumbprint;
  readonly #found = new Set<Thumbprint>();

  /** @param leaf the new certificate; what stands above another one says nothing */
  constructor(leaf: Thumbprint) {
    this.#leaf = leaf;
  }

  get thumbprints(): ReadonlySet<Thumbprint> {
    return this.#found;
  }

  add([leaf, ...issuers]: ShownChain): void {
    if (leaf === this.#leaf) for (const each of issuers) this.#found.add(each);
  }
}
