import type { RegistryBinding } from './binding.js';
import { type Endpoint, shownEndpoint } from './endpoint.js';
import { kindsOfLabels } from './learn-labels.js';
import type { RegistryTables } from './registry-bindings.js';
import type { ShownTable } from './show.js';
import { type Line, nameEdge } from './show-line.js';
import { type Sight, sightsIn } from './show-sights.js';
import type { ShownNames } from './shown-names.js';
import { endsWithName } from './unknown-letters.js';

/** What is learnt of one name can put another one in doubt, so that is asked again. */
const mostRounds = 4;

/** A text of `show` as it is understood so far. */
interface Understood {
  readonly lines: readonly Line[];
  readonly table: ShownTable;
  readonly names: ShownNames;
}

/**
 * Learns from the registry which endpoints those records of `show` have that their text alone does not tell.
 * @param first what was learnt earlier stays
 * @param read understands the lines with other names
 */
export function learnNames(
  first: Understood,
  registry: RegistryTables,
  read: (names: ShownNames) => ShownTable,
): Understood {
  const { lines } = first;
  let { table, names } = first;
  for (let round = 1; round <= mostRounds; round += 1) {
    const shown = new Set(table.bindings.map(({ endpoint }) => endpoint.key));
    const missing = registry.bindings.filter(({ endpoint }) => !shown.has(endpoint.key));
    const more = learnMissing(missing, lines, registry, names);
    if (more === undefined) break;
    names = more;
    table = read(names);
  }
  return { lines, table, names };
}

/** @returns undefined if there is nothing new */
function learnMissing(
  missing: readonly RegistryBinding[],
  lines: readonly Line[],
  registry: RegistryTables,
  before: ShownNames,
): ShownNames | undefined {
  if (missing.length === 0) return undefined;
  const sights = sightsIn(lines);
  // Where the registry has both kinds with one name, only the label before it can tell them apart.
  const keys = new Set(registry.bindings.map(({ endpoint }) => endpoint.key));
  const isByLabel = ({ endpoint: { kind, text } }: RegistryBinding) =>
    (kind === 'ipport' || kind === 'hostnameport') && keys.has(shownEndpoint(twins[kind], text)?.key ?? '');
  const byText = new Map(before.byText);
  const named = namesOf(
    missing.filter((each) => !isByLabel(each)),
    sights,
  );
  for (const [name, endpoint] of named) {
    const others = (byText.get(name) ?? []).filter(({ kind }) => kind !== endpoint.kind);
    byText.set(name, [...others, endpoint]);
  }
  const labels = missing.some(isByLabel) ? kindsOfLabels(sights, registry.bindings) : new Map();
  const kindOfLabel = new Map([...before.kindOfLabel, ...labels]);
  const isNew = named.length > 0 || kindOfLabel.size > before.kindOfLabel.size;
  return isNew ? { byText, kindOfLabel } : undefined;
}

const twins = { ipport: 'hostnameport', hostnameport: 'ipport' } as const;

/** The name with which netsh prints each endpoint, as far as it is that of no other one of its kind. */
function namesOf(missing: readonly RegistryBinding[], sights: readonly Sight[]): [string, Endpoint][] {
  const byHash = new Map<string | null, Sight[]>();
  for (const sight of sights) {
    const alike = byHash.get(sight.hash);
    if (alike) alike.push(sight);
    else byHash.set(sight.hash, [sight]);
  }
  const claims = missing.flatMap((binding) => {
    const { appId, thumbprint } = binding;
    const alike = byHash.get(thumbprint?.toLowerCase() ?? null) ?? [];
    const found = claimsOf(
      binding,
      alike.filter((sight) => appId === null || sight.appId === appId),
    );
    return found.length === 1 ? found : [];
  });
  // The name has to tell for every later reading, too, whatever certificate it has then.
  const claimed = new Map<string, number>();
  const idOf = ({ name, endpoint }: Claim) => `${endpoint.kind} ${name}`;
  for (const claim of claims) claimed.set(idOf(claim), (claimed.get(idOf(claim)) ?? 0) + 1);
  return claims.flatMap((claim) =>
    claimed.get(idOf(claim)) === 1 ? [[claim.name, claim.endpoint] as [string, Endpoint]] : [],
  );
}

/** A record that can be the one of an endpoint. */
interface Claim {
  readonly name: string;
  readonly endpoint: Endpoint;
}

/** The records that can be the one of a binding: those that print its name as the registry does, if there are any. */
function claimsOf({ endpoint, printed }: RegistryBinding, sights: readonly Sight[]): Claim[] {
  const claims = sights.flatMap((sight) => {
    const name = nameIn(sight.first, endpoint);
    return name === undefined ? [] : [{ name, endpoint }];
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
