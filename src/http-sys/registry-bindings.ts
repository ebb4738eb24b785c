import type { RegistryBinding, UnnamedBinding } from './binding.js';
import { type Endpoint, shownEndpoint } from './endpoint.js';
import { RecordReader, type RegistryRecord } from './registry-records.js';
import type { RegistryKey } from './registry-text.js';
import { canBeName } from './unknown-letters.js';

/** What the registry holds of HTTP.sys's table. */
export interface RegistryTables {
  readonly bindings: readonly RegistryBinding[];
  /** Those whose names have letters that the output does not tell for certain, or are none that an endpoint has. */
  readonly unnamed: readonly UnnamedBinding[];
}

/**
 * The bindings that records stand for. Two records of one endpoint are no binding: which of them counts is not known.
 * @param exact the same keys from an export, whose letters are exact; without them a name with letters outside ASCII
 *   stays unnamed
 */
export function toTables(
  records: readonly RegistryRecord[],
  exact: readonly RegistryKey[] = [],
): RegistryTables {
  const names = exactNames(records, exact);
  const found = new Map<string, RegistryBinding | null>();
  const unnamed: UnnamedBinding[] = [];
  for (const record of records) {
    const { kind, printed, thumbprint, appId, store, settings } = record;
    const endpoint = endpointOf(record, names.get(record));
    if (endpoint === undefined) {
      unnamed.push({ kind, printed, thumbprint, appId, store, settings, port: portOf(printed) });
      continue;
    }
    const binding = { endpoint, printed, thumbprint, appId, store, settings };
    found.set(endpoint.key, found.has(endpoint.key) ? null : binding);
  }
  return { bindings: [...found.values()].filter((each) => each !== null), unnamed };
}

/** @param exact the name with exact letters, where it is known */
function endpointOf({ kind, printed }: RegistryRecord, exact: string | undefined): Endpoint | undefined {
  if (exact === undefined && !isCertain(printed)) return undefined;
  const name = exact ?? printed;
  return shownEndpoint(kind, kind === 'ccs' ? name.slice(name.lastIndexOf(':') + 1) : name);
}

/** Whether a name can be taken as it is printed: for a letter that the code page lacks there can be a question mark. */
export function isCertain(printed: string): boolean {
  return /^[\x20-\x3e\x40-\x7e]*$/.test(printed);
}

function portOf(name: string): number | null {
  return shownEndpoint('ccs', name.slice(name.lastIndexOf(':') + 1))?.port ?? null;
}

/**
 * The exact name of each printed record. The two belong together by their key where its letters are certain, else by
 * all that they have, and the order in which the registry lists them, if it is the same number of both.
 */
function exactNames(
  records: readonly RegistryRecord[],
  keys: readonly RegistryKey[],
): ReadonlyMap<RegistryRecord, string> {
  const names = new Map<RegistryRecord, string>();
  if (keys.length === 0) return names;
  const reader = new RecordReader();
  for (const key of keys) reader.add(key);
  const byKey = new Map(reader.end().map((each) => [`${each.kind} ${each.key}`, each]));
  for (const record of records) {
    const id = `${record.kind} ${record.key}`;
    const twin = isCertain(record.key) ? byKey.get(id) : undefined;
    if (twin === undefined || !canBeTwin(record, twin)) continue;
    names.set(record, twin.printed);
    byKey.delete(id);
  }
  const alone = records.filter((each) => !names.has(each));
  for (const [record, twin] of inOrder(alone, [...byKey.values()])) names.set(record, twin.printed);
  return names;
}

/** Pairs those that could be one another in the order in which they are listed, where there are as many of both. */
function inOrder(
  records: readonly RegistryRecord[],
  exact: readonly RegistryRecord[],
): [RegistryRecord, RegistryRecord][] {
  const pairs: [RegistryRecord, RegistryRecord][] = [];
  const done = new Set<RegistryRecord>();
  for (const first of exact) {
    const alike = records.filter((each) => canBeTwin(each, first));
    const twins = exact.filter(
      (each) => alike.length > 0 && alike.every((record) => canBeTwin(record, each)),
    );
    if (done.has(first) || alike.length !== twins.length) continue;
    for (const [index, record] of alike.entries()) {
      const twin = twins[index];
      if (twin !== undefined) pairs.push([record, twin]);
    }
    for (const twin of twins) done.add(twin);
  }
  return pairs;
}

function canBeTwin(record: RegistryRecord, exact: RegistryRecord): boolean {
  return (
    record.kind === exact.kind &&
    record.thumbprint === exact.thumbprint &&
    record.appId === exact.appId &&
    record.store === exact.store &&
    canBeName(record.printed, exact.printed)
  );
}
