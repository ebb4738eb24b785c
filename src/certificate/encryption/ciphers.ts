import { createDecipheriv } from 'node:crypto';
import { Unreadable } from '../unreadable.js';
import { decryptRc2 } from './rc2.js';
import { decryptRc4 } from './rc4.js';

/**
 * A symmetric cipher with the sizes, in bytes, of what it takes. `decrypt` throws when the padding is wrong,
 * as it nearly always is after a wrong key.
 */
export interface Cipher {
  readonly keyLength: number;
  readonly ivLength: number;
  decrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array;
}

/** A cipher of OpenSSL's default provider, by its OpenSSL name. */
export function opensslCipher(name: string, keyLength: number, ivLength: number): Cipher {
  return {
    keyLength,
    ivLength,
    decrypt(key, iv, data) {
      const decipher = createDecipheriv(name, key, iv);
      return Buffer.concat([decipher.update(data), decipher.final()]);
    },
  };
}

/** AES with a key of so many bytes. */
export function aes(keyLength: 16 | 24 | 32): Cipher {
  return opensslCipher(`aes-${keyLength * 8}-cbc`, keyLength, 16);
}

const threeKeys = opensslCipher('des-ede3-cbc', 24, 8);

/** DES with three keys. */
export const tripleDes = threeKeys;

/** DES with two keys: the third is the first again. */
export const twoKeyTripleDes: Cipher = {
  keyLength: 16,
  ivLength: 8,
  decrypt: (key, iv, data) => threeKeys.decrypt(Buffer.concat([key, key.subarray(0, 8)]), iv, data),
};

/** DES: three times with one key is the same as once, and OpenSSL's default provider has only the former. */
export const singleDes: Cipher = {
  keyLength: 8,
  ivLength: 8,
  decrypt: (key, iv, data) => threeKeys.decrypt(Buffer.concat([key, key, key]), iv, data),
};

/** RC2 with all bits of the key, or as many as are given. */
export function rc2(keyLength: number, effectiveBits = keyLength * 8): Cipher {
  if (keyLength < 1 || keyLength > 128) throw new Unreadable('it has an RC2 key of an impossible length');
  return {
    keyLength,
    ivLength: 8,
    decrypt: (key, iv, data) => decryptRc2(key, effectiveBits, iv, data),
  };
}

/** RC4, which has no initial vector. */
export function rc4(keyLength: number): Cipher {
  return { keyLength, ivLength: 0, decrypt: (key, _iv, data) => decryptRc4(key, data) };
}
