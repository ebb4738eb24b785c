import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { parseEndpoint } from '../../src/http-sys/endpoint.js';
import type { Socket } from '../../src/verify/route.js';
import type { HandshakeResult } from '../../src/windows/handshake.js';

/** The new certificate. */
export const shown = 'A'.repeat(40) as Thumbprint;
export const served = (thumbprint: string): HandshakeResult => ({
  outcome: 'served',
  thumbprint: thumbprint as Thumbprint,
});
export const refused: HandshakeResult = { outcome: 'refused', message: 'nobody' };
export const failed: HandshakeResult = { outcome: 'failed', message: 'reset' };
/** A socket that is reached by one address. */
export const socket = (text: string, address = '127.0.0.1'): Socket => ({
  endpoint: parseEndpoint(text),
  route: { targets: [{ address, port: 443, serverName: undefined }] },
});
