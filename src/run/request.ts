import type { Span } from '../certificate/lifetime.js';
import type { CertificateSource } from '../open/open.js';
import type { Allowances, Selection } from '../plan/facts.js';
import type { RestoreAfterJob } from '../undo/journal-format.js';

/** Whether a handshake must prove the change. `when-listening`: a binding without a witness is only a warning. */
type HandshakeMode = 'required' | 'when-listening' | 'off';

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

/** How the certificate and its key are imported. */
interface KeyWishes {
  readonly exportable: boolean;
  readonly provider: 'keep' | 'cng' | 'csp';
  readonly permissions: 'keep' | 'none';
  /** null: the name in the file, else one made from the first name and the last day. */
  readonly friendlyName: string | null;
}
