/**
 * The door of this folder: what opens the files that people have, and writes the one that Windows gets.
 */
import type { Certificate } from './certificate.js';
import { dayOf } from './lifetime.js';

export { type CertificateBundle, completeChain } from './assemble.js';
export { explainPath } from './given-text.js';
export { readPem } from './read-pem.js';
export { readPfx } from './read-pfx.js';
export { writePfx } from './write-pfx.js';

/** The name for the certificate store where the file has none: `www.example.com 2027-03-31`. */
export function defaultFriendlyName(leaf: Certificate): string {
  const name = leaf.dnsNames[0] ?? leaf.ipAddresses[0] ?? leaf.commonName ?? leaf.subject;
  return `${name} ${dayOf(leaf.notAfter)}`;
}
