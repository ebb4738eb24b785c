import { createHash } from 'node:crypto';
import { type Element, Fields, tags } from '../asn1/ber.js';
import { octets, oid, smallInteger } from '../asn1/values.js';
import { Unreadable } from '../unreadable.js';
import {
  aes,
  type Cipher,
  opensslCipher,
  rc2,
  rc4,
  singleDes,
  tripleDes,
  twoKeyTripleDes,
} from './ciphers.js';
import { iterate } from './iterate.js';
import { atLeastOne, readKeyDerivation } from './kdf.js';
import type { Derivation, Password } from './password.js';
import { digestSize, pkcs12Kdf, purpose } from './pkcs12-kdf.js';

/** Encryption by a password, with its parameters: which form of the password it takes, and how it decrypts. */
export interface Scheme {
  readonly derivation: Derivation;
  /** Makes the key from an encoded password; what it returns decrypts, and throws if the padding is wrong. */
  unlock(password: Uint8Array, budget: Password): Promise<(data: Uint8Array) => Uint8Array>;
}

/** PKCS #12 (RFC 7292, appendix C): SHA-1 and the derivation of its own. */
const pkcs12Ciphers: Readonly<Record<string, Cipher>> = {
  '1.2.840.113549.1.12.1.1': rc4(16),
  '1.2.840.113549.1.12.1.2': rc4(5),
  '1.2.840.113549.1.12.1.3': tripleDes,
  '1.2.840.113549.1.12.1.4': twoKeyTripleDes,
  '1.2.840.113549.1.12.1.5': rc2(16),
  '1.2.840.113549.1.12.1.6': rc2(5),
};

/** PKCS #5 version 1.5 (RFC 8018, section 6.1), of which PEM keys of the nineties are made. */
const pbes1: Readonly<Record<string, { hash: string; cipher: Cipher }>> = {
  '1.2.840.113549.1.5.3': { hash: 'md5', cipher: singleDes },
  '1.2.840.113549.1.5.6': { hash: 'md5', cipher: rc2(8) },
  '1.2.840.113549.1.5.10': { hash: 'sha1', cipher: singleDes },
  '1.2.840.113549.1.5.11': { hash: 'sha1', cipher: rc2(8) },
};

const pbes2 = '1.2.840.113549.1.5.13';
const rc2Cbc = '1.2.840.113549.3.2';

/** Ciphers of PBES2 whose only parameter is the initial vector. */
const pbes2Ciphers: Readonly<Record<string, Cipher>> = {
  '2.16.840.1.101.3.4.1.2': aes(16),
  '2.16.840.1.101.3.4.1.22': aes(24),
  '2.16.840.1.101.3.4.1.42': aes(32),
  '1.2.392.200011.61.1.1.1.2': opensslCipher('camellia-128-cbc', 16, 16),
  '1.2.392.200011.61.1.1.1.3': opensslCipher('camellia-192-cbc', 24, 16),
  '1.2.392.200011.61.1.1.1.4': opensslCipher('camellia-256-cbc', 32, 16),
  '1.2.840.113549.3.7': tripleDes,
  '1.3.14.3.2.7': singleDes,
};

/**
 * Reads the AlgorithmIdentifier of an encryption by password.
 * @throws {Unreadable} when it is of a kind that is not known
 */
export function readScheme(identifier: Element): Scheme {
  const fields = new Fields(identifier, 'an encryption');
  const algorithm = oid(fields.next());
  const parameters = new Fields(fields.next(tags.sequence), 'the parameters of an encryption');
  if (algorithm === pbes2) return readPbes2(parameters);
  const salt = octets(parameters.next(tags.octetString));
  const iterations = atLeastOne(smallInteger(parameters.next(tags.integer)));
  const pkcs12Cipher = pkcs12Ciphers[algorithm];
  if (pkcs12Cipher) return pkcs12Scheme(pkcs12Cipher, salt, iterations);
  const old = pbes1[algorithm];
  if (old) return pbes1Scheme(old.hash, old.cipher, salt, iterations);
  throw new Unreadable(`its encryption ${algorithm} is not known`);
}

function pkcs12Scheme(cipher: Cipher, salt: Uint8Array, iterations: number): Scheme {
  const hash = 'sha1';
  const chains = [cipher.keyLength, cipher.ivLength].map((length) => Math.ceil(length / digestSize(hash)));
  return {
    derivation: 'pkcs12',
    async unlock(password, budget) {
      budget.spend(iterations * chains.reduce((sum, count) => sum + count));
      const start = { hash, password, salt, iterations };
      const key = await pkcs12Kdf(start, purpose.key, cipher.keyLength);
      const iv = await pkcs12Kdf(start, purpose.iv, cipher.ivLength);
      return (data) => cipher.decrypt(key, iv, data);
    },
  };
}

function pbes1Scheme(hash: string, cipher: Cipher, salt: Uint8Array, iterations: number): Scheme {
  return {
    derivation: 'pbkdf',
    async unlock(password, budget) {
      budget.spend(iterations);
      const first = createHash(hash).update(password).update(salt).digest();
      const digest = await iterate(hash, first, iterations - 1);
      return (data) => cipher.decrypt(digest.subarray(0, 8), digest.subarray(8, 16), data);
    },
  };
}

function readPbes2(parameters: Fields): Scheme {
  const kdf = readKeyDerivation(parameters.next(tags.sequence));
  const { cipher, iv } = readPbes2Cipher(parameters.next(tags.sequence), kdf.keyLength);
  if (iv.length !== cipher.ivLength)
    throw new Unreadable('its encryption has an initial vector of a wrong size');
  return {
    derivation: 'pbkdf',
    async unlock(password, budget) {
      const key = await kdf.derive(password, cipher.keyLength, budget);
      return (data) => cipher.decrypt(key, iv, data);
    },
  };
}

function readPbes2Cipher(
  identifier: Element,
  keyLength: number | undefined,
): { cipher: Cipher; iv: Uint8Array } {
  const fields = new Fields(identifier, 'a cipher');
  const algorithm = oid(fields.next());
  if (algorithm === rc2Cbc) return readRc2(fields.next(), keyLength ?? 16);
  const named = pbes2Ciphers[algorithm];
  if (!named) throw new Unreadable(`its cipher ${algorithm} is not known`);
  const cipher = algorithm.startsWith(aesPrefix) ? aesOfLength(keyLength) : undefined;
  return { cipher: cipher ?? named, iv: octets(fields.next(tags.octetString)) };
}

const aesPrefix = '2.16.840.1.101.3.4.1.';

/** NSS before 3.35 named AES-128 whatever the key; the length in the key derivation tells the truth. */
function aesOfLength(keyLength: number | undefined): Cipher | undefined {
  return keyLength === 16 || keyLength === 24 || keyLength === 32 ? aes(keyLength) : undefined;
}

/** RFC 8018, appendix B.2.3: the version stands for a number of effective bits, in no order. */
const rc2Versions: Readonly<Record<number, number>> = { 160: 40, 120: 64, 58: 128 };

function readRc2(parameters: Element, keyLength: number): { cipher: Cipher; iv: Uint8Array } {
  if (parameters.tag === tags.octetString) return { cipher: rc2(keyLength, 32), iv: octets(parameters) };
  const fields = new Fields(parameters, 'the parameters of RC2');
  const version = smallInteger(fields.next(tags.integer));
  const bits = rc2Versions[version] ?? version;
  if (bits < 1 || bits > 1024) throw new Unreadable('it has an RC2 key of an impossible length');
  return { cipher: rc2(keyLength, bits), iv: octets(fields.next(tags.octetString)) };
}
