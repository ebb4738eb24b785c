import { type Endpoint, shownEndpoint } from './endpoint.js';
import { freeValue, hasColon, type Line, type Shape } from './show-line.js';

/** The first lines of a record that is understood for certain, by their positions in the text. */
export interface Head {
  readonly at: number;
  readonly hash: number;
  readonly guid: number;
  readonly store: number;
  /** Its text stands at the end of the line at `at`. */
  readonly endpoint: Endpoint;
}

/** The heads of all records that are understood for certain, in order. */
export function findHeads(lines: readonly Line[]): Head[] {
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
  const endpoint = nameOf(first, lines[hash]!);
  if (endpoint === undefined) return undefined;
  const strict = strangers > 0;
  if (strict && lines.slice(at + 1, position + 1).some((line) => line.opens)) return undefined;
  // Numbers are frequent among the settings, so one begins a record only where nothing else can be meant.
  if (endpoint.kind === 'ccs' && (strict || (within && !first.opens))) return undefined;
  return { at, hash, guid: position, store: position + 1, endpoint };
}

function mayBeEndpoint(shape: Shape): boolean {
  return shape === 'address' || shape === 'host' || shape === 'word' || shape === 'digits';
}

function shapeAt(lines: readonly Line[], at: number): Shape | undefined {
  return lines[at]?.shape;
}

/** The endpoint that a line names, given the line of its hash; undefined where two readings are possible. */
function nameOf(line: Line, hash: Line): Endpoint | undefined {
  const named = (kind: Endpoint['kind'], start: number) =>
    line.endpoint?.kind === kind ? line.endpoint : shownEndpoint(kind, line.text.slice(start));
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

/** Whether a value is one that only the head of a record has. */
export function isIdentity(shape: Shape | undefined): boolean {
  return shape === 'hash' || shape === 'guid';
}
