import { type Head, isIdentity, labelOf } from './show-head.js';
import type { Line } from './show-line.js';

/** Recognises lines that are like the beginning of a record and belong to no head. */
export class DamageDetector {
  readonly #lines: readonly Line[];
  readonly #endpointLabels: readonly string[];
  readonly #identityLabels: readonly string[];

  /** @param heads all that are understood: their labels, whatever they say, mark the same fields of other records */
  constructor(lines: readonly Line[], heads: readonly Head[]) {
    this.#lines = lines;
    this.#endpointLabels = distinctLabels(lines, heads, ({ at }) => at);
    this.#identityLabels = [
      ...distinctLabels(lines, heads, ({ hash }) => hash),
      ...distinctLabels(lines, heads, ({ guid }) => guid),
    ];
  }

  /**
   * Whether the line is like the beginning of a record that is damaged or cut off.
   * @param end where the next head begins
   * @param within whether the line may be a field of a record before it
   */
  isDoubtful(at: number, end: number, within: boolean): boolean {
    const line = this.#lines[at];
    if (line === undefined) return false;
    if (startsWithAny(line, this.#endpointLabels)) return true;
    // Inside a record, away from anything that only a head has, it is a field that a later Windows may have.
    if (line.shape === 'host' || line.shape === 'address') {
      const isLast = at === this.#lines.length - 1;
      return line.opens || !within || isLast || this.#near(at, 4, end).some((each) => this.#isOfHead(each));
    }
    if (line.shape === 'hash') return this.#near(at, 3, end).some((each) => each.shape === 'guid');
    if (line.shape === 'digits' || line.shape === 'word') {
      const [, second, third] = this.#near(at, 3, end);
      const isHashless = second?.shape === 'null' || second?.shape === 'hash';
      if (isHashless && third?.shape === 'guid') return true;
      const isLast = at + 2 >= this.#lines.length && (second === undefined || isHashless);
      if (line.opens && isLast && !this.#isRepeated(at)) return true;
    }
    if (!line.opens) return false;
    return this.#near(at, 4, end).some((each) => (within && each.isCut) || this.#isOfHead(each));
  }

  #near(at: number, count: number, end: number): readonly Line[] {
    return this.#lines.slice(at, Math.min(at + count, end));
  }

  #isOfHead(line: Line): boolean {
    return isIdentity(line.shape) || brokenGuid.test(line.text) || startsWithAny(line, this.#identityLabels);
  }

  /** Whether the label stands before another value above: then it is a field, and not the end of a cut text. */
  #isRepeated(at: number): boolean {
    const line = this.#lines[at];
    const label = line?.text.slice(0, line.start) ?? '';
    return this.#lines.slice(0, at).some((line) => line.text.startsWith(label));
  }
}

/** A brace alone means nothing: it is the second byte of letters in code pages 932, 936 and 950. */
const brokenGuid = /\{[0-9A-FX-]{4}|[0-9A-FX-]{4}\}$/i;

function startsWithAny(line: Line, labels: readonly string[]): boolean {
  // Asked for every line of a table, so without a closure.
  for (const label of labels) if (line.text.startsWith(label)) return true;
  return false;
}

/** Only hostile input has more labels for one field. */
const mostLabels = 8;

/** What stands before one value of all heads, as far as it stands before no other line of a head. */
function distinctLabels(
  lines: readonly Line[],
  heads: readonly Head[],
  place: (head: Head) => number | undefined,
): string[] {
  const labels = new Set<string>();
  for (const head of heads) {
    if (labels.size >= mostLabels) break;
    const at = place(head);
    const line = at === undefined ? undefined : lines[at];
    if (line === undefined) continue;
    const label = at === head.at ? labelOf(lines, head) : line.text.slice(0, line.start);
    if (label === '' || labels.has(label)) continue;
    const others = [head.at, head.hash, head.guid, head.store].filter((each) => each !== at);
    const isShared = others.some((each) => each !== undefined && lines[each]?.text.startsWith(label));
    if (!isShared) labels.add(label);
  }
  return [...labels];
}
