import type { Certificate } from '../certificate/certificate.js';
import { uncovered } from '../certificate/names.js';
import type { Thumbprint } from '../certificate/thumbprint.js';
import { Failure } from '../failure.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { Entry } from '../http-sys/table.js';
import type { Inspection } from '../inspect/inspection.js';
import { type Owner, ownerName } from '../inspect/owner.js';
import { siteSockets } from '../inspect/site-sockets.js';
import { findSite, type Site } from '../inspect/sites.js';
import { firstOf } from '../wording.js';

/** What the inputs ask for. All three lists empty: the default selection. */
export interface Selection {
  readonly bindings: readonly Endpoint[];
  readonly replace: readonly Thumbprint[];
  readonly sites: readonly string[];
  readonly createMissing: boolean;
}

/** What the selection has to go by. */
export interface SelectionFacts {
  readonly inspection: Pick<Inspection, 'entries'>;
  readonly owner: (entry: Entry) => Owner;
  /** undefined where IIS is not installed or was not asked. */
  readonly sites: readonly Site[] | undefined;
  /** The present certificate of a binding; undefined if its store does not have it. */
  readonly present: (entry: Entry) => Certificate | undefined;
  readonly next: Certificate;
}

/** The bindings to bring to the new certificate, and those passed over. */
export interface Selected {
  readonly targets: readonly Entry[];
  readonly create: readonly Endpoint[];
  readonly passedOver: readonly PassedOver[];
}

/** A binding that is left alone although the selection could have meant it. */
export interface PassedOver {
  readonly entry: Entry;
  /** The end of a sentence that begins with the endpoint. */
  readonly why: string;
  /** The same for several endpoints, without what differs between them. */
  readonly inGeneral: string;
}

/** Chooses the targets. Pure. @throws Failure if what was named does not exist, or nothing is selected */
export function select(selection: Selection, facts: SelectionFacts): Selected {
  const chosen = new Map<string, Entry>();
  const create: Endpoint[] = [];
  const passedOver = new Map<string, PassedOver>();
  const choose = (entry: Entry) => chosen.set(entry.binding.endpoint.key, entry);
  const passOver: PassOver = (entry, why, inGeneral = why) =>
    void passedOver.set(entry.binding.endpoint.key, { entry, why, inGeneral });

  for (const endpoint of selection.bindings) {
    const entry = named(endpoint, selection, facts.inspection);
    if (entry) choose(entry);
    else if (!create.some((each) => each.key === endpoint.key)) create.push(endpoint);
  }
  if (selection.replace.length > 0) selectReplaced(selection.replace, facts, choose, passOver);
  if (selection.sites.length > 0) selectSites(selection.sites, facts, choose, passOver);
  if (selection.bindings.length + selection.replace.length + selection.sites.length === 0) {
    selectCovered(facts, choose, passOver);
  }
  for (const key of chosen.keys()) passedOver.delete(key);
  const selected = { targets: [...chosen.values()], create, passedOver: [...passedOver.values()] };
  if (chosen.size + create.length === 0) throw nothingSelected(selection, selected, facts);
  return selected;
}

function named(endpoint: Endpoint, selection: Selection, { entries }: Pick<Inspection, 'entries'>): Entry | undefined {
  const entry = entries.get(endpoint.key);
  if (entry) {
    if (entry.binding.thumbprint !== null) return entry;
    throw centralStore(endpoint);
  }
  if (endpoint.kind === 'ccs' || entries.has(endpoint.key.replace(/^hostnameport/, 'scopedccs')))
    throw centralStore(endpoint);
  if (selection.createMissing) return undefined;
  throw new Failure('endpoint-not-bound', {
    cause: `No certificate is bound to ${endpoint.text}.`,
    evidence: boundHere(entries),
    next: 'Correct "bindings", or set "create-missing: true" to create the binding.',
  });
}

function centralStore(endpoint: Endpoint): Failure {
  return new Failure('endpoint-is-ccs', {
    cause: `${endpoint.text} is bound to IIS's central certificate store, which has no certificate hash to change.`,
    evidence: 'IIS reads its certificates as PFX files, named after the host, from a file share.',
    next: 'Put the renewed PFX on that share under the same file name; IIS takes it up by itself. Leave this endpoint out of "bindings".',
  });
}

function boundHere(entries: ReadonlyMap<string, Entry>): string {
  const endpoints = [...entries.values()].map((each) => each.binding.endpoint.text);
  if (endpoints.length === 0) return 'netsh lists no binding at all.';
  return `Bound here: ${firstOf(20, endpoints)}.`;
}

type Choose = (entry: Entry) => void;
type PassOver = (entry: Entry, why: string, inGeneral?: string) => void;

function selectReplaced(
  replace: readonly Thumbprint[],
  facts: SelectionFacts,
  choose: Choose,
  passOver: PassOver,
): void {
  // What already has the new certificate is a target too: a second run then finds its work done.
  const wanted = new Set([...replace, facts.next.thumbprint]);
  for (const entry of facts.inspection.entries.values()) {
    const { thumbprint } = entry.binding;
    if (thumbprint === null || !wanted.has(thumbprint)) continue;
    if (isOfIis(facts.owner(entry))) choose(entry);
    else passOver(entry, notOfIis(facts.owner(entry)));
  }
}

