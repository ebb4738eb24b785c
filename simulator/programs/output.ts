import type { CodePage } from '../machine-options.js';
import { encode, type LackingLetters } from '../texts/code-page.js';
import type { Stream } from './process.js';

/** What a program prints, kept until it ends: so nothing is out of a program that is killed. */
export class Output {
  readonly #lines: { stream: Stream; lines: readonly string[] }[] = [];

  add(stream: Stream, lines: readonly string[]): void {
    this.#lines.push({ stream, lines });
  }

  /** The bytes of each stream that something was printed to. */
  encoded(codePage: CodePage, lacking: LackingLetters): [Stream, Buffer][] {
    return ([1, 2] as const).flatMap((stream) => {
      const parts = this.#lines.filter((entry) => entry.stream === stream).flatMap((entry) => entry.lines);
      if (parts.length === 0) return [];
      return [[stream, encode(`${parts.join('\r\n')}\r\n`, codePage, lacking)] satisfies [Stream, Buffer]];
    });
  }
}
