import type { Certificate } from '../certificate/certificate.js';

/** A certificate in a store of LocalMachine. */
export interface StoredCertificate {
  readonly certificate: Certificate;
  readonly store: string;
  /**
   * Whether a private key seems to be with it. A hint only; whether HTTP.sys can use the key shows when it is bound.
   */
  readonly hasKey: boolean;
  /** The provider that keeps the key; null where there is none, or it is not known. */
  readonly provider: string | null;
  /** The provider's name for the key; null where there is none, or it is not known. */
  readonly container: string | null;
  readonly friendlyName: string | null;
}

/** Reads the stores of LocalMachine. */
export interface StoreReader {
  /**
   * All certificates of one store; none for a store that does not exist. Windows keeps some stores elsewhere than in
   * the registry: a certificate that is not listed may be in its store all the same, and certutil knows.
   */
  list(store: string): Promise<readonly StoredCertificate[]>;
  /** Those of every store, however many there are. */
  everywhere(): Promise<readonly StoredCertificate[]>;
}

/** Whether two names mean the same store: Windows compares them without case. */
export function isSameStore(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
