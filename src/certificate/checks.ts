import { Failure } from '../failure.js';
import { count } from '../wording.js';
import { type Certificate, titleOf } from './certificate.js';
import { isKindForSchannel, unsupportedKey } from './schannel.js';
import { keyInWords } from './x509/public-key.js';

const day = 24 * 60 * 60 * 1000;

/** Days until notAfter, rounded down; negative once expired. */
export function daysRemaining(notAfter: Date, now: Date): number {
  return Math.floor((notAfter.getTime() - now.getTime()) / day);
}

/**
 * Refuses a certificate that is not valid now or not for long enough.
 * @param minimumDays the fewest days that it must remain valid
 * @throws {Failure} `certificate-not-yet-valid`, `certificate-expired` or `certificate-expires-soon`
 */
export function checkValidity(certificate: Certificate, now: Date, minimumDays: number): void {
  const { notBefore, notAfter } = certificate;
  const title = titleOf(certificate);
  if (now < notBefore) {
    throw new Failure('certificate-not-yet-valid', {
      cause: `The new certificate ${title} is valid only from ${iso(notBefore)}.`,
      evidence: `This machine's clock says ${iso(now)}, which is ${span(notBefore, now)} earlier.`,
      next: "Check this server's clock and time zone; if they are right, deploy the certificate later.",
    });
  }
  if (now > notAfter) {
    throw new Failure('certificate-expired', {
      cause: `The new certificate ${title} was valid only until ${iso(notAfter)}.`,
      evidence: `This machine's clock says ${iso(now)}, which is ${span(now, notAfter)} later.`,
      next: "Give the renewed certificate; if this is the renewed one, check this server's clock.",
    });
  }
  const days = daysRemaining(notAfter, now);
  if (days < minimumDays) {
    throw new Failure('certificate-expires-soon', {
      cause: `The new certificate ${title} expires in ${count(days, 'day')}, and "minimum-days" is ${minimumDays}.`,
      evidence: `It is valid until ${iso(notAfter)}; this machine's clock says ${iso(now)}.`,
      next: 'Give the renewed certificate, or lower "minimum-days".',
    });
  }
}

/**
 * Refuses a certificate that a TLS server on Windows cannot use.
 * @throws {Failure} `key-unsupported` or `certificate-not-for-servers`
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
 * Refuses a key that Schannel cannot use at all: Ed25519, Ed448, DSA and the more exotic.
 * @throws {Failure} `key-unsupported`
 */
export function checkKeyKind(certificate: Certificate): void {
  const { publicKey } = certificate;
  if (isKindForSchannel(publicKey.kind)) return;
  throw unsupportedKey(`The key of the certificate ${titleOf(certificate)}`, keyInWords(publicKey));
}

const curvesOfWindows = ['prime256v1', 'secp384r1', 'secp521r1'];
const brokenHashes = ['md2', 'md5', 'sha1'];

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
    if (!member.selfSigned && brokenHashes.includes(member.signatureAlgorithm.hash ?? '')) {
      found.push(`${title} is signed with ${member.signatureAlgorithm.name}, which clients no longer trust.`);
    }
    return found;
  });
}

const iso = (moment: Date) => moment.toISOString().replace('.000Z', 'Z');

function span(later: Date, earlier: Date): string {
  const minutes = Math.ceil((later.getTime() - earlier.getTime()) / 60_000);
  if (minutes < 120) return count(minutes, 'minute');
  return minutes < 2 * 24 * 60
    ? count(Math.round(minutes / 60), 'hour')
    : count(Math.round(minutes / 1440), 'day');
}
