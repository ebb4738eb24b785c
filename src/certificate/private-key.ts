import { createPrivateKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { Damaged, Fields, oid, readBer, tags, Unreadable } from './asn1.js';
import { type Certificate, openWithNode } from './certificate.js';
import { decryptKey, decryptSequence, dekCiphers } from './encryption.js';
import type { PemBlock } from './given-text.js';
import type { Password } from './key-derivation.js';

/** Private keys, as they stand in PFX files and in PEM blocks. */

/** The algorithms of the keys that OpenSSL reads; Schannel can use the first three. */
const readableAlgorithms = [
  '1.2.840.113549.1.1.1', // RSA
  '1.2.840.113549.1.1.10', // RSASSA-PSS
  '1.2.840.10045.2.1', // EC
  '1.2.840.10040.4.1', // DSA
  '1.3.101.112', // Ed25519
  '1.3.101.113', // Ed448
];

/** A private key of a kind that neither OpenSSL nor Windows knows. */
export class UnknownKeyKind extends Unreadable {
  readonly algorithm: string;

  constructor(algorithm: string) {
    super(`its private key is of the unknown kind ${algorithm}`);
    this.algorithm = algorithm;
  }
}

/**
 * A private key from a PrivateKeyInfo (PKCS #8), not encrypted.
 * @throws Unreadable when it is damaged, or of a kind that is not known
 */
export function readPrivateKeyInfo(der: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  } catch {
    const algorithm = algorithmOf(der);
    throw readableAlgorithms.includes(algorithm)
      ? new Damaged('its private key is damaged')
      : new UnknownKeyKind(algorithm);
  }
}

function algorithmOf(der: Uint8Array): string {
  const fields = new Fields(readBer(der), 'a private key');
  fields.next(tags.integer);
  return oid(new Fields(fields.next(tags.sequence), 'the algorithm of a private key').next());
}

const encrypted = 'ENCRYPTED PRIVATE KEY';
const pkcs8 = 'PRIVATE KEY';
/** The forms from before PKCS #8. */
const olderForms = ['RSA PRIVATE KEY', 'EC PRIVATE KEY', 'DSA PRIVATE KEY'];

/** Whether a block with this label holds a private key. */
export function isPrivateKeyLabel(label: string): boolean {
  return label.endsWith(pkcs8);
}

/** Whether a key needs a password. */
export function isEncrypted({ label, dekInfo }: PemBlock): boolean {
  return label === encrypted || dekInfo !== undefined;
}

/**
 * Reads the private key of a PEM block.
 * @returns undefined if the password is wrong
 * @throws Unreadable
 */
export async function readKeyBlock(block: PemBlock, password: Password): Promise<KeyObject | undefined> {
  const { label, dekInfo, bytes } = block;
  if (label === pkcs8) return readPrivateKeyInfo(bytes);
  if (label === encrypted) {
    const key = await decryptKey(readBer(bytes), password);
    return key && readPrivateKeyInfo(key);
  }
  if (!olderForms.includes(label)) {
    throw new Unreadable(`keys of the kind ${label} are not for TLS on Windows`);
  }
  if (dekInfo !== undefined) return decryptOlderForm(label, bytes, readDekInfo(dekInfo), password);
  return readOlderForm(label, bytes);
}

function readOlderForm(label: string, der: Uint8Array): KeyObject {
  const lines = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n');
  try {
    return createPrivateKey(`-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`);
  } catch {
    throw new Damaged(`its ${label} is damaged`);
  }
}

type Dek = ReturnType<typeof readDekInfo>;

function readDekInfo(info: string) {
  const [name = '', hex = ''] = info.split(',').map((part) => part.trim());
  const cipher = dekCiphers[name.toUpperCase()];
  if (!cipher) throw new Unreadable('the cipher in its DEK-Info is not known');
  const iv = Buffer.from(hex, 'hex');
  if (iv.length !== cipher.ivLength) throw new Damaged('its DEK-Info is damaged');
  return { cipher, iv };
}

/** Decrypts a key whose PEM headers name cipher and initial vector, as OpenSSL did before PKCS #8. */
function decryptOlderForm(
  label: string,
  data: Uint8Array,
  { cipher, iv }: Dek,
  password: Password,
): KeyObject | undefined {
  for (const form of password.forms('pbkdf')) {
    const key = bytesToKey(form, iv.subarray(0, 8), cipher.keyLength);
    const der = decryptSequence(cipher, { key, iv }, data);
    if (der) return readOlderForm(label, der);
  }
  return undefined;
}

/** OpenSSL's EVP_BytesToKey with MD5 and one iteration. */
function bytesToKey(password: Uint8Array, salt: Uint8Array, length: number): Uint8Array {
  const digests: Buffer[] = [];
  for (let made = 0; made < length; made += 16) {
    digests.push(hash('md5', Buffer.concat([...digests.slice(-1), password, salt]), 'buffer'));
  }
  return Buffer.concat(digests, length);
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
