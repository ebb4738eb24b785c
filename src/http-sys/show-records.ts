import { DamageDetector } from './show-damage.js';
import { findHeads, type Head } from './show-head.js';
import type { Line } from './show-line.js';

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
export function segments(lines: readonly Line[]): Segment[] {
  const heads = findHeads(lines);
  const starts = findStarts(lines, heads);
  return starts.map((start, index) => {
    const next = starts[index + 1];
    // Without a blank line between them it is not certain where this record ends.
    const runsOver = next !== undefined && next.head === undefined && lines[next.at]?.opens === false;
    return { from: start.at, to: next?.at ?? lines.length, head: runsOver ? undefined : start.head };
  });
}

interface Start {
  readonly at: number;
  readonly head: Head | undefined;
}

/** Where records begin, those that are not understood included. */
function findStarts(lines: readonly Line[], heads: readonly Head[]): Start[] {
  const damage = new DamageDetector(lines, heads);
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
    if (!damage.isDoubtful(at, end, last !== undefined)) continue;
    starts.push({ at: beginningOf(lines, at, last), head: undefined });
  }
  return starts;
}

/** A hash without an endpoint: the line before it is what is left of the endpoint, unless it has another place. */
function beginningOf(lines: readonly Line[], at: number, last: Start | undefined): number {
  const line = lines[at]!;
  const first = last === undefined ? 0 : (last.head?.store ?? last.at) + 1;
  return line.shape === 'hash' && !line.opens && at - 1 >= first ? at - 1 : at;
}
