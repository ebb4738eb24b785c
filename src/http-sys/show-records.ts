import { type Endpoint, shownEndpoint } from './endpoint.js';
import { freeValue, hasColon, type Line, type Shape } from './show-line.js';

/** The first lines of a record that is understood for certain, by their positions in the text. */
export interface Head {
  readonly at: number;
  readonly hash: number;
  readonly guid: number;
  readonly store: number;
  readonly endpoint: Endpoint;
  /** What stands before the value in the endpoint's line. */
  readonly label: string;
}

/** A run of lines: a record, or (without a head) something that is like one and not understood. */
export interface Segment {
  readonly lines: readonly Line[];
  /** Position of the first line in the whole text. */
  readonly from: number;
  readonly head: Head | undefined;
}

/**
 * Cuts the lines of a table into records. What stands before the first one is not a part of the result.
 *
 * A record begins with its endpoint, hash, appid and store, in this order, on every Windows. Whatever is like the
 * beginning of a record without being one, such as a hash without an endpoint, begins a segment without a head:
 * its lines must neither be lost nor be counted among the settings of the record before it.
 */
export function segments(lines: readonly Line[]): Segment[] {
  const heads = findHeads(lines);
  const starts = findStarts(lines, heads);
  return starts.map((start, index) => {
    const end = starts[index + 1]?.at ?? lines.length;
    const next = starts[index + 1];
    // Without a blank line between them it is not certain where this record ends.
    const runsOver = next !== undefined && next.head === undefined && lines[next.at]?.opens === false;
    return { lines: lines.slice(start.at, end), from: start.at, head: runsOver ? undefined : start.head };
  });
}

function findHeads(lines: readonly Line[]): Head[] {
  const heads: Head[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const head = headAt(lines, at, heads.length > 0);
    if (head === undefined || !endsWell(lines, head)) continue;
    heads.push(head);
    at = head.store;
  }
  return heads;
}

/** New fields that a later Windows may show between the endpoint and the appid. */
const strangersAllowed = 2;

/** @param within whether a record before it may go on up to this line */
function headAt(lines: readonly Line[], at: number, within: boolean): Head | undefined {
  const first = lines[at];
  if (first === undefined || !mayBeEndpoint(first.shape)) return undefined;
  let hash: number | undefined;
  let strangers = 0;
  let position = at + 1;
  for (; shapeAt(lines, position) !== 'guid'; position += 1) {
    const shape = shapeAt(lines, position);
    if (shape === undefined || shape === 'address' || shape === 'host') return undefined;
    if (shape !== 'hash' && shape !== 'null') strangers += 1;
    else if (hash === undefined) hash = position;
    else return undefined;
    if (strangers > strangersAllowed) return undefined;
  }
  if (hash === undefined) return undefined;
  const named = nameOf(first, lines[hash]!);
  if (named === undefined) return undefined;
  const strict = strangers > 0;
  if (strict && lines.slice(at + 1, position + 1).some((line) => line.opens)) return undefined;
  // Numbers are frequent among the settings, so one begins a record only where nothing else can be meant.
  if (named.endpoint.kind === 'ccs' && (strict || (within && !first.opens))) return undefined;
  return { at, hash, guid: position, store: position + 1, ...named };
}

function mayBeEndpoint(shape: Shape): boolean {
  return shape === 'address' || shape === 'host' || shape === 'word' || shape === 'digits';
}

function shapeAt(lines: readonly Line[], at: number): Shape | undefined {
  return lines[at]?.shape;
}

/** The endpoint that a line names, given the line of its hash; undefined where two readings are possible. */
function nameOf(line: Line, hash: Line): Pick<Head, 'endpoint' | 'label'> | undefined {
  const named = (kind: Endpoint['kind'], start: number) => {
    const endpoint = shownEndpoint(kind, line.text.slice(start));
    return endpoint && { endpoint, label: line.text.slice(0, start) };
  };
  const isNull = hash.shape === 'null';
  const asHost = () => named(isNull ? 'scopedccs' : 'hostnameport', line.start);
  switch (line.shape) {
    case 'address':
      return isNull ? undefined : named('ipport', line.start);
    case 'host':
      return asHost();
    case 'digits':
      return isNull ? named('ccs', line.start) : undefined;
    default: {
      // Whether the colon in `word:443` belongs to the label shows where the labels of this record end otherwise.
      const behindColon = hasColon(line.text.slice(0, line.start));
      const colonsElsewhere = hasColon(hash.text.slice(0, hash.start));
      if (behindColon) return isNull ? undefined : asHost();
      if (!colonsElsewhere) return asHost();
      return isNull ? named('ccs', line.text.lastIndexOf(':') + 1) : undefined;
    }
  }
}

