import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { Unreadable } from './asn1.js';
import {
  type Certificate,
  isSignedBy,
  openWithNode,
  parseCertificate,
  publicKeyOf,
  titleOf,
} from './certificate.js';
import { dayOf } from './lifetime.js';

/** Whether a certificate was issued by another: the names fit and the signature is right. */
function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (certificate.issuer.toLowerCase() !== issuer.subject.toLowerCase()) return false;
  const child = openWithNode(certificate.der);
  const parent = openWithNode(issuer.der);
  return child.checkIssued(parent) && isSignedBy(child, parent);
}

/** A certificate in a chain of which no valid issuer is at hand. */
export interface Gap {
  /** The leaf, or the highest certificate of the chain. */
  readonly below: Certificate;
  /** What to tell the user of it. */
  readonly warning: string;
}

/** The certificates above a leaf. */
export interface Chain {
  /** From the leaf's issuer upwards, without roots. All are valid now. */
  readonly intermediates: readonly Certificate[];
  /** The self-signed ends of the chain. */
  readonly roots: readonly Certificate[];
  readonly gaps: readonly Gap[];
  /** Those that would belong to it, but have expired or are not valid yet. */
  readonly stale: readonly Certificate[];
  /** Certificates that have no part in it. */
  readonly strangers: readonly Certificate[];
}

/** Longer than any real chain, with its cross-signed branches. */
const longestChain = 20;

/**
 * Finds the chain of a leaf among certificates in any order, by names, signatures and dates. Where two
 * certificates share name and key (cross-signed authorities), both belong.
 */
export function buildChain(leaf: Certificate, others: readonly Certificate[], now: Date): Chain {
  const distinct = [...new Map(others.map((other) => [other.thumbprint, other])).values()];
  const candidates = distinct.filter((other) => other.thumbprint !== leaf.thumbprint);
  const valid = candidates.filter((other) => isValid(other, now));
  const sound = climb([leaf], valid);
  // What stands above a certificate that has expired belongs as well: a renewed one may be on the server.
  const all = climb([leaf], candidates).above;
  const belonging = [...sound.above, ...all.filter((other) => !sound.above.includes(other))];
  const alive = belonging.filter((other) => valid.includes(other));
  const stale = belonging.filter((other) => !valid.includes(other));
  const complete = sound.above.some((other) => other.selfSigned);
  const tops = complete ? [] : sound.tops.filter((top) => !isAnchoredInPublicRoot(top));
  return {
    intermediates: alive.filter((other) => !other.selfSigned),
    roots: alive.filter((other) => other.selfSigned),
    gaps: tops.map((top) => gapBelow(top, { leaf, stale, searched: false })),
    stale,
    strangers: candidates.filter((other) => !belonging.includes(other)),
  };
}

function isValid({ notBefore, notAfter }: Certificate, now: Date): boolean {
  return notBefore <= now && now <= notAfter;
}

/** Goes from certificates up to their issuers, and theirs. `tops` are those whose issuers are not there. */
function climb(
  from: readonly Certificate[],
  candidates: readonly Certificate[],
): { above: Certificate[]; tops: Certificate[] } {
  const above: Certificate[] = [];
  const tops: Certificate[] = [];
  const queue = [...from];
  for (let child = queue.shift(); child; child = queue.shift()) {
    if (child.selfSigned || above.length > longestChain) continue;
    const certificate = child;
    const issuers = candidates.filter((other) => isIssuedBy(certificate, other));
    if (issuers.length === 0) tops.push(certificate);
    const fresh = issuers.filter((issuer) => !above.includes(issuer));
    above.push(...fresh);
    queue.push(...fresh);
  }
  return { above, tops };
}

/** What is known of a gap. */
interface GapFacts {
  readonly leaf: Certificate;
  /** Certificates of the file that are not valid now. */
  readonly stale: readonly Certificate[];
  /** Whether this server's own certificates have been searched, too. */
  readonly searched: boolean;
}

