import type { Certificate } from '../certificate/certificate.js';
import { daysRemaining, endsWithin, type Span } from '../certificate/lifetime.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import type { Binding } from '../http-sys/binding.js';
import type { EndpointKind } from '../http-sys/endpoint.js';
import type { Entry, Table } from '../http-sys/table.js';
import type { GrantedAccess } from '../import/key-users.js';
import type { Inspection } from '../inspect/inspection.js';
import { moveCommand, type OtherUser, storesOfOthers } from '../inspect/other-users.js';
import { ownerName } from '../inspect/owner.js';
import { type Change, methodOf, replacedBy, sameStore } from '../plan/change.js';
import { byHand, commandsByHand, type NotRestored } from '../undo/by-hand.js';
import type { RecoveredBinding } from '../undo/recovery.js';
import type { Undone } from '../undo/undo.js';
import { toUndoable } from '../undo/undoable.js';
import type { HandshakeVerdict } from '../verify/judge.js';
import type { Verdict } from '../verify/verification.js';
import type { Found } from './found.js';
import type { Request } from './request.js';

/** How a run ended. */
export type Outcome = 'rebound' | 'unchanged' | 'planned' | 'inventory' | 'rolled-back' | 'failed';

/** What became of one binding. */
export type Result =
  | 'rebound'
  | 'created'
  | 'unchanged'
  | 'planned'
  | 'rolled-back'
  /** Restored, or brought back to life, for an earlier run that was cut off. */
  | 'restored'
  | 'failed'
  | 'untouched';

/** A certificate in the report. Dates are ISO 8601. */
export interface CertificateReport {
  readonly thumbprint: Thumbprint;
  readonly subject: string;
  readonly issuer: string;
  readonly dnsNames: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  /** Whole days until notAfter; negative once expired. */
  readonly daysRemaining: number;
}

/** One binding in the report. */
export interface BindingReport {
  /** As netsh writes it. */
  readonly endpoint: string;
  readonly kind: EndpointKind;
  readonly result: Result;
  readonly method: 'update' | 'delete-add' | 'add' | 'none';
  readonly previousThumbprint: Thumbprint | null;
  /** What it is bound to at the end of the run; in a plan, what it would be bound to. */
  readonly thumbprint: Thumbprint | null;
  readonly appId: string | null;
  readonly store: string | null;
  /** When the certificate of `thumbprint` expires; null where it is not known. */
  readonly notAfter: string | null;
  readonly handshake: HandshakeVerdict;
  readonly message: string;
  /** Who owns the binding (`IIS`, `WinRM`, …, `unknown`), and the IIS sites that use it. */
  readonly owner: string;
  readonly sites: readonly string[];
  /** The certificate of `thumbprint`, where it is known and is not the new one. */
  readonly certificate?: CertificateReport;
  /** The certificate of `previousThumbprint`, where it is known and is another one. */
  readonly previous?: CertificateReport;
}

/** Somebody besides HTTP.sys who uses a certificate. */
export interface OtherUserReport extends Omit<OtherUser, 'notAfter'> {
  /** When that certificate expires; null where it is not known. */
  readonly notAfter: string | null;
  /** What moves it to the new certificate; null in an inventory. */
  readonly command: string | null;
}

/** The report of a run, the `report` output. */
export interface Report {
  readonly outcome: Outcome;
  readonly certificate: CertificateReport | null;
  readonly bindings: readonly BindingReport[];
  /** In an inventory all that can be seen, else those of the replaced certificates. */
  readonly otherUsers: readonly OtherUserReport[];
  /** Thumbprints of the replaced certificates that this run deleted. */
  readonly deletedCertificates: readonly Thumbprint[];
  /** Accounts that may use the new key because they could use the replaced one (`key-permissions: keep`). */
  readonly grantedAccess: readonly GrantedAccess[];
  readonly warnings: readonly string[];
}

/** Makes the report of a run from what its steps have found. Pure: whatever the run came to, the report is true. */
export function report(found: Found, kind: Request['kind'], warnings: readonly string[], now: Date): Report {
  const rows = new Rows(found, now);
  return {
    outcome: outcomeOf(found, kind),
    certificate: found.opened ? toCertificateReport(found.opened.certificate, now) : null,
    bindings: rows.all(),
    otherUsers: rows.otherUsers(),
    deletedCertificates: found.deleted ?? [],
    grantedAccess: found.undone ? [] : (found.granted ?? []),
    warnings,
  };
}

