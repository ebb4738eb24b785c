import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Fields, readBer, tags } from './asn1/ber.js';
import { oid } from './asn1/values.js';
import { Unreadable } from './unreadable.js';

/**
 * A private key from a PrivateKeyInfo (PKCS #8), not encrypted.
 * @throws {Unreadable} when OpenSSL cannot read it
 */
export function readPrivateKeyInfo(der: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
  } catch {
    throw new Unreadable(`its private key (algorithm ${algorithmOf(der)}) cannot be read`);
  }
}

function algorithmOf(der: Uint8Array): string {
  const fields = new Fields(readBer(der), 'a private key');
  fields.next(tags.integer);
  return oid(new Fields(fields.next(tags.sequence), 'the algorithm of a private key').next());
}
