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

/** What has happened since the last known table. */
interface Since {
  /** Keys of bindings that were deleted. */
  readonly mayBeGone?: ReadonlySet<string>;
  /** Bindings that were added, if netsh took the commands. */
  readonly mayBeThere?: readonly Endpoint[];
  /** A reading that was made already, by a script. */
  readonly made?: Shown | undefined;
}

/**
 * Reads the table. A reading that is damaged, or in which something is missing that was there before, is not
 * believed at once: it is repeated until two readings agree.
 * @param previous the last known table
 * @throws Failure of netsh's last reading, if none succeeded
 */
export async function readTable(machine: Machine, previous?: Expected, since: Since = {}): Promise<Table> {
  return toTable(await readShown(machine, previous, since));
}

/** The same where nothing but the registry can tell what a binding is, as of a host that is an address. */
export async function readTableWithRegistry(machine: Machine): Promise<Table> {
  const [shown, registry] = await Promise.all([
    readShown(machine),
    readRegistry(machine, Promise.resolve([])),
  ]);
  return toTable(withNames(machine, shown, registry));
}

/** {@link readTable} with the lines of the text. */
export async function readShown(machine: Machine, previous?: Expected, since: Since = {}): Promise<Shown> {
  const { mayBeGone = new Set<string>(), made } = since;
  let last: Table | undefined;
  let shown: Shown | undefined;
  for (let reading = 1; ; reading += 1) {
    try {
      const read = reading === 1 && made ? made : await machine.netsh.show();
      shown = await understood(machine, read, { ...since, previous });
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
  { previous, mayBeGone, mayBeThere = [] }: Since & { readonly previous: Expected | undefined },
): Promise<Shown> {
  const keys = new Set(shown.bindings.map(({ endpoint }) => endpoint.key));
  const isMisunderstood = (endpoint: Endpoint) =>
    !keys.has(endpoint.key) &&
    (!tellsByForm(endpoint) || keys.has(shownEndpoint('hostnameport', endpoint.text)?.key ?? ''));
  const stay = [...(previous?.bindings.values() ?? [])]
    .map(({ endpoint }) => endpoint)
    .filter(({ key }) => !mayBeGone?.has(key));
  const misunderstood = [...stay, ...mayBeThere].filter(isMisunderstood);
  const isClear = shown.unreadable.length <= (previous?.unreadable.length ?? 0);
  if (misunderstood.length === 0 && isClear) return shown;
  const registry = await readRegistry(machine, Promise.resolve(misunderstood));
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
