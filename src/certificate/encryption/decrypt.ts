import { type Element, Fields, readBer, tags } from '../asn1/ber.js';
import { octets } from '../asn1/values.js';
import { Unreadable } from '../unreadable.js';
import type { Password } from './password.js';
import { readScheme } from './schemes.js';

/**
 * Decrypts what a password protects, trying the encodings of the password in order.
 * @param identifier the AlgorithmIdentifier of the encryption
 * @returns undefined if the password is wrong: what comes out is not one SEQUENCE, as every encrypted part
 * of a PFX and every private key is
 * @throws {Unreadable} when the encryption is not known or asks for too much work
 */
export async function decrypt(
  identifier: Element,
  data: Uint8Array,
  password: Password,
): Promise<Uint8Array | undefined> {
  const scheme = readScheme(identifier);
  for (const form of password.forms(scheme.derivation)) {
    const open = await scheme.unlock(form, password);
    const plain = attempt(() => open(data));
    if (plain && isOneSequence(plain)) {
      password.prefer(scheme.derivation, form);
      return plain;
    }
  }
  return undefined;
}

/**
 * Decrypts an EncryptedPrivateKeyInfo (PKCS #8).
 * @returns the PrivateKeyInfo; undefined if the password is wrong
 * @throws {Unreadable}
 */
export async function decryptKey(encrypted: Element, password: Password): Promise<Uint8Array | undefined> {
  const fields = new Fields(encrypted, 'an encrypted key');
  const algorithm = fields.next(tags.sequence);
  return decrypt(algorithm, octets(fields.next(tags.octetString)), password);
}

function attempt(open: () => Uint8Array): Uint8Array | undefined {
  try {
    return open();
  } catch {
    // Wrong padding or a broken block: OpenSSL's errors do not tell more than "bad decrypt".
    return undefined;
  }
}

function isOneSequence(plain: Uint8Array): boolean {
  try {
    const element = readBer(plain);
    return element.tag === tags.sequence && element.encoding.length === plain.length;
  } catch (error) {
    if (error instanceof Unreadable) return false;
    throw error;
  }
}