function outcomeOf({ failure, undone, plan }: Found, kind: Request['kind']): Outcome {
  if (failure) return isUndone(undone) ? 'rolled-back' : 'failed';
  if (kind === 'inventory') return 'inventory';
  if (!plan || plan.changes.length === 0) return 'unchanged';
  return kind === 'plan' ? 'planned' : 'rebound';
}

/** Whether there was something to roll back, and all of it was. */
function isUndone(undone: Undone | undefined): boolean {
  return (
    undone?.hadBegun === true &&
    undone.failure === null &&
    undone.notRestored.length === 0 &&
    undone.table !== null
  );
}

/** What a row says of a binding, before it is known which certificates these are. */
type Row = Omit<BindingReport, 'notAfter' | 'certificate' | 'previous'>;

/** The rows of a report: what the table had, and over it what the run did. */
class Rows {
  readonly #found: Found;
  readonly #now: Date;
  readonly #verdicts: ReadonlyMap<string, Verdict>;
  readonly #left: ReadonlyMap<string, NotRestored>;

  constructor(found: Found, now: Date) {
    this.#found = found;
    this.#now = now;
    this.#verdicts = new Map(found.verdicts?.map((each) => [each.endpoint.key, each]));
    this.#left = new Map(found.undone?.notRestored.map((each) => [each.change.endpoint.key, each]));
  }

  all(): BindingReport[] {
    const { inspection, plan, recovered } = this.#found;
    const rows = new Map<string, Row>();
    for (const [key, entry] of inspection?.entries ?? []) rows.set(key, untouchedRow(entry, inspection));
    for (const { endpoint, why } of plan?.skipped ?? []) {
      const row = rows.get(endpoint.key);
      if (row) rows.set(endpoint.key, { ...row, message: `Skipped: ${why}` });
    }
    for (const binding of recovered?.bindings ?? []) {
      const { key } = binding.change.endpoint;
      rows.set(key, restoredRow(binding, rows.get(key)));
    }
    for (const left of recovered?.left ?? []) {
      const { key } = left.change.endpoint;
      const row = leftRow(left, rows.get(key));
      if (row) rows.set(key, row);
    }
    for (const { binding } of plan?.unchanged ?? []) {
      const { key } = binding.endpoint;
      const row = rows.get(key);
      if (row)
        rows.set(key, this.#proven(key, row.result === 'restored' ? row : { ...row, result: 'unchanged' }));
    }
    for (const change of plan?.changes ?? []) {
      const { key } = change.endpoint;
      rows.set(key, this.#changeRow(change, rows.get(key)));
    }
    const known = this.#certificates();
    return [...rows.values()].map((row) => describe(row, known));
  }

  otherUsers(): OtherUserReport[] {
    const { otherUsers, opened, failure } = this.#found;
    // Then nothing is replaced, and nobody has to be moved.
    if (failure) return [];
    const { reports } = this.#certificates();
    return (otherUsers?.users ?? []).map((user) => ({
      ...user,
      notAfter: reports.get(user.thumbprint)?.notAfter ?? user.notAfter?.toISOString() ?? null,
      command: opened ? moveCommand(user, opened.certificate.thumbprint) : null,
    }));
  }

  #changeRow(change: Change, row: Row | undefined): Row {
    const { undone, failure, applied } = this.#found;
    const planned: Row = { ...plannedRow(change, row), message: moveOfStore(change) };
    if (undone?.hadBegun) {
      const left = this.#left.get(change.endpoint.key);
      const undoneNow = undoneRow(change, planned, { table: undone.table, left });
      return row?.result === 'restored' ? restoredAndUndoneRow(row, undoneNow) : undoneNow;
    }
    if (failure) return unbegunRow(change, row ?? { ...planned, ...notBound }, undone?.table);
    if (!applied) return planned;
    const result = change.is === 'creation' ? 'created' : 'rebound';
    return this.#proven(change.endpoint.key, {
      ...planned,
      result,
      method: methodOf(change, applied.methods),
    });
  }

  /** A row with what a handshake has shown. */
  #proven(key: string, row: Row): Row {
    const verdict = this.#verdicts.get(key);
    if (!verdict) return row;
    return { ...row, handshake: verdict.verdict, message: verdict.message || row.message };
  }

  /** What is known of the certificates that bindings point to. */
  #certificates(): Known {
    const { inspection, opened } = this.#found;
    const reports = new Map<Thumbprint, CertificateReport>();
    const add = (certificate: Certificate) =>
      reports.set(certificate.thumbprint, toCertificateReport(certificate, this.#now));
    const bound = [...(inspection?.entries.values() ?? [])].map(({ binding }) => binding);
    const used = (this.#found.otherUsers?.users ?? []).flatMap(({ thumbprint }) =>
      ['MY', ...storesOfOthers].map((store) => ({ thumbprint, store })),
    );
    for (const { thumbprint, store } of [...bound, ...used]) {
      if (thumbprint === null || reports.has(thumbprint)) continue;
      const stored = inspection?.stored({ thumbprint, store });
      if (stored) add(stored.certificate);
    }
    if (opened) add(opened.certificate);
    return { reports, next: opened?.certificate.thumbprint };
  }
}

