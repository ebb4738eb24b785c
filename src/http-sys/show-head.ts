import { type Endpoint, type EndpointKind, isWildcardAddress, shownEndpoint } from './endpoint.js';
import { freeValue, hasColon, type Line, type Shape } from './show-line.js';
import { nameAtEnd, type ShownNames } from './shown-names.js';

/** The first lines of a record that is understood for certain, by their positions in the text. */
export interface Head {
  readonly at: number;
  /** undefined for a record of the central certificate store that has no lines for hash and store. */
  readonly hash: number | undefined;
  readonly guid: number;
  readonly store: number | undefined;
  /** The last of its lines. */
  readonly end: number;
  readonly endpoint: Endpoint;
  /** Where the name of the endpoint begins in the line at `at`, which ends with it. */
  readonly start: number;
}

/** The heads of all records that are understood for certain, in order. */
export function findHeads(lines: readonly Line[], names: ShownNames): Head[] {
  const heads: Head[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const head = headAt(lines, at, { within: heads.length > 0, names });
    if (head === undefined || !endsWell(lines, head, names)) continue;
    heads.push(head);
    at = head.end;
  }
  return withKindsOfLabels(lines, heads, names);
}

/** The text before the name of the endpoint. */
export function labelOf(lines: readonly Line[], { at, start }: Pick<Head, 'at' | 'start'>): string {
  return lines[at]?.text.slice(0, start) ?? '';
}

/**
 * A host can be an address. Whether it is one shows where its label is that of other hosts, and not also that of
 * `0.0.0.0` or `[::]`.
 */
function withKindsOfLabels(lines: readonly Line[], heads: readonly Head[], names: ShownNames): Head[] {
  const isAddress = ({ at }: Head) => lines[at]?.shape === 'address';
  const isKnown = (head: Head) =>
    names.kindOfLabel.has(labelOf(lines, head)) ||
    names.byText.get(head.endpoint.text)?.some(({ key }) => key === head.endpoint.key);
  const labels = (some: readonly Head[]) => new Set(some.map((head) => labelOf(lines, head)));
  const ofHosts = labels(heads.filter((head) => head.endpoint.kind === 'hostnameport' && !isAddress(head)));
  const ofAddresses = labels(heads.filter(({ endpoint }) => isWildcardAddress(endpoint)));
  return heads.map((head) => {
    if (head.endpoint.kind !== 'ipport' || isKnown(head)) return head;
    const label = labelOf(lines, head);
    if (!ofHosts.has(label) || ofAddresses.has(label)) return head;
    const endpoint = shownEndpoint('hostnameport', head.endpoint.text);
    return endpoint === undefined ? head : { ...head, endpoint };
  });
}

/** New fields that a later Windows may show between the endpoint and the appid. */
const unknownFieldsAllowed = 2;

/** What a head is looked for with. */
interface Search {
  /** Whether a record before it may go on up to this line. */
  readonly within: boolean;
  readonly names: ShownNames;
}

function headAt(lines: readonly Line[], at: number, { within, names }: Search): Head | undefined {
  const first = lines[at];
  const identity = first && identityAfter(lines, at);
  if (first === undefined || identity === undefined) return undefined;
  const { hash, guid, unknownFields } = identity;
  const named = nameOf(first, hash === undefined ? undefined : lines[hash], names);
  if (named === undefined) return undefined;
  const strict = unknownFields > 0 || hash === undefined;
  if (strict && lines.slice(at + 1, guid + 1).some((line) => line.opens)) return undefined;
  // Numbers are frequent among the settings, so one begins a record only where nothing else can be meant.
  const isNumber = named.endpoint.kind === 'ccs';
  if (isNumber && (unknownFields > 0 || ((within || hash === undefined) && !first.opens))) return undefined;
  const store = hash === undefined ? undefined : guid + 1;
  return { at, hash, guid, store, end: store ?? guid, ...named };
}

/** Where hash and appid of a head stand. */
interface Identity {
  readonly hash: number | undefined;
  readonly guid: number;
  readonly unknownFields: number;
}

