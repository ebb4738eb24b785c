import { type KeyObject, X509Certificate } from 'node:crypto';
import { Failure } from '../failure.js';
import {
  context,
  Damaged,
  type Element,
  Fields,
  inner,
  octets,
  oid,
  readBer,
  tags,
  Unreadable,
} from './asn1.js';
import { hashOf } from './key-derivation.js';
import { canonicalAddress, canonicalHost, type Names, printable } from './names.js';
import { type Thumbprint, thumbprintOf } from './thumbprint.js';

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
interface PublicKey {
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

/** A certificate in DER, as Node.js sees it. @throws Damaged */
export function openWithNode(der: Uint8Array): X509Certificate {
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

/** A distinguished name, as text and with the common name that matters most. Both are safe to print. */
interface DistinguishedName {
  /** One line, most specific part first as Windows shows it: `CN=www.example.com, O=Example, C=DE`. */
  readonly text: string;
  /** The most specific common name. */
  readonly commonName?: string;
}

/** Where Windows has another short name than OpenSSL. */
const windowsNames: Readonly<Record<string, string>> = {
  ST: 'S',
  emailAddress: 'E',
  street: 'STREET',
  serialNumber: 'SERIALNUMBER',
  postalCode: 'PostalCode',
  description: 'Description',
  title: 'T',
  GN: 'G',
  initials: 'I',
};

/**
 * Reads a name as `X509Certificate` writes it.
 * @param lines one part a line, least specific first; in a line ` + ` between its attributes, a backslash before
 * what would be misunderstood, and before two hex digits in place of a control character; undefined for an
 * empty name
 */
function readName(lines: string | undefined): DistinguishedName {
  const parts = (lines ?? '').split('\n').toReversed().filter(Boolean);
  const attributes = parts.map((part) => part.split(' + ').map(readAttribute));
  const commonName = attributes.flat().find(({ type }) => type === 'CN')?.value;
  return {
    text: printable(attributes.map((part) => part.map(written).join(' + ')).join(', ')),
    ...(commonName !== undefined && { commonName }),
  };
}

interface Attribute {
  readonly type: string;
  readonly value: string;
}

function readAttribute(text: string): Attribute {
  const [, type = '', escaped = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  const value = escaped.replace(/\\(?:([0-9A-F]{2})|(.))/gs, (_, hex: string | undefined, character = '') =>
    hex === undefined ? character : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return { type, value: printable(value) };
}

function written({ type, value }: Attribute): string {
  const name = windowsNames[type] ?? (/^\d/.test(type) ? `OID.${type}` : type);
  const special = /[,+="<>#;\\]|^\s|\s$|^$/.test(value);
  return `${name}=${special ? `"${value.replaceAll('"', '""')}"` : value}`;
}

/**
 * The host names and addresses of subjectAltName as `X509Certificate` writes it: `DNS:a.example, IP Address:10.0.0.5`,
 * with an odd value as a JSON string of its bytes. In canonical form; what is no name is left out.
 */
function readAlternativeNames(text: string | undefined): Names {
  const found = [...(text ?? '').matchAll(/(?:^|, )([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^,]*)/gs)];
  const all = (kind: string) => found.filter(([, type]) => type === kind).map(([, , value = '']) => value);
  return {
    dnsNames: distinct(all('DNS').map((name) => canonicalHost(unquoted(name)))),
    ipAddresses: distinct(all('IP Address').map(canonicalAddress)),
  };
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return Buffer.from(String(JSON.parse(value)), 'latin1').toString('utf8');
  } catch {
    return '';
  }
}

function distinct(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names)].filter((name) => name !== undefined);
}

/** What `X509Certificate` does not say of a certificate. */
interface Details {
  /** Whether keyUsage, if there is one, allows a TLS handshake: a signature or key encipherment. */
  readonly handshakeUsage: boolean;
  /** The name of the signature algorithm if it is one that clients no longer trust. */
  readonly weakSignature?: string;
  /** The algorithm of the key, as a dotted object identifier. */
  readonly keyAlgorithm: string;
}

/**
 * Reads it from a certificate (RFC 5280, section 4.1).
 * @throws Damaged
 */
function readDetails(der: Uint8Array): Details {
  const outer = new Fields(readBer(der), 'a certificate');
  const body = new Fields(outer.next(tags.sequence), 'the body of a certificate');
  body.optional(context(0)); // version
  body.next(tags.integer); // serial number
  body.next(tags.sequence); // signature algorithm, repeated outside
  body.next(tags.sequence); // issuer
  body.next(tags.sequence); // validity
  body.next(tags.sequence); // subject
  const publicKey = new Fields(body.next(tags.sequence), 'a public key');
  body.optional(context(1)); // issuerUniqueID
  body.optional(context(2)); // subjectUniqueID
  const weakSignature = weakSignatureOf(outer.next(tags.sequence));
  return {
    handshakeUsage: allowsHandshake(body.optional(context(3))),
    ...(weakSignature !== undefined && { weakSignature }),
    keyAlgorithm: oid(new Fields(publicKey.next(), 'the algorithm of a key').next()),
  };
}

const keyUsage = '2.5.29.15';

function allowsHandshake(extensions: Element | undefined): boolean {
  for (const extension of extensions ? inner(extensions).children : []) {
    const fields = new Fields(extension, 'an extension');
    if (oid(fields.next()) !== keyUsage) continue;
    fields.optional(tags.boolean);
    // A BIT STRING: the first byte counts unused bits; digitalSignature is bit 0, keyEncipherment bit 2.
    const bits = readBer(octets(fields.next(tags.octetString))).content[1] ?? 0;
    return (bits & 0b1010_0000) !== 0;
  }
  return true;
}

const weakSignatures: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'md2WithRSAEncryption',
  '1.2.840.113549.1.1.4': 'md5WithRSAEncryption',
  '1.2.840.113549.1.1.5': 'sha1WithRSAEncryption',
  '1.3.14.3.2.29': 'sha1WithRSAEncryption',
  '1.2.840.10045.4.1': 'ecdsa-with-SHA1',
  '1.2.840.10040.4.3': 'dsa-with-SHA1',
};

const rsassaPss = '1.2.840.113549.1.1.10';

function weakSignatureOf(identifier: Element): string | undefined {
  const fields = new Fields(identifier, 'a signature algorithm');
  const algorithm = oid(fields.next());
  if (algorithm !== rsassaPss) return weakSignatures[algorithm];
  const parameters = fields.optional(tags.sequence);
  const hash = parameters && new Fields(parameters, 'RSASSA-PSS').optional(context(0));
  // RFC 4055: without the field it is SHA-1.
  const name = hash ? hashOf(oid(new Fields(inner(hash), 'a hash').next())) : 'sha1';
  return name === 'sha1' || name === 'md5' ? `RSASSA-PSS with ${name.toUpperCase()}` : undefined;
}
