import type { Certificate } from '../certificate/certificate.js';
import type { Binding } from '../http-sys/binding.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { Change } from './change.js';
import type { Log } from './context.js';
import type { HandshakeVerdict } from './handshakes.js';
import { type Owner, ownerName } from './owner.js';
import {
  type BindingReport,
  type CertificateReport,
  type Outcome,
  type Report,
  toCertificateReport,
} from './report.js';
import type { Inspection } from './table.js';

/** The report of a run while it comes about: at any moment it can be closed into a true {@link Report}. */
export class Draft {
  certificate: CertificateReport | null = null;
  /** IIS's application id, once it is known. */
  appId: string | null = null;
  readonly previousThumbprints = new Set<string>();
  readonly #rows = new Map<string, BindingReport>();
  readonly #warnings: string[] = [];
  readonly #log: Log;
  readonly #now: Date;

  constructor(log: Log, now: Date) {
    this.#log = log;
    this.#now = now;
  }

  /** Notes a warning and prints it at once. */
  warn(title: string, text: string): void {
    this.#warnings.push(text);
    this.#log.warning(title, text);
  }

  describeCertificate(certificate: Certificate): void {
    this.certificate = toCertificateReport(certificate, this.#now);
  }

  /** A row for every binding of the machine, untouched so far. */
  describeTable({ entries }: Inspection, owner: (binding: Binding) => Owner): void {
    for (const [key, { binding, problem }] of entries) {
      const of = owner(binding);
      this.#rows.set(key, {
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
        message: problem ?? '',
        owner: ownerName(of),
        sites: of.is === 'iis' ? of.sites : [],
      });
    }
  }

  /** Adds what is known of the certificates that are bound now. */
  describePresent({ entries }: Inspection, present: (binding: Binding) => Certificate | undefined): void {
    for (const [key, { binding }] of entries) {
      const certificate = present(binding);
      const row = this.#rows.get(key);
      if (!certificate || row?.result !== 'untouched') continue;
      this.#rows.set(key, {
        ...row,
        notAfter: certificate.notAfter.toISOString(),
        certificate: toCertificateReport(certificate, this.#now),
      });
    }
  }

  /** Changes the row of one binding. */
  update({ key }: Endpoint, changes: Partial<BindingReport>): void {
    const row = this.#rows.get(key);
    if (row) this.#rows.set(key, { ...row, ...changes });
  }

  /** Makes the row of a change say what it is bound to, and how it came there. */
  describeChange(change: Change, changes: Partial<BindingReport> & Pick<BindingReport, 'result'>): void {
    const { endpoint, before, after, appId } = change;
    const isNew =
      changes.result === 'rebound' || changes.result === 'created' || changes.result === 'planned';
    const to = isNew ? after : before;
    this.#rows.set(endpoint.key, {
      ...(this.#rows.get(endpoint.key) ?? {
        owner: 'IIS',
        sites: [],
        handshake: 'skipped' as HandshakeVerdict,
        notAfter: null,
      }),
      endpoint: endpoint.text,
      kind: endpoint.kind,
      method: 'none',
      previousThumbprint: before?.thumbprint ?? null,
      thumbprint: to?.thumbprint ?? null,
      appId,
      store: to?.store ?? null,
      message: '',
      ...(isNew && this.certificate
        ? { notAfter: this.certificate.notAfter, certificate: this.certificate }
        : {}),
      ...changes,
    });
  }

  /** Nothing of the plan was begun: its bindings are what they were. */
  withdrawPlan(): void {
    for (const [key, row] of this.#rows) {
      if (row.result !== 'planned') continue;
      this.#rows.set(key, {
        ...row,
        result: 'untouched',
        method: 'none',
        thumbprint: row.previousThumbprint,
        notAfter: null,
      });
    }
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
