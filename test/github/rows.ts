import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import type { BindingReport, CertificateReport, OtherUserReport, Report } from '../../src/run/report.js';

const thumbprint = (letter: string) => letter.repeat(40) as Thumbprint;

/** A certificate as a report has it. */
export function certificateRow(given: Partial<CertificateReport> = {}): CertificateReport {
  return {
    thumbprint: thumbprint('B'),
    subject: 'CN=www.example.com',
    issuer: 'CN=Some CA',
    dnsNames: ['www.example.com'],
    notBefore: '2030-01-01T00:00:00.000Z',
    notAfter: '2030-04-01T00:00:00.000Z',
    daysRemaining: 80,
    ...given,
  };
}

/** A binding as a report has it, by default one that was changed. */
export function row(given: Partial<BindingReport> = {}): BindingReport {
  return {
    endpoint: '0.0.0.0:443',
    kind: 'ipport',
    result: 'rebound',
    method: 'update',
    previousThumbprint: thumbprint('A'),
    thumbprint: thumbprint('B'),
    appId: '{4dc3e181-e14b-4a21-b022-59fc669b0914}',
    store: 'MY',
    notAfter: '2030-04-01T00:00:00.000Z',
    handshake: 'verified',
    message: '',
    owner: 'IIS',
    sites: [],
    ...given,
  };
}

/** An FTP site on a certificate of its own. */
export function otherUser(given: Partial<OtherUserReport> = {}): OtherUserReport {
  return {
    kind: 'ftp-site',
    name: 'Downloads',
    thumbprint: thumbprint('D'),
    notAfter: '2030-02-01T00:00:00.000Z',
    command: null,
    ...given,
  };
}

export function report(given: Partial<Report> = {}): Report {
  return {
    outcome: 'rebound',
    certificate: certificateRow(),
    bindings: [row()],
    otherUsers: [],
    deletedCertificates: [],
    grantedAccess: [],
    warnings: [],
    ...given,
  };
}
