import type { Certificate } from '../certificate/certificate.js';
import { daysRemaining } from '../certificate/lifetime.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import type { EndpointKind } from '../http-sys/endpoint.js';
import type { HandshakeVerdict } from '../verify/verdict.js';

/** How a run ended. */
export type Outcome = 'rebound' | 'unchanged' | 'planned' | 'inventory' | 'rolled-back' | 'failed';

/** What became of one binding. */
export type Result = 'rebound' | 'created' | 'unchanged' | 'planned' | 'rolled-back' | 'failed' | 'untouched';

/** A certificate in the report. Dates are ISO 8601. */
export interface CertificateReport {
  readonly thumbprint: Thumbprint;
  readonly subject: string;
  readonly issuer: string;
  readonly dnsNames: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  /** Whole days until notAfter; negative once expired. */
  readonly daysRemaining: number;
}

/** One binding in the report. */
export interface BindingReport {
  /** As netsh writes it. */
  readonly endpoint: string;
  readonly kind: EndpointKind;
  readonly result: Result;
  readonly method: 'update' | 'delete-add' | 'add' | 'none';
  readonly previousThumbprint: Thumbprint | null;
  /** What it is bound to at the end of the run; in a plan, what it would be bound to. */
  readonly thumbprint: Thumbprint | null;
  readonly appId: string | null;
  readonly store: string | null;
  /** When the certificate of `thumbprint` expires; null where it is not known. */
  readonly notAfter: string | null;
  readonly handshake: HandshakeVerdict;
  readonly message: string;
  /** Who owns the binding (`IIS`, `WinRM`, …, `unknown`), and the IIS sites that use it. */
  readonly owner: string;
  readonly sites: readonly string[];
  /** The certificate of `thumbprint`, where it was read and is not the new one. */
  readonly certificate?: CertificateReport;
}

/** The report of a run, the `report` output. */
export interface Report {
  readonly outcome: Outcome;
  readonly certificate: CertificateReport | null;
  readonly bindings: readonly BindingReport[];
  readonly warnings: readonly string[];
}

/** A certificate in the form of the report. */
export function toCertificateReport(certificate: Certificate, now: Date): CertificateReport {
  return {
    thumbprint: certificate.thumbprint,
    subject: certificate.subject,
    issuer: certificate.issuer,
    dnsNames: [...certificate.dnsNames, ...certificate.ipAddresses],
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    daysRemaining: daysRemaining(certificate.notAfter, now),
  };
}

/** The endpoints whose certificate expires within a number of days, soonest first. */
export function expiringWithin(days: number, bindings: readonly BindingReport[], now: Date): string[] {
  return bindings
    .flatMap(({ endpoint, notAfter }) => (notAfter === null ? [] : [{ endpoint, notAfter }]))
    .filter(({ notAfter }) => daysRemaining(new Date(notAfter), now) < days)
    .sort((one, other) => one.notAfter.localeCompare(other.notAfter))
    .map(({ endpoint }) => endpoint);
}
