import { type CertificateBundle, defaultFriendlyName } from '../certificate/bundle.js';
import type { Certificate } from '../certificate/certificate.js';
import type { StoredCertificate } from '../inspect/stored-certificates.js';
import type { NewCertificate } from '../open/open.js';
import { kindOfProvider } from '../windows/key-files.js';
import type { Imported } from './imported.js';
import { type ChosenProvider, chooseProvider, type ProviderWish } from './key-provider.js';
import { intermediateStore, planChain } from './plan-chain.js';

/** How the certificate and its key are imported. */
export interface KeyWishes {
  readonly exportable: boolean;
  readonly provider: ProviderWish;
  readonly permissions: 'keep' | 'none';
  /** null: the name in the file, else one made from the first name and the last day. */
  readonly friendlyName: string | null;
}

/** What the stores of the server have before the import. */
interface InStores {
  /** The store of the new certificate, as the registry has it. */
  readonly store: readonly StoredCertificate[];
  /** The stores that `issuerStores` names. */
  readonly issuers: readonly StoredCertificate[];
  /** The certificates that the plan replaces, as far as they are in their stores. */
  readonly replaced: readonly StoredCertificate[];
}

/** What an import of the new certificate takes. */
export interface LeafImport {
  readonly bundle: CertificateBundle;
  readonly provider: string;
  readonly friendlyName: string;
  readonly exportable: boolean;
  /** The store has the certificate already, though without its key as it seems: it was not this run that brought it. */
  readonly wasThere: boolean;
}

/** Step 6, before it begins. */
export interface ImportPlan {
  readonly store: string;
  readonly certificate: Certificate;
  /** null where no file was given, so that there is nothing to import it from. */
  readonly leaf: LeafImport | null;
  /** Whether the certificate has to be imported; else it is in its store, with its key as it seems. */
  readonly importsLeaf: boolean;
  /** The certificate as it is in its store now; null if it is not there, as far as the registry tells. */
  readonly present: StoredCertificate | null;
  /** The registry shows what is in the store; else only certutil can tell whether the certificate is there. */
  readonly isCertain: boolean;
  /** Those that the store `CA` lacks. */
  readonly intermediates: readonly Certificate[];
  /** The certificates whose keys say who may use the new one; none if permissions are not to be carried over. */
  readonly permissionsOf: readonly StoredCertificate[];
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Decides what has to be imported, and into which provider. Pure.
 * @throws Failure `input-conflict` where the wished provider takes no key of this kind
 */
export function planImport(
  { certificate, bundle }: Pick<NewCertificate, 'certificate' | 'bundle'>,
  found: InStores,
  { store, key, now }: { readonly store: string; readonly key: KeyWishes; readonly now: Date },
): ImportPlan {
  const there = found.store.find((each) => each.certificate.thumbprint === certificate.thumbprint);
  const chosen = chooseProvider(key.provider, certificate, found.replaced);
  const chain = bundle ? planChain(bundle, found.issuers, now) : { intermediates: [], warnings: [] };
  const importsLeaf = bundle !== null && !there?.hasKey;
  const said = importsLeaf ? wordsOfImport(chosen) : wordsOfPresent(there, chosen, key.provider);
  return {
    store,
    certificate,
    leaf: bundle && {
      bundle,
      provider: chosen.provider,
      friendlyName: key.friendlyName ?? bundle.friendlyName ?? defaultFriendlyName(certificate),
      exportable: key.exportable,
      wasThere: there !== undefined,
    },
    importsLeaf,
    present: there ?? null,
    isCertain: found.store.length > 0,
    intermediates: chain.intermediates,
    permissionsOf: key.permissions === 'keep' ? found.replaced : [],
    notes: said.notes,
    warnings: [
      ...chain.warnings,
      ...said.warnings,
      ...wordsOfNewStore(store, importsLeaf && found.store.length === 0),
    ],
  };
}

/** Stores that every server with IIS has. */
const usualStores: ReadonlySet<string> = new Set(['my', 'webhosting']);

/** certutil makes a store that is not there, so a name that is mistyped, or translated, is not noticed otherwise. */
function wordsOfNewStore(store: string, isEmpty: boolean): string[] {
  if (!isEmpty || usualStores.has(store.toLowerCase())) return [];
  return [
    `No certificate is seen in LocalMachine\\${store}. If there is no such store, this run makes it. The store that the console calls "Personal" is "MY".`,
  ];
}

/** What a roll-back has to remove again: what is not in the stores now and will be. */
export function importedBy({ leaf, importsLeaf, store, certificate, intermediates }: ImportPlan): Imported[] {
  const isNew = leaf !== null && importsLeaf && !leaf.wasThere;
  return [
    ...(isNew ? [{ store, thumbprint: certificate.thumbprint }] : []),
    ...intermediates.map(({ thumbprint }) => ({ store: intermediateStore, thumbprint })),
  ];
}

interface Words {
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

function wordsOfImport({ provider, why, warnings }: ChosenProvider): Words {
  return { notes: [`The new key goes to ${provider}: ${why}.`], warnings };
}

/** A certificate that is there already keeps its key where it is: a binding, or another program, may use it now. */
function wordsOfPresent(
  there: StoredCertificate | undefined,
  chosen: ChosenProvider,
  wish: ProviderWish,
): Words {
  const provider = there?.provider ?? null;
  if (there === undefined || provider === null) return { notes: [], warnings: [] };
  const isIn = `The certificate is in LocalMachine\\${there.store} already, with its key in ${provider}`;
  const kind = kindOfProvider(provider);
  if (kind === kindOfProvider(chosen.provider)) return { notes: [`${isIn}.`], warnings: [] };
  // A legacy key where one of CNG would do as well is nothing to worry about, unless one was asked for.
  if (wish === 'keep' && kind === 'csp') return { notes: [`${isIn}.`], warnings: [] };
  const because = wish === 'keep' ? chosen.why : `"key-provider" is ${wish}`;
  return {
    notes: [],
    warnings: [
      `${isIn}, which is of another kind than it should be: ${because}. It is not imported again, because what uses this key now would lose it. To move it, delete the certificate from the store and import it again.`,
    ],
  };
}
