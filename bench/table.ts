/** Rows of cells as lines of text: the first column to the left, all others to the right. */
export function textTable(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}

/** A number as people read it: three digits that count. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value !== 0 && Math.abs(value) < 100 && !Number.isInteger(value)) return value.toPrecision(3);
  return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
}
