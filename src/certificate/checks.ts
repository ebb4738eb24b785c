import { Failure } from '../failure.js';
import { count } from '../wording.js';
import { type Certificate, keyInWords, titleOf } from './certificate.js';
import { daysRemaining, endsWithin, type Span } from './lifetime.js';

/** Whether a certificate is fit for a TLS server on Windows, and for how long. */

/**
 * Refuses a certificate that is not valid now or not for long enough.
 * @param minimum how long it must remain valid
 * @throws Failure `certificate-not-yet-valid`, `certificate-expired` or `certificate-expires-soon`
 */
export function checkValidity(certificate: Certificate, now: Date, minimum: Span): void {
  const { notBefore, notAfter } = certificate;
  const title = titleOf(certificate);
  if (now < notBefore) {
    throw new Failure('certificate-not-yet-valid', {
      cause: `The new certificate ${title} is valid only from ${iso(notBefore)}.`,
      evidence: `This machine's clock says ${iso(now)}, which is ${distance(notBefore, now)} earlier.`,
      next: "Check this server's clock and time zone; if they are right, deploy the certificate later.",
    });
  }
  if (now > notAfter) {
    throw new Failure('certificate-expired', {
      cause: `The new certificate ${title} was valid only until ${iso(notAfter)}.`,
      evidence: `This machine's clock says ${iso(now)}, which is ${distance(now, notAfter)} later.`,
      next: "Give the renewed certificate; if this is the renewed one, check this server's clock.",
    });
  }
  if (!endsWithin(minimum, certificate, now)) return;
  const days = daysRemaining(notAfter, now);
  throw new Failure('certificate-expires-soon', {
    cause: `The new certificate ${title} expires in ${count(days, 'day')}, and "minimum-days" is ${inInput(minimum)}.`,
    evidence: `It is valid from ${iso(notBefore)} until ${iso(notAfter)}; this machine's clock says ${iso(now)}.`,
    next: 'Give the renewed certificate, or lower "minimum-days".',
  });
}

/**
 * Refuses a certificate that a TLS server on Windows cannot use.
 * @throws Failure `key-unsupported` or `certificate-not-for-servers`
 */
export function checkUsage(certificate: Certificate): void {
  checkKeyKind(certificate);
  if (!certificate.serverAuth) {
    throw new Failure('certificate-not-for-servers', {
      cause: `The certificate ${titleOf(certificate)} does not allow server authentication.`,
      evidence: 'Its extended key usage does not list serverAuth (1.3.6.1.5.5.7.3.1).',
      next: 'Give a certificate that was issued for a TLS server.',
    });
  }
  if (!certificate.handshakeUsage) {
    throw new Failure('certificate-not-for-servers', {
      cause: `The certificate ${titleOf(certificate)} does not allow its key to be used in a TLS handshake.`,
      evidence: 'Its key usage has neither digitalSignature nor keyEncipherment.',
      next: 'Give a certificate that was issued for a TLS server.',
    });
  }
}

/**
 * Refuses a certificate that covers no name at all.
 * @throws Failure `name-mismatch`
 */
export function checkNames(certificate: Certificate): void {
  const { commonName, dnsNames, ipAddresses } = certificate;
  if (dnsNames.length + ipAddresses.length > 0) return;
  throw new Failure('name-mismatch', {
    cause: `The certificate ${titleOf(certificate)} is for no name: it has neither a DNS name nor an IP address among its subject alternative names.`,
    evidence:
      commonName === undefined
        ? 'Browsers would refuse it for every host.'
        : `Browsers would refuse it for every host: none takes the common name (${commonName}) for a name of the server.`,
    next: 'Have it issued with its host names as subject alternative names (SAN).',
  });
}

/**
 * Refuses a key that Schannel cannot use at all: Ed25519, Ed448, DSA and the more exotic.
 * @throws Failure `key-unsupported`
 */
export function checkKeyKind(certificate: Certificate): void {
  const { publicKey } = certificate;
  if (isKindForSchannel(publicKey.kind)) return;
  throw unsupportedKey(`The key of the certificate ${titleOf(certificate)}`, keyInWords(publicKey));
}

/**
 * Whether Schannel, the TLS of Windows and so of IIS, serves certificates with this kind of key.
 * @param kind as Node.js calls it
 */
export function isKindForSchannel(kind: string): boolean {
  return ['rsa', 'rsa-pss', 'ec'].includes(kind);
}

/**
 * The failure for a key that Schannel cannot use.
 * @param key what the sentence begins with: "The private key"
 * @param kind what kind it is of
 */
export function unsupportedKey(key: string, kind: string): Failure {
  return new Failure('key-unsupported', {
    cause: `${key} is of the kind ${kind}, which IIS cannot use.`,
    evidence: 'Schannel, the TLS of Windows, serves certificates with RSA and ECDSA keys only.',
    next: 'Have the certificate issued for an RSA key (2048 bits or more) or an EC key (P-256 or P-384).',
  });
}

const curvesOfWindows = ['prime256v1', 'secp384r1', 'secp521r1'];

/**
 * What is weak in a certificate and its chain, for warnings. The signature of a self-signed certificate
 * proves nothing and is not looked at.
 * @param chain the other certificates up to the root, if known
 */
export function weaknesses(certificate: Certificate, chain: readonly Certificate[]): string[] {
  return [certificate, ...chain].flatMap((member) => {
    const { kind, bits = 2048, curve } = member.publicKey;
    const title = titleOf(member);
    const found: string[] = [];
    if (kind.startsWith('rsa') && bits < 2048) {
      found.push(`The RSA key of ${title} has only ${bits} bits. Clients and Windows refuse less than 2048.`);
    }
    if (kind === 'rsa-pss') {
      found.push(`The key of ${title} is for RSASSA-PSS only, which Schannel may not be able to use.`);
    }
    if (kind === 'ec' && !curvesOfWindows.includes(curve ?? '')) {
      found.push(
        `The EC key of ${title} is on ${curve ?? 'a curve without a name'}. Windows offers P-256, P-384 and ` +
          'P-521 unless its order of curves has been changed.',
      );
    }
    if (!member.selfSigned && member.weakSignature !== undefined) {
      found.push(`${title} is signed with ${member.weakSignature}, which clients no longer trust.`);
    }
    return found;
  });
}

/** A span as an input has it. */
const inInput = (span: Span) => ('days' in span ? span.days : `${Math.round(span.share * 100)}%`);

const iso = (moment: Date) => moment.toISOString().replace('.000Z', 'Z');

function distance(later: Date, earlier: Date): string {
  const minutes = Math.ceil((later.getTime() - earlier.getTime()) / 60_000);
  if (minutes < 120) return count(minutes, 'minute');
  return minutes < 2 * 24 * 60
    ? count(Math.round(minutes / 60), 'hour')
    : count(Math.round(minutes / 1440), 'day');
}
