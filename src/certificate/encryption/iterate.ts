import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';

/** Rounds after which the event loop gets its turn, so that signals are heard: some tens of milliseconds. */
const slice = 20_000;

/** Hashes a digest again and again; about a microsecond a round. */
export async function iterate(hash: string, start: Uint8Array, rounds: number): Promise<Uint8Array> {
  let digest = start;
  for (let round = 1; round <= rounds; round++) {
    digest = createHash(hash).update(digest).digest();
    if (round % slice === 0) await turn();
  }
  return digest;
}
