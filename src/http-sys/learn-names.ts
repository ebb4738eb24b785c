import type { RegistryBinding } from './binding.js';
import { type Endpoint, type EndpointKind, hasAddressAsHost, shownEndpoint } from './endpoint.js';
import type { RegistryTables } from './registry-bindings.js';
import type { ShownTable } from './show.js';
import { identityAfter } from './show-head.js';
import { type Line, nameEdge } from './show-line.js';
import type { ShownNames } from './shown-names.js';
import { endsWithName } from './unknown-letters.js';

/** Something in the text of `show` that has hash and appid like a record, and the line before them. */
interface Sight {
  readonly first: Line;
  /** Lower-case hex; null for none. */
  readonly hash: string | null;
  /** Lower-case GUID in braces. */
  readonly appId: string;
}

/**
 * Learns from the registry which endpoints those records of `show` have that their text alone does not tell.
 * @param lines of the text
 * @param table what was understood of it
 * @param before what was learnt earlier; it stays
 * @returns undefined where the registry has no binding that the table lacks, so that nothing is to be learnt
 */
export function learnNames(
  lines: readonly Line[],
  table: ShownTable,
  registry: RegistryTables,
  before: ShownNames,
): ShownNames | undefined {
  const shown = new Set(table.bindings.map(({ endpoint }) => endpoint.key));
  const missing = registry.bindings.filter(({ endpoint }) => !shown.has(endpoint.key));
  if (missing.length === 0) return undefined;
  const sights = sightsIn(lines);
  const isAddress = ({ endpoint }: RegistryBinding) =>
    endpoint.kind === 'hostnameport' && hasAddressAsHost(endpoint);
  const byText = new Map(before.byText);
  for (const [name, endpoint] of namesOf(
    missing.filter((each) => !isAddress(each)),
    sights,
  )) {
    const others = (byText.get(name) ?? []).filter(({ kind }) => kind !== endpoint.kind);
    byText.set(name, [...others, endpoint]);
  }
  const kinds = missing.some(isAddress) ? kindsOfLabels(sights, registry.bindings) : [];
  return { byText, kindOfLabel: new Map([...before.kindOfLabel, ...kinds]) };
}

function sightsIn(lines: readonly Line[]): Sight[] {
  return lines.flatMap((first, at) => {
    const identity = first.shape === 'hash' || first.shape === 'null' ? undefined : identityAfter(lines, at);
    if (identity === undefined || identity.unknownFields > 0) return [];
    const hash = identity.hash === undefined ? undefined : lines[identity.hash];
    const guid = lines[identity.guid];
    const isNone = hash === undefined || hash.shape === 'null';
    const appId = guid?.text.slice(guid.start).toLowerCase() ?? '';
    return [{ first, hash: isNone ? null : hash.text.slice(hash.start).toLowerCase(), appId }];
  });
}

/** The name with which netsh prints each endpoint, as far as exactly one record fits it and no other one. */
function namesOf(missing: readonly RegistryBinding[], sights: readonly Sight[]): [string, Endpoint][] {
  const byHash = grouped(sights, ({ hash }) => hash);
  const claims = missing.flatMap((binding) => {
    const { appId, thumbprint } = binding;
    const alike = byHash.get(thumbprint?.toLowerCase() ?? null) ?? [];
    const found = claimsOf(
      binding,
      alike.filter((sight) => appId === null || sight.appId === appId),
    );
    return found.length === 1 ? found : [];
  });
  const claimed = new Map<Sight, number>();
  for (const { sight } of claims) claimed.set(sight, (claimed.get(sight) ?? 0) + 1);
  return claims.flatMap(({ sight, name, endpoint }) =>
    claimed.get(sight) === 1 ? [[name, endpoint] as [string, Endpoint]] : [],
  );
}

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** A record that can be the one of an endpoint. */
interface Claim {
  readonly sight: Sight;
  readonly name: string;
  readonly endpoint: Endpoint;
}

/** The records that can be the one of a binding: those that print its name as the registry does, if there are any. */
function claimsOf({ endpoint, printed }: RegistryBinding, sights: readonly Sight[]): Claim[] {
  const claims = sights.flatMap((sight) => {
    const name = nameIn(sight.first, endpoint);
    return name === undefined ? [] : [{ sight, name, endpoint }];
  });
  const same = claims.filter(({ name }) => name === printed);
  return same.length > 0 ? same : claims;
}

const edgeAtEnd = new RegExp(`${nameEdge}$`);

/** How a line prints the name of an endpoint; the longest text where there are several. */
function nameIn({ text }: Line, endpoint: Endpoint): string | undefined {
  const start = endsWithName(text, endpoint.text).findLast((each) => edgeAtEnd.test(text.slice(0, each)));
  return start === undefined ? undefined : text.slice(start);
}

/** What is shown with an address, and the label before it. */
interface Addressed extends Sight {
  readonly label: string;
  readonly text: string;
}

/**
 * Which kind of record each label before an address stands for: that of which the registry has all these addresses,
 * with these certificates. Where both kinds have them, what is shown first is by address, as netsh lists it.
 */
function kindsOfLabels(
  sights: readonly Sight[],
  bindings: readonly RegistryBinding[],
): [string, EndpointKind][] {
  const registry = new Map(bindings.map((each) => [each.endpoint.key, each]));
  const addressed = sights
    .filter(({ first, hash }) => first.shape === 'address' && hash !== null)
    .map((sight) => {
      const { text, start } = sight.first;
      return { ...sight, label: text.slice(0, start), text: text.slice(start) };
    });
  const byLabel = grouped(addressed, ({ label }) => label);
  const canBe = (kind: EndpointKind, all: readonly Addressed[]) =>
    all.every(({ text, hash, appId }) => {
      const found = registry.get(shownEndpoint(kind, text)?.key ?? '');
      const isSame = found?.appId === null || found?.appId === appId;
      return found !== undefined && isSame && found.thumbprint?.toLowerCase() === hash;
    });
  const kinds: [string, EndpointKind][] = [];
  const either: string[] = [];
  for (const [label, all] of byLabel) {
    const possible = (['ipport', 'hostnameport'] as const).filter((kind) => canBe(kind, all));
    const [kind] = possible;
    if (possible.length > 1) either.push(label);
    else if (kind !== undefined) kinds.push([label, kind]);
  }
  const [first, second, ...more] = either;
  if (first !== undefined && second !== undefined && more.length === 0)
    kinds.push([first, 'ipport'], [second, 'hostnameport']);
  return kinds;
}
