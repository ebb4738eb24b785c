import type { Binding } from '../http-sys/binding.js';
import { siteSockets } from './site-sockets.js';
import type { Site } from './sites.js';

/** The application id that IIS has used for its bindings in every version. */
export const iisAppId = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';

/** Our own, on the spare sockets of a rehearsal; leftovers of a killed run are recognised by it. */
export const rehearsalAppId = '{6d1c9d0e-55a7-4b5e-8d0b-3a6f2f1b7c94}';

const otherPrograms: ReadonlyMap<string, string> = new Map([
  ['{afebb9ad-9b97-4a91-9ab5-daf4d59122f6}', 'WinRM'],
  ['{5d89a20c-beab-4389-9447-324788eb944a}', 'AD FS or Web Application Proxy'],
  ['{ba195980-cd49-458b-9e23-c84ee0adcd75}', 'SSTP (Routing and Remote Access)'],
  ['{214124cd-d05b-4309-9af9-9caa44b2b74a}', 'IIS Express'],
]);

/** Who a binding belongs to. */
export type Owner =
  | {
      readonly is: 'iis';
      readonly sites: readonly string[];
      /** The well-known other program whose application id stands on the socket of an IIS site. */
      readonly program?: string;
    }
  | { readonly is: 'other'; readonly program: string }
  | { readonly is: 'unknown' };

/**
 * Tells the owners of bindings. A binding is IIS's if its application id is, or if it is the socket of an https
 * binding of an IIS site and its application id is not that of a well-known other program: tools also write random
 * or zero application ids.
 *
 * @param sites undefined where IIS's configuration was not read
 */
export function ownerOf(sites: readonly Site[] | undefined): (binding: Binding) => Owner {
  const socketToSites = new Map<string, string[]>();
  for (const site of sites ?? []) {
    for (const { key } of siteSockets(site)) {
      const names = socketToSites.get(key) ?? [];
      if (!names.includes(site.name)) names.push(site.name);
      socketToSites.set(key, names);
    }
  }
  return (binding) => {
    const program = otherPrograms.get(binding.appId);
    if (program) return { is: 'other', program };
    const names = socketToSites.get(binding.endpoint.key);
    if (binding.appId === iisAppId || names) return { is: 'iis', sites: names ?? [] };
    return { is: 'unknown' };
  };
}

/** An owner in words, for tables and warnings. */
export function ownerName(owner: Owner): string {
  if (owner.is === 'iis') return 'IIS';
  return owner.is === 'other' ? owner.program : 'unknown';
}

/** IIS's application id on this machine: the known one if a binding has it, else the one on most of its sockets. */
export function discoverAppId(
  bindings: Iterable<Binding>,
  owner: (binding: Binding) => Owner,
): string | undefined {
  const counts = new Map<string, number>();
  for (const binding of bindings) {
    if (binding.appId === iisAppId) return iisAppId;
    if (owner(binding).is === 'iis') counts.set(binding.appId, (counts.get(binding.appId) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}
