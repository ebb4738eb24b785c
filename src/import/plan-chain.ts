import { type CertificateBundle, completeChain } from '../certificate/bundle.js';
import type { Certificate } from '../certificate/certificate.js';
import type { StoredCertificate } from '../inspect/stored-certificates.js';

/** The stores of issuers. Nothing is ever added to that of roots: to trust one is a decision of its own. */
export const [intermediateStore, rootStore] = ['CA', 'Root'] as const;

/** The stores that have to be read for a certificate, beside its own, before {@link planChain}. */
export function issuerStores(bundle: CertificateBundle | null): string[] {
  if (bundle === null) return [];
  const hasGaps = bundle.gaps.length > 0;
  return [
    ...(hasGaps || bundle.intermediates.length > 0 ? [intermediateStore] : []),
    ...(hasGaps ? [rootStore] : []),
  ];
}

/** What becomes of the certificates above the leaf. */
interface ChainPlan {
  /** Those that the store `CA` lacks, and that are valid now. */
  readonly intermediates: readonly Certificate[];
  readonly warnings: readonly string[];
}

/**
 * Decides which intermediates of a file are imported. An issuer is called missing only if neither the file nor the
 * server has it.
 * @param issuers what the server has in its {@link issuerStores}
 */
export function planChain(
  bundle: CertificateBundle,
  issuers: readonly StoredCertificate[],
  now: Date,
): ChainPlan {
  const inCa = issuers.filter(({ store }) => store.toLowerCase() === intermediateStore.toLowerCase());
  const known = new Set(inCa.map(({ certificate }) => certificate.thumbprint));
  const { gaps } = completeChain(
    bundle,
    issuers.map(({ certificate }) => certificate.der),
    now,
  );
  return {
    // What is not valid now, or a root, is not among them.
    intermediates: bundle.intermediates.filter(({ thumbprint }) => !known.has(thumbprint)),
    warnings: gaps.map(({ warning }) => warning),
  };
}
