import { context, type Element, Fields, inner, readBer, tags } from '../asn1/ber.js';
import { octets, oid } from '../asn1/values.js';
import { canonicalAddress, canonicalHost } from '../host-name.js';

const oids = {
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
} as const;

const serverAuthentication = new Set([
  '1.3.6.1.5.5.7.3.1', // id-kp-serverAuth
  '2.5.29.37.0', // anyExtendedKeyUsage
]);

/** What the extensions of a certificate say, as far as it matters for a TLS server. */
export interface Extensions {
  /** Canonical host names of subjectAltName. */
  dnsNames: string[];
  /** Whether subjectAltName has any dNSName, canonical or not. */
  hasDnsNames: boolean;
  ipAddresses: string[];
  isCa: boolean;
  /** Whether extendedKeyUsage, if there is one, allows server authentication. */
  serverAuth: boolean;
  /** Whether keyUsage, if there is one, allows a TLS handshake: a signature or key encipherment. */
  handshakeUsage: boolean;
}

/** Reads the extensions from the explicit `[3]` of a TBSCertificate, if there is one. */
export function readExtensions(field: Element | undefined): Extensions {
  const found: Extensions = {
    dnsNames: [],
    hasDnsNames: false,
    ipAddresses: [],
    isCa: false,
    serverAuth: true,
    handshakeUsage: true,
  };
  for (const extension of field ? inner(field).children : []) {
    const fields = new Fields(extension, 'an extension');
    const type = oid(fields.next());
    fields.optional(tags.boolean);
    const value = octets(fields.next(tags.octetString));
    readExtension(type, value, found);
  }
  return found;
}

function readExtension(type: string, value: Uint8Array, found: Extensions): void {
  switch (type) {
    case oids.subjectAltName:
      readAlternativeNames(readBer(value), found);
      break;
    case oids.basicConstraints: {
      const isCa = new Fields(readBer(value), 'basicConstraints').optional(tags.boolean);
      found.isCa = isCa?.content.some((byte) => byte !== 0) ?? false;
      break;
    }
    case oids.extendedKeyUsage:
      found.serverAuth = readBer(value).children.some((usage) => serverAuthentication.has(oid(usage)));
      break;
    case oids.keyUsage: {
      // A BIT STRING: the first byte counts unused bits; digitalSignature is bit 0, keyEncipherment bit 2.
      const bits = readBer(value).content[1] ?? 0;
      found.handshakeUsage = (bits & 0b1010_0000) !== 0;
      break;
    }
  }
}

const dnsName = 2;
const ipAddress = 7;

function readAlternativeNames(names: Element, found: Extensions): void {
  const hosts = names.children.filter(({ tag }) => tag === context(dnsName));
  const addresses = names.children.filter(({ tag }) => tag === context(ipAddress));
  found.hasDnsNames = hosts.length > 0;
  found.dnsNames = distinct(hosts.map((name) => canonicalHost(Buffer.from(octets(name)).toString('utf8'))));
  found.ipAddresses = distinct(addresses.map((name) => addressOf(octets(name))));
}

function distinct(names: (string | undefined)[]): string[] {
  return [...new Set(names)].filter((name) => name !== undefined);
}

function addressOf(bytes: Uint8Array): string | undefined {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return undefined;
  const groups = Array.from({ length: 8 }, (_, i) =>
    Buffer.from(bytes)
      .readUInt16BE(i * 2)
      .toString(16),
  );
  return canonicalAddress(groups.join(':'));
}
