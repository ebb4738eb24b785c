import { Failure } from '../failure.js';
import { type Endpoint, isMeantBy } from '../http-sys/endpoint.js';
import type { OddRecord } from '../inspect/inspection.js';
import { recordText } from '../inspect/odd-records.js';
import { count } from '../wording.js';

/**
 * Refuses an endpoint that is named and whose record is not understood.
 * @param namedBy how it came to be named, e.g. `The site "Shop" uses it.`
 * @throws Failure `bindings-unreadable`
 */
export function refuseOddRecord(endpoint: Endpoint, odd: readonly OddRecord[], namedBy: string): void {
  const record = odd.find((each) => isRecordOf(endpoint, each));
  if (record === undefined) return;
  throw new Failure('bindings-unreadable', {
    cause: `${endpoint.text} is bound, but what netsh shows of it cannot be understood, so it is not changed. ${namedBy}`,
    evidence: `The record reads: ${recordText(record)}`,
    next: 'Name the other bindings only, rebind this one by hand, and report this output so that it can be understood.',
  });
}

function isRecordOf(named: Endpoint, { endpoint, shownAs }: OddRecord): boolean {
  if (endpoint) return isMeantBy(named, endpoint) || isMeantBy(endpoint, named);
  return shownAs?.toLowerCase() === named.text.toLowerCase();
}

/** What netsh shows besides the bindings, for an error that lists these; empty if there is nothing. */
export function oddRecordsInWords(odd: readonly OddRecord[]): string {
  return odd.length === 0
    ? ''
    : ` netsh also shows ${count(odd.length, 'record')} that cannot be understood.`;
}
