import { writePfx } from '../certificate/bundle.js';
import { Failure } from '../failure.js';
import type { CertutilAnswer } from '../windows/certutil.js';
import type { Machine } from '../windows/machine.js';
import type { ImportUndo } from './imported.js';
import { type AddedIntermediate, addIntermediates } from './intermediates.js';
import type { KeyOwner } from './key-owners.js';
import { type GrantedAccess, grantUsers, readUsers } from './key-users.js';
import { type ImportPlan, importedBy, type LeafImport } from './plan-import.js';

/** The parts of the machine that an import works with. */
export type ImportMachine = Pick<Machine, 'certutil' | 'registry' | 'icacls' | 'keyFiles'>;

interface ImportOptions {
  readonly undo: ImportUndo;
  /** Hides a secret from the log; called before the secret is used. */
  readonly hide: (secret: string) => void;
}

/** What an import has done. */
export interface ImportResult {
  /** The key is new here, so HTTP.sys may need some seconds until it can use it. */
  readonly keyIsFresh: boolean;
  /** What certutil said of the import of the certificate; null if there was none. */
  readonly said: CertutilAnswer | null;
  /** Accounts that may use the new key now because they could use the replaced one. */
  readonly granted: readonly GrantedAccess[];
  /** Intermediates that certutil says it has added, and that nobody has read back. */
  readonly unread: readonly AddedIntermediate[];
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Step 6: imports what the plan says, and carries over who may use the key. Whether HTTP.sys can use what certutil
 * says that it imported, the rehearsal proves; see {@link importFailure}.
 * @throws Failure `import-failed` where certutil says, or shows, that the certificate was not imported
 */
export async function importCertificate(
  machine: ImportMachine,
  planned: ImportPlan,
  { undo, hide }: ImportOptions,
): Promise<ImportResult> {
  const plan = await certainPlan(machine, planned);
  const imported = importedBy(plan);
  if (imported.length > 0) await undo.willImport(imported);
  // The three do not concern each other. All have ended when the first failure is thrown, so that nothing is still
  // changing while it is undone.
  const [said, chain, users] = await allEnded([
    plan.leaf !== null && plan.importsLeaf ? importLeaf(machine, plan, plan.leaf, hide) : null,
    addIntermediates(machine, plan.intermediates),
    readUsers(machine, plan.permissionsOf),
  ]);
  const isOwn = imported.some(({ thumbprint }) => thumbprint === plan.certificate.thumbprint);
  const owner = said === null ? ownerOf(plan) : { ...ownerOf(plan), provider: null, container: null };
  const carried = await grantUsers(machine, { owner, users: users.users, isOwn }, undo);
  return {
    keyIsFresh: said !== null,
    said,
    granted: carried.granted,
    unread: chain.unread,
    notes: [
      ...(said ? [`${plan.certificate.thumbprint} is in LocalMachine\\${plan.store}.`] : []),
      ...users.notes,
      ...carried.notes,
    ],
    warnings: [...chain.warnings, ...users.warnings, ...carried.warnings],
  };
}

/**
 * The same for a certificate that was in its store, but turns out to have a key there that HTTP.sys cannot use: it gets
 * its key anew.
 * @throws Failure `import-failed`
 */
export async function importAgain(
  machine: ImportMachine,
  plan: ImportPlan & { readonly leaf: LeafImport },
  options: ImportOptions,
): Promise<ImportResult> {
  const leaf = { ...plan.leaf, wasThere: true };
  const again = { ...plan, leaf, importsLeaf: true, isCertain: true, intermediates: [] };
  return importCertificate(machine, again, options);
}

/** What is in its store already must not be imported, and above all not be removed by a roll-back. */
async function certainPlan({ certutil }: ImportMachine, plan: ImportPlan): Promise<ImportPlan> {
  const { leaf, importsLeaf, isCertain, store, certificate } = plan;
  if (leaf === null || !importsLeaf || isCertain) return plan;
  const found = await certutil.find(store, certificate.thumbprint);
  return found ? { ...plan, leaf: { ...leaf, wasThere: true }, importsLeaf: !found.hasKey } : plan;
}

/** The new certificate; what is known of its key is true only as long as it is not imported again. */
function ownerOf({ store, certificate, present }: ImportPlan): KeyOwner {
  const { provider = null, container = null } = present ?? {};
  return { store, thumbprint: certificate.thumbprint, provider, container };
}

/** Waits for all, and throws the first failure only then. */
async function allEnded<T extends readonly unknown[]>(
  work: T,
): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

/** Imports the certificate with its key. @throws Failure `import-failed` */
async function importLeaf(
  { certutil }: Pick<Machine, 'certutil'>,
  { store, certificate }: Pick<ImportPlan, 'store' | 'certificate'>,
  { bundle, friendlyName, exportable, provider }: LeafImport,
  hide: (secret: string) => void,
): Promise<CertutilAnswer> {
  const said = await certutil.importPfx(
    store,
    (password) => writePfx({ ...bundle, friendlyName }, password),
    { exportable, provider, hide },
  );
  if (said.claimsSuccess) return said;
  if (await certutil.find(store, certificate.thumbprint)) return said;
  throw importFailed(store, provider, said);
}

/**
 * Why a certificate that certutil claims to have imported cannot be bound: because it is not there. To be asked where
 * the rehearsal finds that HTTP.sys cannot use the certificate.
 * @returns undefined if it is there, so that the reason is another one
 */
export async function importFailure(
  { certutil }: Pick<Machine, 'certutil'>,
  { store, certificate, leaf }: ImportPlan,
  { said }: ImportResult,
): Promise<Failure | undefined> {
  if (said === null || leaf === null) return undefined;
  if (await certutil.find(store, certificate.thumbprint)) return undefined;
  return importFailed(store, leaf.provider, said);
}

/** What certutil's untranslated codes mean here, where the file and its password are our own. */
const advice: ReadonlyMap<string, (provider: string) => string> = new Map([
  [
    '0x80070005',
    () =>
      'Let the runner service run as SYSTEM or as an administrator; docs/getting-started.md has the commands.',
  ],
  [
    '0x80070056',
    () =>
      'certutil could not open a file that this action had just written for it; look for a security product that changes files in RUNNER_TEMP.',
  ],
  ['0x80090029', refusedKey('this kind of key')],
  ['0x80090027', refusedKey('a parameter')],
  [
    '0x80090019',
    (provider) => `This server has no provider with the name ${provider}. Set "key-provider: cng".`,
  ],
  [
    '0x80092004',
    () => 'The store does not exist; "store" takes MY, WebHosting or another LocalMachine store.',
  ],
]);

function refusedKey(what: string): (provider: string) => string {
  return (provider) => `The ${provider} refused ${what}; use RSA or EC P-256/P-384.`;
}

function importFailed(store: string, provider: string, said: CertutilAnswer): Failure {
  return new Failure('import-failed', {
    cause: `certutil did not import the certificate into the LocalMachine store ${store}.`,
    evidence: said.text || 'It printed nothing.',
    next:
      advice.get(said.code ?? '')?.(provider) ??
      'Look up the code that certutil gave, or import the PFX by hand and give its "thumbprint".',
  });
}
