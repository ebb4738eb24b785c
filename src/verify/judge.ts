import type { Thumbprint } from '../certificate/thumbprint.js';
import type { HandshakeResult } from '../windows/handshake.js';
import type { Answer } from './round.js';

/** What a handshake proves, in the words of the report. */
export type HandshakeVerdict = 'verified' | 'not-listening' | 'unproven' | 'mismatch' | 'skipped';

/** The verdict on one binding. */
interface Judged {
  readonly verdict: HandshakeVerdict;
  /** Why it is not `verified`; empty if it is. */
  readonly message: string;
}

/** What is known of one binding when it is judged. */
interface Evidence {
  /**
   * Whether an address showed, before the change, the certificate that the table had for the binding. Only such an
   * address is a witness: elsewhere another program may listen, or something stands in between.
   */
  readonly hasWitness: boolean;
  /** What it was bound to before; null for a binding that was created. */
  readonly previous: Thumbprint | null;
}

/** Judges what a binding's addresses answered after the change. */
export function judge(answer: Answer | undefined, { hasWitness, previous }: Evidence): Judged {
  if (answer?.found) return { verdict: 'verified', message: '' };
  const results = answer?.results ?? [];
  const message = inWords(mostTelling(results), previous);
  if (hasWitness) return { verdict: 'mismatch', message };
  if (results.length > 0 && results.every(({ outcome }) => outcome === 'refused'))
    return { verdict: 'not-listening', message };
  return { verdict: 'unproven', message };
}

/** Of several addresses, the one that says most. */
function mostTelling(results: readonly HandshakeResult[]): HandshakeResult | undefined {
  return (
    results.find(({ outcome }) => outcome === 'served') ??
    results.find(({ outcome }) => outcome !== 'refused') ??
    results[0]
  );
}

function inWords(result: HandshakeResult | undefined, previous: Thumbprint | null): string {
  if (!result) return 'it was not asked';
  if (result.outcome !== 'served') return result.message;
  if (result.thumbprint === previous) return `it still shows the previous certificate, ${previous}`;
  return `it shows the certificate ${result.thumbprint}`;
}
