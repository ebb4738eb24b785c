import { createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { readBer } from '../asn1/ber.js';
import { type Cipher, opensslCipher, rc2, singleDes, tripleDes } from '../encryption/ciphers.js';
import { decryptKey } from '../encryption/decrypt.js';
import type { Password } from '../encryption/password.js';
import { readPrivateKeyInfo } from '../private-key.js';
import { Unreadable } from '../unreadable.js';
import type { PemBlock } from './blocks.js';

/** An encrypted key does not open with the password. */
export class WrongKeyPassword extends Error {
  override readonly name = 'WrongKeyPassword';
}

const encrypted = 'ENCRYPTED PRIVATE KEY';
const pkcs8 = 'PRIVATE KEY';
/** The forms from before PKCS #8. */
const olderForms = ['RSA PRIVATE KEY', 'EC PRIVATE KEY', 'DSA PRIVATE KEY'];

/** Whether a block with this label holds a private key. */
export function isPrivateKeyLabel(label: string): boolean {
  return label.endsWith(pkcs8);
}

/**
 * Reads the private key of a PEM block.
 * @throws {Unreadable} @throws {WrongKeyPassword}
 */
export async function readKeyBlock(block: PemBlock, password: Password): Promise<KeyObject> {
  const { label, dekInfo, bytes } = block;
  if (label === encrypted) {
    const key = await decryptKey(readBer(bytes), password);
    if (!key) throw new WrongKeyPassword();
    return readPrivateKeyInfo(key);
  }
  if (label === pkcs8) return readPrivateKeyInfo(bytes);
  if (!olderForms.includes(label))
    throw new Unreadable(`keys of the kind ${label} are not for TLS on Windows`);
  const der = dekInfo === undefined ? bytes : decryptOlderForm(dekInfo, bytes, password);
  try {
    return createPrivateKey(armoured(label, der));
  } catch {
    throw dekInfo === undefined ? new Unreadable(`its ${label} is damaged`) : new WrongKeyPassword();
  }
}

function armoured(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}

/** Ciphers that OpenSSL has written into `DEK-Info`. */
const dekCiphers: Readonly<Record<string, Cipher>> = {
  'AES-128-CBC': opensslCipher('aes-128-cbc', 16, 16),
  'AES-192-CBC': opensslCipher('aes-192-cbc', 24, 16),
  'AES-256-CBC': opensslCipher('aes-256-cbc', 32, 16),
  'CAMELLIA-128-CBC': opensslCipher('camellia-128-cbc', 16, 16),
  'CAMELLIA-192-CBC': opensslCipher('camellia-192-cbc', 24, 16),
  'CAMELLIA-256-CBC': opensslCipher('camellia-256-cbc', 32, 16),
  'DES-EDE3-CBC': tripleDes,
  'DES-CBC': singleDes,
  'RC2-CBC': rc2(16),
  'RC2-64-CBC': rc2(8),
  'RC2-40-CBC': rc2(5),
};

/** Decrypts a key whose PEM headers name cipher and initial vector, as OpenSSL did before PKCS #8. */
function decryptOlderForm(info: string, data: Uint8Array, password: Password): Uint8Array {
  const [name = '', hex = ''] = info.split(',').map((part) => part.trim());
  const cipher = dekCiphers[name.toUpperCase()];
  if (!cipher) throw new Unreadable('the cipher in its DEK-Info is not known');
  const iv = Buffer.from(hex, 'hex');
  if (iv.length !== cipher.ivLength) throw new Unreadable('its DEK-Info is damaged');
  for (const form of password.forms('pbkdf')) {
    try {
      const plain = cipher.decrypt(bytesToKey(form, iv.subarray(0, 8), cipher.keyLength), iv, data);
      readBer(plain);
      return plain;
    } catch {
      // Wrong padding, or no ASN.1 in it: not this form of the password.
    }
  }
  throw new WrongKeyPassword();
}

/** OpenSSL's EVP_BytesToKey with MD5 and one iteration. */
function bytesToKey(password: Uint8Array, salt: Uint8Array, length: number): Uint8Array {
  let digest: Uint8Array = Buffer.alloc(0);
  const digests: Uint8Array[] = [];
  for (let made = 0; made < length; made += digest.length) {
    digest = createHash('md5').update(digest).update(password).update(salt).digest();
    digests.push(digest);
  }
  return Buffer.concat(digests, length);
}
