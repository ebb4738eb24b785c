import { type Failure, mayGoOnAfter } from '../failure.js';
import type { RegistryBinding, UnnamedBinding } from '../http-sys/binding.js';
import { type Endpoint, type EndpointKind, isAscii } from '../http-sys/endpoint.js';
import { isCertain, toTables } from '../http-sys/registry-bindings.js';
import type { RegistryRecord } from '../http-sys/registry-records.js';
import type { Machine } from '../windows/machine.js';

/** What the registry has of the table, by {@link Endpoint.key}. */
export interface RegistryReading {
  readonly bindings: ReadonlyMap<string, RegistryBinding>;
  /** Those whose names are not known to the letter. */
  readonly unnamed: readonly UnnamedBinding[];
  readonly failures: readonly Failure[];
}

/** The kinds of binding that have settings to be compared. */
const withSettings = ['ipport', 'hostnameport'] as const;

/**
 * The exact settings of the bindings on these endpoints, from the registry; those of other bindings may be among them.
 * Two kinds come from one reading of the key above their tables. What is missing is asked for twice.
 */
export async function readSettings(
  machine: Pick<Machine, 'registry'>,
  endpoints: readonly Endpoint[],
): Promise<RegistryReading> {
  const kinds = kindsOf(endpoints);
  const first = await readKinds(machine, kinds.length > 1 ? [undefined] : kinds, endpoints);
  const missing = endpoints.filter(({ key }) => !first.bindings.has(key));
  if (kindsOf(missing).length === 0) return first;
  return joined(first, await readKinds(machine, kindsOf(missing), missing));
}

/** The same for bindings that a reading of all kinds lacks: a reading of each of their tables. */
export function readApart(
  machine: Pick<Machine, 'registry'>,
  bindings: readonly { readonly endpoint: Endpoint }[],
): Promise<RegistryReading> {
  const endpoints = bindings.map(({ endpoint }) => endpoint);
  return readKinds(machine, kindsOf(endpoints), endpoints);
}

function kindsOf(endpoints: readonly Endpoint[]): EndpointKind[] {
  return withSettings.filter((kind) => endpoints.some((each) => each.kind === kind));
}

/** @param kinds undefined stands for all, from one reading */
async function readKinds(
  { registry }: Pick<Machine, 'registry'>,
  kinds: readonly (EndpointKind | undefined)[],
  endpoints: readonly Endpoint[],
): Promise<RegistryReading> {
  const reader = new RegistryReader(registry);
  await Promise.all(kinds.map((kind) => reader.read(kind)));
  return reader.end(endpoints.some((each) => !isAscii(each)));
}

/**
 * All kinds of bindings, from one reading. A program can print a host with letters that its code page lacks as another
 * host, with letters that look alike ("best fit"): so the letters are read exactly, too, unless every host that is
 * printed is known to be one, and none of those that are known has such letters.
 * @param known hosts that are known to the letter
 */
export async function readRegistry(
  { registry }: Pick<Machine, 'registry'>,
  known: Promise<readonly Endpoint[]>,
): Promise<RegistryReading> {
  const reader = new RegistryReader(registry);
  const [hosts] = await Promise.all([known, reader.read()]);
  const texts = new Set(hosts.map(({ text }) => text.toLowerCase()));
  const isKnown = (printed: string) => texts.has(printed.toLowerCase());
  return reader.end(!hosts.every(isAscii) || !reader.hosts.every(isKnown));
}

/** What was read later counts. */
export function joined(one: RegistryReading, later: RegistryReading): RegistryReading {
  return {
    bindings: new Map([...one.bindings, ...later.bindings]),
    unnamed: later.unnamed.length > 0 ? later.unnamed : one.unnamed,
    failures: later.failures,
  };
}

class RegistryReader {
  readonly #registry: Machine['registry'];
  readonly #failures: Failure[] = [];
  #records: readonly RegistryRecord[] = [];

  constructor(registry: Machine['registry']) {
    this.#registry = registry;
  }

  /** The names of the SNI bindings that were read, as they are printed. */
  get hosts(): string[] {
    return this.#records.flatMap(({ kind, printed }) => (kind === 'hostnameport' ? [printed] : []));
  }

  /** @param kind undefined: all kinds */
  async read(kind?: EndpointKind): Promise<void> {
    const records = await this.#attempt(() => this.#registry.records(kind));
    this.#records = [...this.#records, ...(records ?? [])];
  }

  /** @param letters whether names are wanted of which the output may not tell the letters */
  async end(letters: boolean): Promise<RegistryReading> {
    const kinds = (['hostnameport', 'scopedccs'] as const).filter((kind) =>
      this.#records.some((each) => each.kind === kind && !isCertain(each.printed)),
    );
    if (letters && !kinds.includes('hostnameport')) kinds.push('hostnameport');
    const exact = await Promise.all(kinds.map((kind) => this.#attempt(() => this.#registry.exactKeys(kind))));
    const { bindings, unnamed } = toTables(
      this.#records,
      exact.flatMap((keys) => keys ?? []),
    );
    return {
      bindings: new Map(bindings.map((each) => [each.endpoint.key, each])),
      unnamed,
      failures: this.#failures,
    };
  }

  /** Without a reading no binding of that kind will be changed; that is said where it matters. */
  async #attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!mayGoOnAfter(error)) throw error;
      this.#failures.push(error);
      return undefined;
    }
  }
}
