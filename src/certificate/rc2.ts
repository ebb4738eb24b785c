/**
 * RC2 in CBC mode, decryption only (RFC 2268). Until Server 2016, Windows wrote the certificates of every PFX with
 * 40-bit RC2; OpenSSL 3 has it only in its legacy provider, which Node.js does not load.
 */

// RFC 2268, section 2: a permutation of all bytes, from the digits of pi.
const piTable = Buffer.from(
  [
    'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2',
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82',
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626',
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7',
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec',
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731',
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9',
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  ].join(''),
  'hex',
);

const blockSize = 8;

/** Places by which each of the four words of a block is turned in a round. */
const turns = [1, 2, 3, 5];

/** What RC2 needs besides the data. */
interface Rc2Key {
  readonly key: Uint8Array;
  /** How many bits of the key count. */
  readonly effectiveBits: number;
  readonly iv: Uint8Array;
}

/**
 * Decrypts and removes the padding.
 * @throws RangeError when the padding is wrong, as it is after a wrong key
 */
export function decryptRc2({ key, effectiveBits, iv }: Rc2Key, data: Uint8Array): Uint8Array {
  if (data.length === 0 || data.length % blockSize !== 0)
    throw new RangeError('not a whole number of blocks');
  const words = expandKey(key, effectiveBits);
  const cipher = Buffer.from(data);
  const plain = Buffer.alloc(data.length);
  let previous = iv;
  for (let start = 0; start < cipher.length; start += blockSize) {
    const block = cipher.subarray(start, start + blockSize);
    plain.set(
      decryptBlock(words, block).map((byte, i) => byte ^ at(previous, i)),
      start,
    );
    previous = block;
  }
  return withoutPadding(plain);
}

/** An element that is there: all indexes here are within bounds by their arithmetic. */
function at(list: ArrayLike<number>, index: number): number {
  return list[index] ?? 0;
}

function withoutPadding(plain: Uint8Array): Uint8Array {
  const count = plain.at(-1) ?? 0;
  const padding = plain.subarray(plain.length - count);
  if (count < 1 || count > blockSize || padding.some((byte) => byte !== count)) {
    throw new RangeError('wrong padding');
  }
  return plain.subarray(0, plain.length - count);
}

/** The 64 words of 16 bits that a key becomes (RFC 2268, section 2). */
function expandKey(key: Uint8Array, effectiveBits: number): Uint16Array {
  const bytes = Buffer.alloc(128);
  bytes.set(key);
  const effectiveBytes = Math.ceil(effectiveBits / 8);
  const mask = 0xff >> (8 * effectiveBytes - effectiveBits);
  for (let i = key.length; i < 128; i += 1) {
    bytes[i] = at(piTable, (at(bytes, i - 1) + at(bytes, i - key.length)) & 0xff);
  }
  const lowest = 128 - effectiveBytes;
  bytes[lowest] = at(piTable, at(bytes, lowest) & mask);
  for (let i = lowest - 1; i >= 0; i -= 1) {
    bytes[i] = at(piTable, at(bytes, i + 1) ^ at(bytes, i + effectiveBytes));
  }
  return Uint16Array.from({ length: 64 }, (_, i) => bytes.readUInt16LE(2 * i));
}

/** One block backwards: 16 mixing rounds, with a mashing round after the fifth and the eleventh. */
function decryptBlock(key: Uint16Array, block: Buffer): Buffer {
  const r = Uint16Array.from({ length: 4 }, (_, i) => block.readUInt16LE(2 * i));
  for (let round = 15; round >= 0; round -= 1) {
    for (let i = 3; i >= 0; i -= 1) {
      const turn = at(turns, i);
      const word = (at(r, i) >> turn) | (at(r, i) << (16 - turn));
      const [before, second, third] = [at(r, (i + 3) % 4), at(r, (i + 2) % 4), at(r, (i + 1) % 4)];
      r[i] = word - at(key, 4 * round + i) - (before & second) - (~before & third);
    }
    if (round !== 11 && round !== 5) continue;
    for (let i = 3; i >= 0; i -= 1) r[i] = at(r, i) - at(key, at(r, (i + 3) % 4) & 63);
  }
  const plain = Buffer.alloc(blockSize);
  for (let i = 0; i < 4; i += 1) plain.writeUInt16LE(at(r, i), 2 * i);
  return plain;
}
