import { createHash } from 'node:crypto';
import type { BindingRecord, EndpointKind } from '../../state/record.js';
import type { Host } from '../host.js';
import { binary, key, number, parseValue, type RegistryKey, type RegistryValue, text } from './keys.js';

/** The keys that hold HTTP.sys's table, by the kind of record in them. */
const tables: Readonly<Record<string, EndpointKind>> = {
  SslBindingInfo: 'ipport',
  SslSniBindingInfo: 'hostnameport',
  SslCcsBindingInfo: 'ccs',
  SslScopedCcsBindingInfo: 'scopedccs',
};

/** HTTP.sys's own key: its values, its table by kind of record, and reservations of addresses. */
export function httpParameters(name: string, host: Host): RegistryKey {
  const { options, table } = host;
  const records = [...table.records().values()];
  const keys = Object.entries(tables).flatMap(([tableName, kind]) => {
    const own = records.filter((record) => record.kind === kind);
    // Only the oldest of the tables is there without a record.
    if (own.length === 0 && kind !== 'ipport') return [];
    return [
      key(
        tableName,
        [],
        own.map((record) => key(subKey(record, host), valuesOf(record, host))),
      ),
    ];
  });
  const limited: RegistryValue = { name: 'ListenOnlyList', type: 'REG_MULTI_SZ', data: options.ipListen };
  const reservations = [
    binary('http://*:5985/wsman/', '01000480'),
    binary('https://*:5986/wsman/', '01000480'),
  ];
  return key(
    name,
    [...options.httpParameters.map(parseValue), ...(options.ipListen.length === 0 ? [] : [limited])],
    [...keys, key('UrlAclInfo', reservations)],
  );
}

/** Records of a host name stand under a GUID that tells nothing, or under their name, with the name as a value. */
function subKey(record: BindingRecord, { options }: Host): string {
  const hasGuid =
    record.kind === 'scopedccs' || (record.kind === 'hostnameport' && options.sniKeys === 'guid');
  if (!hasGuid) return record.endpoint;
  const digits = createHash('md5').update(record.endpoint.toLowerCase()).digest('hex');
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(digits) ?? [];
  return `{${parts.join('-').toUpperCase()}}`;
}

function valuesOf(record: BindingRecord, { options }: Host): RegistryValue[] {
  const differs = options.registryDisagrees.includes(record.endpoint);
  const hash = differs ? record.hash?.replace(/./g, (digit) => (digit === '0' ? '1' : '0')) : record.hash;
  const isNamed = record.kind === 'hostnameport' || record.kind === 'scopedccs';
  const word = (name: string, data: number) =>
    data === 0 && options.registryZeros === 'absent' ? [] : [number(name, data)];
  const words = (name: string, data: string | null) => (data === null ? [] : [text(name, data)]);
  return [
    binary('AppId', guidBytes(record.appId)),
    ...(hash == null ? [] : [binary('SslCertHash', hash)]),
    ...words('SslCertStoreName', record.store),
    ...word('DefaultSslCertCheckMode', record.checkMode),
    ...word('DefaultSslRevocationFreshnessTime', record.freshnessTime),
    ...word('DefaultSslRevocationUrlRetrievalTimeout', record.urlTimeout),
    ...words('DefaultSslCtlIdentifier', record.ctlIdentifier),
    ...words('DefaultSslCtlStoreName', record.ctlStore),
    ...word('DefaultFlags', record.flags),
    ...(isNamed ? [text('HostnamePort', record.endpoint)] : []),
    ...record.extraValues.map(parseValue),
  ];
}

/** A GUID as it lies in memory: its first three numbers are little-endian. */
function guidBytes(guid: string): string {
  const [first = '', second = '', third = '', ...rest] = guid.slice(1, -1).split('-');
  const reversed = [first, second, third].map((hex) => Buffer.from(hex, 'hex').reverse().toString('hex'));
  return [...reversed, ...rest].join('');
}
