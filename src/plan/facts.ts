import type { Certificate } from '../certificate/certificate.js';
import type { Span } from '../certificate/lifetime.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { Inspection } from '../inspect/inspection.js';
import type { SiteHosts } from './served-names.js';

/** What the inputs ask for. All three lists empty: the default selection. */
export interface Selection {
  readonly bindings: readonly Endpoint[];
  readonly replace: readonly Thumbprint[];
  /** Each one line as it was given: a name, or several with commas between them, see {@link siteNames}. */
  readonly sites: readonly string[];
  readonly createMissing: boolean;
}

/** What the inputs allow although a guard would refuse it. */
export interface Allowances {
  readonly nameMismatch: boolean;
  readonly older: boolean;
}

/** The part of what the workflow asks for that a plan is made from. */
export interface PlanRequest {
  readonly selection: Selection;
  /** The LocalMachine store that has, or will have, the new certificate. */
  readonly store: string;
  /** Lower-case GUID in braces for created bindings; null: the one that IIS uses on this machine. */
  readonly appId: string | null;
  readonly allow: Allowances;
  /** A skipped binding whose certificate expires sooner is worth a warning. */
  readonly expiringWithin: Span;
}

/** All that the rules of selection look at. */
export interface PlanFacts {
  readonly request: PlanRequest;
  readonly inspection: Inspection;
  readonly next: Certificate;
  readonly now: Date;
  readonly hosts: SiteHosts;
}

/** Whether nothing was named, so that names decide. */
export function isDefaultSelection({ bindings, replace, sites }: Selection): boolean {
  return bindings.length + replace.length + sites.length === 0;
}
