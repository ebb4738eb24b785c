import type { Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import type { CertificateSource } from '../open/open.js';
import type { Raw, Values } from './input-rules.js';

/** The sources of the certificate of which exactly one must be given. */
export function certificateSource(raw: Raw, thumbprint: Thumbprint | null): CertificateSource | null {
  const given = (['pfx', 'pfx-path', 'certificate', 'thumbprint'] as const).filter(
    (name) => raw[name] !== '',
  );
  if (raw['private-key'] !== '' && raw.certificate === '') {
    throw conflict(
      '"private-key" is given, but "certificate" is not.',
      'Give the PEM chain in "certificate", or remove "private-key".',
    );
  }
  if (given.length > 1) {
    throw conflict(
      `${given.map((name) => `"${name}"`).join(' and ')} are given, but a run binds one certificate.`,
      'Give one of "pfx", "pfx-path", "certificate" with "private-key", or "thumbprint".',
    );
  }
  const password = raw['pfx-password'];
  if (raw.pfx !== '') return { kind: 'pfx', text: raw.pfx, password };
  if (raw['pfx-path'] !== '') return { kind: 'pfx-path', path: raw['pfx-path'], password };
  if (thumbprint !== null) return { kind: 'thumbprint', thumbprint };
  if (raw.certificate === '') return null;
  if (raw['private-key'] === '') {
    throw conflict('"certificate" is given, but "private-key" is not.', 'Give the PEM key in "private-key".');
  }
  return { kind: 'pem', certificate: raw.certificate, privateKey: raw['private-key'], password };
}

export function refuseConflicts(raw: Raw, values: Values, source: CertificateSource | null): void {
  if (source === null && !values['dry-run']) {
    throw new Failure('certificate-missing', {
      cause: 'No certificate is given.',
      evidence:
        'The inputs "pfx", "pfx-path", "certificate" and "thumbprint" are all empty. A secret that does not exist, or that a workflow may not see (a fork, another environment), is an empty string.',
      next: `Give one, e.g. pfx: \${{ secrets.TLS_PFX }}. For a list of all bindings set "dry-run: true".`,
    });
  }
  if (raw['pfx-password'] !== '' && (source === null || source.kind === 'thumbprint')) {
    throw conflict(
      '"pfx-password" is given, but nothing that it could open.',
      'Remove "pfx-password", or give "pfx", "pfx-path" or "private-key".',
    );
  }
  for (const name of ['exportable', 'friendly-name'] as const) {
    if (source?.kind === 'thumbprint' && values[name]) {
      throw conflict(
        `"${name}" is about the import of a certificate, but "thumbprint" names one that is imported already.`,
        `Remove "${name}", or give the certificate with "pfx", "pfx-path" or "certificate".`,
      );
    }
  }
  if (values['create-missing'] && values.bindings.length === 0) {
    throw conflict(
      '"create-missing" is true, but "bindings" names no endpoint to create.',
      'Name the endpoint in "bindings", or remove "create-missing".',
    );
  }
  const selecting = (['bindings', 'replace', 'sites'] as const).filter((name) => values[name].length > 0);
  if (source === null && selecting.length > 0) {
    throw conflict(
      `"${selecting[0]}" is given, but no certificate to bind.`,
      'Give a certificate for a plan, or remove it for an inventory of all bindings.',
    );
  }
  if (values['remove-replaced'] && values['restore-after-job'] === 'always') {
    throw conflict(
      '"remove-replaced" would delete the certificates that "restore-after-job: always" puts back.',
      'Remove one of the two.',
    );
  }
}

function conflict(cause: string, next: string): Failure {
  return new Failure('input-conflict', { cause, next });
}
