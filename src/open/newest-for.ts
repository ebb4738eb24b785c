import { byIssue, type Certificate, titleOf } from '../certificate/certificate.js';
import { isKindForSchannel } from '../certificate/checks.js';
import { dayOf } from '../certificate/lifetime.js';
import { covers } from '../certificate/names.js';
import { Failure } from '../failure.js';
import type { StoredCertificate } from '../inspect/stored-certificates.js';
import { count, firstOf } from '../wording.js';

/** A choice, and how it came about. */
interface Newest {
  readonly chosen: StoredCertificate;
  readonly notes: readonly string[];
}

/** The certificates of a store among which is chosen. */
interface Choice {
  readonly name: string;
  readonly store: string;
  readonly all: readonly StoredCertificate[];
  readonly now: Date;
}

/**
 * The newest certificate for a name: of those that cover it, are for servers, are valid now and have a private key,
 * the one issued last. Pure.
 * @throws Failure `no-candidate` if there is none
 */
export function newestFor({ name, store, all, now }: Choice): Newest {
  const covering = all.filter(({ certificate }) => covers(certificate, name));
  const judged = covering.map((stored) => ({ stored, flaw: flawOf(stored, now) }));
  const fit = judged.filter(({ flaw }) => flaw === undefined).map(({ stored }) => stored);
  const [chosen, ...older] = fit.sort(issuedLastFirst);
  const unfit = judged.flatMap(({ stored, flaw }) =>
    flaw === undefined ? [] : `${inWords(stored)}: ${flaw}`,
  );
  if (!chosen) throw noCandidate({ name, store, all, now }, unfit);
  const others = all.length - covering.length;
  return {
    chosen,
    notes: [
      `Chosen for ${name} from LocalMachine\\${store}: ${inWords(chosen)}; ${
        older.length > 0
          ? `of ${fit.length} that can be used, it was issued last`
          : 'the only one that can be used'
      }.`,
      ...limited(older.map((each) => `Not chosen: ${inWords(each)}: issued earlier.`)),
      ...limited(unfit.map((each) => `Not chosen: ${each}.`)),
      ...(others > 0 ? [`${count(others, 'certificate')} in the store for other names.`] : []),
    ],
  };
}

/** Why a certificate that covers the name cannot be used; undefined if it can. */
function flawOf({ certificate, hasKey }: StoredCertificate, now: Date): string | undefined {
  const { notBefore, notAfter, serverAuth, handshakeUsage, publicKey } = certificate;
  if (!serverAuth || !handshakeUsage) return 'not for servers';
  if (!isKindForSchannel(publicKey.kind))
    return `its key is of the kind ${publicKey.kind}, which IIS cannot use`;
  if (now < notBefore) return 'not valid yet';
  if (now > notAfter) return 'expired';
  return hasKey ? undefined : 'no private key';
}

function issuedLastFirst(one: StoredCertificate, other: StoredCertificate): number {
  const [a, b] = [one.certificate, other.certificate];
  // The thumbprint only so that every run chooses the same.
  return byIssue(b, a) || a.thumbprint.localeCompare(b.thumbprint);
}

function inWords({ certificate }: StoredCertificate): string {
  const { thumbprint, notBefore, notAfter } = certificate;
  return `${thumbprint} (${titleOf(certificate)}, by ${issuerOf(certificate)}, valid from ${dayOf(notBefore)} to ${dayOf(notAfter)})`;
}

function issuerOf({ issuer, selfSigned }: Certificate): string {
  return selfSigned ? 'itself' : issuer || 'an authority without a name';
}

const mostLines = 10;

function limited(lines: readonly string[]): string[] {
  const more = lines.length - mostLines;
  return more > 0 ? [...lines.slice(0, mostLines), `Not chosen: ${more} more.`] : [...lines];
}

function noCandidate({ name, store, all }: Choice, unfit: readonly string[]): Failure {
  const names = [
    ...new Set(all.filter(({ hasKey }) => hasKey).flatMap(({ certificate }) => certificate.dnsNames)),
  ];
  const there =
    all.length === 0
      ? `LocalMachine\\${store} holds no certificate.`
      : `LocalMachine\\${store} holds ${count(all.length, 'certificate')}, those with a key for ${firstOf(10, names) || 'no name'}.`;
  return new Failure('no-candidate', {
    cause: `No certificate in LocalMachine\\${store} can be used for ${name}.`,
    evidence: [...(unfit.length > 0 ? [`${firstOf(5, unfit, '; ')}.`] : []), there].join(' '),
    next: 'Correct "newest-for" or "store", or look why whatever renews the certificate on this server has not put it there with its key.',
  });
}
