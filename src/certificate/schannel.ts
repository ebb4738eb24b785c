import { Failure } from '../failure.js';

/**
 * Whether Schannel, the TLS of Windows and so of IIS, serves certificates with this kind of key.
 * @param kind as Node.js calls it
 */
export function isKindForSchannel(kind: string): boolean {
  return ['rsa', 'rsa-pss', 'ec'].includes(kind);
}

/**
 * The failure for a key that Schannel cannot use.
 * @param key what the sentence begins with: "The private key"
 * @param kind what kind it is of
 */
export function unsupportedKey(key: string, kind: string): Failure {
  return new Failure('key-unsupported', {
    cause: `${key} is of the kind ${kind}, which IIS cannot use.`,
    evidence: 'Schannel, the TLS of Windows, serves certificates with RSA and ECDSA keys only.',
    next: 'Have the certificate issued for an RSA key (2048 bits or more) or an EC key (P-256 or P-384).',
  });
}
