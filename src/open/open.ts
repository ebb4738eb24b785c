import { readFile } from 'node:fs/promises';
import {
  type CertificateBundle,
  decodePfxText,
  defaultFriendlyName,
  readPem,
  readPfx,
} from '../certificate/bundle.js';
import { type Certificate, readCertificateFile } from '../certificate/certificate.js';
import { checkUsage, checkValidity, weaknesses } from '../certificate/checks.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import type { Machine } from '../windows/machine.js';
import { systemError } from '../wording.js';

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
  | {
      readonly kind: 'pem-path';
      readonly certificatePath: string;
      /** null: the key stands in the same file. */
      readonly privateKeyPath: string | null;
      readonly password: string;
    }
  | { readonly kind: 'thumbprint'; readonly thumbprint: Thumbprint }
  /** The newest certificate in the store that covers this DNS name. */
  | { readonly kind: 'newest-for'; readonly name: string };

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
  if (source.kind === 'newest-for') {
    throw new Failure('certificate-not-in-store', {
      cause: `No certificate for ${source.name} was found in the LocalMachine store ${store}.`,
      next: 'Give the certificate with "thumbprint".',
    });
  }
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

type FileSource = Exclude<CertificateSource, { kind: 'thumbprint' | 'newest-for' }>;

/** A line break at the end of a password is there by mistake, as a rule; where the file opens with it, it is not. */
async function openBundle(source: FileSource): Promise<CertificateBundle> {
  const bare = source.password.replace(/[\r\n]+$/, '');
  try {
    return await openWith(source, source.password);
  } catch (error) {
    if (bare === source.password || !(error instanceof Failure) || error.code !== 'pfx-password-wrong')
      throw error;
  }
  const bundle = await openWith(source, bare);
  const warning =
    'The file opens without the line break at the end of "pfx-password", which is no part of it.';
  return { ...bundle, warnings: [...bundle.warnings, warning] };
}

async function openWith(source: FileSource, password: string): Promise<CertificateBundle> {
  switch (source.kind) {
    case 'pfx':
      return readPfx(decodePfxText(source.text), password);
    case 'pfx-path':
      return readPfxFile(source.path, password);
    case 'pem':
      return readPem(source.certificate, source.privateKey, password);
    case 'pem-path': {
      const [certificate, key] = [source.certificatePath, source.privateKeyPath];
      return readPem(await readText(certificate), key === null ? '' : await readText(key), password);
    }
  }
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure('pem-unreadable', {
      cause: `A PEM file cannot be read: ${path}`,
      evidence: systemError(error),
      next: 'Give the path of a PEM file on the runner, relative to the workspace or absolute, that the account of the runner may read.',
    });
  }
}

async function readPfxFile(path: string, password: string): Promise<CertificateBundle> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new Failure('pfx-unreadable', {
      cause: `The file named in "pfx-path" cannot be read: ${path}`,
      evidence: systemError(error),
      next: 'Give the path of a PFX file on the runner, relative to the workspace or absolute, that the account of the runner may read.',
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
  checkValidity(certificate, now, minimumDays);
}

/** The name that the certificate store will show: as asked for, else that of the file, else one made from names and date. */
export function friendlyNameFor(bundle: CertificateBundle, wanted: string | null): string {
  return wanted ?? bundle.friendlyName ?? defaultFriendlyName(bundle.leaf);
}
