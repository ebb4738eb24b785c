import { type CertificateBundle, writePfx } from '../certificate/bundle.js';
import type { Certificate } from '../certificate/certificate.js';
import { Failure } from '../failure.js';
import type { CertutilError } from '../windows/certutil.js';
import type { Machine } from '../windows/machine.js';
import type { Imported } from './imported.js';

/** What has to be imported before the new certificate can be bound. */
export interface ImportPlan {
  readonly store: string;
  readonly bundle: CertificateBundle;
  /** False if the store has it, with its key as it seems. */
  readonly leaf: boolean;
  /** The leaf is in the store, but seems to have no key there: it was not this run that brought it. */
  readonly leafWasThere: boolean;
  /** Those that the store `CA` lacks. */
  readonly intermediates: readonly Certificate[];
}

/** The store of intermediates. Roots are never imported: to trust one is a decision of its own. */
const intermediateStore = 'CA';

/** Looks up what the stores have already. Reads only. */
export async function planImport(
  machine: Machine,
  bundle: CertificateBundle,
  store: string,
): Promise<ImportPlan> {
  const [found, inCa] = await Promise.all([
    machine.certutil.find(store, bundle.leaf.thumbprint),
    bundle.intermediates.length > 0 ? machine.certutil.list(intermediateStore) : [],
  ]);
  const known = new Set(inCa.map((each) => each.thumbprint));
  return {
    store,
    bundle,
    leaf: !found?.withKey,
    leafWasThere: found !== undefined,
    intermediates: bundle.intermediates.filter((each) => !known.has(each.thumbprint)),
  };
}

/** What a roll-back has to remove again: what is not in the stores now and will be. */
export function importedBy(plan: ImportPlan): Imported[] {
  return [
    ...(plan.leaf && !plan.leafWasThere
      ? [{ store: plan.store, thumbprint: plan.bundle.leaf.thumbprint }]
      : []),
    ...plan.intermediates.map(({ thumbprint }) => ({ store: intermediateStore, thumbprint })),
  ];
}

export interface ImportOptions {
  readonly exportable: boolean;
  readonly friendlyName: string;
  /** Hides a secret from the log; called before the secret is used. */
  readonly hide: (secret: string) => void;
}

/**
 * Imports what the plan says, and looks whether it is there.
 * @returns warnings: a missing intermediate does not keep the certificate from being bound
 * @throws Failure `import-failed`
 */
export async function importCertificates(
  machine: Machine,
  plan: ImportPlan,
  options: ImportOptions,
): Promise<string[]> {
  const warnings: string[] = [];
  for (const intermediate of plan.intermediates) {
    const said = await machine.certutil.add(intermediateStore, intermediate.der);
    if (!(await machine.certutil.find(intermediateStore, intermediate.thumbprint))) {
      warnings.push(
        `The intermediate certificate ${intermediate.subject} could not be added to the store ${intermediateStore}, so clients may not find the chain: ${said.text}`,
      );
    }
  }
  if (plan.leaf) await importLeaf(machine, plan, options);
  return warnings;
}

/** Imports the certificate with its key. @throws Failure `import-failed` */
export async function importLeaf(
  machine: Machine,
  { store, bundle }: ImportPlan,
  options: ImportOptions,
): Promise<void> {
  const { friendlyName, exportable, hide } = options;
  const said = await machine.certutil.importPfx(
    store,
    (password) => writePfx({ ...bundle, friendlyName }, password),
    {
      exportable,
      hide,
    },
  );
  if (!(await machine.certutil.find(store, bundle.leaf.thumbprint))) throw importFailed(store, said);
}

/** What certutil's untranslated codes mean here, where the file and its password are our own. */
const advice: ReadonlyMap<string, string> = new Map([
  [
    '0x80070005',
    'Let the runner service run as SYSTEM or as an administrator; docs/getting-started.md has the commands.',
  ],
  [
    '0x80070056',
    'certutil could not open a file that this action had just written for it; look for a security product that changes files in RUNNER_TEMP.',
  ],
  [
    '0x80090029',
    'The Microsoft Software Key Storage Provider refused this kind of key; use RSA or EC P-256/P-384.',
  ],
  [
    '0x80090027',
    'The Microsoft Software Key Storage Provider refused a parameter; use RSA or EC P-256/P-384.',
  ],
  ['0x80092004', `The store does not exist; "store" takes MY, WebHosting or another LocalMachine store.`],
]);

function importFailed(store: string, said: CertutilError): Failure {
  return new Failure('import-failed', {
    cause: `certutil did not import the certificate into the LocalMachine store ${store}.`,
    evidence: said.text || 'It printed nothing.',
    next:
      advice.get(said.code ?? '') ??
      'Look up the code that certutil gave, or import the PFX by hand and give its "thumbprint".',
  });
}