/** The hash, if there is one, and the appid that follow a line as they do in a head. */
export function identityAfter(lines: readonly Line[], at: number): Identity | undefined {
  let hash: number | undefined;
  let unknownFields = 0;
  for (let guid = at + 1; ; guid += 1) {
    const shape = lines[guid]?.shape;
    if (shape === 'guid')
      return hash === undefined && unknownFields > 0 ? undefined : { hash, guid, unknownFields };
    if (shape === undefined || shape === 'address' || shape === 'host') return undefined;
    if (shape !== 'hash' && shape !== 'null') unknownFields += 1;
    else if (hash === undefined) hash = guid;
    else return undefined;
    if (unknownFields > unknownFieldsAllowed) return undefined;
  }
}

type Named = Pick<Head, 'endpoint' | 'start'>;

/** The endpoint that a line names, given the line of its hash; undefined where two readings are possible. */
function nameOf(line: Line, hash: Line | undefined, names: ShownNames): Named | undefined {
  const isCentral = hash?.shape !== 'hash';
  const known = nameAtEnd(line, names);
  const fitting = known?.endpoints.filter(({ kind }) => isCentralKind(kind) === isCentral) ?? [];
  const [endpoint, ...others] = fitting;
  if (known !== undefined && endpoint !== undefined)
    return others.length === 0 ? { endpoint, start: known.start } : undefined;
  return nameByForm(line, hash, names);
}

function isCentralKind(kind: EndpointKind): boolean {
  return kind === 'ccs' || kind === 'scopedccs';
}

function nameByForm(line: Line, hash: Line | undefined, { kindOfLabel }: ShownNames): Named | undefined {
  const named = (kind: EndpointKind, start: number): Named | undefined => {
    const known = line.endpoint?.kind === kind ? line.endpoint : undefined;
    const endpoint = known ?? shownEndpoint(kind, line.text.slice(start));
    return endpoint && { endpoint, start };
  };
  // Whether a host without a hash is one of the central store, or its line is lost, only its name can tell.
  if (hash === undefined) return line.shape === 'digits' ? named('ccs', line.start) : undefined;
  const isNull = hash.shape === 'null';
  const asHost = () => named(isNull ? 'scopedccs' : 'hostnameport', line.start);
  switch (line.shape) {
    case 'address':
      return isNull
        ? undefined
        : named(kindOfLabel.get(line.text.slice(0, line.start)) ?? 'ipport', line.start);
    case 'host':
      return asHost();
    case 'digits':
      return isNull ? named('ccs', line.start) : undefined;
    case 'word': {
      // Whether the colon in `word:443` belongs to the label shows where the labels of this record end otherwise.
      const behindColon = hasColon(line.text.slice(0, line.start));
      const colonsElsewhere = hasColon(hash.text.slice(0, hash.start));
      if (behindColon) return isNull ? undefined : asHost();
      if (!colonsElsewhere) return asHost();
      return isNull ? named('ccs', line.text.lastIndexOf(':') + 1) : undefined;
    }
    default:
      return undefined;
  }
}

/** Whether the record has all lines of its head, and the last one is not the beginning of something else. */
function endsWell(lines: readonly Line[], head: Head, names: ShownNames): boolean {
  const isHead = (at: number) => headAt(lines, at, { within: false, names }) !== undefined;
  const last = lines[head.end];
  if (last === undefined || last.isCut) return false;
  if (head.store !== undefined) {
    if (['hash', 'guid', 'address'].includes(last.shape)) return false;
    if (freeValue(last.text) === '' || isHead(head.store)) return false;
  }
  const after = lines.slice(head.end + 1, head.end + 3).map((line) => line.shape);
  return !after.some(isIdentity) || isHead(head.end + 1);
}

/** Whether a value is one that only the head of a record has. */
export function isIdentity(shape: Shape | undefined): boolean {
  return shape === 'hash' || shape === 'guid';
}
