import { createDecipheriv } from 'node:crypto';
import {
  Damaged,
  type Element,
  Fields,
  octets,
  oid,
  readBer,
  smallInteger,
  tags,
  Unreadable,
} from './asn1.js';
import {
  type Derivation,
  digestSize,
  iterate,
  type Password,
  pkcs12Kdf,
  purpose,
  readCount,
  readKeyDerivation,
} from './key-derivation.js';
import { decryptRc2 } from './rc2.js';

/** Encryption by a password: the schemes of PKCS #12 and PKCS #5, of which PFX files and PEM keys are made. */

/**
 * A block cipher in CBC mode, with the sizes, in bytes, of what it takes. `decrypt` throws when the padding is
 * wrong, as it nearly always is after a wrong key.
 */
interface Cipher {
  readonly keyLength: number;
  /** Also the size of a block. */
  readonly ivLength: number;
  decrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array;
}

/** A cipher of OpenSSL's default provider, by its OpenSSL name. */
function opensslCipher(name: string, keyLength: number, ivLength: number): Cipher {
  return {
    keyLength,
    ivLength,
    decrypt(key, iv, data) {
      const decipher = createDecipheriv(name, key, iv);
      return Buffer.concat([decipher.update(data), decipher.final()]);
    },
  };
}

const aes128 = opensslCipher('aes-128-cbc', 16, 16);
const aes192 = opensslCipher('aes-192-cbc', 24, 16);
const aes256 = opensslCipher('aes-256-cbc', 32, 16);
const camellia128 = opensslCipher('camellia-128-cbc', 16, 16);
const camellia192 = opensslCipher('camellia-192-cbc', 24, 16);
const camellia256 = opensslCipher('camellia-256-cbc', 32, 16);
const tripleDes = opensslCipher('des-ede3-cbc', 24, 8);

/** DES with fewer keys than three, which OpenSSL's default provider does not have by itself. */
function fewerKeys(keyLength: number, three: (key: Uint8Array) => Uint8Array[]): Cipher {
  return {
    keyLength,
    ivLength: 8,
    decrypt: (key, iv, data) => tripleDes.decrypt(Buffer.concat(three(key)), iv, data),
  };
}

const twoKeyTripleDes = fewerKeys(16, (key) => [key, key.subarray(0, 8)]);
/** Three times with one key is the same as once. */
const singleDes = fewerKeys(8, (key) => [key, key, key]);

/** RC2 with all bits of the key, or as many as are given. @throws Unreadable */
function rc2(keyLength: number, effectiveBits = keyLength * 8): Cipher {
  if (keyLength < 1 || keyLength > 128 || effectiveBits < 1 || effectiveBits > 1024) {
    throw new Unreadable('it has an RC2 key of an impossible length');
  }
  return {
    keyLength,
    ivLength: 8,
    decrypt: (key, iv, data) => decryptRc2({ key, effectiveBits, iv }, data),
  };
}

/** The ciphers that OpenSSL has written into the header `DEK-Info` of a PEM key. */
export const dekCiphers: Readonly<Record<string, Cipher>> = {
  'AES-128-CBC': aes128,
  'AES-192-CBC': aes192,
  'AES-256-CBC': aes256,
  'CAMELLIA-128-CBC': camellia128,
  'CAMELLIA-192-CBC': camellia192,
  'CAMELLIA-256-CBC': camellia256,
  'DES-EDE3-CBC': tripleDes,
  'DES-CBC': singleDes,
  'RC2-CBC': rc2(16),
  'RC2-64-CBC': rc2(8),
  'RC2-40-CBC': rc2(5),
};

