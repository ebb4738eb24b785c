import type { CertificateBundle } from '../certificate/bundle.js';
import { type Certificate, titleOf } from '../certificate/certificate.js';
import { buildChain, chainWarnings } from '../certificate/chain.js';
import type { StoredCertificate } from '../inspect/stored-certificates.js';

/** What becomes of the certificates above the leaf. */
export interface ChainPlan {
  /** Those that the store `CA` lacks. Never a root: to trust one is a decision of its own. */
  readonly intermediates: readonly Certificate[];
  readonly warnings: readonly string[];
}

/**
 * Decides which intermediates of a file are imported: those that are valid now and that the server does not have. An
 * issuer is called missing only if neither the file nor the server has it.
 * @param inCa what the store `CA` has
 */
export function planChain(
  bundle: CertificateBundle,
  inCa: readonly StoredCertificate[],
  now: Date,
): ChainPlan {
  const isValid = ({ notBefore, notAfter }: Certificate) => notBefore <= now && now <= notAfter;
  const there = inCa.map(({ certificate }) => certificate);
  const known = new Set(there.map(({ thumbprint }) => thumbprint));
  const valid = bundle.intermediates.filter(isValid);
  const chain = buildChain(bundle.leaf, [...valid, ...bundle.roots, ...there.filter(isValid)]);
  return {
    intermediates: valid.filter(({ thumbprint }) => !known.has(thumbprint)),
    warnings: [
      ...bundle.intermediates.filter((each) => !isValid(each)).map((each) => outOfDate(each, now)),
      ...chainWarnings(bundle.leaf, { ...chain, strangers: [] }),
    ],
  };
}

function outOfDate(certificate: Certificate, now: Date): string {
  const { notBefore, notAfter } = certificate;
  const why = now > notAfter ? `expired on ${day(notAfter)}` : `is valid only from ${day(notBefore)}`;
  return `The intermediate certificate ${titleOf(certificate)} in the file ${why}, so it is not imported. Ask the authority for its present chain.`;
}

function day(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}
