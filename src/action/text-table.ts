import type { BindingReport } from '../rebind/report.js';

/** More rows than this are not read by anybody in a log; the report has all. */
const maximumRows = 200;

/**
 * The bindings as a table of plain text, aligned. With very many bindings only those that something happens to, and
 * of these the first.
 */
export function textTable(rows: readonly BindingReport[], everything: boolean): string[] {
  const interesting =
    rows.length > maximumRows && !everything ? rows.filter((row) => row.result !== 'untouched') : rows;
  const shown = everything ? interesting : interesting.slice(0, maximumRows);
  const cells = [
    ['binding', 'old', 'new', 'expires', 'result', 'method', 'handshake', 'owner', ''],
    ...shown.map((row) => [
      row.endpoint,
      short(row.previousThumbprint),
      row.thumbprint === row.previousThumbprint ? '' : short(row.thumbprint),
      row.notAfter?.slice(0, 10) ?? '',
      row.result,
      row.method === 'none' ? '' : row.method,
      row.handshake === 'skipped' ? '' : row.handshake,
      [row.owner, ...row.sites].join(' · '),
      row.message,
    ]),
  ];
  const widths = cells[0]!.map((_, column) =>
    Math.min(60, Math.max(...cells.map((row) => row[column]!.length))),
  );
  const used = widths.map((_, column) => column === 0 || cells.slice(1).some((row) => row[column] !== ''));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (used[column] ? cell.padEnd(widths[column]!) : ''))
      .filter((_, column) => used[column])
      .join('  ')
      .trimEnd(),
  );
  const left = rows.length - shown.length;
  return left > 0 ? [...lines, `… and ${left} more; the report and the job summary have them.`] : lines;
}

/** Enough of a thumbprint to tell two apart. */
export function short(thumbprint: string | null): string {
  return thumbprint === null ? '' : `${thumbprint.slice(0, 8)}…`;
}
