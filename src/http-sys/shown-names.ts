import type { Endpoint, EndpointKind } from './endpoint.js';
import { type Line, longestValue, nameEdge } from './show-line.js';

/**
 * What the registry tells of the records of `show`, where their text alone does not tell which endpoint they have: the
 * host is an address or no name that DNS would know, its letters depend on the code page, or lines are missing. True
 * for one process and its console, in which every reading is in the same language and code page.
 */
export interface ShownNames {
  /** Endpoints by their name as netsh prints it; at most one of each kind. */
  readonly byText: ReadonlyMap<string, readonly Endpoint[]>;
  /** What kind of record the text before an address stands for. */
  readonly kindOfLabel: ReadonlyMap<string, EndpointKind>;
}

/** Nothing but the form of a line tells what it is. */
export const noNames: ShownNames = { byText: new Map(), kindOfLabel: new Map() };

/** A name at the end of a line: where it begins, and what it can be. */
interface NameAtEnd {
  readonly start: number;
  readonly endpoints: readonly Endpoint[];
}

const begins = new RegExp(`(?<=${nameEdge})`, 'g');

/** The longest known name at the end of a line; undefined if there is none. */
export function nameAtEnd({ text }: Pick<Line, 'text'>, { byText }: ShownNames): NameAtEnd | undefined {
  if (byText.size === 0) return undefined;
  const tail = text.slice(-longestValue);
  for (const { index } of tail.matchAll(begins)) {
    const endpoints = byText.get(tail.slice(index));
    if (endpoints !== undefined) return { start: text.length - tail.length + index, endpoints };
  }
  return undefined;
}
