import type { KeyObject } from 'node:crypto';
import { Failure } from '../failure.js';
import { byIssue, type Certificate, keyInWords, titleOf } from './certificate.js';
import { buildChain, type Chain, chainWarnings, closeGaps, type Gap } from './chain.js';
import { checkKeyKind, isKindForSchannel } from './checks.js';
import { dayOf } from './lifetime.js';
import { keepsAllNames } from './names.js';
import { isKeyOf, signsFor } from './private-key.js';

/** A certificate with its private key and what came along with it. */
export interface CertificateBundle {
  readonly leaf: Certificate;
  readonly privateKey: KeyObject;
  /** Those that belong to the leaf's chain, from its issuer upwards, without roots. All are valid now. */
  readonly intermediates: readonly Certificate[];
  /** The self-signed ends of the chain. They are never installed. */
  readonly roots: readonly Certificate[];
  /** Those that would belong to the chain, but are not valid now. They are never installed. */
  readonly stale: readonly Certificate[];
  /** Issuers that are missing; `completeChain` looks for them. Each has its warning among the warnings. */
  readonly gaps: readonly Gap[];
  /** The name that the file gives the certificate. Safe to print. */
  readonly friendlyName?: string;
  /** What is odd about the file but no obstacle. Safe to print. */
  readonly warnings: readonly string[];
}

/** What `localKeyID` ties together; in hex, if the file has it. */
interface Tied {
  readonly localKeyId?: string | undefined;
}

/** A private key of a file. */
export interface GivenKey extends Tied {
  readonly key: KeyObject;
}

/** A certificate of a file. */
interface GivenCertificate extends Tied {
  readonly certificate: Certificate;
}

/** A certificate and the private key that belongs to it. */
interface Pair {
  readonly certificate: Certificate;
  readonly privateKey: KeyObject;
  /** Whether the file names it as the one that belongs to the key. */
  readonly named: boolean;
}

/**
 * Finds the certificate that the file is about, the one whose key is there, and its chain. Where several
 * certificates have their key, the one for a TLS server counts; one that may issue others counts only if
 * there is no other.
 * @throws Failure `key-mismatch`, `pfx-ambiguous`, `certificate-not-for-servers` or `key-unsupported`
 */
export function assemble(
  keys: readonly GivenKey[],
  certificates: readonly GivenCertificate[],
  now: Date,
): CertificateBundle {
  const pairs = pairsOf(keys, certificates);
  if (pairs.length === 0) throw mismatch(keys, certificates);
  const { chosen, others, why } = choose(forServers(pairs), now);
  const { certificate: leaf, privateKey } = chosen;
  checkKeyKind(leaf);
  if (!signsFor(privateKey, leaf)) throw damagedKey(leaf);
  const rivals = new Set(others.map(({ certificate }) => certificate.thumbprint));
  const rest = certificates.map(({ certificate }) => certificate);
  const chain = buildChain(
    leaf,
    rest.filter(({ thumbprint }) => !rivals.has(thumbprint)),
    now,
  );
  return { leaf, privateKey, ...chainOf(chain, now, choiceWarning(chosen, others, why)) };
}

function chainOf({ intermediates, roots, stale, gaps, strangers }: Chain, now: Date, choice: string[]) {
  const warnings = [
    ...choice,
    ...chainWarnings({ stale, strangers }, now),
    ...gaps.map(({ warning }) => warning),
  ];
  return { intermediates, roots, stale, gaps, warnings };
}

/**
 * The bundle, with the warnings about missing issuers that remain when the server's own certificates are known. What
 * is to be installed stays as it is: the server has these already.
 * @param stored certificates in DER: those of the stores `CA` and `Root`. Only needed if there are `gaps`.
 */
export function completeChain(
  bundle: CertificateBundle,
  stored: readonly Uint8Array[],
  now: Date,
): CertificateBundle {
  const gaps = closeGaps(bundle, stored, now);
  const before = new Set(bundle.gaps.map(({ warning }) => warning));
  const others = bundle.warnings.filter((warning) => !before.has(warning));
  return { ...bundle, gaps, warnings: [...others, ...gaps.map(({ warning }) => warning)] };
}

function pairsOf(keys: readonly GivenKey[], certificates: readonly GivenCertificate[]): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const { certificate, localKeyId } of certificates) {
    const own = keys.filter(({ key }) => isKeyOf(key, certificate));
    const [first] = own;
    if (!first) continue;
    const named = localKeyId !== undefined && own.some((key) => key.localKeyId === localKeyId);
    const known = pairs.get(certificate.thumbprint);
    pairs.set(certificate.thumbprint, {
      certificate,
      privateKey: known?.privateKey ?? first.key,
      named: named || known?.named === true,
    });
  }
  return [...pairs.values()];
}

/** Those for a TLS server, if there is more than one. @throws Failure `certificate-not-for-servers` */
function forServers(pairs: readonly Pair[]): readonly Pair[] {
  if (pairs.length === 1) return pairs;
  const servers = pairs.filter(({ certificate: { serverAuth, handshakeUsage, publicKey } }) => {
    return serverAuth && handshakeUsage && isKindForSchannel(publicKey.kind);
  });
  if (servers.length === 0) {
    throw new Failure('certificate-not-for-servers', {
      cause:
        'None of the certificates that have their private key in the file is for a TLS server on Windows.',
      evidence: list(pairs),
      next: 'Give a file with the certificate for the server.',
    });
  }
  const leaves = servers.filter(({ certificate }) => !certificate.isCa);
  return leaves.length > 0 ? leaves : servers;
}

