import { isHostByForm } from './address.js';
import { type Endpoint, type EndpointKind, shownEndpoint } from './endpoint.js';
import type { SeenBefore } from './seen-before.js';

/**
 * What the end of a line of netsh's output looks like. Labels are translated, may hold colons, and may touch their
 * value; values are the same in every language and code page.
 */
export type Shape =
  /** `0.0.0.0:443`, `[::]:443` */
  | 'address'
  /** `www.example.com:443` behind a label that ends with a colon */
  | 'host'
  /** `word:443`, which is either a host with its port or the end of a label with its number */
  | 'word'
  /** 1 to 65535 */
  | 'digits'
  /** 40 hex digits */
  | 'hash'
  | 'guid'
  /** `(null)` */
  | 'null'
  | 'other';

/** One line that is not blank. Equal lines may be one object. */
export interface Line {
  /** Without blanks at its ends. */
  readonly text: string;
  readonly shape: Shape;
  /** Where the value begins in `text`; the length of `text` for shape `other`. */
  readonly start: number;
  /** What an `address` names, and a `host` or `word` as an SNI binding; undefined for the other shapes. */
  readonly endpoint: Endpoint | undefined;
  /** Whether a blank line, or the beginning of the text, stands before it. */
  readonly opens: boolean;
  /** Whether the text ends in this line, without the line end that netsh always prints. */
  readonly isCut: boolean;
}

/**
 * Full-width colons as bytes read as Latin-1: code page 932 (`\x81F`), 950 (`\xA1G`), 936 and 949 (`\xA3\xBA`),
 * UTF-8, and the character itself in a text that was UTF-16.
 */
const wideColon = '\\x81F|\\xA1G|\\xA3\\xBA|\\xEF\\xBC\\x9A|\\uFF1A';

/** What may stand directly before a value that cannot be mistaken: nothing that could be a part of it. */
const edge = `(?:${wideColon}|[ \\t:\\x80-\\uFFFF])`;

/**
 * What may stand directly before a host name. Another character outside ASCII could be a part of the name, which
 * would then be half read; a no-break space counts after a colon only, since it is a letter in some code pages.
 */
export const nameEdge = `(?:[ \\t:]|:(?:\\xC2)?[\\xA0\\xFF]|${wideColon})`;

const addressEnd = new RegExp(`${edge}((?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.%]{2,60}\\]):\\d{1,5})$`);
const hostEnd = new RegExp(`${nameEdge}((?:(?:\\*\\.)?[A-Za-z0-9_.-]{1,253}|\\*):\\d{1,5})$`);
const digitsEnd = new RegExp(`${edge}(\\d{1,5})$`);
const hashEnd = new RegExp(`${edge}([0-9A-Fa-f]{40})$`);
const guidEnd = new RegExp(
  `${edge}(\\{[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\\})$`,
);
const nullEnd = new RegExp(`${edge}(\\(null\\))$`);

/** No value is longer than a host name of 253 characters with its port, so no more of a line is looked at. */
export const longestValue = 300;

/** What was recognised in a line, for each of its places: after a blank line, and right after another. */
export type Recognised = Readonly<Record<'opening' | 'following', Line>>;

/** The lines of a text that are not blank, each recognised by its end. The text comes piece by piece. */
export class LineReader {
  readonly #seen: SeenBefore<Recognised>;
  readonly #lines: Line[] = [];
  /** The beginning of a line that is not complete yet. */
  #rest = '';
  #opens = true;

  constructor(seen: SeenBefore<Recognised>) {
    this.#seen = seen;
  }

  add(piece: string): void {
    const first = piece.indexOf('\n');
    if (first < 0) {
      this.#rest += piece;
      return;
    }
    const line = this.#rest + piece.slice(0, first);
    this.#take(line, 0, line.length);
    let from = first + 1;
    for (let end = piece.indexOf('\n', from); end >= 0; end = piece.indexOf('\n', from)) {
      this.#take(piece, from, end);
      from = end + 1;
    }
    this.#rest = piece.slice(from);
  }

  /** To be called once, after the last piece. */
  end(): Line[] {
    const isCut = this.#take(this.#rest, 0, this.#rest.length);
    const last = isCut ? this.#lines.pop() : undefined;
    if (last) this.#lines.push({ ...last, isCut });
    return this.#lines;
  }

