import type { KeyObject } from 'node:crypto';
import { Failure } from '../failure.js';
import { type Certificate, isKeyOf, titleOf } from './certificate.js';
import { buildChain, chainWarnings } from './chain.js';
import { checkKeyKind } from './checks.js';
import { isKindForSchannel } from './schannel.js';
import { keyInWords } from './x509/public-key.js';

/** A certificate with its private key and what came along with it. */
export interface CertificateBundle {
  readonly leaf: Certificate;
  readonly privateKey: KeyObject;
  /** Those that belong to the leaf's chain, from its issuer upwards, without roots. */
  readonly intermediates: readonly Certificate[];
  /** The self-signed ends of the chain. They are never installed. */
  readonly roots: readonly Certificate[];
  /** The name that the file gives the certificate. Safe to print. */
  readonly friendlyName?: string;
  /** What is odd about the file but no obstacle. Safe to print. */
  readonly warnings: readonly string[];
}

/** A certificate and the private key that belongs to it. */
interface Pair {
  certificate: Certificate;
  privateKey: KeyObject;
}

/**
 * Finds the certificate that the file is about, the one whose key is there, and its chain. Where several
 * certificates have their key, the one for a TLS server counts; one that may issue others counts only if
 * there is no other.
 * @throws {Failure} `key-mismatch`, `pfx-ambiguous`, `certificate-not-for-servers` or `key-unsupported`
 */
export function assemble(
  keys: readonly KeyObject[],
  certificates: readonly Certificate[],
): CertificateBundle {
  const { certificate: leaf, privateKey } = choose(pairsOf(keys, certificates), keys, certificates);
  checkKeyKind(leaf);
  const chain = buildChain(leaf, certificates);
  return {
    leaf,
    privateKey,
    intermediates: chain.intermediates,
    roots: chain.roots,
    warnings: chainWarnings(leaf, chain),
  };
}

function pairsOf(keys: readonly KeyObject[], certificates: readonly Certificate[]): Pair[] {
  const distinct = new Map(certificates.map((certificate) => [certificate.thumbprint, certificate]));
  return [...distinct.values()].flatMap((certificate) => {
    const privateKey = keys.find((key) => isKeyOf(key, certificate));
    return privateKey ? [{ certificate, privateKey }] : [];
  });
}

function choose(
  pairs: readonly Pair[],
  keys: readonly KeyObject[],
  certificates: readonly Certificate[],
): Pair {
  const [first, second] = pairs;
  if (!first) throw mismatch(keys, certificates);
  if (!second) return first;
  const servers = pairs.filter(({ certificate: { serverAuth, handshakeUsage, publicKey } }) => {
    return serverAuth && handshakeUsage && isKindForSchannel(publicKey.kind);
  });
  const leaves = servers.filter(({ certificate }) => !certificate.isCa);
  const fitting = leaves.length > 0 ? leaves : servers;
  const [chosen, rival] = fitting;
  if (!chosen) {
    throw new Failure('certificate-not-for-servers', {
      cause:
        'None of the certificates that have their private key in the file is for a TLS server on Windows.',
      evidence: list(pairs),
      next: 'Give a file with the certificate for the server.',
    });
  }
  if (rival) {
    throw new Failure('pfx-ambiguous', {
      cause: `${fitting.length} certificates in the file have their private key and are for a TLS server.`,
      evidence: list(fitting),
      next: 'Export the one that is meant, alone with its key and chain.',
    });
  }
  return chosen;
}

const longestList = 10;

function list(pairs: readonly Pair[]): string {
  const lines = pairs.slice(0, longestList).map(({ certificate }) => {
    const { thumbprint, notAfter } = certificate;
    const day = notAfter.toISOString().slice(0, 10);
    return `${titleOf(certificate)} (thumbprint ${thumbprint}, valid until ${day})`;
  });
  const more = pairs.length - lines.length;
  return `${lines.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}

function mismatch(keys: readonly KeyObject[], certificates: readonly Certificate[]): Failure {
  const subjects = certificates
    .slice(0, longestList)
    .map((certificate) => `${titleOf(certificate)} (${keyInWords(certificate.publicKey)})`);
  const kinds = keys.slice(0, longestList).map((key) => {
    const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
    return [key.asymmetricKeyType?.toUpperCase(), modulusLength ?? namedCurve].join(' ').trim();
  });
  return new Failure('key-mismatch', {
    cause: 'The private key belongs to none of the certificates given.',
    evidence: `Certificates: ${subjects.join('; ')}. Private key: ${kinds.join('; ')}.`,
    next: 'Give the certificate together with the key with which its signing request was made.',
  });
}

/** The warning that some certificates of a file were passed over. */
export function unreadableCertificates(count: number): string {
  return `${count} of the certificates in the file cannot be read and are passed over.`;
}
