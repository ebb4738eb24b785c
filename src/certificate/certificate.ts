import { type KeyObject, sign, verify, X509Certificate } from 'node:crypto';
import { Failure } from '../failure.js';
import { Damaged, Unreadable } from './asn1.js';
import type { Names } from './names.js';
import { type Thumbprint, thumbprintOf } from './thumbprint.js';
import { readAlternativeNames, readDetails, readName } from './x509-details.js';

/** An X.509 certificate: what it says, and its bytes. */
export interface Certificate extends Names {
  readonly der: Uint8Array;
  readonly thumbprint: Thumbprint;
  /** One line, most specific part first: `CN=www.example.com, O=Example`. Safe to print. */
  readonly subject: string;
  /** In the form of `subject`. */
  readonly issuer: string;
  /** For people only: no browser takes it for a name of the server. Safe to print. */
  readonly commonName?: string;
  /** The dNSName entries of subjectAltName, lower case, internationalised names as A-labels. */
  readonly dnsNames: readonly string[];
  /** The iPAddress entries of subjectAltName; IPv6 compressed, without brackets. */
  readonly ipAddresses: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** No extended key usage, or one that allows server authentication. */
  readonly serverAuth: boolean;
  /** No key usage, or one that allows a TLS handshake (digitalSignature or keyEncipherment). */
  readonly handshakeUsage: boolean;
  /** basicConstraints says that it may issue certificates. */
  readonly isCa: boolean;
  /** Signed with its own key: a root, or a self-signed server certificate. */
  readonly selfSigned: boolean;
  readonly publicKey: PublicKey;
  /** The name of the signature algorithm if it is one that clients no longer trust: `sha1WithRSAEncryption`. */
  readonly weakSignature?: string;
}

/** What kind of key a certificate holds. */
export interface PublicKey {
  /** As Node.js calls it: `rsa`, `rsa-pss`, `ec`, `ed25519`, `dsa`, …, or the dotted object identifier. */
  readonly kind: string;
  /** Of the modulus of RSA and DSA keys. */
  readonly bits?: number;
  /** As OpenSSL calls it: `prime256v1`, `secp384r1`, … */
  readonly curve?: string;
}

const longestTitle = 120;

/** What a sentence calls a certificate: its subject, or its first name where the subject is empty. */
export function titleOf(certificate: Certificate): string {
  const { subject, dnsNames, ipAddresses, thumbprint } = certificate;
  const title = subject || dnsNames[0] || ipAddresses[0] || `with the thumbprint ${thumbprint}`;
  return title.length > longestTitle ? `${title.slice(0, longestTitle)}…` : title;
}

/** A key in words: `RSA 2048`, `EC prime256v1`, `ED25519`. */
export function keyInWords({ kind, bits, curve }: PublicKey): string {
  return [kind.toUpperCase(), bits ?? curve].filter((part) => part !== undefined).join(' ');
}

/** Of certificates, the one issued last: by notBefore, then by notAfter. */
export function issuedLast<Dated extends Pick<Certificate, 'notBefore' | 'notAfter'>>(
  certificates: readonly Dated[],
): Dated | undefined {
  return certificates.toSorted(byIssue).at(-1);
}

/** Orders by notBefore, then by notAfter; zero for two certificates of the same dates. */
export function byIssue(
  first: Pick<Certificate, 'notBefore' | 'notAfter'>,
  second: Pick<Certificate, 'notBefore' | 'notAfter'>,
): number {
  return (
    first.notBefore.getTime() - second.notBefore.getTime() ||
    first.notAfter.getTime() - second.notAfter.getTime()
  );
}

/**
 * Reads a certificate in DER. What follows it in the bytes is left alone.
 * @throws Damaged when it is not a certificate
 */
export function parseCertificate(der: Uint8Array): Certificate {
  const x509 = openWithNode(der);
  const { keyAlgorithm, ...details } = readDetails(x509.raw);
  const { text: subject, commonName } = readName(x509.subject);
  return {
    der: x509.raw,
    thumbprint: thumbprintOf(x509.raw),
    subject,
    issuer: readName(x509.issuer).text,
    ...(commonName !== undefined && { commonName }),
    ...readAlternativeNames(x509.subjectAltName),
    notBefore: readDate(x509.validFrom),
    notAfter: readDate(x509.validTo),
    serverAuth: allowsServerAuthentication(x509.keyUsage),
    isCa: x509.ca,
    selfSigned: x509.subject === x509.issuer && isSignedBy(x509, x509),
    publicKey: describeKey(publicKeyOf(x509), keyAlgorithm),
    ...details,
  };
}

