import { createHash, createPublicKey, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { isIP, isIPv4 } from 'node:net';
import {
  ascii,
  bits,
  boolean,
  element,
  explicit,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  set,
  text,
  time,
} from './der.js';
import { type KeyKind, newKey } from './keys.js';

/** A certificate with its key, and the authority that issued it. */
export interface Issued {
  readonly der: Buffer;
  readonly pem: string;
  readonly key: KeyObject;
  /** 40 upper-case hex digits. */
  readonly thumbprint: string;
  readonly x509: X509Certificate;
  /** Itself for a root. */
  readonly issuer: Issued | null;
}

/** What is in a certificate. */
export interface CertificateRequest {
  /** The common name; by default the first of the names, or `Test CA`. */
  commonName?: string;
  /** DNS names and IP addresses: the subject alternative name; without any, and without mails, there is none. */
  names?: string[];
  /** Mail addresses in the subject alternative name. */
  mails?: string[];
  /** null signs the certificate with its own key. */
  issuer?: Issued | null;
  isAuthority?: boolean;
  /** A fresh key of a kind, or one that another certificate has, too. */
  key?: KeyKind | KeyObject;
  hash?: 'sha1' | 'sha256' | 'sha384';
  /**
   * Days from now, fractions allowed; negative for the past. By default a certificate is valid from yesterday on, or
   * from 90 days before its end if that is yesterday or earlier.
   */
  validFrom?: number;
  validTo?: number;
  /** In place of {@link validFrom} and {@link validTo}. */
  notBefore?: Date;
  notAfter?: Date;
  /** 16 bytes, the first below 0x80; by default random ones. */
  serial?: Buffer;
  /** Object identifiers of extended key usages; null for no such extension. */
  usages?: string[] | null;
}

export const serverAuthentication = '1.3.6.1.5.5.7.3.1';
export const clientAuthentication = '1.3.6.1.5.5.7.3.2';

const day = 24 * 60 * 60 * 1000;
const ids = {
  commonName: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  extendedKeyUsage: '2.5.29.37',
  subjectKeyId: '2.5.29.14',
  authorityKeyId: '2.5.29.35',
};
const rsaSignatures = {
  sha1: '1.2.840.113549.1.1.5',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
};
const ecSignatures = {
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
};

/** Issues a certificate. */
export function issue(request: CertificateRequest): Issued {
  const { names = [], issuer = null, isAuthority = false, hash = 'sha256' } = request;
  const { key: wanted = 'p256', usages = [serverAuthentication], serial = randomSerial() } = request;
  const key = typeof wanted === 'string' ? newKey(wanted) : wanted;
  const commonName = request.commonName ?? names[0] ?? 'Test CA';
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const signer = issuer?.key ?? key;
  const algorithm = signatureAlgorithm(signer, hash);
  const alternativeNames = alternativeNamesOf(request);
  const extensions = [
    extension(ids.basicConstraints, isAuthority ? sequence(boolean(true)) : sequence(), true),
    extension(ids.keyUsage, isAuthority ? bits(Buffer.from([0x06]), 1) : bits(Buffer.from([0xa0]), 5), true),
    extension(ids.subjectKeyId, octets(keyId(publicKey))),
    ...(issuer === null ? [] : [extension(ids.authorityKeyId, authorityKeyId(issuer))]),
    ...(isAuthority || usages === null
      ? []
      : [extension(ids.extendedKeyUsage, sequence(...usages.map(oid)))]),
    ...(alternativeNames.length === 0
      ? []
      : [extension(ids.alternativeNames, sequence(...alternativeNames))]),
  ];
  const body = sequence(
    explicit(0, integer(2)),
    integer(serial),
    algorithm,
    distinguishedName(issuer === null ? commonName : commonNameOf(issuer)),
    validity(request),
    distinguishedName(commonName),
    publicKey,
    explicit(3, sequence(...extensions)),
  );
  const signature = sign(signer.asymmetricKeyType === 'ed25519' ? null : hash, body, signer);
  return issuedFrom(sequence(body, algorithm, bits(signature)), key, issuer);
}

function randomSerial(): Buffer {
  return Buffer.concat([Buffer.from([0x5a]), randomBytes(15)]);
}

/** A self-signed authority. */
export function issueRoot(request: CertificateRequest = {}): Issued {
  return issue({ commonName: 'Test Root', isAuthority: true, validTo: 3650, ...request });
}

/** An authority below another. */
export function issueIntermediate(issuer: Issued, request: CertificateRequest = {}): Issued {
  return issue({ commonName: 'Test Intermediate', isAuthority: true, validTo: 1825, ...request, issuer });
}

/** The authorities above a certificate, nearest first, the root last. */
export function chainOf({ issuer }: Issued): Issued[] {
  return issuer === null ? [] : [issuer, ...chainOf(issuer)];
}

function issuedFrom(der: Buffer, key: KeyObject, issuer: Issued | null): Issued {
  const x509 = new X509Certificate(der);
  const thumbprint = createHash('sha1').update(der).digest('hex').toUpperCase();
  return { der, pem: x509.toString(), key, thumbprint, x509, issuer };
}

function commonNameOf({ x509 }: Issued): string {
  return x509.subject.replace(/^CN=/, '');
}

function distinguishedName(commonName: string): Buffer {
  return sequence(set(sequence(oid(ids.commonName), text(commonName))));
}

function signatureAlgorithm(signer: KeyObject, hash: keyof typeof rsaSignatures): Buffer {
  if (signer.asymmetricKeyType === 'ed25519') return sequence(oid('1.3.101.112'));
  if (signer.asymmetricKeyType === 'rsa') return sequence(oid(rsaSignatures[hash]), nothing());
  return sequence(oid(ecSignatures[hash]));
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
}

function keyId(publicKey: Buffer): Buffer {
  return createHash('sha1').update(publicKey).digest();
}

function authorityKeyId(issuer: Issued): Buffer {
  const publicKey = issuer.x509.publicKey.export({ type: 'spki', format: 'der' });
  return sequence(element(0x80, keyId(publicKey)));
}

/** @throws RangeError for a certificate that ends before it begins */
function validity({
  validTo = 90,
  validFrom = validTo > -1 ? -1 : validTo - 90,
  ...given
}: CertificateRequest): Buffer {
  const { notBefore = fromNow(validFrom), notAfter = fromNow(validTo) } = given;
  if (notAfter < notBefore) throw new RangeError(`${notAfter.toISOString()} is before the beginning`);
  return sequence(time(notBefore), time(notAfter));
}

function fromNow(days: number): Date {
  return new Date(Date.now() + days * day);
}

function alternativeNamesOf({ names = [], mails = [] }: CertificateRequest): Buffer[] {
  return [...names.map(generalName), ...mails.map((mail) => ascii(0x81, mail))];
}

function generalName(name: string): Buffer {
  return isIP(name) === 0 ? ascii(0x82, name) : element(0x87, addressBytes(name));
}

function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (part: string) => part.split(':').filter(Boolean);
  const before = groups(head);
  const after = groups(tail ?? '');
  const all = [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
  return Buffer.from(all.map((group) => group.padStart(4, '0')).join(''), 'hex');
}
