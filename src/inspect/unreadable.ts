import { Failure } from '../failure.js';
import { hasNoCertificate, type Table } from '../http-sys/table.js';
import type { Context } from '../run/context.js';
import type { Draft } from '../run/draft.js';
import { excerpt } from '../windows/text.js';
import { count, firstOf } from '../wording.js';
import type { BindingsInspection } from './inspect.js';

/**
 * A text in which no binding was found, and that is no honest empty table either.
 * @throws Failure `bindings-unreadable`
 */
export function refuseNoTable(table: Table): void {
  if (table.bindings.size > 0 || table.unreadable.every(hasNoCertificate)) return;
  throw new Failure('bindings-unreadable', {
    cause: '"netsh http show sslcert" printed no table that can be understood.',
    evidence: `It printed: ${table.said || 'nothing'}`,
    next: 'Run that command on the server. If it shows a table, report its output so that it can be understood; if not, find out what keeps it from working.',
  });
}

/**
 * A record that cannot be understood could be one of those to be changed, unless these were named one by one, or it
 * shows no certificate at all.
 */
export function refuseUnreadable(
  { request: { selection } }: Context,
  draft: Draft,
  { table, entries }: BindingsInspection,
): void {
  refuseNoTable(table);
  const { bindings, replace, sites } = selection;
  // One that is not found may be among the records that are not understood.
  const missing = bindings.filter((endpoint) => !entries.has(endpoint.key)).map((endpoint) => endpoint.text);
  const isNamed = bindings.length > missing.length && missing.length + replace.length + sites.length === 0;
  const doubtful = isNamed ? [] : table.unreadable.filter((record) => !hasNoCertificate(record));
  const [first] = doubtful;
  if (first) {
    const what = missing.length > 0 ? `whether ${firstOf(5, missing)} is bound` : 'which bindings there are';
    throw new Failure('bindings-unreadable', {
      cause: `${count(doubtful.length, 'record')} of "netsh http show sslcert" cannot be understood, so it is not certain ${what}.`,
      evidence: `The first reads: ${recordText(first)}`,
      next: 'Name only sockets that the inventory lists with "bindings", and report this output so that it can be understood.',
    });
  }
  warnOfUnreadable(draft, table.unreadable);
}

/** One warning for all: a text that is not understood at all can fall into thousands of records. */
export function warnOfUnreadable(draft: Draft, records: readonly (readonly string[])[]): void {
  if (!records[0]) return;
  draft.warn(
    'Unreadable binding',
    `${count(records.length, 'record')} of "netsh http show sslcert" cannot be understood. What cannot be understood is left alone. The first reads: ${recordText(records[0])}`,
  );
}

/** A record as one line for a message. */
function recordText(record: readonly string[]): string {
  return excerpt(record.join('\n'), 1_000);
}
