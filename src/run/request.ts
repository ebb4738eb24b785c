import type { Span } from '../certificate/lifetime.js';
import type { KeyWishes } from '../import/plan-import.js';
import type { CertificateSource } from '../open/open.js';
import type { Allowances, Selection } from '../plan/facts.js';
import type { RestoreAfterJob } from '../undo/journal-format.js';
import type { HandshakeMode } from '../verify/verification.js';

/** What the workflow asks for: a list of all bindings, a plan, or the real run. */
export type Request = Inventory | Plan | Rebinding;

/** `dry-run` without a certificate. */
interface Inventory {
  readonly kind: 'inventory';
  readonly expiringWithin: Span;
  /** What is odd about the inputs, as sentences. */
  readonly warnings: readonly string[];
  /** What only the log need say of them. */
  readonly notes: readonly string[];
}

/** `dry-run` with a certificate. */
export interface Plan extends Renewal {
  readonly kind: 'plan';
}

/** The real run. */
export interface Rebinding extends Renewal {
  readonly kind: 'rebinding';
}

/** What a plan and the real run have in common. */
export interface Renewal {
  readonly source: CertificateSource;
  /** The LocalMachine store of the new certificate. */
  readonly store: string;
  readonly selection: Selection;
  /** Lower-case GUID in braces for created bindings; null: the one that IIS uses on this machine. */
  readonly appId: string | null;
  readonly key: KeyWishes;
  readonly expiringWithin: Span;
  readonly minimumDays: Span;
  readonly allow: Allowances;
  readonly handshake: HandshakeMode;
  /** For each binding, at whichever of its addresses. */
  readonly handshakeTimeoutMs: number;
  readonly restoreAfterJob: RestoreAfterJob;
  readonly removeReplaced: boolean;
  /** What is odd about the inputs, as sentences. */
  readonly warnings: readonly string[];
  /** What only the log need say of them. */
  readonly notes: readonly string[];
}
