import type { Thumbprint } from '../certificate/thumbprint.js';
import type { HandshakeResult } from '../windows/handshake.js';
import type { Socket } from './route.js';

/** What a handshake proves, in the words of the report. */
export type HandshakeVerdict = 'verified' | 'not-listening' | 'unproven' | 'mismatch' | 'skipped';

/** The verdict on one socket. */
export interface Judged {
  readonly verdict: HandshakeVerdict;
  readonly message: string | undefined;
}

/**
 * Judges what a socket answered after the change.
 * @param before what it answered before the change; a socket that answered then must answer now
 */
export function judge(
  socket: Socket,
  expected: Thumbprint,
  before: HandshakeResult | undefined,
  after: HandshakeResult | undefined,
): Judged {
  if ('skip' in socket.route) return { verdict: 'skipped', message: socket.route.skip };
  if (!after) return { verdict: 'mismatch', message: 'it was not asked' };
  if (after.outcome === 'served') {
    if (after.thumbprint === expected) return { verdict: 'verified', message: undefined };
    return { verdict: 'mismatch', message: `it shows the certificate ${after.thumbprint}` };
  }
  if (after.outcome === 'refused' && before?.outcome !== 'served') {
    return { verdict: 'not-listening', message: after.message };
  }
  return { verdict: 'mismatch', message: after.message };
}
