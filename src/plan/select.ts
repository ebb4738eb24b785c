import type { Failure } from '../failure.js';
import { type Endpoint, isMeantBy } from '../http-sys/endpoint.js';
import type { Changeable, Entry } from '../http-sys/table.js';
import { siteSockets } from '../inspect/site-sockets.js';
import { isDefaultSelection, type PlanFacts } from './facts.js';
import { refuseOddRecord } from './named-odd-record.js';
import { central, isInDoubt, judge, reasonOfDoubt, reasonOfOwner } from './predecessor.js';
import {
  centralStore,
  endpointNotBound,
  nothingSelected,
  portAlone,
  readingsDisagree,
  siteNotUnderstood,
  siteWithoutCertificate,
  siteWithoutHttps,
} from './selection-failures.js';
import { namedSites } from './site-names.js';
import type { Reason, Skipped } from './skipped.js';

/** The bindings to bring to the new certificate, and those that are skipped. */
interface Selected {
  /** Some of them may have it already. */
  readonly targets: readonly Changeable[];
  /** Endpoints that were named and are not bound yet. */
  readonly create: readonly Endpoint[];
  readonly skipped: readonly Skipped[];
  /** Endpoints that were asked for by their name or that of their site, by {@link Endpoint.key}. */
  readonly named: ReadonlySet<string>;
}

/** Chooses the targets. @throws Failure if what was named cannot be changed, or nothing is selected */
export function select(facts: PlanFacts): Selected {
  const { selection } = facts.request;
  const choice = new Choice();
  if (isDefaultSelection(selection)) selectPredecessors(facts, choice);
  selectNamed(facts, choice);
  if (selection.sites.length > 0) selectSites(facts, choice);
  if (selection.replace.length > 0) selectReplaced(facts, choice);
  const selected = choice.close();
  if (choice.isEmpty) throw whyEmpty(selected, facts);
  return selected;
}

/** Where everything is in doubt, the doubt is what matters. */
function whyEmpty({ skipped }: Selected, facts: PlanFacts): Failure {
  const { entries } = facts.inspection;
  const first = skipped.filter(isInDoubt).flatMap(({ endpoint }) => entries.get(endpoint.key) ?? [])[0];
  return first?.is === 'doubtful' ? readingsDisagree(first) : nothingSelected(facts, skipped);
}

/** A selection while it comes about. What one input takes, another does not skip. */
class Choice {
  readonly #targets = new Map<string, Changeable>();
  readonly #create = new Map<string, Endpoint>();
  readonly #skipped = new Map<string, Skipped>();
  readonly #named = new Set<string>();
  /** Bindings that have the new certificate already, but cannot be judged further. */
  #done = 0;

  take(entry: Changeable): void {
    this.#targets.set(entry.binding.endpoint.key, entry);
  }

  takeNamed(entry: Changeable): void {
    this.take(entry);
    this.#named.add(entry.binding.endpoint.key);
  }

  create(endpoint: Endpoint): void {
    this.#create.set(endpoint.key, endpoint);
    this.#named.add(endpoint.key);
  }

  skip(endpoint: Endpoint, why: Reason): void {
    this.#skipped.set(endpoint.key, { endpoint, ...why });
  }

  skipDone(endpoint: Endpoint, why: Reason): void {
    this.skip(endpoint, why);
    this.#done += 1;
  }

  get isEmpty(): boolean {
    return this.#targets.size + this.#create.size + this.#done === 0;
  }

