import { context, type Element, Fields, inner, octets, oid, readBer, tags } from './asn1.js';
import { hashOf } from './key-derivation.js';
import { canonicalAddress, canonicalHost, type Names, printable } from './names.js';

/**
 * What `X509Certificate` of Node.js says of a certificate, in our terms, and the three things that it does not say:
 * key usage, signature algorithm, and the algorithm of a key that OpenSSL does not know.
 */

/** A distinguished name, as text and with the common name that matters most. Both are safe to print. */
export interface DistinguishedName {
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
export function readName(lines: string | undefined): DistinguishedName {
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
export function readAlternativeNames(text: string | undefined): Names {
  const found = [...(text ?? '').matchAll(/(?:^|, )([A-Za-z ]+):("(?:[^"\\]|\\.)*"|[^,]*)/gs)];
  const all = (kind: string) => found.filter(([, type]) => type === kind).map(([, , value = '']) => value);
  return {
    dnsNames: distinct(all('DNS').map((name) => canonicalHost(unquoted(name)))),
    ipAddresses: distinct(all('IP Address').map(canonicalAddress)),
  };
}

function unquoted(value: string): string {
  return value.startsWith('"') ? Buffer.from(String(JSON.parse(value)), 'latin1').toString('utf8') : value;
}

function distinct(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names)].filter((name) => name !== undefined);
}

/** What Node.js does not say of a certificate. */
export interface Details {
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
export function readDetails(der: Uint8Array): Details {
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
