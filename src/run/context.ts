import type { Thumbprint } from '../certificate/thumbprint.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { Log } from '../log.js';
import type { CertificateSource } from '../open/open.js';
import type { JobIdentity, RestoreAfterJob } from '../undo/journal-format.js';
import type { Machine } from '../windows/machine.js';
import type { Report } from './report.js';
import type { Stop } from './stop.js';

/** Whether a handshake must prove the change. `when-listening`: a socket on which nobody listens is only a warning. */
export type HandshakeMode = 'required' | 'when-listening' | 'off';

/** What the user asks for, as values. */
export interface Request {
  /** null: an inventory. */
  readonly source: CertificateSource | null;
  readonly store: string;
  readonly selection: {
    readonly bindings: readonly Endpoint[];
    readonly replace: readonly Thumbprint[];
    readonly sites: readonly string[];
    readonly createMissing: boolean;
  };
  /** Lower-case GUID in braces; null: the one that IIS uses on this machine. */
  readonly appId: string | null;
  readonly exportable: boolean;
  readonly friendlyName: string | null;
  readonly dryRun: boolean;
  readonly minimumDays: number;
  readonly allowNameMismatch: boolean;
  readonly allowOlder: boolean;
  readonly handshake: HandshakeMode;
  readonly handshakeTimeoutMs: number;
  readonly restoreAfterJob: RestoreAfterJob;
  readonly removeReplaced: boolean;
}

/** The log of a run, which also shows what a run reports. */
export interface RunLog extends Log {
  /** The bindings as a table; which columns it has depends on the outcome. */
  table(report: Pick<Report, 'outcome' | 'bindings' | 'certificate'>): void;
}

/** All that a run works with. */
export interface Context {
  readonly request: Request;
  readonly machine: Machine;
  readonly log: RunLog;
  readonly stop: Stop;
  readonly now: Date;
  readonly job: JobIdentity;
  /** This run's folder for temporary files; it exists, and whoever made it removes it. */
  readonly temp: string;
  /** The folder of the journals, which outlives the job. */
  readonly journals: string;
  /** Tells the post step which journal is this run's. */
  readonly rememberJournal: (file: string) => void;
}
