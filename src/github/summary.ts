import type { Failure } from '../failure.js';
import type { BindingReport, CertificateReport, Report } from '../run/report.js';
import type { Finished } from '../undo/finish-job.js';
import { firstOf } from '../wording.js';
import { type Column, code, size, table, text } from './markdown.js';
import { inReadingOrder, isChanged, planNote } from './rows.js';

/** GitHub refuses a summary of more than 1 MiB for a step; some of it is left for others. */
const maximumBytes = 900 * 1024;

/** With more rows than this the table is folded. */
const foldFrom = 50;

/** More warnings than this are not read; the report has all. */
const maximumWarnings = 100;

/** The outcome in one line. */
function headline(report: Report, failure: Failure | null): string {
  const { outcome, bindings } = report;
  switch (outcome) {
    case 'rebound':
      return `✅ The new certificate is bound to every selected socket${proof(bindings)}.`;
    case 'unchanged':
      return `✅ Nothing to change: every selected socket is bound to this certificate already${proof(bindings)}.`;
    case 'planned':
      return '📝 A plan; nothing was changed.';
    case 'inventory':
      return '📋 The bindings of this server; nothing was changed.';
    case 'rolled-back':
      return `↩️ Failed, and ${stateAfterFailure(report, failure)}.`;
    case 'failed':
      return isBroken(report, failure)
        ? `🔥 Failed, and ${stateAfterFailure(report, failure)}: act now.`
        : `❌ Failed; ${stateAfterFailure(report, failure)}.`;
  }
}

/** In what state a run that failed has left the server, as the end of a sentence. */
export function stateAfterFailure(report: Report, failure: Failure | null): string {
  if (report.outcome === 'rolled-back') return 'everything was put back';
  return isBroken(report, failure) ? 'not everything could be put back' : 'this run has changed no binding';
}

function isBroken({ bindings }: Report, failure: Failure | null): boolean {
  return bindings.some((row) => row.result === 'failed') || failure?.code === 'rollback-incomplete';
}

/** How much of it a handshake has shown. */
function proof(bindings: readonly BindingReport[]): string {
  const selected = bindings.filter(({ result }) => ['rebound', 'created', 'unchanged'].includes(result));
  const verified = selected.filter(({ handshake }) => handshake === 'verified').length;
  if (verified === 0) return '; no handshake has shown it';
  if (verified === selected.length) return ', and shown by a handshake';
  return `, and shown by a handshake on ${verified} of ${selected.length}`;
}

/** What the summary is made of. */
export interface SummaryFacts {
  readonly report: Report;
  readonly failure: Failure | null;
  /** Endpoints whose certificate expires within `days`. */
  readonly expiring: readonly string[];
  readonly days: number;
  /** Where the full report is, on the runner; null where the output `report` holds it all. */
  readonly reportFile: string | null;
}

/** The job summary, as GitHub-flavoured markdown. Pure. */
export function renderSummary({ report, failure, expiring, days, reportFile }: SummaryFacts): string {
  const above = [
    '## Rebind IIS Certificate',
    `**${headline(report, failure)}**`,
    ...(failure ? [failureCard(failure)] : []),
    ...(report.certificate ? [certificateCard(report.certificate)] : []),
    ...(expiring.length > 0
      ? [`⏳ **Expiring within ${days} days:** ${firstOf(50, expiring.map(code))}`]
      : []),
  ];
  const below = [
    ...(report.outcome === 'planned' ? [text(planNote)] : []),
    ...(report.warnings.length > 0 ? [warningsCard(report.warnings)] : []),
    ...(reportFile ? [`The full report is at ${code(reportFile)} on the runner until the job ends.`] : []),
  ];
  const used = [...above, ...below].reduce((sum, part) => sum + size(part) + 1, 0);
  const parts = [...above, ...bindingsTable(report, maximumBytes - used), ...below];
  return `${parts.join('\n\n')}\n`;
}

/** What the post step adds to the job summary; empty if it has nothing to tell. Pure. */
export function renderPostSummary({ restored, leftAlone, failure }: Finished): string {
  const list = (title: string, changes: Finished['restored']) =>
    changes.length === 0
      ? []
      : [
          `**${title}**`,
          firstOf(
            200,
            changes.map(({ endpoint }) => code(endpoint.text)),
          ),
        ];
  const parts = [
    ...(failure
      ? ['**🔥 The post step could not put everything back: act now.**', failureCard(failure)]
      : []),
    ...list('↩️ The post step put these bindings back:', restored),
    ...list('Changed by someone else in the meantime, and left alone:', leftAlone),
  ];
  return parts.length === 0 ? '' : `${['## Rebind IIS Certificate', ...parts].join('\n\n')}\n`;
}