/** Which of several certificates is meant. */
interface Choice {
  readonly chosen: Pair;
  /** Those for servers, too, that were not chosen. */
  readonly others: readonly Pair[];
  readonly why: string;
}

/**
 * Chooses where a certificate was exported along with the one that it replaces. Those that have expired are out. Of
 * several with one key it is the one that the file names, else the one issued last. Of several with keys of their
 * own it is the one issued last, if that has the names of all the others.
 * @throws Failure `pfx-ambiguous`
 */
function choose(pairs: readonly Pair[], now: Date): Choice {
  const alive = pairs.filter(({ certificate }) => certificate.notAfter >= now);
  const candidates = alive.length > 0 ? alive : pairs;
  const best = groupsOfOneKey(candidates).map((group) => ofOneKey(group));
  const chosen = best.toSorted((a, b) => byIssue(a.certificate, b.certificate)).at(-1);
  if (!chosen || !best.every((other) => other === chosen || succeeds(chosen, other)))
    throw ambiguous(candidates);
  const others = pairs.filter((other) => other !== chosen);
  return { chosen, others, why: reason(chosen, candidates) };
}

function groupsOfOneKey(pairs: readonly Pair[]): Pair[][] {
  const groups: Pair[][] = [];
  for (const pair of pairs) {
    const group = groups.find(([first]) => first?.privateKey.equals(pair.privateKey));
    if (group) group.push(pair);
    else groups.push([pair]);
  }
  return groups;
}

/** @throws Failure `pfx-ambiguous` where the file names none and two were issued at once */
function ofOneKey(group: readonly Pair[]): Pair {
  const named = group.filter((pair) => pair.named);
  const candidates = named.length > 0 ? named : group;
  const [last, before] = candidates.toSorted((a, b) => byIssue(b.certificate, a.certificate));
  if (!last || (before && byIssue(last.certificate, before.certificate) === 0)) throw ambiguous(group);
  return last;
}

/**
 * Whether a certificate with a key of its own is another's successor. Certificates of different kinds of key may be
 * meant for use side by side, and nothing tells which of the two this server should have.
 */
function succeeds({ certificate }: Pair, { certificate: other }: Pair): boolean {
  const sameKind = certificate.publicKey.kind === other.publicKey.kind;
  return sameKind && byIssue(certificate, other) > 0 && keepsAllNames(other, certificate);
}

function reason(chosen: Pair, candidates: readonly Pair[]): string {
  if (candidates.length === 1) return 'the others have expired';
  const ofItsKey = candidates.filter(({ privateKey }) => privateKey.equals(chosen.privateKey));
  const isNamed = chosen.named && ofItsKey.some(({ named }) => !named);
  return isNamed ? "the file names it as the key's own (localKeyID)" : 'it was issued last';
}

function choiceWarning({ certificate }: Pair, others: readonly Pair[], why: string): string[] {
  if (others.length === 0) return [];
  return [
    `${others.length + 1} certificates in the file have their private key and are for a TLS server. Chosen, because ${why}: ${inWords(certificate)}. Not chosen: ${list(others)}`,
  ];
}

function ambiguous(pairs: readonly Pair[]): Failure {
  return new Failure('pfx-ambiguous', {
    cause: `${pairs.length} certificates in the file have their private key and are for a TLS server, and nothing tells which is meant.`,
    evidence: list(pairs),
    next: 'Export the one that is meant, alone with its key and chain.',
  });
}

const longestList = 10;

function list(pairs: readonly Pair[]): string {
  const lines = pairs.slice(0, longestList).map(({ certificate }) => inWords(certificate));
  const more = pairs.length - lines.length;
  return `${lines.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`;
}

function inWords(certificate: Certificate): string {
  const { thumbprint, notBefore, notAfter } = certificate;
  return `${titleOf(certificate)} (thumbprint ${thumbprint}, valid from ${dayOf(notBefore)} until ${dayOf(notAfter)})`;
}

function mismatch(keys: readonly GivenKey[], certificates: readonly GivenCertificate[]): Failure {
  const subjects = certificates
    .slice(0, longestList)
    .map(({ certificate }) => `${titleOf(certificate)} (${keyInWords(certificate.publicKey)})`);
  const kinds = keys.slice(0, longestList).map(({ key }) => {
    const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
    return [key.asymmetricKeyType?.toUpperCase(), modulusLength ?? namedCurve].join(' ').trim();
  });
  return new Failure('key-mismatch', {
    cause: 'The private key belongs to none of the certificates given.',
    evidence: `Certificates: ${subjects.join('; ')}. Private key: ${kinds.join('; ')}.`,
    next: 'Give the certificate together with the key with which its signing request was made.',
  });
}

function damagedKey(certificate: Certificate): Failure {
  return new Failure('key-mismatch', {
    cause: 'The private key is damaged.',
    evidence: `It has the public part that is in the certificate ${titleOf(certificate)}, but a signature by it is wrong.`,
    next: 'Store the whole key again, or have a certificate issued for a new one.',
  });
}

/** The warning that some certificates of a file were skipped. */
export function unreadableCertificates(count: number): string {
  return `${count} of the certificates in the file cannot be read and are skipped.`;
}