function selectSites(
  names: readonly string[],
  facts: SelectionFacts,
  choose: Choose,
  passOver: PassOver,
): void {
  const { entries } = facts.inspection;
  for (const name of names) {
    const found = findSite(facts.sites ?? [], name);
    if (found.is !== 'found') throw siteUnknown(name, found.is === 'doubtful', facts.sites);
    const { site } = found;
    if (site.oddBindings.length > 0) throw bindingsNotUnderstood(site);
    const sockets = siteSockets(site);
    if (sockets.length === 0) {
      throw new Failure('site-unknown', {
        cause: `The site "${name}" has no https binding.`,
        next: 'Add an https binding to the site in IIS, or correct "sites".',
      });
    }
    for (const endpoint of sockets) {
      const entry = entries.get(endpoint.key);
      if (!entry) {
        throw new Failure('endpoint-not-bound', {
          cause: `The site "${name}" uses ${endpoint.text}, but no certificate is bound to it.`,
          evidence: boundHere(entries),
          next: `Name the socket with "bindings: ${endpoint.text}" and "create-missing: true", or remove that binding from the site.`,
        });
      }
      const owner = facts.owner(entry);
      if (entry.binding.thumbprint === null)
        passOver(entry, 'it uses the central certificate store: put the renewed PFX on its share');
      else if (owner.is === 'other' || (owner.is === 'iis' && owner.program)) passOver(entry, notOfIis(owner));
      else choose(entry);
    }
  }
}

function siteUnknown(name: string, isDoubtful: boolean, sites: readonly Site[] | undefined): Failure {
  if (sites === undefined) {
    return new Failure('site-unknown', {
      cause: `The input "sites" names "${name}", but IIS is not installed on this machine.`,
      next: 'Run on the web server, or name the sockets with "bindings".',
    });
  }
  return new Failure('site-unknown', {
    cause: isDoubtful
      ? `It is not certain which site of IIS is "${name}": appcmd prints letters outside ASCII in a way that is not known.`
      : `IIS has no site "${name}".`,
    evidence: `Its sites: ${sites.map((site) => `"${site.name}"`).join(', ') || 'none'}.`,
    next: 'Correct "sites" (one name a line, as in IIS Manager), or name the sockets with "bindings".',
  });
}

function bindingsNotUnderstood({ name, oddBindings }: Site): Failure {
  return new Failure('iis-unreadable', {
    cause: `Not every https binding of the site "${name}" is understood, so it is not certain which endpoints it uses.`,
    evidence: `IIS has: ${firstOf(5, oddBindings)}.`,
    next: 'Correct that binding in IIS, or name the endpoints with "bindings" instead of "sites".',
  });
}

function selectCovered(facts: SelectionFacts, choose: Choose, passOver: PassOver): void {
  for (const entry of facts.inspection.entries.values()) {
    const { thumbprint } = entry.binding;
    const owner = facts.owner(entry);
    if (thumbprint === null) {
      passOver(entry, 'it uses the central certificate store: put the renewed PFX on its share');
    } else if (!isOfIis(owner)) {
      passOver(entry, notOfIis(owner));
    } else if (thumbprint === facts.next.thumbprint) {
      choose(entry);
    } else {
      const present = facts.present(entry);
      if (!present) {
        passOver(
          entry,
          'its present certificate is missing from the store, so its names are not known; name it in "bindings"',
        );
        continue;
      }
      const missing = uncovered(present, facts.next);
      if (present.dnsNames.length + present.ipAddresses.length === 0) passOver(entry, nameless);
      else if (missing.length === 0) choose(entry);
      else passOver(entry, `the new certificate does not cover ${firstOf(5, missing)}`, notCovered);
    }
  }
}

const nameless =
  'its present certificate names no host, so nothing tells that the new one is its successor; name it in "bindings"';

const notCovered = 'the new certificate does not cover every name of the present one';

function isOfIis(owner: Owner): boolean {
  return owner.is === 'iis' && owner.program === undefined;
}

function notOfIis(owner: Owner): string {
  return owner.is !== 'unknown'
    ? `it belongs to ${ownerName(owner)}`
    : 'its application id is not that of IIS and no IIS site uses it; name it in "bindings" if it is yours';
}

function nothingSelected(selection: Selection, { passedOver }: Selected, facts: SelectionFacts): Failure {
  const { entries } = facts.inspection;
  const passed = passedOver.map(({ entry, why }) => `${entry.binding.endpoint.text}: ${why}`);
  const asked =
    selection.replace.length > 0
      ? `No IIS binding uses a certificate named in "replace" (${selection.replace.join(', ')}).`
      : selection.sites.length > 0
        ? 'No socket of the sites named in "sites" can be changed.'
        : 'No IIS binding has a certificate whose names are all covered by the new one.';
  return new Failure('nothing-selected', {
    cause: asked,
    evidence: passed.length === 0 ? boundHere(entries) : `Passed over: ${firstOf(10, passed, '; ')}.`,
    next: 'Name the sockets with "bindings". With "dry-run: true" and no certificate the action lists all that is bound.',
  });
}