/** Whether the record has a line for its store, and that line is not the beginning of something else. */
function endsWell(lines: readonly Line[], head: Head): boolean {
  const store = lines[head.store];
  if (store === undefined || store.isCut || ['hash', 'guid', 'address'].includes(store.shape)) return false;
  if (freeValue(store.text) === '' || headAt(lines, head.store, false)) return false;
  const after = lines.slice(head.store + 1, head.store + 3).map((line) => line.shape);
  return !after.some(isIdentity) || headAt(lines, head.store + 1, false) !== undefined;
}

function isIdentity(shape: Shape | undefined): boolean {
  return shape === 'hash' || shape === 'guid';
}

interface Start {
  readonly at: number;
  readonly head: Head | undefined;
}

/** Where records begin, those that are not understood included. */
function findStarts(lines: readonly Line[], heads: readonly Head[]): Start[] {
  const labels = endpointLabels(lines, heads);
  const starts: Start[] = [];
  let upcoming = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const head = heads[upcoming];
    if (head?.at === at) {
      starts.push({ at, head });
      upcoming += 1;
      at = head.store;
      continue;
    }
    const last = starts.at(-1);
    const end = head?.at ?? lines.length;
    if (last !== undefined && last.head === undefined && at - last.at <= 3 && !lines[at]!.opens) continue;
    if (!isDoubtful(lines, at, end, last !== undefined, labels)) continue;
    starts.push({ at: beginningOf(lines, at, last), head: undefined });
  }
  return starts;
}

/** Whether a line that is no part of a head is like the beginning of a record, damaged or cut off. */
function isDoubtful(
  lines: readonly Line[],
  at: number,
  end: number,
  within: boolean,
  labels: readonly string[],
): boolean {
  const line = lines[at]!;
  const near = (count: number) => lines.slice(at, Math.min(at + count, end));
  if (line.shape === 'address' || labels.some((label) => line.text.startsWith(label))) return true;
  if (line.shape === 'host') {
    return line.opens || !within || at === lines.length - 1 || near(4).some((each) => isIdentity(each.shape));
  }
  if (line.shape === 'hash') return near(3).some((each) => each.shape === 'guid');
  if (line.shape === 'digits' || line.shape === 'word') {
    const [, second, third] = near(3);
    const isHashless = second?.shape === 'null' || second?.shape === 'hash';
    if (isHashless && third?.shape === 'guid') return true;
    const isLast = at + 2 >= lines.length && (second === undefined || isHashless);
    if (line.opens && isLast && !isRepeated(lines, at)) return true;
  }
  const isDamaged = (each: Line) => isIdentity(each.shape) || each.isCut || brokenGuid.test(each.text);
  return line.opens && near(4).some(isDamaged);
}

/** A brace alone means nothing: it is the second byte of letters in code pages 932, 936 and 950. */
const brokenGuid = /\{[0-9A-FX-]{4}|[0-9A-FX-]{4}\}$/i;

/** A hash without an endpoint: the line before it is what is left of the endpoint, unless it has another place. */
function beginningOf(lines: readonly Line[], at: number, last: Start | undefined): number {
  const line = lines[at]!;
  const first = last === undefined ? 0 : (last.head?.store ?? last.at) + 1;
  return line.shape === 'hash' && !line.opens && at - 1 >= first ? at - 1 : at;
}

/** Whether the label of this line stands before another value above: then it is a field, and not the end of a cut text. */
function isRepeated(lines: readonly Line[], at: number): boolean {
  const label = lines[at]!.text.slice(0, lines[at]!.start);
  return lines.slice(0, at).some((line) => line.text.startsWith(label));
}

/** Hostile input only has more labels for endpoints than this. */
const mostLabels = 8;

/** What stands before the endpoints of this table, where it stands before nothing else in a head. */
function endpointLabels(lines: readonly Line[], heads: readonly Head[]): string[] {
  const labels = new Set<string>();
  for (const { label, hash, guid, store } of heads) {
    if (labels.size >= mostLabels) break;
    const elsewhere = [hash, guid, store].some((at) => lines[at]!.text.startsWith(label));
    if (label !== '' && !elsewhere) labels.add(label);
  }
  return [...labels];
}
