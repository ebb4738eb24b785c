import type { BindingReport, Report } from '../run/report.js';
import { firstOf } from '../wording.js';
import { harmlessLine } from './printable.js';
import { inReadingOrder, isChanged } from './rows.js';

/** More rows than this are not read by anybody in a log; the report has all. */
const maximumRows = 200;

/** A wider cell pushes the columns behind it out of sight; the last column may be as wide as it likes. */
const maximumWidth = 48;

/** A column: its title, and what stands in it for a binding. */
type Column = readonly [title: string, cell: (row: BindingReport) => string];

const owner: Column = ['owner', (row) => [row.owner, row.sites.join(', ')].filter(Boolean).join(' · ')];
const expires: Column = ['expires', (row) => row.notAfter?.slice(0, 10) ?? ''];

const oldAndNew: readonly Column[] = [
  ['old', (row) => short(row.previousThumbprint)],
  ['new', (row) => (isChanged(row) ? short(row.thumbprint) : '')],
];
const one: Column = ['certificate', (row) => short(row.thumbprint)];

const changeColumns = (rows: readonly BindingReport[]): readonly Column[] => [
  ['binding', (row) => row.endpoint],
  ...(rows.some(isChanged) ? oldAndNew : [one]),
  expires,
  ['result', (row) => row.result],
  ['method', (row) => (row.method === 'none' ? '' : row.method)],
  ['handshake', (row) => (row.handshake === 'skipped' ? '' : row.handshake)],
  owner,
  ['note', (row) => row.message],
];

const inventoryColumns: readonly Column[] = [
  ['binding', (row) => row.endpoint],
  ['kind', (row) => row.kind],
  owner,
  expires,
  ['days', (row) => row.certificate?.daysRemaining.toString() ?? ''],
  one,
  ['issuer', (row) => row.certificate?.issuer ?? ''],
  ['names', (row) => firstOf(3, row.certificate?.dnsNames ?? [])],
];

/**
 * The bindings of a report as a table of plain text, aligned, without the columns that are empty.
 * @param everything also the rows that a log with very many bindings leaves out: those that nothing happened to, and
 *   what exceeds the limit
 */
export function textTable(report: Pick<Report, 'outcome' | 'bindings'>, everything: boolean): string[] {
  const rows = inReadingOrder(report);
  const isInventory = report.outcome === 'inventory';
  const worth =
    rows.length > maximumRows && !isInventory ? rows.filter((row) => row.result !== 'untouched') : rows;
  const shown = everything ? rows : worth.slice(0, maximumRows);
  if (shown.length === 0) return [];
  const left = rows.length - shown.length;
  return [
    ...aligned(isInventory ? inventoryColumns : changeColumns(shown), shown),
    ...(left > 0 ? [`… and ${left} more bindings, which the report lists.`] : []),
  ];
}

function aligned(columns: readonly Column[], rows: readonly BindingReport[]): string[] {
  const filled = columns.flatMap(([title, cell]) => {
    const cells = rows.map((row) => harmlessLine(cell(row)));
    if (cells.every((each) => each === '')) return [];
    const width = Math.min(maximumWidth, Math.max(title.length, ...cells.map((each) => each.length)));
    return [[title, ...cells].map((each) => each.padEnd(width))];
  });
  return ['', ...rows].map((_, line) =>
    filled
      .map((column) => column[line])
      .join('  ')
      .trimEnd(),
  );
}

/** Enough of a thumbprint to tell two apart. */
export function short(thumbprint: string | null): string {
  return thumbprint === null ? '' : `${thumbprint.slice(0, 8)}…`;
}
