import type { Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import type { ImportResult } from '../import/import.js';
import { missingOf } from '../import/intermediates.js';
import type { ShownChain } from '../windows/handshake.js';
import type { Surroundings } from './surroundings.js';
import { tellAll } from './tell.js';

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

/** Looks for the intermediates that nothing has shown yet. The change is complete, so this fails nobody. */
export async function tellMissing(
  { unread }: ImportResult,
  { thumbprints }: ShownIssuers,
  { machine, log }: Surroundings,
): Promise<void> {
  try {
    tellAll('Import', { warnings: await missingOf(machine, unread, thumbprints) }, log);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.info(`Whether the intermediate certificates are there is not certain: ${error.parts.cause}`);
  }
}