interface Known {
  readonly reports: ReadonlyMap<Thumbprint | null, CertificateReport>;
  /** The new certificate, which the report describes once for all. */
  readonly next: Thumbprint | undefined;
}

function describe(row: Row, { reports, next }: Known): BindingReport {
  const certificate = reports.get(row.thumbprint);
  const previous =
    row.previousThumbprint === row.thumbprint ? undefined : reports.get(row.previousThumbprint);
  return {
    ...row,
    notAfter: certificate?.notAfter ?? null,
    ...(certificate && row.thumbprint !== next ? { certificate } : {}),
    ...(previous ? { previous } : {}),
  };
}

function untouchedRow(entry: Entry, inspection: Inspection | undefined): Row {
  const { binding } = entry;
  return {
    ...boundRow(binding),
    ...ownerOf(binding, inspection),
    message: entry.is === 'doubtful' ? entry.problem : '',
  };
}

function boundRow({ endpoint, thumbprint, appId, store }: Binding): Row {
  return {
    endpoint: endpoint.text,
    kind: endpoint.kind,
    result: 'untouched',
    method: 'none',
    previousThumbprint: thumbprint,
    thumbprint,
    appId,
    store,
    handshake: 'skipped',
    message: '',
    owner: 'unknown',
    sites: [],
  };
}

function ownerOf(binding: Binding, inspection: Inspection | undefined): Pick<Row, 'owner' | 'sites'> {
  const owner = inspection?.owner(binding) ?? { is: 'unknown' };
  return { owner: ownerName(owner), sites: owner.is === 'iis' ? owner.sites : [] };
}

function restoredRow({ change, to, from, message }: RecoveredBinding, row: Row | undefined): Row {
  return {
    ...(row ?? { ...emptyRow, endpoint: change.endpoint.text, kind: change.endpoint.kind }),
    result: 'restored',
    appId: change.appId,
    store: to?.store ?? null,
    previousThumbprint: from?.thumbprint ?? null,
    thumbprint: to?.thumbprint ?? null,
    message,
  };
}

/** A binding of a run that was cut off which could not be brought where it should be. */
function leftRow({ change, why, commands, isBound }: NotRestored, row: Row | undefined): Row | undefined {
  const message = `${why} ${byHand(commands)}`;
  // What it is bound to only a reading tells; it works, and was left as it was.
  if (isBound) return row && { ...row, message };
  return {
    ...(row ?? { ...emptyRow, endpoint: change.endpoint.text, kind: change.endpoint.kind }),
    result: 'failed',
    appId: change.appId,
    store: null,
    previousThumbprint: null,
    thumbprint: null,
    message,
  };
}

/** What this run did for an earlier one stays; only its own change was rolled back. */
function restoredAndUndoneRow(restored: Row, undone: Row): Row {
  if (undone.result !== 'rolled-back') return undone;
  return { ...restored, thumbprint: undone.thumbprint, store: undone.store, appId: undone.appId };
}

