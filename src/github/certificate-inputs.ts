import { Failure, type FailureParts } from '../failure.js';
import type { CertificateSource } from '../open/open.js';
import { quoted } from '../wording.js';
import type { Given } from './given-inputs.js';
import type { Name, Values } from './input-rules.js';

/** The inputs that say where the new certificate is. A run takes one of them. */
export const sources = [
  'pfx',
  'pfx-path',
  'certificate',
  'certificate-path',
  'thumbprint',
  'newest-for',
] as const;

/** What to do about a secret that arrives empty. */
export const checkSecret =
  'Check that the secret exists under this name, and that this workflow may see it: forks and other environments may not.';

/**
 * Where the new certificate is; null if no input says so.
 * @throws Failure `input-conflict` if more than one does, or one that needs another lacks it
 */
export function certificateSource(given: Given, values: Values): CertificateSource | null {
  const { raw } = given;
  const named = sources.filter((name) => raw[name] !== '');
  refuseKeyAlone(given, 'certificate', 'private-key');
  refuseKeyAlone(given, 'certificate-path', 'private-key-path');
  if (named.length > 1) {
    throw new Failure('input-conflict', {
      cause: `${quoted(named)} are given, but a run binds one certificate.`,
      next: 'Give one of "pfx", "pfx-path", "certificate" with "private-key", "certificate-path" with "private-key-path", "thumbprint" or "newest-for".',
    });
  }
  const [source] = named;
  if (source === 'certificate') refuseWithoutKey(given);
  refusePasswordAlone(given, source);
  return source ? sourceOf(source, given, values) : null;
}

function sourceOf(
  source: (typeof sources)[number],
  { raw }: Given,
  { thumbprint, 'newest-for': name }: Values,
): CertificateSource | null {
  const password = raw['pfx-password'];
  switch (source) {
    case 'pfx':
      return { kind: 'pfx', text: raw.pfx, password };
    case 'pfx-path':
      return { kind: 'pfx-path', path: raw['pfx-path'], password };
    case 'certificate':
      return { kind: 'pem', certificate: raw.certificate, privateKey: raw['private-key'], password };
    case 'certificate-path': {
      const privateKeyPath = raw['private-key-path'] || null;
      return { kind: 'pem-path', certificatePath: raw['certificate-path'], privateKeyPath, password };
    }
    case 'thumbprint':
      return thumbprint === null ? null : { kind: 'thumbprint', thumbprint };
    case 'newest-for':
      return name === null ? null : { kind: 'newest-for', name };
  }
}

function refuseKeyAlone(given: Given, certificate: Name, key: Name): void {
  if (given.raw[key] === '' || given.raw[certificate] !== '') return;
  throw lacking(given, key, certificate, {
    next: `Give the certificate and its chain in "${certificate}", or remove "${key}".`,
  });
}

/** The key may also stand in `certificate` itself. What is no PEM text at all, whoever opens it explains better. */
function refuseWithoutKey(given: Given): void {
  const { raw, empty } = given;
  const isChain = /-----BEGIN [A-Z0-9 ]*CERTIFICATE-----/.test(raw.certificate);
  const hasKey = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(raw.certificate);
  if (raw['private-key'] !== '' || hasKey || !(isChain || empty.includes('private-key'))) return;
  throw lacking(given, 'certificate', 'private-key', {
    evidence: '"certificate" holds no private key either.',
    next: 'Give the PEM key in "private-key".',
  });
}

function refusePasswordAlone(given: Given, source: Name | undefined): void {
  if (given.raw['pfx-password'] === '') return;
  if (source === 'thumbprint' || source === 'newest-for') {
    throw new Failure('input-conflict', {
      cause: `"pfx-password" is given, but "${source}" names a certificate that is in the store already.`,
      next: 'Remove "pfx-password", or give the certificate as a file.',
    });
  }
  if (source !== undefined) return;
  throw lacking(given, 'pfx-password', 'pfx', { next: 'Give the PFX in "pfx", or remove "pfx-password".' });
}

/** Of two inputs that belong together, one is there. */
function lacking(
  { empty }: Given,
  there: Name,
  missing: Name,
  { evidence, next }: Pick<FailureParts, 'evidence' | 'next'>,
): Failure {
  const isEmpty = empty.includes(missing);
  const seen = [evidence, isEmpty ? `"${missing}" arrived as an empty text.` : undefined]
    .filter(Boolean)
    .join(' ');
  return new Failure('input-conflict', {
    cause: `"${there}" is given, but "${missing}" is ${isEmpty ? 'empty' : 'not'}.`,
    ...(seen ? { evidence: seen } : {}),
    next: isEmpty ? `${checkSecret} ${next}` : next,
  });
}
