import { firstOf } from '../wording.js';
import {
  type Column,
  columnsFor,
  inReadingOrder,
  isNotSelected,
  type Tabled,
  valuesInCell,
} from './columns.js';
import { harmlessLine } from './printable.js';

/** More rows than this are not read by anybody in a log; the report has all. */
const maximumRows = 200;

/** A wider cell pushes the columns behind it out of sight; the last column may be as wide as it likes. */
const maximumWidth = 48;

/**
 * The bindings of a report as a table of plain text, aligned, without the columns that are empty.
 * @param everything also the rows that a log with very many bindings leaves out: those that nobody asked for, and what
 *   exceeds the limit
 * @param wantsProof whether a handshake was to prove the change
 */
export function textTable(report: Tabled, everything: boolean, wantsProof = true): string[] {
  const rows = inReadingOrder(report);
  const worth =
    rows.length > maximumRows && report.outcome !== 'inventory'
      ? rows.filter((row) => !isNotSelected(row))
      : rows;
  const shown = everything ? rows : worth.slice(0, maximumRows);
  if (shown.length === 0) return [];
  const left = rows.length - shown.length;
  return [
    ...aligned({ ...report, bindings: shown }, wantsProof),
    ...(left > 0 ? [`… and ${left} more bindings, which the report lists.`] : []),
  ];
}

function aligned(report: Tabled, wantsProof: boolean): string[] {
  const columns = columnsFor(report, wantsProof)
    .map((column) => cellsOf(column, report))
    .filter(([, ...cells]) => cells.some((cell) => cell.trim() !== ''));
  return ['', ...report.bindings].map((_, line) =>
    columns
      .map((cells) => cells[line])
      .join('  ')
      .trimEnd(),
  );
}

/** The title and the cells of a column, of one width. */
function cellsOf({ title, cell }: Column, { bindings }: Tabled): string[] {
  const cells = [title, ...bindings.map((row) => harmlessLine(firstOf(valuesInCell, cell(row))))];
  const width = Math.min(maximumWidth, Math.max(...cells.map((each) => each.length)));
  return cells.map((each) => each.padEnd(width));
}