function gapBelow(below: Certificate, { leaf, stale, searched }: GapFacts): Gap {
  const ofLeaf = below.thumbprint === leaf.thumbprint;
  const issuer = `The issuer of ${ofLeaf ? 'the certificate' : titleOf(below)}, ${below.issuer},`;
  const where = searched ? 'neither in the file nor on this server' : 'missing in the file';
  if (stale.some((other) => isIssuedBy(below, other))) {
    const missing = searched ? ', and this server has no valid one' : '';
    return { below, warning: `${issuer} is in the file, but not valid now${missing}. ${refusal(searched)}` };
  }
  if (ofLeaf) return { below, warning: `${issuer} is ${where}. ${refusal(searched)}` };
  // The files of public authorities leave out the root on purpose, and so may those of others.
  return { below, warning: `${issuer} is ${where}. That is right if it is a root that all clients trust.` };
}

function refusal(searched: boolean): string {
  return `Clients will refuse the certificate${searched ? '' : ' unless this server has its issuer already'}.`;
}

/** What is odd about a chain in a file, the gaps aside: certificates that are not valid, and others that do not belong. */
export function chainWarnings({ stale, strangers }: Pick<Chain, 'stale' | 'strangers'>, now: Date): string[] {
  const intermediates = stale.filter((certificate) => !certificate.selfSigned);
  return [
    ...intermediates.map((certificate) => staleWarning(certificate, now)),
    ...strangerWarning(strangers),
  ];
}

function staleWarning(certificate: Certificate, now: Date): string {
  const { notBefore, notAfter } = certificate;
  const when =
    now < notBefore ? `is valid only from ${dayOf(notBefore)}` : `was valid only until ${dayOf(notAfter)}`;
  return `The intermediate certificate ${titleOf(certificate)} in the file ${when}. It is not imported.`;
}

const mostTitles = 5;

function strangerWarning(strangers: readonly Certificate[]): string[] {
  if (strangers.length === 0) return [];
  const titles = strangers.slice(0, mostTitles).map(titleOf).join('; ');
  const more = strangers.length > mostTitles ? `; and ${strangers.length - mostTitles} more` : '';
  return [`Certificates in the file that are not part of the chain are skipped: ${titles}${more}.`];
}

/**
 * Looks for the missing issuers of a chain among the certificates that a server has already.
 * @param stored certificates in DER, as the stores `CA` and `Root` hold them; what cannot be read is skipped
 * @returns the gaps that remain
 */
export function closeGaps(chain: OpenChain, stored: readonly Uint8Array[], now: Date): readonly Gap[] {
  if (chain.gaps.length === 0) return chain.gaps;
  const candidates = stored.flatMap(parsedIfReadable).filter((other) => isValid(other, now));
  return chain.gaps.flatMap(({ below }) => {
    const { above, tops } = climb([below], candidates);
    if (above.some((other) => other.selfSigned)) return [];
    const open = tops.filter((top) => !isAnchoredInPublicRoot(top));
    return open.map((top) => gapBelow(top, { leaf: chain.leaf, stale: chain.stale, searched: true }));
  });
}

/** A chain in which issuers are missing. */
interface OpenChain extends Pick<Chain, 'gaps' | 'stale'> {
  readonly leaf: Certificate;
}

function parsedIfReadable(der: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(der)];
  } catch (error) {
    if (error instanceof Unreadable) return [];
    throw error;
  }
}

/** Whether a public root issued the certificate, or is the same authority under another signature. */
function isAnchoredInPublicRoot({ der }: Certificate): boolean {
  const certificate = openWithNode(der);
  return publicRoots().some((root) => {
    if (certificate.checkIssued(root) && isSignedBy(certificate, root)) return true;
    return certificate.subject === root.subject && publicKeyOf(certificate)?.equals(root.publicKey);
  });
}

let roots: readonly X509Certificate[] | undefined;

/** The roots that Node.js brings along. Reading them takes ten milliseconds, so not before they are needed. */
function publicRoots(): readonly X509Certificate[] {
  roots ??= rootCertificates.map((pem) => new X509Certificate(pem));
  return roots;
}
