import { DamageDetector } from './show-damage.js';
import { findHeads, type Head } from './show-head.js';
import type { Line } from './show-line.js';
import { behindHeader } from './show-preamble.js';
import type { ShownNames } from './shown-names.js';

/** A run of lines: a record, or (without a head) something that is like one and not understood. */
export interface Segment {
  /** Positions among the lines of the text: of the first line, and behind the last. */
  readonly from: number;
  readonly to: number;
  readonly head: Head | undefined;
}

/**
 * Cuts the lines of a table into records. What stands before the first one is not a part of the result.
 *
 * A record begins with its endpoint, hash, appid and store, in this order, on every Windows. Whatever is like the
 * beginning of a record without being one, such as a hash without an endpoint, begins a segment without a head:
 * its lines must neither be lost nor be counted among the settings of the record before it.
 */
export function segments(lines: readonly Line[], names: ShownNames): Segment[] {
  const heads = findHeads(lines, names);
  const damage = new DamageDetector(lines, heads);
  const body = behindHeader(lines);
  const found: Open[] = [];
  const begin = (from: number, head: Head | undefined) => {
    const last = found.at(-1);
    if (last !== undefined) {
      last.to = from;
      // Without a blank line between them it is not certain where the record before ends.
      if (head === undefined && lines[from]?.opens === false) last.head = undefined;
    }
    found.push({ from, to: lines.length, head, headEnd: head?.end });
  };
  let upcoming = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const head = heads[upcoming];
    if (head?.at === at) {
      begin(at, head);
      upcoming += 1;
      at = head.end;
      continue;
    }
    // A header that is followed at once by a record which is not understood is no part of it.
    if (at < body) continue;
    const last = found.at(-1);
    const end = head?.at ?? lines.length;
    const isInside = last !== undefined && last.headEnd === undefined && at - last.from <= 3;
    if (isInside && lines[at]?.opens === false) continue;
    if (damage.isDoubtful(at, end, last !== undefined)) begin(beginningOf(lines, at, last), undefined);
  }
  return found;
}

/** A segment whose end is not known yet. */
interface Open {
  readonly from: number;
  to: number;
  head: Head | undefined;
  /** Position of the last line of its head, whether or not the head is still believed. */
  readonly headEnd: number | undefined;
}

/** A hash without an endpoint: the line before it is what is left of the endpoint, unless it has another place. */
function beginningOf(lines: readonly Line[], at: number, last: Open | undefined): number {
  const line = lines[at];
  const first = last === undefined ? 0 : (last.headEnd ?? last.from) + 1;
  return line?.shape === 'hash' && !line.opens && at - 1 >= first ? at - 1 : at;
}
