import { type KeyObject, X509Certificate } from 'node:crypto';
import { Failure } from '../failure.js';
import { Asn1Error } from './asn1/ber.js';
import { time } from './asn1/values.js';
import { canonicalHost } from './host-name.js';
import { type Thumbprint, thumbprintOf } from './thumbprint.js';
import { Unreadable } from './unreadable.js';
import { readName } from './x509/distinguished-name.js';
import { readExtensions } from './x509/extensions.js';
import { describePublicKey, type PublicKey } from './x509/public-key.js';
import { readSignatureAlgorithm, type SignatureAlgorithm } from './x509/signature-algorithm.js';
import { splitCertificate } from './x509/structure.js';

/** An X.509 certificate: what it says, and its bytes. */
export interface Certificate {
  readonly der: Uint8Array;
  readonly thumbprint: Thumbprint;
  /** One line, most specific part first: `CN=www.example.com, O=Example`. Safe to print. */
  readonly subject: string;
  /** In the form of `subject`. */
  readonly issuer: string;
  readonly commonName?: string;
  /**
   * The dNSName entries of subjectAltName, lower case, internationalised names as A-labels; if there are
   * none, the common name when it is a host name.
   */
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
  readonly signatureAlgorithm: SignatureAlgorithm;
}

/** What a sentence calls a certificate: its subject, or its first name where the subject is empty. */
export function titleOf(certificate: Certificate): string {
  const { subject, dnsNames, ipAddresses, thumbprint } = certificate;
  return subject || dnsNames[0] || ipAddresses[0] || `with the thumbprint ${thumbprint}`;
}

/**
 * Reads a certificate.
 * @param der the certificate in DER and nothing else
 * @throws {Asn1Error} when it is not a certificate
 */
export function parseCertificate(der: Uint8Array): Certificate {
  const fields = splitCertificate(der);
  const x509 = openWithNode(fields.encoding);
  const subject = readName(fields.subject);
  const extensions = readExtensions(fields.extensions);
  const host = subject.commonName === undefined ? undefined : canonicalHost(subject.commonName);
  const selfIssued = Buffer.compare(fields.issuer.encoding, fields.subject.encoding) === 0;
  return {
    der: fields.encoding,
    thumbprint: thumbprintOf(fields.encoding),
    subject: subject.text,
    issuer: readName(fields.issuer).text,
    ...(subject.commonName !== undefined && { commonName: subject.commonName }),
    dnsNames: extensions.hasDnsNames || host === undefined ? extensions.dnsNames : [host],
    ipAddresses: extensions.ipAddresses,
    notBefore: time(fields.notBefore),
    notAfter: time(fields.notAfter),
    serverAuth: extensions.serverAuth,
    handshakeUsage: extensions.handshakeUsage,
    isCa: extensions.isCa,
    selfSigned: selfIssued && isSignedBy(x509, x509),
    publicKey: describePublicKey(fields.publicKeyInfo, publicKeyOf(x509)),
    signatureAlgorithm: readSignatureAlgorithm(fields.signatureAlgorithm),
  };
}

/**
 * Reads a certificate that stands alone in a file: DER, or base64 with or without PEM armour, as
 * `certutil -store` and the export dialog of Windows write it.
 * @throws {Failure} `certificate-unreadable`
 */
export function readCertificateFile(bytes: Uint8Array): Certificate {
  const der = bytes[0] === 0x30 ? bytes : fromBase64(bytes);
  return readCertificate(der);
}

/**
 * Reads a certificate in DER.
 * @throws {Failure} `certificate-unreadable`
 */
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

function fromBase64(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  const armoured = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----([^-]*)-----END/.exec(text);
  return Buffer.from(armoured?.[1] ?? text, 'base64');
}

/** Whether a certificate was issued by another: the names fit and the signature is right. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
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

function openWithNode(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(der);
  } catch {
    throw new Asn1Error('OpenSSL finds no certificate in it');
  }
}

function publicKeyOf(x509: X509Certificate): KeyObject | undefined {
  try {
    return x509.publicKey;
  } catch {
    // An algorithm that OpenSSL does not know, such as GOST.
    return undefined;
  }
}

function isSignedBy(child: X509Certificate, parent: X509Certificate): boolean {
  const key = publicKeyOf(parent);
  try {
    return key !== undefined && child.verify(key);
  } catch {
    // The kind of key does not fit the kind of signature.
    return false;
  }
}
