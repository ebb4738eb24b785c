import { type Endpoint, shownEndpoint } from '../http-sys/endpoint.js';
import type { Site } from './sites.js';

const sni = 1;
const centralStore = 2;

/**
 * The HTTP.sys sockets of a site's https bindings. IIS's `sslFlags` say which kind of key HTTP.sys has for each:
 * 2 (central certificate store) a key by port alone, 1 (SNI) one by host name, neither one by address, where `*`
 * is `0.0.0.0`. Bindings that have no such shape are left out.
 */
export function siteSockets(site: Site): Endpoint[] {
  return site.bindings.flatMap(({ information, sslFlags }) => {
    const parts = /^(\[[^\]]*\]|[^:]*):(\d+):(.*)$/.exec(information.trim());
    if (!parts) return [];
    const [, address = '', port = '', host = ''] = parts;
    const endpoint =
      sslFlags & centralStore
        ? shownEndpoint('ccs', port)
        : sslFlags & sni
          ? shownEndpoint('hostnameport', `${host}:${port}`)
          : shownEndpoint('ipport', `${address === '*' || address === '' ? '0.0.0.0' : address}:${port}`);
    return endpoint ? [endpoint] : [];
  });
}
