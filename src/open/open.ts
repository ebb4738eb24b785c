import { readFile } from 'node:fs/promises';
import {
  type CertificateBundle,
  defaultFriendlyName,
  explainPath,
  readPem,
  readPfx,
} from '../certificate/bundle.js';
import { type Certificate, readCertificateFile } from '../certificate/certificate.js';
import { checkUsage, checkValidity, weaknesses } from '../certificate/checks.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import type { Machine } from '../windows/machine.js';

/** Where the new certificate comes from. */
export type CertificateSource =
  | { readonly kind: 'pfx'; readonly text: string; readonly password: string }
  | { readonly kind: 'pfx-path'; readonly path: string; readonly password: string }
  | {
      readonly kind: 'pem';
      readonly certificate: string;
      readonly privateKey: string;
      readonly password: string;
    }
  | { readonly kind: 'thumbprint'; readonly thumbprint: Thumbprint };

/** The new certificate, opened and checked. */
export interface NewCertificate {
  readonly certificate: Certificate;
  /** null for one that is in the store already and was named by its thumbprint. */
  readonly bundle: CertificateBundle | null;
  readonly warnings: readonly string[];
}

/**
 * Opens the new certificate in memory.
 * @throws Failure of many kinds, see src/certificate; `certificate-not-in-store` for a thumbprint
 */
export async function openCertificate(
  source: CertificateSource,
  store: string,
  machine: Machine,
): Promise<NewCertificate> {
  if (source.kind === 'thumbprint') {
    const certificate = await findInStore(source.thumbprint, store, machine);
    return { certificate, bundle: null, warnings: weaknesses(certificate, []) };
  }
  const bundle = await openBundle(source);
  return {
    certificate: bundle.leaf,
    bundle,
    warnings: [...bundle.warnings, ...weaknesses(bundle.leaf, [...bundle.intermediates, ...bundle.roots])],
  };
}

function openBundle(source: Exclude<CertificateSource, { kind: 'thumbprint' }>): Promise<CertificateBundle> {
  switch (source.kind) {
    case 'pfx':
      return readPfx(source.text, source.password);
    case 'pfx-path':
      return readPfxFile(source.path, source.password);
    case 'pem':
      return readPem(source.certificate, source.privateKey, source.password);
  }
}

async function readPfxFile(path: string, password: string): Promise<CertificateBundle> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { shown, hint } = explainPath(path);
    throw new Failure('pfx-unreadable', {
      cause: `The file named in "pfx-path" cannot be read: ${shown}`,
      evidence: (error as NodeJS.ErrnoException).code ?? String(error),
      next:
        hint ??
        'Give the path of a PFX file on the runner, relative to the workspace or absolute, that the account of the runner may read.',
    });
  }
  return readPfx(bytes, password);
}

async function findInStore(thumbprint: Thumbprint, store: string, machine: Machine): Promise<Certificate> {
  const file = await machine.certutil.export(store, thumbprint);
  const certificate = file ? readCertificateFile(file) : undefined;
  if (certificate?.thumbprint === thumbprint) return certificate;
  throw new Failure('certificate-not-in-store', {
    cause: `There is no certificate ${thumbprint} in the LocalMachine store ${store}.`,
    next: 'Correct "thumbprint" or "store" ("certutil -store MY" and "certutil -store WebHosting" list what is there), or give the certificate with "pfx".',
  });
}

/** The checks of the certificate itself, before anything is read from the machine. @throws Failure */
export function checkCertificate(certificate: Certificate, now: Date, minimumDays: number): void {
  checkUsage(certificate);
  checkValidity(certificate, now, { days: minimumDays });
}

/** The name that the certificate store will show: as asked for, else that of the file, else one made from names and date. */
export function friendlyNameFor(bundle: CertificateBundle, wanted: string | null): string {
  return wanted ?? bundle.friendlyName ?? defaultFriendlyName(bundle.leaf);
}
