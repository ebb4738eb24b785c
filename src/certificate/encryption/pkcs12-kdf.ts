import { createHash } from 'node:crypto';
import { Unreadable } from '../unreadable.js';
import { iterate } from './iterate.js';

/** What the derived bytes are for (RFC 7292, appendix B.3). */
export const purpose = { key: 1, iv: 2, mac: 3 } as const;

/** Bytes that a hash function takes in at a time. */
const blockSizes: Record<string, number> = {
  md5: 64,
  sha1: 64,
  sha224: 64,
  sha256: 64,
  sha384: 128,
  sha512: 128,
  'sha512-224': 128,
  'sha512-256': 128,
  'sha3-224': 144,
  'sha3-256': 136,
  'sha3-384': 104,
  'sha3-512': 72,
};

/** What the key derivation of PKCS #12 starts from. */
export interface Pkcs12Derivation {
  /** As Node.js calls it. */
  hash: string;
  /** The password as big-endian UTF-16 with two zero bytes at the end, or no bytes at all. */
  password: Uint8Array;
  salt: Uint8Array;
  iterations: number;
}

/** Bytes that the derivation makes with one chain of rounds. */
export function digestSize(hash: string): number {
  return createHash(hash).digest().length;
}

/** The key derivation of PKCS #12 (RFC 7292, appendix B.2). */
export async function pkcs12Kdf(
  { hash, password, salt, iterations }: Pkcs12Derivation,
  id: (typeof purpose)[keyof typeof purpose],
  length: number,
): Promise<Uint8Array> {
  const blockSize = blockSizes[hash];
  if (blockSize === undefined) throw new Unreadable(`its key derivation uses the hash ${hash}`);
  const diversifier = Buffer.alloc(blockSize, id);
  const input = Buffer.concat([repeated(salt, blockSize), repeated(password, blockSize)]);
  const output: Uint8Array[] = [];
  for (let made = 0; made < length; ) {
    const first = createHash(hash).update(diversifier).update(input).digest();
    const digest = await iterate(hash, first, iterations - 1);
    output.push(digest);
    made += digest.length;
    addToEachBlock(input, digest, blockSize);
  }
  return Buffer.concat(output, length);
}

/** A text repeated up to a whole number of blocks. */
function repeated(text: Uint8Array, blockSize: number): Uint8Array {
  return Buffer.alloc(Math.ceil(text.length / blockSize) * blockSize, text);
}

/** Adds the repeated digest, plus one, to each block, as big-endian numbers of one block's size. */
function addToEachBlock(input: Uint8Array, digest: Uint8Array, blockSize: number): void {
  for (let start = 0; start < input.length; start += blockSize) {
    let carry = 1;
    for (let i = blockSize - 1; i >= 0; i--) {
      const sum = (input[start + i] ?? 0) + (digest[i % digest.length] ?? 0) + carry;
      input[start + i] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}
