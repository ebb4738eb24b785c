import { Failure } from '../failure.js';
import type { RegistryBinding, UnnamedBinding } from '../http-sys/binding.js';
import { type Endpoint, isMeantBy } from '../http-sys/endpoint.js';
import { appIdIn, hashIn, hasNoCertificate, type Table } from '../http-sys/table.js';
import { excerpt } from '../windows/text.js';
import { count, firstOf } from '../wording.js';
import type { Inspection, OddRecord } from './inspection.js';

/** What the registry has and the table does not show in a way that is understood. */
type Unmatched = Pick<RegistryBinding | UnnamedBinding, 'printed' | 'thumbprint' | 'appId'> & {
  readonly endpoint?: Endpoint;
};

/**
 * Finds for each record that is not understood the binding of the registry that it must be: one with the same hash and
 * appid, on the same port, that nothing else in the table is. Each accounts for one record.
 */
export function accountFor(
  { bindings, unreadable }: Pick<Table, 'bindings' | 'unreadable'>,
  registry: {
    readonly bindings: ReadonlyMap<string, RegistryBinding>;
    readonly unnamed: readonly UnnamedBinding[];
  },
): OddRecord[] {
  const left: Unmatched[] = [
    ...[...registry.bindings.values()].filter(({ endpoint }) => !bindings.has(endpoint.key)),
    ...registry.unnamed,
  ];
  return unreadable.map((lines) => {
    const place = left.findIndex((each) => canBe(lines, each));
    const [found] = place < 0 ? [] : left.splice(place, 1);
    const endpoint = found?.endpoint ?? null;
    return { lines, shownAs: endpoint?.text ?? nameShown(lines), accounted: found !== undefined, endpoint };
  });
}

function canBe(lines: readonly string[], { printed, thumbprint, appId }: Unmatched): boolean {
  const hash = hashIn(lines);
  if (hash !== thumbprint?.toLowerCase() || (hash === undefined && !isWithoutHash(lines))) return false;
  if (appId !== null && appIdIn(lines) !== appId) return false;
  const port = portAtEnd.exec(printed)?.[0];
  return port !== undefined && portAtEnd.exec(lines[0] ?? '')?.[0] === port;
}

/** A record of the central store has no hash, or no line for one. */
function isWithoutHash(lines: readonly string[]): boolean {
  return hasNoCertificate(lines) || /\{[0-9a-f-]{36}\}$/i.test(lines[1] ?? '');
}

const portAtEnd = /\d{1,5}$/;

function nameShown([first = '']: readonly string[]): string | null {
  const name = excerpt(first.slice(first.search(/\S+$/)));
  return portAtEnd.test(name) ? name : null;
}

/**
 * A text in which no binding was found, and that is no honest empty table either.
 * @throws Failure `bindings-unreadable`
 */
export function refuseNoTable({ table, odd }: Pick<Inspection, 'table' | 'odd'>): void {
  const isExplained = odd.every(({ lines, accounted }) => accounted || hasNoCertificate(lines));
  if (table.bindings.size > 0 || isExplained) return;
  throw new Failure('bindings-unreadable', {
    cause: '"netsh http show sslcert" printed no table that can be understood.',
    evidence: `It printed: ${table.said || 'nothing'}`,
    next: 'Run that command on the server. If it shows a table, report its output so that it can be understood; if not, find out what keeps it from working.',
  });
}

/** What a run selects by. */
interface Selected {
  readonly bindings: readonly Endpoint[];
  readonly replace: readonly unknown[];
  readonly sites: readonly unknown[];
}

/**
 * A record that cannot be understood could be one of those to be changed, unless these were named one by one, the
 * registry accounts for it, or it shows no certificate at all.
 * @throws Failure `bindings-unreadable`
 */
export function refuseOdd(
  { bindings, replace, sites }: Selected,
  inspection: Pick<Inspection, 'table' | 'entries' | 'odd'>,
): void {
  refuseNoTable(inspection);
  const { entries, odd } = inspection;
  const missing = bindings.filter((endpoint) => !entries.has(endpoint.key));
  const named = odd.find(({ endpoint }) => endpoint && missing.some((each) => isMeantBy(each, endpoint)));
  if (named) throw notUnderstood([named], `what ${named.shownAs} is bound to`);
  // One that is not found may be among the records that are not understood.
  const isNamed = bindings.length > missing.length && missing.length + replace.length + sites.length === 0;
  const doubtful = isNamed
    ? []
    : odd.filter(({ lines, accounted }) => !accounted && !hasNoCertificate(lines));
  if (doubtful.length === 0) return;
  const texts = missing.map(({ text }) => text);
  const what = texts.length > 0 ? `whether ${firstOf(5, texts)} is bound` : 'which bindings there are';
  throw notUnderstood(doubtful, what);
}

function notUnderstood(records: readonly OddRecord[], what: string): Failure {
  return new Failure('bindings-unreadable', {
    cause: `${count(records.length, 'record')} of "netsh http show sslcert" cannot be understood, so it is not certain ${what}.`,
    evidence: `The first reads: ${recordText(records[0])}`,
    next: 'Name only endpoints that the inventory lists with "bindings", and report this output so that it can be understood.',
  });
}

/** One warning for all: a text that is not understood at all can fall into thousands of records. null without any. */
export function oddWarning(odd: readonly OddRecord[]): string | null {
  const strange = odd.filter(({ accounted }) => !accounted);
  if (strange.length > 0)
    return `${count(strange.length, 'record')} of "netsh http show sslcert" cannot be understood. What cannot be understood is left alone. The first reads: ${recordText(strange[0])}`;
  if (odd.length === 0) return null;
  const names = odd.map(({ shownAs }) => shownAs ?? 'one without a name');
  return `${firstOf(5, names)}: not shown in a way that is understood, but the registry accounts for it. It is left alone.`;
}

/** A record as one line for a message. */
export function recordText(record: OddRecord | undefined): string {
  return excerpt(record?.lines.join('\n') ?? '', 1_000);
}
