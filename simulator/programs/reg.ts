import { createHash } from 'node:crypto';
import type { BindingRecord, EndpointKind } from '../state/record.js';
import type { Host } from './host.js';
import { storeKeys } from './reg/system-certificates.js';

const parameters = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters\\';

/** The keys that hold HTTP.sys's table, by the kind of record in them. */
const tables: Readonly<Record<string, EndpointKind>> = {
  SslBindingInfo: 'ipport',
  SslSniBindingInfo: 'hostnameport',
  SslCcsBindingInfo: 'ccs',
  SslScopedCcsBindingInfo: 'scopedccs',
};

/** `reg query <key> /s`, for the keys of HTTP.sys's table and of certificate stores. It has no other command. */
export function program(args: readonly string[], host: Host): number {
  const [verb, key = '', recursive, ...rest] = args;
  const { print, printError, texts } = host;
  if (verb !== 'query' || recursive !== '/s' || rest.length > 0) {
    printError(...texts.reg.invalidSyntax);
    return 1;
  }
  const path = key.replace(/^HKLM\\/i, 'HKEY_LOCAL_MACHINE\\');
  const found = tableKeys(path, host) ?? storeKeys(path, host);
  if (found === undefined) {
    printError('', texts.reg.notFound);
    return 1;
  }
  if (!host.effective) return 0;
  for (const lines of found) print('', ...lines);
  print('');
  return 0;
}

/** The keys of one of HTTP.sys's tables. @returns undefined if the path names none, or one that is not there */
function tableKeys(path: string, host: Host): string[][] | undefined {
  const found = tableAt(path);
  if (found === undefined) return undefined;
  const records = [...host.table.records().values()].filter(({ kind }) => kind === found.kind);
  if (records.length === 0 && found.kind !== 'ipport') return undefined;
  return records.map((record) => [
    `${parameters}${found.name}\\${subKey(record)}`,
    ...valuesOf(record, host),
  ]);
}

function tableAt(path: string): { name: string; kind: EndpointKind } | undefined {
  for (const [name, kind] of Object.entries(tables)) {
    if (path.toLowerCase() === `${parameters}${name}`.toLowerCase()) return { name, kind };
  }
  return undefined;
}

/** Records of a host name stand under a GUID that tells nothing, with the name as a value. */
function subKey(record: BindingRecord): string {
  if (record.kind === 'ipport' || record.kind === 'ccs') return record.endpoint;
  const digits = createHash('md5').update(record.endpoint.toLowerCase()).digest('hex');
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/.exec(digits) ?? [];
  return `{${parts.join('-').toUpperCase()}}`;
}

function valuesOf(record: BindingRecord, { options }: Host): string[] {
  const differs = options.registryDisagrees.includes(record.endpoint);
  const hash = differs ? record.hash?.replace(/./g, (digit) => (digit === '0' ? '1' : '0')) : record.hash;
  const isNamed = record.kind === 'hostnameport' || record.kind === 'scopedccs';
  const dword = (name: string, number: number) =>
    number === 0 && options.registryZeros === 'absent'
      ? []
      : [value(name, 'REG_DWORD', `0x${number.toString(16)}`)];
  const text = (name: string, content: string | null) =>
    content === null ? [] : [value(name, 'REG_SZ', content)];
  return [
    value('AppId', 'REG_BINARY', guidBytes(record.appId)),
    ...(hash == null ? [] : [value('SslCertHash', 'REG_BINARY', hash.toUpperCase())]),
    ...text('SslCertStoreName', record.store),
    ...dword('DefaultSslCertCheckMode', record.checkMode),
    ...dword('DefaultSslRevocationFreshnessTime', record.freshnessTime),
    ...dword('DefaultSslRevocationUrlRetrievalTimeout', record.urlTimeout),
    ...text('DefaultSslCtlIdentifier', record.ctlIdentifier),
    ...text('DefaultSslCtlStoreName', record.ctlStore),
    ...dword('DefaultFlags', record.flags),
    ...(isNamed ? [value('HostnamePort', 'REG_SZ', record.endpoint)] : []),
    ...record.extraValues.map(({ name, type, data }) => value(name, type, data)),
  ];
}

function value(name: string, type: string, data: string): string {
  return `    ${name}    ${type}    ${data}`;
}

/** A GUID as it lies in memory: its first three numbers are little-endian. */
function guidBytes(guid: string): string {
  const [first = '', second = '', third = '', ...rest] = guid.slice(1, -1).split('-');
  const reversed = [first, second, third].map((hex) => Buffer.from(hex, 'hex').reverse().toString('hex'));
  return [...reversed, ...rest].join('').toUpperCase();
}
