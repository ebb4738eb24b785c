import { Failure } from '../failure.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { Inspection, OddRecord } from '../inspect/inspection.js';
import { excerpt } from '../windows/text.js';
import { count, firstOf } from '../wording.js';
import type { Selection } from './facts.js';

/**
 * A record that is not understood could be one of those to be changed, unless the registry accounts for it, or the
 * bindings were named one by one and all of them are found.
 * @throws Failure `bindings-unreadable`
 */
export function refuseUncertainTable(selection: Selection, { entries, odd }: Inspection): void {
  const doubtful = odd.filter((record) => !record.accounted);
  const [first] = doubtful;
  const missing = selection.bindings.filter((endpoint) => !entries.has(endpoint.key)).map(({ text }) => text);
  const isNamed = selection.bindings.length > 0 && selection.replace.length + selection.sites.length === 0;
  if (first === undefined || (isNamed && missing.length === 0)) return;
  const what = missing.length > 0 ? `whether ${firstOf(5, missing)} is bound` : 'which bindings there are';
  throw new Failure('bindings-unreadable', {
    cause: `${count(doubtful.length, 'record')} of "netsh http show sslcert" cannot be understood, so it is not certain ${what}.`,
    evidence: `The first reads: ${recordText(first)}`,
    next: 'Name only bindings that the inventory lists with "bindings", and report this output so that it can be understood.',
  });
}

/**
 * Refuses an endpoint that is named and whose record is not understood.
 * @param namedBy how it came to be named, e.g. `The site "Shop" uses it.`
 * @throws Failure `bindings-unreadable`
 */
export function refuseOddRecord(endpoint: Endpoint, odd: readonly OddRecord[], namedBy: string): void {
  const record = odd.find((each) => shows(each, endpoint.text.toLowerCase()));
  if (record === undefined) return;
  throw new Failure('bindings-unreadable', {
    cause: `${endpoint.text} is bound, but what netsh shows of it cannot be understood, so it is not changed. ${namedBy}`,
    evidence: `The record reads: ${recordText(record)}`,
    next: 'Name the other bindings only, rebind this one by hand, and report this output so that it can be understood.',
  });
}

function shows({ shownAs, lines }: OddRecord, text: string): boolean {
  if (shownAs !== null) return shownAs.toLowerCase() === text;
  // The blank between a label and its value can be missing.
  const ends = [` ${text}`, `:${text}`];
  return lines.some((line) => ends.some((end) => ` ${line.trim().toLowerCase()}`.endsWith(end)));
}

/** What netsh shows besides the bindings, for an error that lists these; empty if there is nothing. */
export function oddRecordsInWords(odd: readonly OddRecord[]): string {
  return odd.length === 0
    ? ''
    : ` netsh also shows ${count(odd.length, 'record')} that cannot be understood.`;
}

/** A record as one line for a message. */
function recordText({ lines }: OddRecord): string {
  return excerpt(lines.join('\n'), 1_000);
}
