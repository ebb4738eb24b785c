import { checkPrimeSync, createECDH, createHash, createPrivateKey, type KeyObject } from 'node:crypto';

/*
 * Private keys that follow from a word, so that a certificate has the same thumbprint wherever and whenever it is
 * issued. They protect nothing: whoever has this file has them.
 */

/** A P-256 key. Its signatures differ from time to time, so nothing that must stay the same is signed with it. */
export function fixedKey(word: string): KeyObject {
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(bytesOf(word, 32));
  const [x, y] = [curve.getPublicKey().subarray(1, 33), curve.getPublicKey().subarray(33)];
  const [d = '', ...point] = [curve.getPrivateKey(), x, y].map((each) => each.toString('base64url'));
  return createPrivateKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-256', d, x: point[0] ?? '', y: point[1] ?? '' },
  });
}

const made = new Map<string, KeyObject>();

/** A key of RSA with 2048 bits, whose signatures are always the same. It takes about a fifth of a second to make. */
export function fixedSigningKey(word: string): KeyObject {
  const key = made.get(word) ?? rsaKey(word);
  made.set(word, key);
  return key;
}

function rsaKey(word: string): KeyObject {
  const exponent = 65537n;
  const [p, q] = [primeOf(`${word}, p`, exponent), primeOf(`${word}, q`, exponent)];
  const d = inverse(exponent, (p - 1n) * (q - 1n));
  const parts = { n: p * q, e: exponent, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const key = Object.fromEntries(Object.entries(parts).map(([name, number]) => [name, base64url(number)]));
  return createPrivateKey({ format: 'jwk', key: { kty: 'RSA', ...key } });
}

/** The first prime of 1024 bits after a number that follows from a word. */
function primeOf(word: string, exponent: bigint): bigint {
  const start = bytesOf(word, 128);
  // The two highest bits, so that the product of two has all its bits; and odd.
  start[0] = (start[0] ?? 0) | 0xc0;
  let candidate = BigInt(`0x${start.toString('hex')}`) | 1n;
  while (candidate % exponent === 1n || !checkPrimeSync(candidate, { checks: 8 })) candidate += 2n;
  return candidate;
}

/** The number that, times this one, leaves 1 when divided by the modulus. */
function inverse(number: bigint, modulus: bigint): bigint {
  let [rest, next] = [modulus, number % modulus];
  let [factor, nextFactor] = [0n, 1n];
  while (next !== 0n) {
    const times = rest / next;
    [rest, next] = [next, rest - times * next];
    [factor, nextFactor] = [nextFactor, factor - times * nextFactor];
  }
  return ((factor % modulus) + modulus) % modulus;
}

/** Bytes that follow from a word. */
export function bytesOf(word: string, count: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(count / 32) }, (_, index) =>
    createHash('sha256').update(`${word}, ${index}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, count);
}

function base64url(number: bigint): string {
  const hex = number.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}
