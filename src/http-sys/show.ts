import { parseThumbprint } from '../certificate/thumbprint.js';
import type { Binding } from './binding.js';
import type { Head } from './show-head.js';
import { freeValue, type KnownLine, type Line, LineReader } from './show-line.js';
import { unexplainedHeader, unexplainedText } from './show-preamble.js';
import { type Segment, segments } from './show-records.js';
import { ShowTexts } from './show-texts.js';

/** HTTP.sys's certificate table as far as it could be read. */
export interface ShownTable {
  readonly bindings: Binding[];
  /** Everything that may be a record and is not understood for certain, each as its lines. */
  readonly unreadable: string[][];
}

/**
 * Reads the output of `netsh http show sslcert`, on any Windows and in any language, by the shape of its values.
 *
 * Nothing is guessed: a record that lacks a value or has one too many, a damaged value, the same endpoint twice, the
 * remains of a cut text and a text that is no table at all are `unreadable`. Only an honest empty table (a header with
 * a rule below it, and perhaps a sentence that nothing was found) has neither bindings nor unreadable lines.
 * @param text the output, one character for each byte, so that any code page is preserved
 * @param texts those of earlier readings: equal bindings, and equal blocks, will be the same object
 */
export function parseShow(text: string, texts = new ShowTexts<KnownLine>()): ShownTable {
  const reader = new ShowReader(texts);
  reader.add(text);
  return reader.end();
}

/** {@link parseShow} for an output that comes piece by piece. */
export class ShowReader {
  readonly #texts: ShowTexts<KnownLine>;
  readonly #lines: LineReader;

  constructor(texts: ShowTexts<KnownLine>) {
    this.#texts = texts;
    this.#lines = new LineReader(texts);
  }

  add(piece: string): void {
    this.#lines.add(piece);
  }

  /** To be called once, after the last piece. */
  end(): ShownTable {
    return readTable(withoutPrompt(this.#lines.end()), this.#texts);
  }
}

function readTable(lines: readonly Line[], texts: ShowTexts<KnownLine>): ShownTable {
  const records = segments(lines);
  const preamble = lines.slice(0, records[0]?.from ?? lines.length);

  const unreadable: string[][] = [];
  const leftOver = records.length > 0 ? unexplainedHeader(preamble) : unexplainedText(preamble);
  if (leftOver.length > 0) unreadable.push(leftOver);

  const firsts = new Map<string, Segment & { head: Head }>();
  const doubles = new Map<string, Segment[]>();
  for (const record of records) {
    const { head } = record;
    if (head === undefined) {
      unreadable.push(textOf(lines, record));
      continue;
    }
    const { key } = head.endpoint;
    const first = firsts.get(key);
    const others = doubles.get(key);
    if (first === undefined) firsts.set(key, record as Segment & { head: Head });
    else if (others === undefined) doubles.set(key, [first, record]);
    else others.push(record);
  }
  const bindings: Binding[] = [];
  for (const record of firsts.values()) {
    const same = doubles.get(record.head.endpoint.key);
    if (same === undefined) bindings.push(toBinding(lines, record, record.head, texts));
    else unreadable.push(...same.map((each) => textOf(lines, each)));
  }
  return { bindings, unreadable };
}

/** A prompt that stands after the output where netsh ran inside a shell. */
const prompt = /^(?:netsh(?: [a-z]+)*>|(?:PS )?[A-Za-z]:\\[^>]*>)$/;

function withoutPrompt(lines: readonly Line[]): readonly Line[] {
  return prompt.test(lines.at(-1)?.text ?? '') ? lines.slice(0, -1) : lines;
}

function toBinding(
  lines: readonly Line[],
  segment: Segment,
  head: Head,
  texts: ShowTexts<KnownLine>,
): Binding {
  const [hash, guid, store] = [lines[head.hash]!, lines[head.guid]!, lines[head.store]!];
  const block = textOf(lines, { ...segment, from: segment.from + 1 });
  const mark = (position: number, text: string) => {
    block[position - segment.from - 1] = text;
  };
  mark(head.hash, `${hash.text.slice(0, hash.start)}<hash>`);
  mark(head.guid, `${guid.text.slice(0, guid.start)}<appid>`);
  mark(head.store, `${store.text.slice(0, -freeValue(store.text).length)}<store>`);
  return texts.binding({
    endpoint: head.endpoint,
    thumbprint: hash.shape === 'null' ? null : parseThumbprint(hash.text.slice(hash.start))!,
    appId: guid.text.slice(guid.start).toLowerCase(),
    store: store.shape === 'null' ? null : freeValue(store.text),
    block: texts.block(block),
  });
}

function textOf(lines: readonly Line[], { from, to }: Pick<Segment, 'from' | 'to'>): string[] {
  const texts: string[] = [];
  for (let at = from; at < to; at += 1) texts.push(lines[at]!.text);
  return texts;
}
