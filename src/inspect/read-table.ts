import { setTimeout as sleep } from 'node:timers/promises';
import { mayGoOnAfter } from '../failure.js';
import { type Endpoint, shownEndpoint, tellsByForm } from '../http-sys/endpoint.js';
import type { Table } from '../http-sys/table.js';
import type { Machine } from '../windows/machine.js';
import type { Shown } from '../windows/netsh.js';
import { excerpt } from '../windows/text.js';
import { type RegistryReading, readRegistry } from './read-settings.js';

const readings = 3;
const pauseMs = 200;

/** What a reading must show at least; a {@link Table} is one. */
interface Expected {
  readonly bindings: ReadonlyMap<string, { readonly endpoint: Endpoint }>;
  readonly unreadable: readonly unknown[];
}

/**
 * Reads the table. A reading that is damaged, or in which something is missing that was there before, is not
 * believed at once: it is repeated until two readings agree.
 * @param previous the last known table
 * @param mayBeGone keys of bindings that were deleted since
 * @param made a reading that was made already, by a script
 * @throws Failure of netsh's last reading, if none succeeded
 */
export async function readTable(
  machine: Machine,
  previous?: Expected,
  mayBeGone: ReadonlySet<string> = new Set(),
  made?: Shown,
): Promise<Table> {
  return toTable(await readShown(machine, previous, mayBeGone, made));
}

/** {@link readTable} with the lines of the text. */
export async function readShown(
  machine: Machine,
  previous?: Expected,
  mayBeGone: ReadonlySet<string> = new Set(),
  made?: Shown,
): Promise<Shown> {
  let last: Table | undefined;
  let shown: Shown | undefined;
  for (let reading = 1; ; reading += 1) {
    try {
      const read = reading === 1 && made ? made : await machine.netsh.show();
      shown = await understood(machine, read, { previous, mayBeGone });
      const table = toTable(shown);
      if (!isSuspicious(table, previous, mayBeGone) || (last && sameTable(last, table))) return shown;
      last = table;
    } catch (error) {
      if (!mayGoOnAfter(error) || reading >= readings) throw error;
    }
    if (reading >= readings && shown) return shown;
    await sleep(pauseMs);
  }
}

/** A reading as the table that it shows. */
export function toTable({ bindings, unreadable, said }: Shown): Table {
  return {
    bindings: new Map(bindings.map((each) => [each.endpoint.key, each])),
    unreadable,
    said: excerpt(said),
  };
}

/** Understands a reading with what the registry tells of names that the text does not tell. */
export function withNames({ netsh }: Pick<Machine, 'netsh'>, shown: Shown, registry: RegistryReading): Shown {
  return netsh.understand(shown, { bindings: [...registry.bindings.values()], unnamed: registry.unnamed });
}

/**
 * What is not understood, or is missing while its name may be misunderstood, is learnt from the registry, as by a
 * process that has not inspected yet.
 */
async function understood(
  machine: Machine,
  shown: Shown,
  { previous, mayBeGone }: { previous: Expected | undefined; mayBeGone: ReadonlySet<string> },
): Promise<Shown> {
  const keys = new Set(shown.bindings.map(({ endpoint }) => endpoint.key));
  const isMisunderstood = ({ endpoint }: { readonly endpoint: Endpoint }) =>
    !keys.has(endpoint.key) &&
    !mayBeGone.has(endpoint.key) &&
    (!tellsByForm(endpoint) || keys.has(shownEndpoint('hostnameport', endpoint.text)?.key ?? ''));
  const misunderstood = [...(previous?.bindings.values() ?? [])].filter(isMisunderstood);
  const isClear = shown.unreadable.length <= (previous?.unreadable.length ?? 0);
  if (misunderstood.length === 0 && isClear) return shown;
  const hosts = misunderstood.map(({ endpoint }) => endpoint);
  const registry = await readRegistry(machine, Promise.resolve(hosts));
  return withNames(machine, shown, registry);
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
