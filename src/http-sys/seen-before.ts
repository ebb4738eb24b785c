import type { Binding } from './binding.js';

/**
 * What was seen before, each text with what was made of it. A table repeats nearly all of its lines for every
 * binding, and a run reads the same table many times: what is equal is recognised once and kept once.
 */
export class SeenBefore<Line> {
  readonly #lines = new Map<string, Line>();
  readonly #blocks = new Map<string, readonly string[]>();
  readonly #bindings = new Map<string, Binding>();
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

  /** The same binding of an earlier reading, if nothing of it has changed. @param now its block from {@link block} */
  binding(now: Binding): Binding {
    const { key, text } = now.endpoint;
    const before = this.#bindings.get(key);
    const isSame =
      before?.endpoint.text === text &&
      before.thumbprint === now.thumbprint &&
      before.appId === now.appId &&
      before.store === now.store &&
      before.block === now.block;
    if (before && isSame) return before;
    this.#bindings.set(key, now);
    return now;
  }
}

/** A copy that does not keep the whole output in memory, as a slice of it would. */
function apart(text: string): string {
  return `\0${text}`.slice(1);
}
