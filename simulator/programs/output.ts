import { writeSync } from 'node:fs';
import type { CodePage } from '../machine-options.js';
import { encode, type LackingLetters } from '../texts/code-page.js';
import { pause } from './pause.js';

export type Stream = 1 | 2;

/** What a program prints, kept until it ends: so nothing is out of a program that is killed. */
export class Output {
  readonly #codePage: CodePage;
  readonly #lacking: LackingLetters;
  readonly #lines: { stream: Stream; lines: readonly string[] }[] = [];

  constructor(codePage: CodePage, lacking: LackingLetters) {
    this.#codePage = codePage;
    this.#lacking = lacking;
  }

  add(stream: Stream, lines: readonly string[]): void {
    this.#lines.push({ stream, lines });
  }

  flush(): void {
    for (const stream of [1, 2] as const) {
      const parts = this.#lines.filter((entry) => entry.stream === stream).flatMap((entry) => entry.lines);
      if (parts.length > 0)
        writeAll(stream, encode(`${parts.join('\r\n')}\r\n`, this.#codePage, this.#lacking));
    }
  }
}

/** Writes everything, also to a pipe whose reader is slow; a reader that is gone ends it. */
export function writeAll(stream: Stream, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(stream, bytes, written);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      pause(1);
    }
  }
}
