import { harmlessLine } from './printable.js';

/** Longer text is not read by anybody, and could crowd out the rest of a summary. */
const maximumText = 2_000;

/** Besides the characters that always mean something: what begins a list, and the dot of a bare address. */
const markup = /[\\`*_{}[\]()#+!|~@:]|(?<=^\s*)-|(?<=^\s*\d+)\.(?=\s|$)|(?<=www)\./gi;

/** Text of any origin inside markdown: no character of it is markup, no part a link, and it stays in its line. */
export function text(value: string): string {
  const short = value.length > maximumText ? `${value.slice(0, maximumText)}…` : value;
  return harmlessLine(short)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(markup, (character) => `&#${character.codePointAt(0)};`);
}

/** The same, set as code. */
export function code(value: string): string {
  return `<code>${text(value)}</code>`;
}

/** Lines that are shown as they are, in a box from which they can be copied. */
export function codeBlock(lines: readonly string[], language = ''): string {
  const content = lines.map(harmlessLine);
  const ticks = content.flatMap((line) => line.match(/`+/g) ?? []).map(({ length }) => length);
  // A longer fence than any in the text cannot be ended by it.
  const fence = '`'.repeat(Math.max(3, ...ticks.map((length) => length + 1)));
  return [`${fence}${language}`, ...content, fence].join('\n');
}

/** A column of a table: its title, its text for one item as markdown, and whether it holds numbers. */
export interface MarkdownColumn<T> {
  readonly title: string;
  readonly cell: (item: T) => string;
  readonly isNumber?: boolean;
}
/**
 * A table without its empty columns, cut where it would exceed a size.
 * @param bytes the most that the table may take
 * @returns the lines of the table, and how many items it holds
 */
export function table<T>(
  columns: readonly MarkdownColumn<T>[],
  items: readonly T[],
  bytes: number,
): { lines: string[]; count: number } {
  const filled = columns.filter(({ cell }) => items.some((item) => cell(item) !== ''));
  const lines = [
    row(filled.map(({ title }) => title)),
    row(filled.map(({ isNumber }) => (isNumber ? '---:' : '---'))),
  ];
  let used = lines.reduce((sum, each) => sum + size(each), 0);
  for (const item of items) {
    const line = row(filled.map(({ cell }) => cell(item)));
    used += size(line);
    if (used > bytes) break;
    lines.push(line);
  }
  return { lines, count: lines.length - 2 };
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Bytes that a line takes, its line feed included. */
export function size(line: string): number {
  return Buffer.byteLength(line) + 1;
}
