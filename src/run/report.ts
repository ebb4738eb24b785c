import type { Certificate } from '../certificate/certificate.js';
import { daysRemaining, endsWithin, type Span } from '../certificate/lifetime.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import type { EndpointKind } from '../http-sys/endpoint.js';
import type { HandshakeVerdict } from '../verify/verdict.js';

/** How a run ended. */
export type Outcome = 'rebound' | 'unchanged' | 'planned' | 'inventory' | 'rolled-back' | 'failed';

/** What became of one binding. `restored`: put back, or brought back to life, for an earlier run that was cut off. */
export type Result =
  | 'rebound'
  | 'created'
  | 'unchanged'
  | 'planned'
  | 'rolled-back'
  | 'restored'
  | 'failed'
  | 'untouched';

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
  /** What is worth knowing; of an untouched binding, why it was skipped. Empty for one that nobody asked for. */
  readonly message: string;
  /** Who owns the binding (`IIS`, `WinRM`, …, `unknown`), and the IIS sites that use it. */
  readonly owner: string;
  readonly sites: readonly string[];
  /** The certificate of `thumbprint`, where it was read and is not the new one. */
  readonly certificate?: CertificateReport;
  /** The certificate of `previousThumbprint`, where it was read and is another one. */
  readonly previous?: CertificateReport;
}

/** What else on a machine uses a certificate by its thumbprint. */
export type OtherUserKind =
  | 'ftp-site'
  | 'remote-desktop'
  | 'winrm'
  | 'sql-server'
  | 'web-management'
  | 'sstp'
  | 'directory-services';

/** Somebody besides HTTP.sys who uses a certificate. */
export interface OtherUserReport {
  readonly kind: OtherUserKind;
  /** The name of the site, the instance and so on. */
  readonly name: string;
  readonly thumbprint: Thumbprint;
  /** When that certificate expires; null where it is not known. */
  readonly notAfter: string | null;
  /** What moves it to the new certificate; null in an inventory, and where a dialogue does. */
  readonly command: string | null;
}

/** The report of a run, the `report` output. */
export interface Report {
  readonly outcome: Outcome;
  readonly certificate: CertificateReport | null;
  readonly bindings: readonly BindingReport[];
  /** In an inventory all that can be seen, else those of the replaced certificates. */
  readonly otherUsers: readonly OtherUserReport[];
  /** Thumbprints of the replaced certificates that this run deleted. */
  readonly deletedCertificates: readonly Thumbprint[];
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

/** The certificate that a binding has at the end of the run; undefined where it was not read. */
export function certificateOf(
  { certificate }: Pick<Report, 'certificate'>,
  row: BindingReport,
): CertificateReport | undefined {
  if (row.certificate) return row.certificate;
  return certificate !== null && row.thumbprint === certificate.thumbprint ? certificate : undefined;
}

/** The endpoints whose certificate expires within a span, soonest first. */
export function expiringWithin(
  span: Span,
  report: Pick<Report, 'certificate' | 'bindings'>,
  now: Date,
): string[] {
  return report.bindings
    .flatMap((row) => {
      const { endpoint, notAfter } = row;
      // Of a certificate that was not read, no share of its lifetime can be told.
      const notBefore = certificateOf(report, row)?.notBefore ?? notAfter;
      return notAfter === null || notBefore === null ? [] : [{ endpoint, notBefore, notAfter }];
    })
    .filter(({ notBefore, notAfter }) =>
      endsWithin(span, { notBefore: new Date(notBefore), notAfter: new Date(notAfter) }, now),
    )
    .sort((one, other) => one.notAfter.localeCompare(other.notAfter))
    .map(({ endpoint }) => endpoint);
}
