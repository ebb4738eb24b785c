/**
 * Texts that were seen before, each with what was made of it. A table repeats nearly all of its lines for every
 * binding, and a run reads the same table many times: what is equal is recognised once and kept once.
 */
export class ShowTexts<Line> {
  readonly #lines = new Map<string, Line>();
  readonly #blocks = new Map<string, readonly string[]>();
  #latest: readonly string[] = [];

  /** What `recognise` makes of a line, asked once for each text. */
  line(text: string, recognise: (text: string) => Line): Line {
    let line = this.#lines.get(text);
    if (line === undefined) {
      const own = apart(text);
      line = recognise(own);
      this.#lines.set(own, line);
    }
    return line;
  }

  /** The first of all equal lists of lines, so that two blocks can be compared by identity first. */
  block(lines: readonly string[]): readonly string[] {
    const { length } = this.#latest;
    if (lines.length === length && lines.every((line, index) => line === this.#latest[index]))
      return this.#latest;
    const text = lines.join('\n');
    this.#latest = this.#blocks.get(text) ?? lines;
    this.#blocks.set(text, this.#latest);
    return this.#latest;
  }
}

/** A copy that does not keep the whole output in memory, as a slice of it would. */
function apart(text: string): string {
  return `\0${text}`.slice(1);
}
