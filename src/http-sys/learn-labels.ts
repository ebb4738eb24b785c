import type { RegistryBinding } from './binding.js';
import { type EndpointKind, shownEndpoint } from './endpoint.js';
import type { Sight } from './show-sights.js';

/** What is shown with an address behind one label. */
type Addressed = Sight & { readonly text: string };

type Choice = ReadonlyMap<string, EndpointKind>;

/**
 * Which kind of record each label before an address stands for: `ipport`, or `hostnameport` with an address as its
 * host. The registry has all these addresses under one kind, or the certificates tell; where both have the same, what
 * is shown first is by address, as netsh lists it.
 * @returns empty where the labels do not tell, as in a language that has one for both
 */
export function kindsOfLabels(sights: readonly Sight[], bindings: readonly RegistryBinding[]): Choice {
  const labels = addressesByLabel(sights);
  const registry = new Map(bindings.map((each) => [each.endpoint.key, each]));
  const find = (kind: EndpointKind, text: string) => registry.get(shownEndpoint(kind, text)?.key ?? '');
  const fits = (choice: Choice, isFit: (found: RegistryBinding, sight: Addressed) => boolean) =>
    [...choice].every(([label, kind]) =>
      (labels.get(label) ?? []).every((sight) => {
        const found = find(kind, sight.text);
        return found !== undefined && isFit(found, sight);
      }),
    );
  const byName = choicesFor([...labels.keys()]).filter((choice) => fits(choice, () => true));
  const [only, ...others] = byName;
  if (only === undefined || others.length === 0) return only ?? new Map();
  const alike = byName.filter((choice) => fits(choice, isSame));
  // With one label, the second kind is not shown at all.
  return (labels.size > 1 || alike.length === 1 ? alike[0] : undefined) ?? new Map();
}

function isSame({ thumbprint, appId }: RegistryBinding, sight: Sight): boolean {
  return thumbprint?.toLowerCase() === sight.hash && (appId === null || appId === sight.appId);
}

/** The kinds that labels can stand for, each another one; the order of netsh first. */
function choicesFor([first, second, ...more]: readonly string[]): Choice[] {
  if (first === undefined || more.length > 0) return [];
  const kinds = ['ipport', 'hostnameport'] as const;
  return [kinds, kinds.toReversed()].map(
    ([one = 'ipport', other = 'hostnameport']) =>
      new Map<string, EndpointKind>(
        second === undefined
          ? [[first, one]]
          : [
              [first, one],
              [second, other],
            ],
      ),
  );
}

function addressesByLabel(sights: readonly Sight[]): ReadonlyMap<string, readonly Addressed[]> {
  const labels = new Map<string, Addressed[]>();
  for (const sight of sights) {
    const { shape, text, start } = sight.first;
    if (shape !== 'address' || sight.hash === null) continue;
    const label = text.slice(0, start);
    const addressed = { ...sight, text: text.slice(start) };
    const others = labels.get(label);
    if (others) others.push(addressed);
    else labels.set(label, [addressed]);
  }
  return labels;
}