  close(): Selected {
    const skipped = [...this.#skipped.values()].filter(({ endpoint }) => !this.#targets.has(endpoint.key));
    return {
      targets: [...this.#targets.values()],
      create: [...this.#create.values()],
      skipped,
      named: this.#named,
    };
  }
}

function selectPredecessors(facts: PlanFacts, choice: Choice): void {
  for (const entry of facts.inspection.entries.values()) {
    const judged = judge(entry, facts);
    if ('take' in judged) choice.take(judged.take);
    else if ('done' in judged) choice.skipDone(entry.binding.endpoint, judged.done);
    else choice.skip(entry.binding.endpoint, judged.skip);
  }
}

/** By `bindings`: whoever owns them. */
function selectNamed(facts: PlanFacts, choice: Choice): void {
  const { inspection, request } = facts;
  for (const endpoint of request.selection.bindings) {
    const entry = find(endpoint, facts) ?? addressAsHost(endpoint, facts);
    if (entry) {
      takeNamed(entry, facts, choice);
      continue;
    }
    const scoped = inspection.entries.has(endpoint.key.replace(/^hostnameport/, 'scopedccs'));
    if (scoped) throw centralStore(endpoint);
    refuseOddRecord(endpoint, inspection.odd, 'The input "bindings" names it.');
    if (endpoint.kind === 'ccs') throw portAlone(endpoint, inspection);
    if (!request.selection.createMissing) throw endpointNotBound(endpoint, inspection);
    choice.create(endpoint);
  }
}

/** The binding of an endpoint. */
function find(endpoint: Endpoint, facts: PlanFacts): Entry | undefined {
  return facts.inspection.entries.get(endpoint.key) ?? internationalTwin(endpoint, facts);
}

/** A binding whose host is the same international name, with its letters in one place and as an A-label in the other. */
function internationalTwin(endpoint: Endpoint, { inspection }: PlanFacts): Entry | undefined {
  if (endpoint.kind !== 'hostnameport') return undefined;
  return [...inspection.entries.values()].find(
    ({ binding }) => isMeantBy(endpoint, binding.endpoint) || isMeantBy(binding.endpoint, endpoint),
  );
}

/** An SNI binding whose host is an address is written like an IP endpoint; what is to be created is none. */
function addressAsHost(endpoint: Endpoint, { inspection, request }: PlanFacts): Entry | undefined {
  if (endpoint.kind !== 'ipport' || request.selection.createMissing) return undefined;
  return inspection.entries.get(endpoint.key.replace(/^ipport/, 'hostnameport'));
}

/** @throws Failure if it is in the central store, or netsh and the registry do not agree on it */
function takeNamed(entry: Entry, facts: PlanFacts, choice: Choice): void {
  if (entry.is === 'central') throw centralStore(entry.binding.endpoint);
  if (entry.is === 'changeable') choice.takeNamed(entry);
  // What shows the new certificate already needs no change, and so no certainty.
  else if (entry.binding.thumbprint === facts.next.thumbprint)
    choice.skipDone(entry.binding.endpoint, reasonOfDoubt(entry, facts));
  else throw readingsDisagree(entry);
}

/** By `sites`: the https bindings of these sites, whoever the application ids say owns them. */
function selectSites(facts: PlanFacts, choice: Choice): void {
  const { inspection, request } = facts;
  for (const site of namedSites(request.selection.sites, inspection.sites)) {
    if (site.oddBindings.length > 0) throw siteNotUnderstood(site);
    const endpoints = siteSockets(site);
    if (endpoints.length === 0) throw siteWithoutHttps(site);
    for (const endpoint of endpoints) {
      if (endpoint.kind === 'ccs') {
        choice.skip(endpoint, central);
        continue;
      }
      const entry = find(endpoint, facts);
      refuseOddRecord(endpoint, entry ? [] : inspection.odd, `The site "${site.name}" uses it.`);
      if (!entry) throw siteWithoutCertificate(site, endpoint, inspection);
      if (entry.is === 'central') choice.skip(endpoint, central);
      else takeNamed(entry, facts, choice);
    }
  }
}

/** By `replace`: the bindings of IIS that use one of these certificates. */
function selectReplaced(facts: PlanFacts, choice: Choice): void {
  const { next, inspection, request } = facts;
  // What already has the new certificate is a target, too: a second run then finds its work done.
  const wanted = new Set<string | null>([...request.selection.replace, next.thumbprint]);
  for (const entry of inspection.entries.values()) {
    const { thumbprint, endpoint } = entry.binding;
    if (entry.is === 'central' || !wanted.has(thumbprint)) continue;
    const isDone = thumbprint === next.thumbprint;
    const notOfIis = reasonOfOwner(entry, facts);
    if (notOfIis) {
      if (!isDone) choice.skip(endpoint, notOfIis);
    } else if (entry.is === 'changeable') choice.take(entry);
    else if (isDone) choice.skipDone(endpoint, reasonOfDoubt(entry, facts));
    else choice.skip(endpoint, reasonOfDoubt(entry, facts));
  }
}