function failureCard({ code: id, title, parts: { cause, evidence, next } }: Failure): string {
  const lines = [
    `**${text(title)}** (${code(id)})`,
    text(cause),
    ...(evidence ? [`_Seen:_ ${text(evidence)}`] : []),
    // Commands to be run stand on lines of their own.
    `_Next:_ ${next.split('\n').map(text).join('<br>')}`,
  ];
  return lines.map((line) => `> ${line}`).join('\n>\n');
}

function certificateCard(certificate: CertificateReport): string {
  return [
    '| New certificate | |',
    '| --- | --- |',
    `| Subject | ${text(certificate.subject)} |`,
    `| Issuer | ${text(certificate.issuer)} |`,
    `| Names | ${firstOf(20, certificate.dnsNames.map(code))} |`,
    `| Expires | ${certificate.notAfter.slice(0, 10)} (in ${certificate.daysRemaining} days) |`,
    `| Thumbprint | ${code(certificate.thumbprint)} |`,
  ].join('\n');
}

function warningsCard(warnings: readonly string[]): string {
  const more = warnings.length - maximumWarnings;
  return [
    '**Warnings**\n',
    ...warnings.slice(0, maximumWarnings).map((each) => `- ${text(each)}`),
    ...(more > 0 ? [`- … and ${more} more, which the report lists`] : []),
  ].join('\n');
}

const oldAndNew: readonly Column<BindingReport>[] = [
  { title: 'Old', cell: (row) => thumbprint(row.previousThumbprint) },
  { title: 'New', cell: (row) => (isChanged(row) ? thumbprint(row.thumbprint) : '') },
];
const one: Column<BindingReport> = { title: 'Certificate', cell: (row) => thumbprint(row.thumbprint) };

const changeColumns = (rows: readonly BindingReport[]): readonly Column<BindingReport>[] => [
  { title: 'Binding', cell: (row) => code(row.endpoint) },
  ...(rows.some(isChanged) ? oldAndNew : [one]),
  { title: 'Expires', cell: (row) => row.notAfter?.slice(0, 10) ?? '' },
  { title: 'Result', cell: (row) => row.result },
  { title: 'Method', cell: (row) => (row.method === 'none' ? '' : row.method) },
  { title: 'Handshake', cell: (row) => (row.handshake === 'skipped' ? '' : row.handshake) },
  { title: 'Note', cell: (row) => text(row.message) },
];

const inventoryColumns: readonly Column<BindingReport>[] = [
  { title: 'Binding', cell: (row) => code(row.endpoint) },
  { title: 'Kind', cell: (row) => row.kind },
  { title: 'Owner', cell: (row) => text([row.owner, row.sites.join(', ')].filter(Boolean).join(' · ')) },
  { title: 'Names', cell: (row) => firstOf(3, (row.certificate?.dnsNames ?? []).map(code)) },
  { title: 'Issuer', cell: (row) => text(row.certificate?.issuer ?? '') },
  { title: 'Expires', cell: (row) => row.notAfter?.slice(0, 10) ?? '' },
  { title: 'Days', cell: (row) => row.certificate?.daysRemaining.toString() ?? '', isNumber: true },
];

/** @param room bytes that the table may take */
function bindingsTable(report: Report, room: number): string[] {
  const rows = inReadingOrder(report);
  if (rows.length === 0) return [];
  const columns = report.outcome === 'inventory' ? inventoryColumns : changeColumns(rows);
  const { lines, count } = table(columns, rows, room - 500);
  const left = rows.length - count;
  const note = left > 0 ? [`… and ${left} more bindings, which the report lists.`] : [];
  const shown = [lines.join('\n'), ...note];
  if (rows.length <= foldFrom) return shown;
  return ['<details>', `<summary>${rows.length} bindings</summary>`, ...shown, '</details>'];
}

function thumbprint(value: string | null): string {
  return value === null ? '' : `<code title="${value}">${value.slice(0, 8)}…</code>`;
}
