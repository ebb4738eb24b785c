import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Fields, readBer, tags } from './asn1/ber.js';
import { oid } from './asn1/values.js';
import { Unreadable } from './unreadable.js';

/** The algorithms of the keys that OpenSSL reads; Schannel can use the first three. */
const readableAlgorithms = [
  '1.2.840.113549.1.1.1', // RSA
  '1.2.840.113549.1.1.10', // RSASSA-PSS
  '1.2.840.10045.2.1', // EC
  '1.2.840.10040.4.1', // DSA
  '1.3.101.112', // Ed25519
  '1.3.101.113', // Ed448
];

/**
 * A private key from a PrivateKeyInfo (PKCS #8), not encrypted.
 * @throws {Unreadable} when it is damaged, or of a kind that is not known
 */
export function readPrivateKeyInfo(der: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  } catch {
    const algorithm = algorithmOf(der);
    throw readableAlgorithms.includes(algorithm)
      ? new Unreadable('its private key is damaged')
      : new UnknownKeyKind(algorithm);
  }
}

/** A private key of a kind that neither OpenSSL nor Windows knows. */
export class UnknownKeyKind extends Unreadable {
  constructor(readonly algorithm: string) {
    super(`its private key is of the unknown kind ${algorithm}`);
  }
}

function algorithmOf(der: Uint8Array): string {
  const fields = new Fields(readBer(der), 'a private key');
  fields.next(tags.integer);
  return oid(new Fields(fields.next(tags.sequence), 'the algorithm of a private key').next());
}
