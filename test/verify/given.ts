import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { parseEndpoint } from '../../src/http-sys/endpoint.js';
import type { Handshake, Question } from '../../src/verify/round.js';
import type { Subject } from '../../src/verify/verification.js';
import type { HandshakeResult, HandshakeTarget } from '../../src/windows/handshake.js';

/** The new certificate, and the old one. */
export const shown = 'A'.repeat(40) as Thumbprint;
export const old = 'B'.repeat(40) as Thumbprint;
export const served = (thumbprint: string): HandshakeResult => ({
  outcome: 'served',
  thumbprint: thumbprint as Thumbprint,
});
export const refused: HandshakeResult = { outcome: 'refused', message: 'nobody' };
export const failed: HandshakeResult = { outcome: 'failed', message: 'reset' };
export const silent: HandshakeResult = { outcome: 'silent', message: 'no answer' };

export const isShown = (result: HandshakeResult) =>
  result.outcome === 'served' && result.thumbprint === shown;

/** A question to addresses of port 443, which looks for the new certificate. */
export function question(text: string, ...addresses: string[]): Question {
  const { key, port, host } = parseEndpoint(text);
  const targets = (addresses.length > 0 ? addresses : ['127.0.0.1']).map(
    (address): HandshakeTarget => ({ address, port, serverName: host }),
  );
  return { key, targets, isFound: isShown };
}

/** A binding on the old certificate that is reached at addresses. */
export function subject(text: string, addresses: readonly string[], bound: Thumbprint | null = old): Subject {
  const endpoint = parseEndpoint(text);
  const targets = addresses.map((address) => ({ address, port: endpoint.port, serverName: undefined }));
  return { endpoint, route: { targets }, bound };
}

export const options = (handshake: Handshake, signal = new AbortController().signal, timeoutMs = 1_000) => ({
  handshake,
  timeoutMs,
  signal,
});
