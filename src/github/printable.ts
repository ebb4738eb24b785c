/**
 * Makes text of any origin safe to print into a workflow log: the runner executes a line that begins with `::`, and
 * one that holds `##[`. Control characters, among them the escapes that colour or erase a terminal, become `?`.
 * Line breaks remain.
 */
export function harmless(text: string): string {
  return text
    .split(/\r\n|\r|\n|\u2028|\u2029|\u0085/)
    .map((line) =>
      line
        .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (character) => (character === '\t' ? ' ' : '?'))
        .replace(/^(\s*):(?=:)/, '$1:\u200b')
        .replaceAll('##[', '##\u200b['),
    )
    .join('\n');
}

/** The same for text that must stay on one line. */
export function harmlessLine(text: string): string {
  return harmless(text).replaceAll('\n', ' ');
}
