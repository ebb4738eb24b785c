import type { Thumbprint } from '../certificate/thumbprint.js';
import type { KeyFile } from '../windows/key-files.js';

/** A certificate that is about to be imported and was not in its store before. */
export interface Imported {
  readonly store: string;
  readonly thumbprint: Thumbprint;
}

/** Accounts that are about to be allowed to use a key, and that were not before. */
export interface KeyGrant {
  readonly file: KeyFile;
  /** In numeric form. */
  readonly sids: readonly string[];
}

/**
 * Where an import registers what undoes it. Each promise resolves once that is on disk; only then does the change
 * begin. Rolling back is `removeImported` for the certificates and `withdrawGrants` for the grants.
 */
export interface ImportUndo {
  willImport(certificates: readonly Imported[]): Promise<void>;
  willGrant(grant: KeyGrant): Promise<void>;
}

/** Equal for two entries if they are the same certificate in the same store; store names compare without case. */
export function certificateKey({ store, thumbprint }: Imported): string {
  return `${store.toLowerCase()}\\${thumbprint}`;
}

/** Whether two are the same certificate in the same store. */
export function isSame(one: Imported, other: Imported): boolean {
  return certificateKey(one) === certificateKey(other);
}
