import type { Certificate } from '../certificate/certificate.js';
import type { Binding } from '../http-sys/binding.js';
import type { NetshAbilities } from '../http-sys/command.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { Entry, Table } from '../http-sys/table.js';
import type { Owner } from './owner.js';
import type { SitesReading } from './sites.js';
import type { CertificateAddress, StoredCertificate } from './stored-certificates.js';

/** A record of `netsh http show sslcert` that is not understood. */
export interface OddRecord {
  readonly lines: readonly string[];
  /** The endpoint as it is shown, safe to print; null where nothing is shown that could be one. */
  readonly shownAs: string | null;
  /**
   * The registry has exactly such a binding that is none of the entries: the record blocks nobody but a run that names
   * it.
   */
  readonly accounted: boolean;
  /** What the registry says that it is; null where it does not tell, or not to the letter. */
  readonly endpoint: Endpoint | null;
}

/** All that step 3 has found: plain data, and pure functions of it. */
export interface Inspection {
  /** What netsh shows. */
  readonly table: Table;
  /** Its bindings with what the registry says of each, by {@link Endpoint.key}. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** Records of the table that are not understood. */
  readonly odd: readonly OddRecord[];
  readonly sites: SitesReading;
  owner(binding: Binding): Owner;
  /** A certificate in its store; undefined: it is not there. */
  stored(of: CertificateAddress): StoredCertificate | undefined;
  /** All certificates of a store, as far as the registry has them; of MY, and of the stores that were asked for. */
  certificatesIn(store: string): readonly StoredCertificate[];
  /** Without any argument where they were not asked for. */
  readonly abilities: NetshAbilities;
  /** The application id that IIS uses on this machine; null where nothing tells. */
  readonly appId: string | null;
}

/** The certificate of a binding; undefined for one without, and for one that is gone from its store. */
export function presentCertificate(
  { stored }: Pick<Inspection, 'stored'>,
  { thumbprint, store }: Binding,
): Certificate | undefined {
  return thumbprint === null ? undefined : stored({ thumbprint, store })?.certificate;
}
