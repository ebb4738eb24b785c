import type { Certificate } from '../certificate/certificate.js';
import type { Binding } from '../http-sys/binding.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { Inspection } from '../inspect/inspection.js';
import { type Owner, ownerName } from '../inspect/owner.js';
import type { Log } from '../log.js';
import type { Change } from '../plan/change.js';
import type { HandshakeVerdict } from '../verify/verdict.js';
import {
  type BindingReport,
  type CertificateReport,
  type Outcome,
  type Report,
  toCertificateReport,
} from './report.js';

/** The report of a run while it comes about: at any moment it can be closed into a true {@link Report}. */
export class Draft {
  certificate: CertificateReport | null = null;
  /** IIS's application id, once it is known. */
  appId: string | null = null;
  readonly #rows = new Map<string, BindingReport>();
  /** What is known of the certificates that bindings point to. */
  readonly #known = new Map<string | null, CertificateReport>();
  readonly #warnings: string[] = [];
  readonly #log: Log;
  readonly #now: Date;

  constructor(log: Log, now: Date) {
    this.#log = log;
    this.#now = now;
  }

  /** Notes a warning and prints it at once; the same one only once, since the machine can be read twice. */
  warn(title: string, text: string): void {
    if (this.#warnings.includes(text)) return;
    this.#warnings.push(text);
    this.#log.warning(title, text);
  }

  describeCertificate(certificate: Certificate): void {
    this.certificate = toCertificateReport(certificate, this.#now);
    this.#known.set(certificate.thumbprint, this.certificate);
  }

  /** A row for every binding of the machine, untouched so far. */
  describeTable({ entries }: Pick<Inspection, 'entries'>, owner: (binding: Binding) => Owner): void {
    for (const [key, entry] of entries) {
      const { binding } = entry;
      const of = owner(binding);
      this.#put(key, {
        endpoint: binding.endpoint.text,
        kind: binding.endpoint.kind,
        result: 'untouched',
        method: 'none',
        previousThumbprint: binding.thumbprint,
        thumbprint: binding.thumbprint,
        appId: binding.appId,
        store: binding.store,
        notAfter: null,
        handshake: 'skipped',
        message: entry.is === 'doubtful' ? entry.problem : '',
        owner: ownerName(of),
        sites: of.is === 'iis' ? of.sites : [],
      });
    }
  }

  /** Adds what is known of the certificates that are bound now. */
  describePresent(
    { entries }: Pick<Inspection, 'entries'>,
    present: (binding: Binding) => Certificate | undefined,
  ): void {
    for (const { binding } of entries.values()) {
      const certificate = present(binding);
      if (certificate && !this.#known.has(certificate.thumbprint))
        this.#known.set(certificate.thumbprint, toCertificateReport(certificate, this.#now));
    }
    for (const [key, row] of this.#rows) this.#put(key, row);
  }

  /** Changes the row of one binding. */
  update({ key }: Endpoint, changes: Partial<Pick<BindingReport, 'result' | 'handshake' | 'message'>>): void {
    const row = this.#rows.get(key);
    if (row) this.#rows.set(key, { ...row, ...changes });
  }

  /** Makes the row of a change say what it is bound to, and how it came there. */
  describeChange(change: Change, changes: Partial<BindingReport> & Pick<BindingReport, 'result'>): void {
    const { endpoint, before, after, appId } = change;
    const isNew =
      changes.result === 'rebound' || changes.result === 'created' || changes.result === 'planned';
    const to = isNew ? after : before;
    const row = this.#rows.get(endpoint.key);
    // A change of store is worth saying only where it took place, and what a socket showed instead stays true. That
    // it showed the new certificate does not.
    const message = isNew || row?.handshake === 'mismatch' ? (row?.message ?? '') : '';
    const handshake: HandshakeVerdict = !row || row.handshake === 'verified' ? 'skipped' : row.handshake;
    this.#put(endpoint.key, {
      ...(row ?? {
        owner: 'IIS',
        sites: [],
        notAfter: null,
      }),
      handshake,
      endpoint: endpoint.text,
      kind: endpoint.kind,
      method: 'none',
      previousThumbprint: before?.thumbprint ?? null,
      thumbprint: to?.thumbprint ?? null,
      appId,
      store: to?.store ?? null,
      message,
      ...changes,
    });
  }

  /** Nothing of the plan was begun: its bindings are what they were. */
  withdrawPlan(): void {
    for (const [key, row] of this.#rows) {
      if (row.result !== 'planned') continue;
      const { previousThumbprint: thumbprint } = row;
      const message = thumbprint === null ? 'Not bound.' : '';
      this.#put(key, { ...row, result: 'untouched', method: 'none', thumbprint, message });
    }
  }

  /** Puts a row, with what is known of the certificate that it names; the new one is described once for all. */
  #put(key: string, { certificate: _, ...row }: BindingReport): void {
    const known = this.#known.get(row.thumbprint);
    this.#rows.set(key, {
      ...row,
      notAfter: known?.notAfter ?? null,
      ...(known && known !== this.certificate ? { certificate: known } : {}),
    });
  }

  /** All rows as they are now. */
  get rows(): readonly BindingReport[] {
    return [...this.#rows.values()];
  }

  close(outcome: Outcome): Report {
    return {
      outcome,
      certificate: this.certificate,
      bindings: this.rows,
      warnings: this.#warnings,
    };
  }
}
