import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import { type Certificate, isIssuedBy, parseCertificate, titleOf } from './certificate.js';
import { splitCertificate } from './x509/structure.js';

/** The certificates above a leaf. */
export interface Chain {
  /** From the leaf's issuer upwards. */
  intermediates: Certificate[];
  /** The self-signed ends of the chain. */
  roots: Certificate[];
  /** The highest certificates whose issuers are not there. */
  incomplete: Certificate[];
  /** Certificates that have no part in it. */
  strangers: Certificate[];
}

/** Longer than any real chain, with its cross-signed branches. */
const longestChain = 20;

/**
 * Finds the chain of a leaf among certificates in any order, by names and signatures. Where two
 * certificates share name and key (cross-signed authorities), both belong.
 */
export function buildChain(leaf: Certificate, others: readonly Certificate[]): Chain {
  const strangers = distinct(others).filter((other) => other.thumbprint !== leaf.thumbprint);
  const above: Certificate[] = [];
  const incomplete: Certificate[] = [];
  const queue = [leaf];
  for (let certificate = queue.shift(); certificate; certificate = queue.shift()) {
    if (certificate.selfSigned || above.length > longestChain) continue;
    const child = certificate;
    const known = above.some((other) => isIssuedBy(child, other));
    const issuers = strangers.filter((other) => isIssuedBy(child, other));
    if (issuers.length === 0 && !known) incomplete.push(child);
    for (const issuer of issuers) {
      strangers.splice(strangers.indexOf(issuer), 1);
      above.push(issuer);
      queue.push(issuer);
    }
  }
  return {
    intermediates: above.filter((certificate) => !certificate.selfSigned),
    roots: above.filter((certificate) => certificate.selfSigned),
    incomplete,
    strangers,
  };
}

/**
 * Warnings about a chain in a file: an issuer that is not in it, and certificates that do not belong. The
 * files of public authorities end below the root on purpose; a missing root is worth a warning only if it
 * is none of the roots that Node.js brings along, because then it may as well be a missing intermediate.
 */
export function chainWarnings(leaf: Certificate, chain: Chain): string[] {
  const complete = chain.roots.length > 0;
  const gaps = complete ? [] : chain.incomplete.filter((top) => !isAnchoredInPublicRoot(top));
  return [
    ...gaps.map((top) =>
      top === leaf
        ? `The issuer of the certificate, ${top.issuer}, is missing in the file. Clients will refuse the ` +
          'certificate unless this server has its issuer already.'
        : `The chain in the file ends at ${titleOf(top)}; its issuer, ${top.issuer}, is missing. That is ` +
          'right if the issuer is a root that all clients trust.',
    ),
    ...strangerWarning(chain.strangers),
  ];
}

const mostTitles = 5;

function strangerWarning(strangers: readonly Certificate[]): string[] {
  if (strangers.length === 0) return [];
  const titles = strangers.slice(0, mostTitles).map(titleOf).join('; ');
  const more = strangers.length > mostTitles ? `; and ${strangers.length - mostTitles} more` : '';
  return [`Certificates in the file that are not part of the chain are passed over: ${titles}${more}.`];
}

/** Whether a public root issued the certificate, or is the same authority under another signature. */
function isAnchoredInPublicRoot(certificate: Certificate): boolean {
  const { issuer, subject } = splitCertificate(certificate.der);
  const names = [issuer, subject].map(({ encoding }) => Buffer.from(encoding));
  return rootCertificates.some((pem) => {
    const der = Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
    // Of a hundred and more roots, only one or two are worth the time to read them.
    if (!names.some((name) => der.includes(name))) return false;
    const root = parseCertificate(der);
    return isIssuedBy(certificate, root) || isSameAuthority(certificate, root);
  });
}

function isSameAuthority(certificate: Certificate, root: Certificate): boolean {
  const [own, other] = [new X509Certificate(certificate.der), new X509Certificate(root.der)];
  return certificate.subject === root.subject && own.publicKey.equals(other.publicKey);
}

function distinct(certificates: readonly Certificate[]): Certificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.thumbprint, certificate])).values()];
}
