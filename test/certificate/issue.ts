import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { der } from '../../src/certificate/asn1.js';
import { type Certificate, readCertificate } from '../../src/certificate/certificate.js';
import { tlv } from './tlv.js';

/** A certificate made for a test, with its key. */
export interface Issued {
  certificate: Certificate;
  der: Buffer;
  pem: string;
  privateKey: KeyObject;
  /** PKCS #8 in PEM. */
  keyPem: string;
}

export interface Order {
  /** Attribute values by object identifier, least specific first. */
  subject?: readonly (readonly [type: string, value: string | Buffer])[];
  /** Whole RelativeDistinguishedName elements in place of the subject. */
  subjectParts?: readonly Buffer[];
  commonName?: string;
  dnsNames?: readonly (string | Buffer)[];
  /** Addresses in network order. */
  addresses?: readonly Buffer[];
  /** Whole GeneralName elements of other kinds. */
  altNames?: readonly Buffer[];
  issuer?: Issued;
  keys?: { publicKey: KeyObject; privateKey: KeyObject };
  notBefore?: Date;
  notAfter?: Date;
  ca?: boolean;
  extendedKeyUsage?: readonly string[];
  /** The first byte of the bits: 0x80 digitalSignature, 0x20 keyEncipherment, 0x04 keyCertSign. */
  keyUsage?: number;
  hash?: 'md5' | 'sha1' | 'sha256';
  /** Whole Extension elements. */
  extensions?: readonly Buffer[];
}

export const ecKeys = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
export const rsaKeys = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength });

const utf8 = (text: string | Buffer) => (typeof text === 'string' ? tlv(0x0c, Buffer.from(text)) : text);

/** Issues a certificate; self-signed unless an issuer is named; for `www.example.com` unless told otherwise. */
export function issue(order: Order = {}): Issued {
  const { publicKey, privateKey } = order.keys ?? ecKeys();
  const commonName: [string, string] = ['2.5.4.3', order.commonName ?? 'www.example.com'];
  const subject = order.subjectParts
    ? der.sequence(...order.subjectParts)
    : nameOf(order.subject ?? [commonName]);
  const algorithm = signatureAlgorithm(order.issuer?.privateKey ?? privateKey, order.hash ?? 'sha256');
  const body = der.sequence(
    der.explicit(0, der.integer(2)),
    tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm.identifier,
    order.issuer ? subjectOf(order.issuer.der) : subject,
    der.sequence(
      time(order.notBefore ?? new Date(Date.now() - 86_400_000)),
      time(order.notAfter ?? new Date(Date.now() + 90 * 86_400_000)),
    ),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(...extensionsOf(order))),
  );
  const signature = sign(algorithm.hash, body, order.issuer?.privateKey ?? privateKey);
  const bytes = der.sequence(body, algorithm.identifier, tlv(0x03, Buffer.from([0]), signature));
  return {
    certificate: readCertificate(bytes),
    der: bytes,
    pem: armour('CERTIFICATE', bytes),
    privateKey,
    keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** A root, an intermediate under it and a certificate for a server under that. */
export function issueChain(order: Order = {}): { root: Issued; intermediate: Issued; leaf: Issued } {
  const root = issue({ commonName: 'Test Root', ca: true });
  const intermediate = issue({ commonName: 'Test Intermediate', ca: true, issuer: root });
  const leaf = issue({ dnsNames: ['www.example.com'], ...order, issuer: intermediate });
  return { root, intermediate, leaf };
}

export function armour(label: string, bytes: Uint8Array): string {
  const lines = Buffer.from(bytes).toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

function nameOf(attributes: readonly (readonly [string, string | Buffer])[]): Buffer {
  return der.sequence(
    ...attributes.map(([type, value]) => der.setOf(der.sequence(der.objectIdentifier(type), utf8(value)))),
  );
}

/** The subject stands as the sixth field of the body, after version, serial, algorithm, issuer and validity. */
function subjectOf(certificate: Buffer): Buffer {
  let offset = headerLength(certificate, 0);
  offset += headerLength(certificate, offset);
  for (let field = 0; field < 5; field++) offset += elementLength(certificate, offset);
  return certificate.subarray(offset, offset + elementLength(certificate, offset));
}

function headerLength(bytes: Buffer, offset: number): number {
  const first = bytes[offset + 1]!;
  return 2 + (first < 0x80 ? 0 : first & 0x7f);
}

function elementLength(bytes: Buffer, offset: number): number {
  const header = headerLength(bytes, offset);
  const length = header === 2 ? bytes[offset + 1]! : bytes.readUIntBE(offset + 2, header - 2);
  return header + length;
}

function time(moment: Date): Buffer {
  const digits = moment.toISOString().replace(/[-:T]|\.\d+/g, '');
  const year = moment.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? tlv(0x17, Buffer.from(digits.slice(2)))
    : tlv(0x18, Buffer.from(digits));
}

export function extension(type: string, value: Uint8Array): Buffer {
  return der.sequence(der.objectIdentifier(type), der.octetString(value));
}

function extensionsOf(order: Order): Buffer[] {
  const names = [
    ...(order.dnsNames ?? []).map((name) => der.implicit(2, Buffer.from(name))),
    ...(order.addresses ?? []).map((address) => der.implicit(7, address)),
    ...(order.altNames ?? []),
  ];
  const authority = tlv(0x01, Buffer.from([0xff]));
  return [
    ...(names.length > 0 ? [extension('2.5.29.17', der.sequence(...names))] : []),
    ...(order.ca ? [extension('2.5.29.19', der.sequence(authority))] : []),
    ...(order.keyUsage === undefined
      ? []
      : [extension('2.5.29.15', tlv(0x03, Buffer.from([0, order.keyUsage])))]),
    ...(order.extendedKeyUsage
      ? [extension('2.5.29.37', der.sequence(...order.extendedKeyUsage.map(der.objectIdentifier)))]
      : []),
    ...(order.extensions ?? []),
  ];
}

const rsaSignatures = { md5: '4', sha1: '5', sha256: '11' } as const;

function signatureAlgorithm(key: KeyObject, hash: 'md5' | 'sha1' | 'sha256') {
  switch (key.asymmetricKeyType) {
    case 'ed25519':
      return { identifier: der.sequence(der.objectIdentifier('1.3.101.112')), hash: null };
    case 'ed448':
      return { identifier: der.sequence(der.objectIdentifier('1.3.101.113')), hash: null };
    case 'ec': {
      const algorithm = hash === 'sha1' ? '1.2.840.10045.4.1' : '1.2.840.10045.4.3.2';
      return { identifier: der.sequence(der.objectIdentifier(algorithm)), hash };
    }
    default: {
      const algorithm = der.objectIdentifier(`1.2.840.113549.1.1.${rsaSignatures[hash]}`);
      return { identifier: der.sequence(algorithm, der.nothing()), hash };
    }
  }
}
