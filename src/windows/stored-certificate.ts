import { type Certificate, readCertificateFile } from '../certificate/certificate.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import type { KeptCertificate } from './registry-store.js';

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
  /** Its successor by a renewal link, which Schannel serves in its place. */
  readonly renewedBy: Thumbprint | null;
}

/** A certificate as the registry keeps it, opened; undefined for one that cannot be understood. */
export function openKept(
  store: string,
  thumbprint: Thumbprint,
  { der, key, friendlyName, renewedBy }: KeptCertificate,
): StoredCertificate | undefined {
  const certificate = readable(der, thumbprint);
  const { provider, container } = key ?? { provider: null, container: null };
  return (
    certificate && { certificate, store, hasKey: key !== null, provider, container, friendlyName, renewedBy }
  );
}

/** A certificate that cannot be read, or is another one, is as good as none: its names and dates are not known. */
export function readable(file: Uint8Array, thumbprint: Thumbprint): Certificate | undefined {
  try {
    const certificate = readCertificateFile(file);
    return certificate.thumbprint === thumbprint ? certificate : undefined;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