/** @param text as OpenSSL writes it: `Mar 31 12:00:00 2030 GMT`; `GMT` is left out where the file has a zone of its own */
function readDate(text: string): Date {
  const date = new Date(`${text.replace(/ GMT$/, '')} GMT`);
  if (Number.isNaN(date.getTime())) throw new Damaged('a date in it is not valid');
  return date;
}

/** @param purposes the extended key usage, which Node.js calls `keyUsage` */
function allowsServerAuthentication(purposes: readonly string[] | undefined): boolean {
  const [serverAuth, any] = ['1.3.6.1.5.5.7.3.1', '2.5.29.37.0'];
  return purposes?.some((purpose) => purpose === serverAuth || purpose === any) ?? true;
}

/** @param algorithm its object identifier, for a key that OpenSSL does not know */
function describeKey(key: KeyObject | undefined, algorithm: string): PublicKey {
  const { modulusLength, namedCurve } = key?.asymmetricKeyDetails ?? {};
  return {
    kind: key?.asymmetricKeyType ?? algorithm,
    ...(modulusLength !== undefined && { bits: modulusLength }),
    ...(namedCurve !== undefined && { curve: namedCurve }),
  };
}

/**
 * Reads a certificate that stands alone in a file: DER, or base64 with or without PEM armour, as
 * `certutil -store` and the export dialog of Windows write it.
 * @throws Failure `certificate-unreadable`
 */
export function readCertificateFile(bytes: Uint8Array): Certificate {
  if (bytes[0] === 0x30) return readCertificate(bytes);
  const text = Buffer.from(bytes).toString('latin1');
  const armoured = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([^-]*)-----END/.exec(text);
  return readCertificate(Buffer.from(armoured?.[1] ?? text, 'base64'));
}

/** Reads a certificate in DER. @throws Failure `certificate-unreadable` */
export function readCertificate(der: Uint8Array): Certificate {
  try {
    return parseCertificate(der);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Failure('certificate-unreadable', {
      cause: 'These bytes are not an X.509 certificate.',
      evidence: `${der.length} bytes: ${error.message}.`,
      next: 'Give a certificate in DER or base64 form.',
    });
  }
}

/** Whether a certificate was issued by another: the names fit and the signature is right. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  if (certificate.issuer.toLowerCase() !== issuer.subject.toLowerCase()) return false;
  const child = openWithNode(certificate.der);
  const parent = openWithNode(issuer.der);
  return child.checkIssued(parent) && isSignedBy(child, parent);
}

/** Whether a private key belongs to a certificate. */
export function isKeyOf(privateKey: KeyObject, certificate: Certificate): boolean {
  try {
    return openWithNode(certificate.der).checkPrivateKey(privateKey);
  } catch {
    // Node throws where OpenSSL cannot read the certificate's key: nothing that it read can fit that one.
    return false;
  }
}

/** Whether a signature by a private key is right for a certificate: OpenSSL opens damaged keys, too. */
export function signsFor(privateKey: KeyObject, certificate: Certificate): boolean {
  // Keys for RSASSA-PSS alone can ask for another hash than this.
  if (!['rsa', 'ec'].includes(certificate.publicKey.kind)) return true;
  const data = Buffer.from('a signature to try the key');
  try {
    return verify('sha256', data, openWithNode(certificate.der).publicKey, sign('sha256', data, privateKey));
  } catch {
    return false;
  }
}

function openWithNode(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch {
    throw new Damaged('OpenSSL finds no certificate in it');
  }
}

/** The key in a certificate, if it is of a kind that OpenSSL knows. */
export function publicKeyOf(x509: X509Certificate): KeyObject | undefined {
  try {
    return x509.publicKey;
  } catch {
    return undefined;
  }
}

/** Whether the signature of a certificate is by another's key. */
export function isSignedBy(child: X509Certificate, parent: X509Certificate): boolean {
  const key = publicKeyOf(parent);
  try {
    return key !== undefined && child.verify(key);
  } catch {
    // The kind of key does not fit the kind of signature.
    return false;
  }
}
