import type { Certificate } from '../certificate/certificate.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import type { Failure } from '../failure.js';
import type { Binding } from '../http-sys/binding.js';
import type { NetshAbilities } from '../http-sys/command.js';
import type { Entry, Table } from '../http-sys/table.js';
import type { Owner } from './owner.js';
import type { Site } from './sites.js';

/** All that step 3 has found. */
export interface Inspection {
  readonly table: Table;
  /** By {@link Endpoint.key}. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly odd: readonly OddRecord[];
  readonly sites: SitesReading;
  owner(binding: Binding): Owner;
  /** A certificate in a store of the machine; a store of null is MY. undefined: it is not there. */
  stored(of: Pick<Binding, 'store'> & { readonly thumbprint: Thumbprint }): StoredCertificate | undefined;
  readonly abilities: NetshAbilities;
  /** The application id that IIS uses on this machine; null where nothing tells. */
  readonly appId: string | null;
}

/** A record of `netsh http show sslcert` that is not understood. */
export interface OddRecord {
  readonly lines: readonly string[];
  /** The endpoint as the record shows it; null where it is not known which line has it. */
  readonly shownAs: string | null;
  /** The registry accounts for it key by key, so it is certainly none of the entries. */
  readonly accounted: boolean;
}

/** What is known of IIS's sites. */
export type SitesReading =
  | { readonly is: 'read'; readonly sites: readonly Site[] }
  | { readonly is: 'absent' }
  | { readonly is: 'unreadable'; readonly failure: Failure }
  | { readonly is: 'not-asked' };

/** A certificate in a store of the machine. */
export interface StoredCertificate {
  readonly certificate: Certificate;
  readonly store: string;
  readonly hasKey: boolean;
  readonly provider: string | null;
  readonly container: string | null;
  readonly friendlyName: string | null;
}
