import type { Failure } from '../failure.js';
import type { BindingReport, CertificateReport, Report } from '../rebind/report.js';
import { harmlessLine } from './harmless.js';

/** GitHub refuses a summary of more than 1 MiB for a step; some of it is left for others. */
const maximumBytes = 900 * 1024;

/** With more rows than this the table is folded. */
const foldFrom = 50;

const headlines: Record<Report['outcome'], string> = {
  rebound: '✅ The new certificate is on every selected socket.',
  unchanged: '✅ Every selected socket has this certificate already; nothing was changed.',
  planned: '📝 A plan; nothing was changed.',
  inventory: '📋 The bindings of this server; nothing was changed.',
  'rolled-back': '↩️ Failed, and everything was put back.',
  failed: '❌ Failed.',
};

/** What the summary is made of. */
export interface SummaryFacts {
  readonly report: Report;
  readonly failure: Failure | null;
  /** Endpoints whose certificate expires within `days`. */
  readonly expiring: readonly string[];
  readonly days: number;
  /** Where the full report is, on the runner. */
  readonly reportFile: string | null;
}

/** The job summary, as GitHub-flavoured markdown. Pure. */
export function renderSummary({ report, failure, expiring, days, reportFile }: SummaryFacts): string {
  const parts = [
    '## Rebind IIS Certificate\n',
    `**${headlines[report.outcome]}**\n`,
    failure ? failureCard(failure) : '',
    report.certificate ? certificateCard(report.certificate) : '',
    expiring.length > 0
      ? `⏳ **Expiring within ${days} days:** ${expiring.slice(0, 50).map(code).join(', ')}${more(expiring.length - 50)}\n`
      : '',
    warningsCard(report.warnings),
    reportFile ? `The full report is at ${code(reportFile)} on the runner until the job ends.\n` : '',
  ].filter(Boolean);
  const used = Buffer.byteLength(parts.join('\n'));
  return `${[...parts.slice(0, 2), ...parts.slice(2), bindingsTable(report, maximumBytes - used)].join('\n')}\n`;
}

function failureCard({ code: id, title, parts: { cause, evidence, next } }: Failure): string {
  const lines = [
    `**${text(title)}** (${code(id)})`,
    text(cause),
    ...(evidence ? [`_Seen:_ ${text(evidence)}`] : []),
    `_Next:_ ${text(next)}`,
  ];
  return `${lines.map((line) => `> ${line}`).join('\n>\n')}\n`;
}

function certificateCard(certificate: CertificateReport): string {
  const names =
    certificate.dnsNames.slice(0, 20).map(code).join(', ') + more(certificate.dnsNames.length - 20);
  return [
    '| New certificate | |',
    '| --- | --- |',
    `| Subject | ${text(certificate.subject)} |`,
    `| Issuer | ${text(certificate.issuer)} |`,
    `| Names | ${names} |`,
    `| Expires | ${certificate.notAfter.slice(0, 10)} (in ${certificate.daysRemaining} days) |`,
    `| Thumbprint | ${code(certificate.thumbprint)} |`,
    '',
  ].join('\n');
}

function warningsCard(warnings: readonly string[]): string {
  if (warnings.length === 0) return '';
  return `**Warnings**\n\n${warnings
    .slice(0, 100)
    .map((each) => `- ${text(each)}`)
    .join('\n')}${warnings.length > 100 ? `\n- … and ${warnings.length - 100} more` : ''}\n`;
}

function bindingsTable({ bindings, outcome }: Report, room: number): string {
  if (bindings.length === 0) return '';
  const isInventory = outcome === 'inventory';
  const header = isInventory
    ? '| Binding | Kind | Owner | Names | Issuer | Expires | Days |\n| --- | --- | --- | --- | --- | --- | ---: |\n'
    : '| Binding | Old | New | Expires | Result | Method | Handshake | Note |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n';
  // What something happened to comes first: it must not fall victim to the limit.
  const sorted = isInventory
    ? [...bindings].sort(soonestFirst)
    : [...bindings].sort((one, other) => weight(one) - weight(other));
  const rows: string[] = [];
  let size = Buffer.byteLength(header) + 500;
  for (const binding of sorted) {
    const row = isInventory ? inventoryRow(binding) : changeRow(binding);
    size += Buffer.byteLength(row);
    if (size > room) break;
    rows.push(row);
  }
  const left = bindings.length - rows.length;
  const note = left > 0 ? `\n… and ${left} more bindings, which the report lists.\n` : '';
  const table = `${header}${rows.join('')}${note}`;
  return bindings.length > foldFrom
    ? `<details><summary>${bindings.length} bindings</summary>\n\n${table}\n</details>\n`
    : table;
}

function changeRow(row: BindingReport): string {
  const changed = row.thumbprint !== row.previousThumbprint;
  return line([
    code(row.endpoint),
    thumbprint(row.previousThumbprint),
    changed ? thumbprint(row.thumbprint) : '',
    row.notAfter?.slice(0, 10) ?? '',
    row.result,
    row.method === 'none' ? '' : row.method,
    row.handshake === 'skipped' ? '' : row.handshake,
    text(row.message),
  ]);
}

function inventoryRow(row: BindingReport): string {
  const names = row.certificate?.dnsNames ?? [];
  return line([
    code(row.endpoint),
    row.kind,
    text([row.owner, ...row.sites].join(' · ')),
    names.slice(0, 3).map(code).join(', ') + more(names.length - 3),
    text(row.certificate?.issuer ?? ''),
    row.notAfter?.slice(0, 10) ?? '',
    row.certificate ? String(row.certificate.daysRemaining) : '',
  ]);
}

const order: readonly BindingReport['result'][] = [
  'failed',
  'rolled-back',
  'rebound',
  'created',
  'planned',
  'unchanged',
  'untouched',
];

function weight({ result }: BindingReport): number {
  return order.indexOf(result);
}

function soonestFirst(one: BindingReport, other: BindingReport): number {
  return (one.notAfter ?? '9999').localeCompare(other.notAfter ?? '9999');
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}

function thumbprint(value: string | null): string {
  return value === null ? '' : `<code title="${value}">${value.slice(0, 8)}…</code>`;
}

function more(count: number): string {
  return count > 0 ? ` and ${count} more` : '';
}

/** Text of any origin inside markdown: no character of it is markup. */
export function text(value: string): string {
  return harmlessLine(value)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_{}[\]()#+!|~@:-]/g, (character) => `&#${character.codePointAt(0)};`);
}

function code(value: string): string {
  return `<code>${text(value)}</code>`;
}
