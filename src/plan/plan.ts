import type { Certificate } from '../certificate/certificate.js';
import type { Binding } from '../http-sys/binding.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { mayBeLearnt, unknownSwitches } from '../http-sys/learnt-settings.js';
import { defaultSettings } from '../http-sys/settings.js';
import type { Changeable } from '../http-sys/table.js';
import type { Inspection, OddRecord } from '../inspect/inspection.js';
import { oddWarning, refuseOdd } from '../inspect/odd-records.js';
import { iisAppId } from '../inspect/owner.js';
import { firstOf } from '../wording.js';
import { advisories } from './advisories.js';
import { carriedOver } from './carried-settings.js';
import { type Change, type Creation, type Replacement, sameStore } from './change.js';
import type { PlanFacts, PlanRequest } from './facts.js';
import { firstLines } from './first-lines.js';
import {
  namesOfTargets,
  nameWarnings,
  refuseLostNames,
  refuseNameless,
  refuseOddStore,
  refuseOlder,
  refuseUnsettable,
} from './guards.js';
import { programWarnings } from './other-programs.js';
import { select } from './select.js';
import { siteHosts } from './served-names.js';
import type { Skipped } from './skipped.js';

/** All that will be changed, what needs no change, and what is left alone. */
export interface Plan {
  readonly changes: readonly Change[];
  /** Bindings that were chosen and have the new certificate already. */
  readonly unchanged: readonly Changeable[];
  readonly skipped: readonly Skipped[];
  /** Endpoints that were asked for by their name or that of their site, by {@link Endpoint.key}. */
  readonly named: ReadonlySet<string>;
  /** What the plan says before anything else, as lines. */
  readonly first: readonly string[];
  /** What is worth a line in the log. {@link skipped} is not among it. */
  readonly notes: readonly string[];
  /** What a person should know of. {@link skipped} is not among it. */
  readonly warnings: readonly string[];
}

/**
 * Makes the plan. Pure.
 * @param now for what expires soon
 * @throws Failure where a guard refuses; then nothing may be touched
 */
export function makePlan(request: PlanRequest, inspection: Inspection, next: Certificate, now: Date): Plan {
  const facts: PlanFacts = { request, inspection, next, now, hosts: siteHosts(inspection.sites) };
  refuseNameless(facts);
  refuseOdd(request.selection, inspection);
  const { targets, create, skipped, named } = select(facts);
  const isDone = ({ binding }: Changeable) => binding.thumbprint === next.thumbprint;
  const unchanged = targets.filter(isDone);
  const toChange = targets.filter((entry) => !isDone(entry));
  for (const entry of toChange) refuseOddStore(entry);
  const names = namesOfTargets(toChange, create, facts);
  refuseLostNames(names, facts);
  const notes = refuseOlder(toChange, facts);
  const replacements = toChange.map((entry) => toReplacement(entry, facts));
  for (const change of replacements) refuseUnsettable(change, facts);
  const changes = [...replacements, ...create.map((endpoint) => toCreation(endpoint, facts))];
  const left = oddRecords(inspection);
  const told = skipped.flatMap(({ endpoint, isAsItShouldBe }) => (isAsItShouldBe ? [] : [endpoint]));
  return {
    changes,
    unchanged,
    skipped,
    named,
    first: firstLines({ changes, unchanged, skipped }, inspection),
    notes: [...left.notes, ...notes, ...toLearn(replacements, inspection)],
    warnings: [
      ...left.warnings,
      ...nameWarnings(names, facts),
      ...programWarnings(replacements, inspection),
      ...advisories(changes, inspection, next, told),
    ],
  };
}

/** What is left alone because it is not understood. One of a central store would be left alone anyway. */
function oddRecords({ odd }: Inspection): { readonly notes: string[]; readonly warnings: string[] } {
  const isCentral = ({ endpoint }: OddRecord) => endpoint?.kind === 'ccs' || endpoint?.kind === 'scopedccs';
  const inWords = (records: readonly OddRecord[]) => {
    const warning = oddWarning(records);
    return warning === null ? [] : [warning];
  };
  return {
    notes: inWords(odd.filter(isCentral)),
    warnings: inWords(odd.filter((record) => !isCentral(record))),
  };
}

/** Settings that the rehearsal of the real run has to learn to set. */
function toLearn(changes: readonly Replacement[], { abilities }: Inspection): string[] {
  const odd = changes.filter(({ settings }) => mayBeLearnt(settings, abilities));
  if (odd.length === 0) return [];
  const endpoints = firstOf(
    10,
    odd.map(({ endpoint }) => endpoint.text),
  );
  const opaque = [...new Set(odd.flatMap((change) => change.opaque))].join(', ');
  return [
    `No argument of netsh that is known here sets ${opaque} (${endpoints}). This Windows lists further ones: ${unknownSwitches(abilities).join(', ')}. Before it changes anything, the real run tries on spare bindings what these set; a binding whose setting none of them sets is changed only if "update" is proven to keep it.`,
  ];
}

function toReplacement({ binding, settings }: Changeable, facts: PlanFacts): Replacement {
  const { next, request, inspection } = facts;
  return {
    is: 'replacement',
    endpoint: binding.endpoint,
    appId: binding.appId,
    before: { thumbprint: binding.thumbprint, store: binding.store },
    after: { thumbprint: next.thumbprint, store: storeAfter(binding, request.store) },
    block: binding.block,
    ...carriedOver(settings, inspection.abilities),
  };
}

/**
 * A binding keeps the way in which its store is written, or not written, if the new certificate is in that store.
 * netsh insists on a store name for a host name's binding.
 */
function storeAfter({ endpoint, store: present }: Binding, store: string): string | null {
  if (!sameStore(present ?? 'MY', store)) return store;
  return endpoint.kind === 'hostnameport' ? (present ?? store) : present;
}

function toCreation(endpoint: Endpoint, { next, request, inspection }: PlanFacts): Creation {
  return {
    is: 'creation',
    endpoint,
    appId: request.appId ?? inspection.appId ?? iisAppId,
    after: { thumbprint: next.thumbprint, store: request.store },
    settings: defaultSettings,
    settingsArguments: { add: [], update: null },
    opaque: [],
  };
}
