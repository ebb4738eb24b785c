import { parseThumbprint, type Thumbprint } from '../certificate/thumbprint.js';
import type { Binding } from './binding.js';
import { SeenBefore } from './seen-before.js';
import type { Head } from './show-head.js';
import { freeValue, type Line, LineReader, type Recognised } from './show-line.js';
import { unexplainedHeader, unexplainedText } from './show-preamble.js';
import { type Segment, segments } from './show-records.js';
import { noNames, type ShownNames } from './shown-names.js';

/** HTTP.sys's certificate table as far as it could be read. */
export interface ShownTable {
  readonly bindings: readonly Binding[];
  /** Everything that may be a record and is not understood for certain, each as its lines. */
  readonly unreadable: readonly (readonly string[])[];
}

/**
 * Reads the output of `netsh http show sslcert`, on any Windows and in any language, by the form of its values.
 *
 * Nothing is guessed: a record that lacks a value or has one too many, a damaged value, the same endpoint twice, the
 * remains of a cut text and a text that is no table at all are `unreadable`. Only an honest empty table (a header with
 * a rule below it, and perhaps a sentence that nothing was found) has neither bindings nor unreadable lines.
 * @param text the output, one character for each byte, so that any code page is preserved
 * @param seen what earlier readings have shown: equal bindings, and equal blocks, will be the same object
 */
export function parseShow(text: string, names = noNames, seen = new SeenBefore<Recognised>()): ShownTable {
  const reader = new LineReader(seen);
  reader.add(text);
  return readLines(reader.end(), names, seen);
}

/**
 * {@link parseShow} for lines that were read before, as when it was learnt in the meantime what they mean.
 * @param lines of a {@link LineReader} with the same `seen`
 */
export function readLines(
  lines: readonly Line[],
  names: ShownNames,
  seen: SeenBefore<Recognised>,
): ShownTable {
  const whole = withoutPrompt(lines);
  const records = segments(whole, names);
  const preamble = whole.slice(0, records[0]?.from ?? whole.length);
  const leftOver = records.length > 0 ? unexplainedHeader(preamble) : unexplainedText(preamble);
  const unreadable = leftOver.length > 0 ? [leftOver] : [];

  const understood = new Map<string, Understood[]>();
  for (const record of records) {
    const { head } = record;
    if (head === undefined) {
      unreadable.push(textOf(whole, record));
      continue;
    }
    const same = understood.get(head.endpoint.key);
    if (same) same.push({ ...record, head });
    else understood.set(head.endpoint.key, [{ ...record, head }]);
  }
  const bindings: Binding[] = [];
  for (const [record, ...doubles] of understood.values()) {
    if (record === undefined) continue;
    if (doubles.length === 0) bindings.push(toBinding(whole, record, seen));
    else unreadable.push(...[record, ...doubles].map((each) => textOf(whole, each)));
  }
  return { bindings, unreadable };
}

/** A record that is understood. */
type Understood = Segment & { readonly head: Head };

/** A prompt that stands after the output where netsh ran inside a shell. */
const prompt = /^(?:netsh(?: [a-z]+)*>|(?:PS )?[A-Za-z]:\\[^>]*>)$/;

function withoutPrompt(lines: readonly Line[]): readonly Line[] {
  return prompt.test(lines.at(-1)?.text ?? '') ? lines.slice(0, -1) : lines;
}

function toBinding(lines: readonly Line[], record: Understood, seen: SeenBefore<Recognised>): Binding {
  const { head, from } = record;
  const hash = head.hash === undefined ? undefined : lines[head.hash];
  const guid = lines[head.guid];
  const store = head.store === undefined ? undefined : lines[head.store];
  const block = textOf(lines, { ...record, from: from + 1 });
  const mark = (position: number | undefined, label: string | undefined, name: string) => {
    if (position !== undefined && label !== undefined) block[position - from - 1] = `${label}<${name}>`;
  };
  mark(head.hash, hash?.text.slice(0, hash.start), 'hash');
  mark(head.guid, guid?.text.slice(0, guid.start), 'appid');
  mark(head.store, store?.text.slice(0, -freeValue(store.text).length), 'store');
  const further = hashesIn(lines, head.end + 1, record.to);
  return seen.binding({
    endpoint: head.endpoint,
    thumbprint: hash === undefined ? null : (thumbprintIn(hash) ?? null),
    appId: guid?.text.slice(guid.start).toLowerCase() ?? '',
    store: store === undefined || store.shape === 'null' ? null : freeValue(store.text),
    block: seen.block(block),
    ...(further.length > 0 ? { furtherCertificates: further } : {}),
  });
}

/** The hashes in the lines of a record behind its head: those of further certificates. */
function hashesIn(lines: readonly Line[], from: number, to: number): Thumbprint[] {
  const found: Thumbprint[] = [];
  for (let at = from; at < to; at += 1) {
    const line = lines[at];
    const thumbprint = line?.shape === 'hash' ? thumbprintIn(line) : undefined;
    if (thumbprint !== undefined) found.push(thumbprint);
  }
  return found;
}

/** The thumbprint at the end of a line of shape `hash`; undefined for any other. */
function thumbprintIn({ shape, text, start }: Line): Thumbprint | undefined {
  return shape === 'hash' ? parseThumbprint(text.slice(start)) : undefined;
}

function textOf(lines: readonly Line[], { from, to }: Pick<Segment, 'from' | 'to'>): string[] {
  return lines.slice(from, to).map((line) => line.text);
}
