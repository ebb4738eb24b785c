import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.js';
import type { Binding, RegistryBinding } from '../http-sys/binding.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { disagreement } from '../http-sys/registry.js';
import type { Entry, Table } from '../http-sys/table.js';
import type { Machine } from '../windows/machine.js';
import { excerpt } from '../windows/text.js';
import type { Inspection } from './inspection.js';

const readings = 3;
const pauseMs = 200;

/** What a reading must show at least; a {@link Table} is one. */
export interface Expected {
  readonly bindings: ReadonlyMap<string, unknown>;
  readonly unreadable: readonly unknown[];
}

/**
 * Reads the table. A reading that is damaged, or in which something is missing that was there before, is not
 * believed at once: it is repeated until two readings agree.
 * @param previous the last known table
 * @param mayBeGone keys of bindings that were deleted since
 * @throws Failure of netsh's last reading, if none succeeded
 */
export async function readTable(
  machine: Machine,
  previous?: Expected,
  mayBeGone: ReadonlySet<string> = new Set(),
): Promise<Table> {
  let last: Table | undefined;
  for (let reading = 1; ; reading += 1) {
    try {
      const { bindings, unreadable, said } = await machine.netsh.show();
      const table: Table = {
        bindings: new Map(bindings.map((each) => [each.endpoint.key, each])),
        unreadable,
        said: excerpt(said),
      };
      if (!isSuspicious(table, previous, mayBeGone) || (last && sameTable(last, table))) return table;
      last = table;
    } catch (error) {
      if (reading >= readings) throw error;
    }
    if (reading >= readings && last) return last;
    await sleep(pauseMs);
  }
}

function isSuspicious(table: Table, previous: Expected | undefined, mayBeGone: ReadonlySet<string>): boolean {
  if (table.unreadable.length > (previous?.unreadable.length ?? 0)) return true;
  if (!previous) return table.bindings.size === 0;
  for (const key of previous.bindings.keys()) {
    if (!table.bindings.has(key) && !mayBeGone.has(key)) return true;
  }
  return false;
}

function sameTable(one: Table, other: Table): boolean {
  if (one.bindings.size !== other.bindings.size || one.unreadable.length !== other.unreadable.length)
    return false;
  for (const [key, binding] of one.bindings) {
    const twin = other.bindings.get(key);
    if (!twin || twin.thumbprint !== binding.thumbprint) return false;
  }
  return true;
}

/** The table with the settings of every binding. */
export type BindingsInspection = Pick<Inspection, 'entries' | 'table'>;

/**
 * Reads the table from netsh and the settings from the registry, and compares the two. Where they disagree they are
 * read once more: a binding may have been changed between the two readings, or the output of netsh was cut.
 */
export async function inspect(machine: Machine): Promise<BindingsInspection> {
  const first = await inspectOnce(machine);
  return first.agrees ? first : inspectOnce(machine);
}

async function inspectOnce(machine: Machine): Promise<BindingsInspection & { agrees: boolean }> {
  const table = await readTable(machine);
  const registry = await readSettings(
    machine,
    [...table.bindings.values()].map((each) => each.endpoint),
  );
  const entries = new Map<string, Entry>();
  for (const [key, binding] of table.bindings) entries.set(key, toEntry(binding, registry));
  const agrees =
    [...entries.values()].every((each) => each.is !== 'doubtful') &&
    [...registry.bindings.keys()].every((key) => entries.has(key));
  return { entries, table, agrees };
}

/** The exact settings of bindings, by {@link Endpoint.key}; those of other bindings may be among them. */
export interface RegistryReading {
  readonly bindings: ReadonlyMap<string, RegistryBinding>;
  readonly failures: readonly Failure[];
}

function toEntry(binding: Binding, registry: RegistryReading): Entry {
  const { thumbprint } = binding;
  if (thumbprint === null) return { is: 'central', binding };
  const found = registry.bindings.get(binding.endpoint.key);
  const problem = disagreement(binding, found);
  if (problem === undefined && found)
    return { is: 'changeable', binding: { ...binding, thumbprint }, settings: found.settings };
  const because = registry.failures[0] ? ` (${registry.failures[0].parts.cause})` : '';
  return { is: 'doubtful', binding, problem: `${problem ?? 'The registry has no such binding.'}${because}` };
}

/** The exact settings of the bindings on these endpoints, from the registry. What is missing is asked for twice. */
export async function readSettings(
  machine: Machine,
  endpoints: readonly Endpoint[],
): Promise<RegistryReading> {
  const bindings = new Map<string, RegistryBinding>();
  let failures: Failure[] = [];
  for (let reading = 1; reading <= 2; reading += 1) {
    const missing = endpoints.filter((each) => !bindings.has(each.key)).map((each) => each.kind);
    const kinds = (['ipport', 'hostnameport'] as const).filter((kind) => missing.includes(kind));
    if (kinds.length === 0) break;
    failures = [];
    for (const found of await Promise.all(kinds.map((kind) => readKind(machine, kind, failures))))
      for (const each of found) bindings.set(each.endpoint.key, each);
  }
  return { bindings, failures };
}

async function readKind(
  { registry }: Machine,
  kind: 'ipport' | 'hostnameport',
  failures: Failure[],
): Promise<readonly RegistryBinding[]> {
  try {
    return await registry.bindings(kind);
  } catch (error) {
    // Without this reading no binding of the kind will be changed; that is said where it matters.
    if (!(error instanceof Failure)) throw error;
    failures.push(error);
    return [];
  }
}
