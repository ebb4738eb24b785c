/**
 * The door of this room: what opens the files that people have, and writes the one that Windows gets.
 */
import type { Certificate } from './certificate.js';

export type { CertificateBundle } from './assemble.js';
export { readPem } from './pem/read-pem.js';
export { decodePfxText } from './pfx/pfx-text.js';
export { readPfx } from './pfx/read-pfx.js';
export { writePfx } from './pfx/write-pfx.js';

/** The name for the certificate store where the file has none: `www.example.com 2027-03-31`. */
export function defaultFriendlyName(leaf: Certificate): string {
  const name = leaf.dnsNames[0] ?? leaf.ipAddresses[0] ?? leaf.commonName ?? leaf.subject;
  return `${name} ${leaf.notAfter.toISOString().slice(0, 10)}`;
}
