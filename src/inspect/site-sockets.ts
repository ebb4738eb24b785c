import { type Endpoint, shownEndpoint } from '../http-sys/endpoint.js';
import type { Site, SiteBinding } from './sites.js';

const sni = 1;
const centralStore = 2;

/** The parts of `address:port:host`. */
function partsOf({ information }: Pick<SiteBinding, 'information'>) {
  const [, address = '', port = '', host = ''] =
    /^(\[[^\]]*\]|[^:]*):(\d+):(.*)$/.exec(information.trim()) ?? [];
  return { address, port, host };
}

/**
 * The endpoint of HTTP.sys that an https binding uses. IIS's `sslFlags` say which kind of key HTTP.sys has for it:
 * 2 (central certificate store) a key by port alone, 1 (SNI) one by host name, neither one by address, where `*`
 * is `0.0.0.0`.
 * @returns undefined for a binding of no such form
 */
export function endpointOf(binding: SiteBinding): Endpoint | undefined {
  const { address, port, host } = partsOf(binding);
  if (binding.sslFlags & centralStore) return shownEndpoint('ccs', port);
  if (binding.sslFlags & sni) return shownEndpoint('hostnameport', `${host}:${port}`);
  return shownEndpoint('ipport', `${address === '*' || address === '' ? '0.0.0.0' : address}:${port}`);
}

/** The host name for which a site answers on a binding; null where it answers for any. */
export function hostOf(binding: SiteBinding): string | null {
  return partsOf(binding).host || null;
}

/** The endpoints of a site's https bindings. */
export function siteSockets({ bindings }: Pick<Site, 'bindings'>): Endpoint[] {
  return bindings.flatMap((each) => endpointOf(each) ?? []);
}