/** What a cipher starts from. */
interface KeyAndIv {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

/** A cipher with the form of the password that it takes, and how the key is made. */
interface Scheme {
  readonly cipher: Cipher;
  readonly derivation: Derivation;
  /** Key and initial vector from an encoded password. */
  unlock(password: Uint8Array, budget: Password): Promise<KeyAndIv>;
}

/** PKCS #12 (RFC 7292, appendix C): SHA-1 and the derivation of its own. */
const pkcs12Ciphers: Readonly<Record<string, Cipher>> = {
  '1.2.840.113549.1.12.1.3': tripleDes,
  '1.2.840.113549.1.12.1.4': twoKeyTripleDes,
  '1.2.840.113549.1.12.1.5': rc2(16),
  '1.2.840.113549.1.12.1.6': rc2(5),
};

/** Two more of PKCS #12, which no program writes unless it is told to. */
const rc4 = ['1.2.840.113549.1.12.1.1', '1.2.840.113549.1.12.1.2'];

/** PKCS #5 version 1.5 (RFC 8018, section 6.1), with which OpenSSL 1.0 still encrypted PEM keys. */
const pbes1: Readonly<Record<string, { readonly hash: string; readonly cipher: Cipher }>> = {
  '1.2.840.113549.1.5.3': { hash: 'md5', cipher: singleDes },
  '1.2.840.113549.1.5.6': { hash: 'md5', cipher: rc2(8) },
  '1.2.840.113549.1.5.10': { hash: 'sha1', cipher: singleDes },
  '1.2.840.113549.1.5.11': { hash: 'sha1', cipher: rc2(8) },
};

const pbes2 = '1.2.840.113549.1.5.13';
const rc2Cbc = '1.2.840.113549.3.2';

/** Ciphers of PBES2 whose only parameter is the initial vector. */
const pbes2Ciphers: Readonly<Record<string, Cipher>> = {
  '2.16.840.1.101.3.4.1.2': aes128,
  '2.16.840.1.101.3.4.1.22': aes192,
  '2.16.840.1.101.3.4.1.42': aes256,
  '1.2.392.200011.61.1.1.1.2': camellia128,
  '1.2.392.200011.61.1.1.1.3': camellia192,
  '1.2.392.200011.61.1.1.1.4': camellia256,
  '1.2.840.113549.3.7': tripleDes,
  '1.3.14.3.2.7': singleDes,
};

/**
 * Decrypts what a password protects, trying the encodings of the password in order.
 * @param identifier the AlgorithmIdentifier of the encryption
 * @returns undefined if the password is wrong: what comes out is not one SEQUENCE, as every encrypted part
 * of a PFX and every private key is
 * @throws Unreadable when the encryption is not known, asks for too much work, or its data is cut
 */
export async function decrypt(
  identifier: Element,
  data: Uint8Array,
  password: Password,
): Promise<Uint8Array | undefined> {
  const { cipher, derivation, unlock } = readScheme(identifier);
  for (const form of password.forms(derivation)) {
    const plain = decryptSequence(cipher, await unlock(form, password), data);
    if (plain) {
      password.prefer(derivation, form);
      return plain;
    }
  }
  return undefined;
}

/**
 * Decrypts what must be one SEQUENCE.
 * @returns undefined if it is none: the key is wrong
 * @throws Damaged where data is missing, which would look like a wrong key
 */
export function decryptSequence(
  cipher: Cipher,
  { key, iv }: KeyAndIv,
  data: Uint8Array,
): Uint8Array | undefined {
  if (data.length === 0 || data.length % cipher.ivLength !== 0) {
    throw new Damaged('what is encrypted in it is not whole');
  }
  try {
    const plain = cipher.decrypt(key, iv, data);
    return isOneSequence(plain) ? plain : undefined;
  } catch {
    // Wrong padding or a broken block: OpenSSL's errors do not tell more than "bad decrypt".
    return undefined;
  }
}

/**
 * Decrypts an EncryptedPrivateKeyInfo (PKCS #8).
 * @returns the PrivateKeyInfo; undefined if the password is wrong
 * @throws Unreadable
 */
export async function decryptKey(encrypted: Element, password: Password): Promise<Uint8Array | undefined> {
  const fields = new Fields(encrypted, 'an encrypted key');
  const algorithm = fields.next(tags.sequence);
  return decrypt(algorithm, octets(fields.next(tags.octetString)), password);
}

function isOneSequence(plain: Uint8Array): boolean {
  const { tag, encoding } = readBer(plain);
  return tag === tags.sequence && encoding.length === plain.length;
}

/** Reads the AlgorithmIdentifier of an encryption by password. @throws Unreadable when it is not known */
function readScheme(identifier: Element): Scheme {
  const fields = new Fields(identifier, 'an encryption');
  const algorithm = oid(fields.next());
  const parameters = new Fields(fields.next(tags.sequence), 'the parameters of an encryption');
  if (algorithm === pbes2) return readPbes2(parameters);
  if (rc4.includes(algorithm)) throw new Unreadable('it is encrypted with RC4, which is broken');
  const salt = octets(parameters.next(tags.octetString));
  const iterations = readCount(parameters.next(tags.integer));
  const pkcs12Cipher = pkcs12Ciphers[algorithm];
  if (pkcs12Cipher) return pkcs12Scheme(pkcs12Cipher, salt, iterations);
  const old = pbes1[algorithm];
  if (old) return { cipher: old.cipher, ...pbes1Scheme(old.hash, salt, iterations) };
  throw new Unreadable(`its encryption ${algorithm} is not known`);
}

function pkcs12Scheme(cipher: Cipher, salt: Uint8Array, iterations: number): Scheme {
  const hash = 'sha1';
  const chains = Math.ceil(cipher.keyLength / digestSize(hash)) + 1;
  return {
    cipher,
    derivation: 'pkcs12',
    async unlock(password, budget) {
      budget.spend(iterations * chains);
      const start = { hash, password, salt, iterations };
      return {
        key: await pkcs12Kdf(start, purpose.key, cipher.keyLength),
        iv: await pkcs12Kdf(start, purpose.iv, cipher.ivLength),
      };
    },
  };
}

function pbes1Scheme(hash: string, salt: Uint8Array, iterations: number): Omit<Scheme, 'cipher'> {
  return {
    derivation: 'pbkdf',
    async unlock(password, budget) {
      budget.spend(iterations);
      const digest = await iterate(hash, Buffer.concat([password, salt]), iterations);
      return { key: digest.subarray(0, 8), iv: digest.subarray(8, 16) };
    },
  };
}

function readPbes2(parameters: Fields): Scheme {
  const kdf = readKeyDerivation(parameters.next(tags.sequence));
  const { cipher, iv } = readPbes2Cipher(parameters.next(tags.sequence), kdf.keyLength);
  if (iv.length !== cipher.ivLength) {
    throw new Damaged('its encryption has an initial vector of a wrong size');
  }
  return {
    cipher,
    derivation: 'pbkdf',
    unlock: async (password, budget) => ({ key: await kdf.derive(password, cipher.keyLength, budget), iv }),
  };
}

interface CipherWithIv {
  readonly cipher: Cipher;
  readonly iv: Uint8Array;
}

function readPbes2Cipher(identifier: Element, keyLength: number | undefined): CipherWithIv {
  const fields = new Fields(identifier, 'a cipher');
  const algorithm = oid(fields.next());
  if (algorithm === rc2Cbc) return readRc2(fields.next(), keyLength ?? 16);
  const named = pbes2Ciphers[algorithm];
  if (!named) throw new Unreadable(`its cipher ${algorithm} is not known`);
  // NSS before 3.35 named AES-128 whatever the key; the length in the key derivation tells the truth.
  const told = [aes128, aes192, aes256].includes(named)
    ? [aes128, aes192, aes256].find((aes) => aes.keyLength === keyLength)
    : undefined;
  return { cipher: told ?? named, iv: octets(fields.next(tags.octetString)) };
}

/** RFC 8018, appendix B.2.3: the version stands for a number of effective bits, in no order. */
const rc2Versions: Readonly<Record<number, number>> = { 160: 40, 120: 64, 58: 128 };

function readRc2(parameters: Element, keyLength: number): CipherWithIv {
  if (parameters.tag === tags.octetString) return { cipher: rc2(keyLength, 32), iv: octets(parameters) };
  const fields = new Fields(parameters, 'the parameters of RC2');
  const version = smallInteger(fields.next(tags.integer));
  return {
    cipher: rc2(keyLength, rc2Versions[version] ?? version),
    iv: octets(fields.next(tags.octetString)),
  };
}
