/**
 * SHA-1 of SHA-1 of …, for the rounds of old key derivations. A call to node:crypto costs about a
 * microsecond, four to five times as much as the work itself; with the 600 000 rounds that GnuTLS and NSS
 * write, and seven derivations in a file, that is the difference between one second and five.
 *
 * The input is always one digest of 20 bytes, so that each round is one block with fixed padding (FIPS 180-4).
 * @param digest five words; changed in place
 */
export function chainSha1(digest: Int32Array, rounds: number): void {
  const w = new Int32Array(80);
  for (let round = 0; round < rounds; round++) {
    w.set(digest);
    w[5] = 0x80000000;
    w.fill(0, 6, 15);
    w[15] = 160;
    for (let i = 16; i < 80; i++) {
      const word = w[i - 3]! ^ w[i - 8]! ^ w[i - 14]! ^ w[i - 16]!;
      w[i] = (word << 1) | (word >>> 31);
    }
    compress(w, digest);
  }
}

/**
 * The constants of the four quarters (FIPS 180-4, 4.2.1), as signed words: with those, and with every sum cut
 * back to a word, V8 computes in integers.
 */
const k = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc | 0, 0xca62c1d6 | 0] as const;

/** The 80 steps over one expanded block, from the initial state of SHA-1. */
function compress(w: Int32Array, digest: Int32Array): void {
  let a = 0x67452301;
  let b = 0xefcdab89 | 0;
  let c = 0x98badcfe | 0;
  let d = 0x10325476;
  let e = 0xc3d2e1f0 | 0;
  for (let i = 0; i < 80; i++) {
    let mixed: number;
    if (i < 20) mixed = (((b & c) | (~b & d)) + k[0]) | 0;
    else if (i < 40) mixed = ((b ^ c ^ d) + k[1]) | 0;
    else if (i < 60) mixed = (((b & c) | (b & d) | (c & d)) + k[2]) | 0;
    else mixed = ((b ^ c ^ d) + k[3]) | 0;
    const next = (((((a << 5) | (a >>> 27)) + mixed) | 0) + ((e + w[i]!) | 0)) | 0;
    e = d;
    d = c;
    c = (b << 30) | (b >>> 2);
    b = a;
    a = next;
  }
  digest[0] = a + 0x67452301;
  digest[1] = b + 0xefcdab89;
  digest[2] = c + 0x98badcfe;
  digest[3] = d + 0x10325476;
  digest[4] = e + 0xc3d2e1f0;
}
