import type { KeyObject } from 'node:crypto';
import { type Element, Fields, tags } from '../asn1/ber.js';
import { oid } from '../asn1/values.js';

/** What kind of key a certificate holds. */
export interface PublicKey {
  /** As Node.js calls it: `rsa`, `rsa-pss`, `ec`, `ed25519`, `dsa`, …, or the dotted object identifier. */
  readonly kind: string;
  /** Of the modulus of RSA and DSA keys. */
  readonly bits?: number;
  /** As OpenSSL calls it: `prime256v1`, `secp384r1`, … */
  readonly curve?: string;
}

/**
 * Describes a key.
 * @param info the SubjectPublicKeyInfo
 * @param key the same key as Node.js sees it, if it knows the algorithm
 */
export function describePublicKey(info: Element, key: KeyObject | undefined): PublicKey {
  const algorithm = new Fields(new Fields(info, 'a public key').next(tags.sequence), 'an algorithm');
  const dotted = oid(algorithm.next());
  const { modulusLength, namedCurve } = key?.asymmetricKeyDetails ?? {};
  return {
    kind: key?.asymmetricKeyType ?? dotted,
    ...(modulusLength !== undefined && { bits: modulusLength }),
    ...(namedCurve !== undefined && { curve: namedCurve }),
  };
}

/** A key in words: `RSA 2048`, `EC prime256v1`, `ED25519`. */
export function keyInWords({ kind, bits, curve }: PublicKey): string {
  return [kind.toUpperCase(), bits ?? curve].filter((part) => part !== undefined).join(' ');
}
