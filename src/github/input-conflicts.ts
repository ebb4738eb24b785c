import { Failure } from '../failure.js';
import type { CertificateSource } from '../open/open.js';
import { quoted } from '../wording.js';
import { checkSecret, sources } from './certificate-inputs.js';
import type { Given } from './given-inputs.js';
import type { Name, Values } from './input-rules.js';

/** @throws Failure `certificate-missing` or `input-conflict` for inputs that do not go together */
export function refuseConflicts(given: Given, values: Values, source: CertificateSource | null): void {
  if (source === null) refuseWithoutCertificate(given, values);
  else refuseImportOfStored(values, source);
  if (values['create-missing'] && values.bindings.length === 0) {
    throw conflict(
      '"create-missing" is true, but "bindings" names no endpoint to create.',
      'Name the endpoint in "bindings", or remove "create-missing".',
    );
  }
  if (values['remove-replaced'] && values['restore-after-job'] === 'always') {
    throw conflict(
      '"remove-replaced" would delete the certificates that "restore-after-job: always" restores.',
      'Remove one of the two.',
    );
  }
}

function refuseWithoutCertificate({ empty }: Given, values: Values): void {
  const emptySources = sources.filter((name) => empty.includes(name));
  if (!values['dry-run']) {
    throw new Failure('certificate-missing', {
      cause: 'No certificate is given.',
      evidence:
        emptySources.length > 0
          ? `${quoted(emptySources)} ${emptySources.length > 1 ? 'are' : 'is'} given and empty.`
          : `None of the inputs ${quoted(sources)} is given.`,
      next: `${emptySources.length > 0 ? `${checkSecret} ` : ''}Give one, e.g. pfx: \${{ secrets.TLS_PFX }}. For a list of all bindings set "dry-run: true".`,
    });
  }
  const selecting = (['bindings', 'replace', 'sites'] as const).find((name) => values[name].length > 0);
  if (!selecting) return;
  throw new Failure('input-conflict', {
    cause: `"${selecting}" is given, but no certificate to bind.`,
    ...(emptySources.length > 0 ? { evidence: `${quoted(emptySources)}: empty.` } : {}),
    next: 'Give a certificate for a plan, or remove it for an inventory of all bindings.',
  });
}

/** What is in the store already is not imported. */
function refuseImportOfStored(values: Values, { kind }: CertificateSource): void {
  if (kind !== 'thumbprint' && kind !== 'newest-for') return;
  const isAsked: Partial<Record<Name, boolean>> = {
    exportable: values.exportable,
    'friendly-name': values['friendly-name'] !== null,
    'key-provider': values['key-provider'] !== 'keep',
  };
  const [first] = Object.entries(isAsked).flatMap(([name, asked]) => (asked ? [name] : []));
  if (first === undefined) return;
  throw conflict(
    `"${first}" is about the import of a certificate, but "${kind}" names one that is in the store already.`,
    `Remove "${first}", or give the certificate as a file, such as with "pfx".`,
  );
}

function conflict(cause: string, next: string): Failure {
  return new Failure('input-conflict', { cause, next });
}