const emptyRow = { method: 'none', handshake: 'skipped', owner: 'IIS', sites: [] } as const;

function plannedRow(change: Change, row: Row | undefined): Row {
  const { endpoint, appId, after, settingsArguments } = change;
  const replacing = settingsArguments.update ? 'update' : 'delete-add';
  return {
    ...emptyRow,
    ...(row ? { owner: row.owner, sites: row.sites } : {}),
    endpoint: endpoint.text,
    kind: endpoint.kind,
    result: 'planned',
    method: change.is === 'creation' ? 'add' : replacing,
    previousThumbprint: replacedBy(change)?.thumbprint ?? null,
    thumbprint: after.thumbprint,
    appId,
    store: after.store,
    message: '',
  };
}

/** A change of store is worth saying. */
function moveOfStore(change: Change): string {
  const before = replacedBy(change);
  const [from, to] = [before?.store ?? 'MY', change.after.store ?? 'MY'];
  return before && !sameStore(from, to) ? `store ${from} → ${to}` : '';
}

/** Nothing of the plan was begun: what was to be created is not there. */
const notBound = { result: 'untouched', method: 'none', thumbprint: null, message: 'Not bound.' } as const;

/** As it was read at first, or last: somebody else may have changed it meanwhile. */
function unbegunRow({ endpoint }: Change, row: Row, table: Table | null | undefined): Row {
  if (!table) return row;
  const now = table.bindings.get(endpoint.key);
  return {
    ...row,
    thumbprint: now?.thumbprint ?? null,
    store: now?.store ?? null,
    appId: now?.appId ?? row.appId,
  };
}

/** How the message of a binding begins of which it is not known whether it was rolled back. */
export const notReadBack = 'Not read back.';

function undoneRow(
  change: Change,
  planned: Row,
  { table, left }: { readonly table: Table | null; readonly left: NotRestored | undefined },
): Row {
  const row = { ...planned, method: 'none' as const };
  if (!table) {
    const commands = commandsByHand(toUndoable(change), replacedBy(change), true);
    return { ...row, result: 'failed', thumbprint: null, message: `${notReadBack} ${byHand(commands)}` };
  }
  const now = table.bindings.get(change.endpoint.key);
  return {
    ...row,
    result: left ? 'failed' : 'rolled-back',
    thumbprint: now?.thumbprint ?? null,
    store: now?.store ?? null,
    appId: now?.appId ?? change.appId,
    message: left ? `${left.why} ${byHand(left.commands)}` : '',
  };
}

/** A certificate in the form of the report. */
export function toCertificateReport(certificate: Certificate, now: Date): CertificateReport {
  return {
    thumbprint: certificate.thumbprint,
    subject: certificate.subject,
    issuer: certificate.issuer,
    dnsNames: [...certificate.dnsNames, ...certificate.ipAddresses],
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
    daysRemaining: daysRemaining(certificate.notAfter, now),
  };
}

/** The certificate that a binding has at the end of the run; undefined where it was not read. */
export function certificateOf(
  { certificate }: Pick<Report, 'certificate'>,
  row: BindingReport,
): CertificateReport | undefined {
  if (row.certificate) return row.certificate;
  return certificate !== null && row.thumbprint === certificate.thumbprint ? certificate : undefined;
}

/** The endpoints whose certificate expires within a span, soonest first. */
export function expiringWithin(
  span: Span,
  made: Pick<Report, 'certificate' | 'bindings'>,
  now: Date,
): string[] {
  return made.bindings
    .flatMap((row) => {
      const { endpoint, notAfter } = row;
      // Of a certificate that was not read, no share of its lifetime can be told.
      const notBefore = certificateOf(made, row)?.notBefore ?? notAfter;
      return notAfter === null || notBefore === null ? [] : [{ endpoint, notBefore, notAfter }];
    })
    .filter(({ notBefore, notAfter }) =>
      endsWithin(span, { notBefore: new Date(notBefore), notAfter: new Date(notAfter) }, now),
    )
    .sort((one, other) => one.notAfter.localeCompare(other.notAfter))
    .map(({ endpoint }) => endpoint);
}