  /** Takes the line between two positions. @returns false if it is blank */
  #take(text: string, from: number, to: number): boolean {
    const content = trimBlanks(text, from, to);
    const isBlank = content === '';
    if (!isBlank)
      this.#lines.push(this.#seen.line(content, recognise)[this.#opens ? 'opening' : 'following']);
    this.#opens = isBlank;
    return !isBlank;
  }
}

function recognise(text: string): Recognised {
  const [shape, length, endpoint] = valueAtEnd(text.slice(-longestValue));
  const following: Line = { text, shape, start: text.length - length, endpoint, opens: false, isCut: false };
  return { opening: { ...following, opens: true }, following };
}

function valueAtEnd(tail: string): [Shape, number, Endpoint?] {
  const last = tail.charCodeAt(tail.length - 1);
  if (last === closingBrace) return match('guid', guidEnd, tail);
  if (last === closingParenthesis) return match('null', nullEnd, tail);
  const hash = isHex(last) ? hashEnd.exec(tail)?.[1] : undefined;
  // In code page 932 this is a full-width colon and 39 digits.
  if (hash !== undefined && !(hash.startsWith('F') && tail.at(-41) === '\x81')) return ['hash', 40];
  if (!isDigit(last)) return other;
  const address = endpointAtEnd('ipport', addressEnd, tail);
  if (address !== undefined) return ['address', address.text.length, address];
  const host = endpointAtEnd('hostnameport', hostEnd, tail);
  if (host !== undefined && isHostByForm(host.host)) {
    const { text } = host;
    const before = tail.slice(0, -text.length);
    const labelled = /[ \t]$/.test(before) || /[.*]/.test(text);
    return [labelled && hasColon(before) ? 'host' : 'word', text.length, host];
  }
  const digits = digitsEnd.exec(tail)?.[1];
  if (digits === undefined || shownEndpoint('ccs', digits) === undefined) return other;
  // The digits are the end of something else, such as a host name in another alphabet, and not a value.
  const before = tail.slice(0, -digits.length);
  if (before.endsWith(':') && !/[ \t]:$/.test(before) && hasColon(before.slice(0, -1))) return other;
  return ['digits', digits.length];
}

const other: [Shape, number] = ['other', 0];
const [closingBrace, closingParenthesis] = ['}'.charCodeAt(0), ')'.charCodeAt(0)];

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isHex(code: number): boolean {
  return isDigit(code) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
}

function match(shape: Shape, end: RegExp, tail: string): [Shape, number] {
  const value = end.exec(tail)?.[1];
  return value === undefined ? other : [shape, value.length];
}

function endpointAtEnd(kind: EndpointKind, end: RegExp, tail: string): Endpoint | undefined {
  const value = end.exec(tail)?.[1];
  return value === undefined ? undefined : shownEndpoint(kind, value);
}

const anyColon = new RegExp(`:|${wideColon}`);

/** Whether a text holds a colon, full-width ones included. */
export function hasColon(text: string): boolean {
  return anyColon.test(text);
}

const lastColon = new RegExp(`^.*(?::|${wideColon})`, 's');

/**
 * The value of a field that may hold any text, such as a store name: what follows the last colon. Without a colon:
 * what follows the last wide gap, else the last word. Whether that is all of it the registry tells.
 */
export function freeValue(text: string): string {
  const separated = lastColon.exec(text)?.[0].length;
  if (separated !== undefined) return trimBlanks(text.slice(separated).replace(/^(?:\xC2?\xA0|\xFF)+/, ''));
  const wideGap = Math.max(text.lastIndexOf('  '), text.lastIndexOf('\t'));
  return trimBlanks(text.slice((wideGap < 0 ? text.lastIndexOf(' ') : wideGap) + 1));
}

/** Without ASCII blanks at its ends; other white space may be a letter in the code page of the text. */
function trimBlanks(text: string, begin = 0, end = text.length): string {
  let [from, to] = [begin, end];
  while (from < to && isBlank(text.charCodeAt(from))) from += 1;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to -= 1;
  return text.slice(from, to);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d;
}
