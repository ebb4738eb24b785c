import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { chainSha1 } from './sha1-chain.js';

/** Rounds after which the event loop gets its turn, so that signals are heard: some tens of milliseconds. */
const slice = 20_000;

/**
 * Hashes a digest again and again.
 * @param start a digest of that hash
 */
export async function iterate(hash: string, start: Uint8Array, rounds: number): Promise<Uint8Array> {
  const chain = hash === 'sha1' ? sha1Chain(start) : nodeChain(hash, start);
  for (let done = 0; done < rounds; done += slice) {
    chain.advance(Math.min(slice, rounds - done));
    if (done + slice < rounds) await turn();
  }
  return chain.digest();
}

interface Chain {
  advance(rounds: number): void;
  digest(): Uint8Array;
}

function nodeChain(hash: string, start: Uint8Array): Chain {
  let digest = start;
  return {
    advance(rounds) {
      for (let round = 0; round < rounds; round++) digest = createHash(hash).update(digest).digest();
    },
    digest: () => digest,
  };
}

function sha1Chain(start: Uint8Array): Chain {
  const bytes = new DataView(Uint8Array.from(start).buffer);
  const words = Int32Array.from({ length: 5 }, (_, i) => bytes.getInt32(4 * i));
  return {
    advance: (rounds) => chainSha1(words, rounds),
    digest() {
      for (const [i, word] of words.entries()) bytes.setInt32(4 * i, word);
      return new Uint8Array(bytes.buffer);
    },
  };
}
