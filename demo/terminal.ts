const coloured = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;

function paint(code: number): (text: string) => string {
  return (text) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text);
}

export const bold = paint(1);
export const dim = paint(2);
export const red = paint(31);
export const green = paint(32);

export function print(...lines: string[]): void {
  for (const line of lines) console.log(line);
}

/** A headline, with a line of room above. */
export function headline(text: string): void {
  print('', bold(text));
}

/** Rows in columns, indented. Cells are plain text. */
export function table(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const [index, row] of rows.entries()) {
    const line = `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('   ')}`.trimEnd();
    print(index === 0 ? dim(line) : line);
  }
}

/** Something that the demo says, and that must be so. */
export class Claims {
  #broken = 0;

  /** Prints a line with a mark for whether it is so. */
  check(isSo: boolean, text: string): void {
    if (!isSo) this.#broken += 1;
    print(`  ${isSo ? green('✓') : red('✗ NOT TRUE:')} ${text}`);
  }

  get broken(): number {
    return this.#broken;
  }
}
