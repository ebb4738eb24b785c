import { unlessFailed } from '../failure.js';
import type { Binding } from '../http-sys/binding.js';
import type { NetshAbilities } from '../http-sys/command.js';
import { disagreement } from '../http-sys/disagreement.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { type Entry, isBound, type Table } from '../http-sys/table.js';
import type { Machine } from '../windows/machine.js';
import type { Shown, Survey } from '../windows/netsh.js';
import type { Inspection, OddRecord } from './inspection.js';
import { accountFor } from './odd-records.js';
import { discoverAppId, ownerOf } from './owner.js';
import { joined, type RegistryReading, readApart, readRegistry } from './read-settings.js';
import { readSites } from './read-sites.js';
import { readShown, toTable, withNames } from './read-table.js';
import { siteSockets } from './site-sockets.js';
import type { SitesReading } from './sites.js';
import type { CertificateAddress, StoredCertificates } from './stored-certificates.js';
import { withNamesTried } from './try-names.js';

/** What a run wants to know beside the bindings, their certificates and IIS's sites. */
export interface Wants {
  /** What this host's netsh can do, and whether it takes odd names: whoever changes nothing does without. */
  readonly abilities: boolean;
  /** Stores that are read from the start beside MY: the one of the new certificate, and `CA` for its issuers. */
  readonly stores: readonly string[];
  /** Certificates of which it must be certain whether they are there, beside those that are bound. */
  readonly certificates: readonly CertificateAddress[];
  /** Reads the stores; what it has read already is not read again. */
  readonly reader: StoredCertificates;
}

/**
 * Step 3: reads all that a run has to know of the machine. Changes nothing, and needs no elevation but for IIS's sites.
 *
 * All that is known to be needed is started at once; of programs these:
 * - one netsh: `http show sslcert`, with {@link Wants.abilities} as the last line of a script (`netsh -f`) after the
 *   helps of `add` and `update`;
 * - one `reg query` for HTTP.sys's tables;
 * - one `reg query` for the certificates of MY, and one for each of {@link Wants.stores};
 * - where IIS's configuration is redirected: appcmd.
 *
 * After them, where they show the need for it:
 * - one `reg query` for each further store that the table names;
 * - for a store in whose reading a certificate is missing: `certutil -store`, and an export for each that it lists;
 * - where a name has letters outside ASCII, or an SNI binding none of IIS's sites: one `reg export`;
 * - with {@link Wants.abilities}, for each binding whose host is no name of DNS: `netsh http show sslcert` for it alone;
 * - where the answer of the script lacks something, or the readings do not agree: that once more.
 *
 * So an inventory and a plan take 3 programs, all at once, on a server whose bindings use MY.
 * @throws Failure where the table cannot be read at all
 */
export async function inspect(machine: Machine, wants: Wants): Promise<Inspection> {
  const certificates = wants.reader;
  const sites = readSites(machine);
  const bindings = readBindings(machine, wants, sites).then(async (read) => {
    const bound = [...read.table.bindings.values()].filter(isBound);
    const [entries] = await Promise.all([
      wants.abilities ? withNamesTried(machine, read.entries) : read.entries,
      certificates.read([...bound, ...wants.certificates]),
    ]);
    return { ...read, entries };
  });
  const [{ table, entries, odd, abilities }, sitesRead] = await Promise.all([
    bindings,
    sites,
    ...['MY', ...wants.stores].map((store) => certificates.readStore(store)),
  ]);
  const owner = ownerOf(sitesRead.is === 'read' ? sitesRead.sites : undefined);
  return {
    table,
    entries,
    odd,
    sites: sitesRead,
    owner,
    stored: (of) => certificates.of(of),
    certificatesIn: (store) => certificates.in(store),
    abilities,
    appId: discoverAppId(table.bindings.values(), owner) ?? null,
  };
}

const noAbilities: NetshAbilities = { add: new Set(), update: new Set(), switches: new Set() };

/** The table, and what the registry says of it. */
interface Bindings {
  readonly table: Table;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly odd: readonly OddRecord[];
}

/**
 * Reads the table from netsh and the settings from the registry, and compares the two. Where they disagree they are
 * read once more: a binding may have been changed between the two readings, or the output of netsh was cut.
 */
async function readBindings(
  machine: Machine,
  wants: Pick<Wants, 'abilities'>,
  sites: Promise<SitesReading>,
): Promise<Bindings & Pick<Inspection, 'abilities'>> {
  const hosts = sites.then(hostsOf);
  const [survey, registry] = await Promise.all([
    unlessFailed(surveyOf(machine, wants)),
    readRegistry(machine, hosts),
  ]);
  const first = survey && (await compare(machine, survey.shown, registry));
  if (first && agrees(first)) return { ...first.bindings, abilities: survey.abilities };
  const [again, anew, abilities] = await Promise.all([
    readShown(machine),
    readRegistry(machine, hosts),
    survey?.abilities ?? (wants.abilities ? machine.netsh.abilities() : noAbilities),
  ]);
  return { ...(await compare(machine, again, anew)).bindings, abilities };
}

async function surveyOf({ netsh }: Machine, { abilities }: Pick<Wants, 'abilities'>): Promise<Survey> {
  return abilities ? netsh.survey() : { shown: await netsh.show(), abilities: noAbilities };
}

/** The host names for which IIS's sites answer, as far as they are known to the letter. */
function hostsOf(sites: SitesReading): Endpoint[] {
  const exact = sites.is === 'read' && !sites.isPrinted ? sites.sites : [];
  return exact.flatMap(siteSockets).filter(({ kind }) => kind === 'hostnameport');
}

interface Comparison {
  readonly bindings: Bindings;
  readonly registry: RegistryReading;
}

async function compare(machine: Machine, shown: Shown, first: RegistryReading): Promise<Comparison> {
  const table = toTable(withNames(machine, shown, first));
  const missing = [...table.bindings.values()].filter(
    (each) => isBound(each) && !first.bindings.has(each.endpoint.key),
  );
  const registry = missing.length === 0 ? first : joined(first, await readApart(machine, missing));
  const entries = new Map<string, Entry>();
  for (const [key, binding] of table.bindings) entries.set(key, toEntry(binding, registry));
  return { bindings: { table, entries, odd: accountFor(table, registry) }, registry };
}

function agrees({ bindings: { table, entries, odd }, registry }: Comparison): boolean {
  return (
    table.bindings.size > 0 &&
    odd.every(({ accounted }) => accounted) &&
    [...entries.values()].every((entry) => entry.is !== 'doubtful') &&
    [...registry.bindings.values()].every(
      ({ endpoint: { kind, key } }) => kind === 'ccs' || kind === 'scopedccs' || entries.has(key),
    )
  );
}

function toEntry(binding: Binding, registry: RegistryReading): Entry {
  if (!isBound(binding)) return { is: 'central', binding };
  const found = registry.bindings.get(binding.endpoint.key);
  const problem = disagreement(binding, found);
  if (problem === undefined && found) return { is: 'changeable', binding, settings: found.settings };
  const because = registry.failures[0] ? ` (${registry.failures[0].parts.cause})` : '';
  return { is: 'doubtful', binding, problem: `${problem ?? 'The registry has no such binding.'}${because}` };
}
