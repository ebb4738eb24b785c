import type { Binding } from '../http-sys/binding.js';
import { programOf } from './programs.js';
import { siteSockets } from './site-sockets.js';
import type { Site } from './sites.js';

/** The application id that IIS has used for its bindings in every version. */
export const iisAppId = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';

/** Our own, on the spare bindings of a rehearsal; leftovers of a killed run are recognised by it. */
export const rehearsalAppId = '{6d1c9d0e-55a7-4b5e-8d0b-3a6f2f1b7c94}';

/** Who a binding belongs to. */
export type Owner =
  | {
      readonly is: 'iis';
      /** Names of the sites that use it. */
      readonly sites: readonly string[];
      /** The well-known other program whose application id stands on the endpoint of these sites. */
      readonly program?: string;
    }
  | { readonly is: 'other'; readonly program: string }
  | { readonly is: 'unknown' };

/**
 * Tells the owners of bindings. A binding is IIS's if its application id is, or if an https binding of an IIS site uses
 * its endpoint: tools write random and zero application ids, and some the one of AD FS, which stands in an example of
 * Microsoft's.
 *
 * @param sites undefined where IIS's configuration was not read
 */
export function ownerOf(sites: readonly Site[] | undefined): (binding: Binding) => Owner {
  const endpointToSites = new Map<string, Set<string>>();
  for (const site of sites ?? []) {
    for (const { key } of siteSockets(site)) {
      const names = endpointToSites.get(key) ?? new Set();
      endpointToSites.set(key, names.add(site.name));
    }
  }
  return ({ appId, endpoint }) => {
    const program = programOf(appId)?.name;
    const names = endpointToSites.get(endpoint.key);
    if (program !== undefined && names === undefined) return { is: 'other', program };
    if (appId !== iisAppId && names === undefined) return { is: 'unknown' };
    const owner = { is: 'iis', sites: [...(names ?? [])] } as const;
    return program === undefined ? owner : { ...owner, program };
  };
}

/** An owner in words, for tables and warnings. */
export function ownerName(owner: Owner): string {
  if (owner.is === 'iis') return owner.program ?? 'IIS';
  return owner.is === 'other' ? owner.program : 'unknown';
}

/** IIS's application id on this machine: the known one if a binding has it, else the one on most of its bindings. */
export function discoverAppId(
  bindings: Iterable<Binding>,
  owner: (binding: Binding) => Owner,
): string | undefined {
  const counts = new Map<string, number>();
  for (const binding of bindings) {
    if (binding.appId === iisAppId) return iisAppId;
    const of = owner(binding);
    if (of.is === 'iis' && of.program === undefined)
      counts.set(binding.appId, (counts.get(binding.appId) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}
