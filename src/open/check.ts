import { type Certificate, titleOf } from '../certificate/certificate.js';
import { checkUsage, checkValidity } from '../certificate/checks.js';
import { daysRemaining, endsWithin, type Span, spanInWords } from '../certificate/lifetime.js';
import { Failure } from '../failure.js';
import { count } from '../wording.js';

/**
 * The checks of the new certificate itself, before the bindings are read.
 * @param minimum what is left of its validity must not be less
 * @throws Failure `key-unsupported`, `certificate-not-for-servers`, `certificate-not-yet-valid`, `certificate-expired`
 *   or `certificate-expires-soon`
 */
export function checkCertificate(certificate: Certificate, now: Date, minimum: Span): void {
  checkUsage(certificate);
  checkValidity(certificate, now, 0);
  if (!endsWithin(minimum, certificate, now)) return;
  const { notBefore, notAfter } = certificate;
  const lifetime = `its whole lifetime is ${count(daysRemaining(notAfter, notBefore), 'day')}`;
  throw new Failure('certificate-expires-soon', {
    cause: `The new certificate ${titleOf(certificate)} expires in ${count(daysRemaining(notAfter, now), 'day')}, and "minimum-days" is ${spanInWords(minimum)}.`,
    evidence: `It is valid until ${notAfter.toISOString()}; this machine's clock says ${now.toISOString()}; ${lifetime}.`,
    next: 'Give the renewed certificate, or lower "minimum-days".',
  });
}
