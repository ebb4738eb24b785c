import type { CertificateBundle } from '../certificate/bundle.js';
import { type Certificate, readCertificateFile } from '../certificate/certificate.js';
import { buildChain, chainWarnings } from '../certificate/chain.js';
import { weaknesses } from '../certificate/checks.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import type { Machine } from '../windows/machine.js';
import { newestFor } from './newest-for.js';
import { readGiven } from './read-given.js';
import type { CertificateSource } from './source.js';

export { checkCertificate } from './check.js';
export type { CertificateSource } from './source.js';

/** The new certificate, opened. */
export interface NewCertificate {
  readonly certificate: Certificate;
  /** null for one that is in the store already and was found there. */
  readonly bundle: CertificateBundle | null;
  readonly warnings: readonly string[];
  /** How it was found, for the log. */
  readonly notes: readonly string[];
}

export interface OpenOptions {
  /** The store in which a certificate is looked up. */
  readonly store: string;
  readonly machine: Pick<Machine, 'stores' | 'certutil'>;
  readonly now: Date;
  /** Hides a secret from the log; called before the secret is used. */
  readonly hide: (secret: string) => void;
}

/**
 * Step 2: opens the new certificate in memory, or finds it in its store. That its issuer is missing is not said here
 * but by the plan of the import, which knows what the server has.
 * @throws Failure of many kinds, see src/certificate; `certificate-not-in-store`, `no-candidate`
 */
export async function openCertificate(
  source: CertificateSource,
  options: OpenOptions,
): Promise<NewCertificate> {
  switch (source.kind) {
    case 'thumbprint':
      return findInStore(source.thumbprint, options);
    case 'newest-for':
      return findNewest(source.name, options);
    default:
      return ofBundle(await readGiven(source, options.hide));
  }
}

function ofBundle(bundle: CertificateBundle): NewCertificate {
  const { leaf, intermediates, roots } = bundle;
  const missingIssuers = chainWarnings(leaf, buildChain(leaf, [...intermediates, ...roots]));
  return {
    certificate: leaf,
    bundle,
    warnings: [
      ...bundle.warnings.filter((each) => !missingIssuers.includes(each)),
      ...weaknesses(leaf, [...intermediates, ...roots]),
    ],
    notes: [],
  };
}

async function findNewest(name: string, { store, machine, now }: OpenOptions): Promise<NewCertificate> {
  const all = await machine.stores.list(store);
  const { chosen, notes } = newestFor({ name, store, all, now });
  const { certificate } = chosen;
  return { certificate, bundle: null, warnings: weaknesses(certificate, []), notes };
}

async function findInStore(
  thumbprint: Thumbprint,
  { store, machine }: Pick<OpenOptions, 'store' | 'machine'>,
): Promise<NewCertificate> {
  const all = await machine.stores.list(store);
  const stored = all.find((each) => each.certificate.thumbprint === thumbprint);
  const certificate = stored?.certificate ?? (await exported(thumbprint, store, machine));
  const noKey =
    stored && !stored.hasKey
      ? [
          `The certificate ${thumbprint} seems to have no private key in LocalMachine\\${store}, without which HTTP.sys cannot use it.`,
        ]
      : [];
  return { certificate, bundle: null, warnings: [...noKey, ...weaknesses(certificate, [])], notes: [] };
}

/** What the registry does not have may be in the store all the same. */
async function exported(
  thumbprint: Thumbprint,
  store: string,
  { certutil }: Pick<Machine, 'certutil'>,
): Promise<Certificate> {
  const file = await certutil.export(store, thumbprint);
  const certificate = file ? readCertificateFile(file) : undefined;
  if (certificate?.thumbprint === thumbprint) return certificate;
  throw new Failure('certificate-not-in-store', {
    cause: `There is no certificate ${thumbprint} in the LocalMachine store ${store}.`,
    next: 'Correct "thumbprint" or "store" ("certutil -store MY" and "certutil -store WebHosting" list what is there), or give the certificate with "pfx".',
  });
}
