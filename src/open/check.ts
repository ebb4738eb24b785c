import type { Certificate } from '../certificate/certificate.js';
import { checkNames, checkUsage, checkValidity } from '../certificate/checks.js';
import type { Span } from '../certificate/lifetime.js';

/** What the new certificate has to be, by itself. */
export interface Requirements {
  readonly now: Date;
  /** How long it must remain valid. */
  readonly minimum: Span;
  /** `allow-name-mismatch`: it may even cover no name at all. */
  readonly mayBeNameless: boolean;
}

/**
 * The checks of the new certificate itself, before the bindings are read.
 * @throws Failure `key-unsupported`, `certificate-not-for-servers`, `name-mismatch`, `certificate-not-yet-valid`,
 *   `certificate-expired` or `certificate-expires-soon`
 */
export function checkCertificate(certificate: Certificate, requirements: Requirements): void {
  const { now, minimum, mayBeNameless } = requirements;
  checkUsage(certificate);
  if (!mayBeNameless) checkNames(certificate);
  checkValidity(certificate, now, minimum);
}
