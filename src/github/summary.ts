import type { Failure } from '../failure.js';
import type { BindingReport, CertificateReport, Report } from '../run/report.js';
import { firstOf } from '../wording.js';
import {
  type Column,
  columnsFor,
  day,
  inReadingOrder,
  type Replaced,
  replacedCertificates,
  valuesInCell,
} from './columns.js';
import { docsLink } from './docs-link.js';
import { expiryChart } from './expiry-chart.js';
import { headline, planNote, type Told, unusual } from './headline.js';
import { code, codeBlock, type MarkdownColumn, size, table, text } from './markdown.js';
import { otherUsersTable, otherWarnings } from './other-users-table.js';

/** GitHub refuses a summary of more than 1 MiB for a step; some of it is left for others. */
const maximumBytes = 900 * 1024;

/** With more rows than this the table is folded. */
const foldFrom = 50;

/** More warnings than this are not read; the report has all. */
const maximumWarnings = 100;

/** More of these commands than this are not run by hand; the report has the state of every binding. */
const maximumCommands = 200;

/** More lines than this of evidence are not read. */
const maximumLines = 30;

export const heading = '## Rebind IIS Certificate';

/** What the summary is made of. */
export interface SummaryFacts extends Told {
  readonly now: Date;
  /** Where the full report is, on the runner; null where the output `report` holds it all. */
  readonly reportFile: string | null;
}

/** The job summary, as GitHub-flavoured markdown: the outcome, what is wrong or unusual, then the tables. Pure. */
export function renderSummary(facts: SummaryFacts): string {
  const { report, failure, now, reportFile } = facts;
  const above = [
    heading,
    `**${text(headline(facts))}**`,
    ...(failure ? failureCard(failure) : []),
    ...unusual(facts).map(text),
    ...warningsCard(otherWarnings(report)),
    ...(report.certificate ? [certificateCard(report.certificate)] : []),
    ...replacedCard(report),
    ...otherUsersTable(report, maximumBytes / 8),
    ...(report.outcome === 'inventory' ? expiryChart(report, now) : []),
  ];
  const below = [
    ...(report.outcome === 'planned' ? [text(planNote)] : []),
    ...(reportFile === null
      ? []
      : [`The full report is at ${code(reportFile)} on the runner until the job ends.`]),
  ];
  const used = [...above, ...below].reduce((sum, part) => sum + size(part) + 1, 0);
  return `${[...above, ...bindingsTable(facts, maximumBytes - used), ...below].join('\n\n')}\n`;
}

/** What failed, and what to do: the state of the server stands in the line above it. */
export function failureCard({ code: id, title, parts }: Failure): string[] {
  const { cause, evidence, next, commands = [] } = parts;
  const lines = [
    `**${text(title)}** ([${code(id)}](${docsLink(id)}))`,
    text(cause),
    ...(evidence ? [`_Seen:_ ${inLines(evidence)}`] : []),
    `_Next:_ ${inLines(next)}`,
  ];
  const card = lines.map((line) => `> ${line}`).join('\n>\n');
  if (commands.length === 0) return [card];
  const left = commands.length - maximumCommands;
  return [
    card,
    'Run as an administrator on the server, line by line:',
    codeBlock([
      ...commands.slice(0, maximumCommands),
      ...(left > 0 ? [`rem … and ${left} more, which the log lists`] : []),
    ]),
  ];
}

/** Text of several lines inside a paragraph. */
function inLines(value: string): string {
  return value.split('\n').slice(0, maximumLines).map(text).join('<br>');
}

function certificateCard(certificate: CertificateReport): string {
  return [
    '| New certificate | |',
    '| --- | --- |',
    `| Subject | ${text(certificate.subject)} |`,
    `| Issuer | ${text(certificate.issuer)} |`,
    `| Names | ${firstOf(20, certificate.dnsNames.map(code))} |`,
    `| Expires | ${day(certificate.notAfter)} (in ${certificate.daysRemaining} days) |`,
    `| Thumbprint | ${code(certificate.thumbprint)} |`,
  ].join('\n');
}

const replacedColumns: readonly MarkdownColumn<Replaced>[] = [
  { title: 'Replaced certificate', cell: ({ thumbprint }) => code(thumbprint) },
  {
    title: 'Names',
    cell: ({ certificate }) => firstOf(valuesInCell, (certificate?.dnsNames ?? []).map(code)),
  },
  { title: 'Issuer', cell: ({ certificate }) => text(certificate?.issuer ?? '') },
  { title: 'Expires', cell: ({ certificate }) => day(certificate?.notAfter ?? null) },
  { title: 'Bindings', cell: ({ bindings }) => String(bindings), isNumber: true },
];

/** The replaced certificates, with the thumbprints in full: whoever wants to go back needs them. */
function replacedCard(report: Report): string[] {
  const replaced = replacedCertificates(report);
  return replaced.length === 0 ? [] : [table(replacedColumns, replaced, maximumBytes / 8).lines.join('\n')];
}

function warningsCard(warnings: readonly string[]): string[] {
  if (warnings.length === 0) return [];
  const lines: string[] = [];
  let used = 0;
  for (const warning of warnings.slice(0, maximumWarnings)) {
    const line = `- ${text(warning)}`;
    used += size(line);
    if (used > maximumBytes / 4) break;
    lines.push(line);
  }
  const more = warnings.length - lines.length;
  if (more > 0) lines.push(`- … and ${more} more, which the report lists`);
  return [`**Warnings**\n\n${lines.join('\n')}`];
}

function inMarkdown({ title, cell, as }: Column): MarkdownColumn<BindingReport> {
  const set = as === 'code' ? code : text;
  return {
    title: title.charAt(0).toUpperCase() + title.slice(1),
    cell: (row) => firstOf(valuesInCell, cell(row).map(set)),
    isNumber: as === 'number',
  };
}

/** @param room bytes that the table may take */
function bindingsTable({ report, wantsProof }: Told, room: number): string[] {
  const rows = inReadingOrder(report);
  if (rows.length === 0) return [];
  const { lines, count } = table(columnsFor(report, wantsProof).map(inMarkdown), rows, room - 500);
  const left = rows.length - count;
  const note = left > 0 ? [`… and ${left} more bindings, which the report lists.`] : [];
  const shown = [lines.join('\n'), ...note];
  if (rows.length <= foldFrom) return shown;
  return ['<details>', `<summary>${rows.length} bindings</summary>`, ...shown, '</details>'];
}
