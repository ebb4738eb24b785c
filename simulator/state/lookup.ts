import { isIPv6 } from 'node:net';
import { type BindingRecord, type EndpointKind, recordKey } from './record.js';

/** What HTTP.sys knows of a connection when it looks for a certificate. */
export interface Connection {
  /** The address of the server's end, without brackets. */
  localAddress: string;
  localPort: number;
  serverName: string | null;
}

/**
 * The record that serves a connection, in HTTP.sys's order: exact address, exact host name, wildcard host name,
 * central store, `[::]` for IPv6 connections, `0.0.0.0` for all. Where a wildcard host stands is not documented;
 * after the exact one is assumed.
 * @param unicodeName the letters of a name in its `xn--` form, where they are matched as well
 * @returns undefined where nothing is bound: HTTP.sys then resets the connection
 */
export function lookUp(
  records: ReadonlyMap<string, BindingRecord>,
  { localAddress, localPort, serverName }: Connection,
  unicodeName: string | null = null,
): BindingRecord | undefined {
  const isVersion6 = isIPv6(localAddress);
  const host = isVersion6 ? `[${localAddress}]` : localAddress;
  const name = serverName ?? '';
  const wildcard = name.replace(/^[^.]+/, '*');
  const order: [EndpointKind, string][] = [
    ['ipport', `${host}:${localPort}`],
    ...(name === '' ? [] : ([['hostnameport', `${name}:${localPort}`]] as [EndpointKind, string][])),
    ...(unicodeName === null
      ? []
      : ([['hostnameport', `${unicodeName}:${localPort}`]] as [EndpointKind, string][])),
    ...(wildcard.startsWith('*.')
      ? ([['hostnameport', `${wildcard}:${localPort}`]] as [EndpointKind, string][])
      : []),
    ...(name === '' ? [] : ([['scopedccs', `${name}:${localPort}`]] as [EndpointKind, string][])),
    ['ccs', `${localPort}`],
    ...(isVersion6 ? ([['ipport', `[::]:${localPort}`]] as [EndpointKind, string][]) : []),
    ['ipport', `0.0.0.0:${localPort}`],
  ];
  for (const [kind, endpoint] of order) {
    const record = records.get(recordKey({ kind, endpoint }));
    if (record !== undefined) return record;
  }
  return undefined;
}
