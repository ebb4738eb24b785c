import type { CertificateBundle } from '../certificate/bundle.js';
import type { Certificate } from '../certificate/certificate.js';
import { weaknesses } from '../certificate/checks.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import type { StoredCertificate, StoredCertificates } from '../inspect/stored-certificates.js';
import type { Machine } from '../windows/machine.js';
import { newestFor } from './newest-for.js';
import { readGiven } from './read-given.js';
import type { CertificateSource } from './source.js';

export { checkCertificate, type Requirements } from './check.js';
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

interface OpenOptions {
  /** The store in which a certificate is looked up. */
  readonly store: string;
  /** Reads the store; given to the inspection as well, so that nothing is read twice. */
  readonly certificates: Pick<StoredCertificates, 'read' | 'readStore' | 'of' | 'in'>;
  readonly machine: Pick<Machine, 'certutil' | 'keyFiles'>;
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
      return ofBundle(await readGiven(source, options.now, options.hide));
  }
}

function ofBundle(bundle: CertificateBundle): NewCertificate {
  const { leaf, intermediates, roots, gaps } = bundle;
  const missingIssuers = new Set(gaps.map(({ warning }) => warning));
  return {
    certificate: leaf,
    bundle,
    warnings: [
      ...bundle.warnings.filter((each) => !missingIssuers.has(each)),
      ...weaknesses(leaf, [...intermediates, ...roots]),
    ],
    notes: [],
  };
}

async function findNewest(name: string, options: OpenOptions): Promise<NewCertificate> {
  const { store, now } = options;
  let all = await everythingIn(options);
  for (;;) {
    const { chosen, notes } = newestFor({ name, store, all, now });
    const { certificate } = chosen;
    if (!(await isKeyGone(chosen, all, options)))
      return { certificate, bundle: null, warnings: weaknesses(certificate, []), notes };
    all = all.map((each) => (each === chosen ? { ...each, hasKey: false } : each));
  }
}

/** So many other keys are looked for, to see whether files have the names that they should have. */
const otherKeys = 50;

/**
 * Whether the key that the store names for a certificate is not there any more. That no file has its name tells so only
 * where another key's file has the name that it should have, and certutil does not find the key either.
 */
async function isKeyGone(
  chosen: StoredCertificate,
  all: readonly StoredCertificate[],
  { store, machine: { certutil, keyFiles } }: OpenOptions,
): Promise<boolean> {
  const { provider, container, certificate } = chosen;
  if (provider === null || container === null) return false;
  if (!(await keyFiles.seemsGone(container, provider))) return false;
  for (const other of all.slice(0, otherKeys)) {
    if (other.provider === null || other.container === null) continue;
    if ((await keyFiles.ofContainer(other.container, other.provider)) === undefined) continue;
    return (await certutil.find(store, certificate.thumbprint))?.uniqueName === null;
  }
  return false;
}

/** All certificates of the store. Where the registry shows none, Windows may keep the store elsewhere. */
async function everythingIn({ store, certificates, machine }: OpenOptions): Promise<StoredCertificate[]> {
  await certificates.readStore(store);
  if (certificates.in(store).length === 0) {
    const listed = await machine.certutil.list(store);
    await certificates.read(listed.map(({ thumbprint }) => ({ store, thumbprint })));
  }
  return certificates.in(store);
}

async function findInStore(
  thumbprint: Thumbprint,
  { store, certificates }: OpenOptions,
): Promise<NewCertificate> {
  await certificates.read([{ store, thumbprint }]);
  const stored = certificates.of({ store, thumbprint });
  if (!stored) throw notInStore(thumbprint, store);
  const { certificate, hasKey } = stored;
  const noKey = `The certificate ${thumbprint} seems to have no private key in LocalMachine\\${store}, without which HTTP.sys cannot use it.`;
  return {
    certificate,
    bundle: null,
    warnings: [...(hasKey ? [] : [noKey]), ...weaknesses(certificate, [])],
    notes: [],
  };
}

function notInStore(thumbprint: Thumbprint, store: string): Failure {
  return new Failure('certificate-not-in-store', {
    cause: `There is no certificate ${thumbprint} in the LocalMachine store ${store}.`,
    next: 'Correct "thumbprint" or "store" ("certutil -store MY" and "certutil -store WebHosting" list what is there), or give the certificate with "pfx".',
  });
}
