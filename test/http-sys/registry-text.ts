import { createHash } from 'node:crypto';
import type { EndpointKind } from '../../src/http-sys/endpoint.js';

/** A record of HTTP.sys as a registry has it. */
export interface KeptRecord {
  readonly kind: EndpointKind;
  /** With its exact letters. */
  readonly endpoint: string;
  readonly hash: string | null;
  /** GUID in braces. */
  readonly appId: string;
  readonly store: string | null;
  readonly flags?: number;
  /** Further certificates, which only `show` tells of. */
  readonly further?: readonly string[];
}

export const parametersKey = 'HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\HTTP\\Parameters';

const tables: Record<EndpointKind, string> = {
  ipport: 'SslBindingInfo',
  hostnameport: 'SslSniBindingInfo',
  ccs: 'SslCcsBindingInfo',
  scopedccs: 'SslScopedCcsBindingInfo',
};

/** How the keys of host names are called: by a GUID that tells nothing, or by the name itself. */
export type KeyNames = 'guid' | 'name';

function keyOf({ kind, endpoint }: KeptRecord, names: KeyNames): string {
  const isNamed = kind === 'hostnameport' || kind === 'scopedccs';
  if (!isNamed || names === 'name') return `${parametersKey}\\${tables[kind]}\\${endpoint}`;
  const digits = createHash('md5').update(endpoint.toLowerCase()).digest('hex').toUpperCase();
  return `${parametersKey}\\${tables[kind]}\\{${digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}}`;
}

function guidBytes(guid: string): string {
  const [first = '', second = '', third = '', ...rest] = guid.slice(1, -1).split('-');
  const reversed = [first, second, third].map((hex) => Buffer.from(hex, 'hex').reverse().toString('hex'));
  return [...reversed, ...rest].join('').toUpperCase();
}

type Value = readonly [name: string, type: 'REG_SZ' | 'REG_BINARY' | 'REG_DWORD', data: string];

function valuesOf({ kind, endpoint, hash, appId, store, flags = 0 }: KeptRecord): Value[] {
  return [
    ['AppId', 'REG_BINARY', guidBytes(appId)],
    ...(hash === null ? [] : [['SslCertHash', 'REG_BINARY', hash.toUpperCase()] as const]),
    ...(store === null ? [] : [['SslCertStoreName', 'REG_SZ', store] as const]),
    ['DefaultFlags', 'REG_DWORD', `0x${flags.toString(16)}`],
    ...(kind === 'hostnameport' || kind === 'scopedccs'
      ? [['HostnamePort', 'REG_SZ', endpoint] as const]
      : []),
  ];
}

/** `reg query …\Parameters /s`, as text with exact letters; a machine has other things there, too. */
export function queryText(records: readonly KeptRecord[], names: KeyNames = 'guid'): string {
  const keys = records.map((record) => [
    keyOf(record, names),
    ...valuesOf(record).map((value) => `    ${value.join('    ')}`),
  ]);
  const others = [
    [parametersKey, '    MaxRequestBytes    REG_DWORD    0x8000', '    UrlAcl    REG_SZ    '],
    [`${parametersKey}\\UrlAclInfo`, '    http://*:80/Temporary/    REG_BINARY    0100'],
  ];
  return ['', ...[...others, ...keys].flatMap((lines) => [...lines, ''])].join('\r\n');
}

/** `reg export …\<table> FILE`, for one table. */
export function exportFile(
  records: readonly KeptRecord[],
  kind: EndpointKind,
  names: KeyNames = 'guid',
): Buffer {
  const quote = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;
  const line = ([name, type, data]: Value) => {
    const bytes = data.toLowerCase().match(/../g) ?? [];
    const shown = {
      REG_SZ: quote(data),
      REG_DWORD: `dword:${data.slice(2).padStart(8, '0')}`,
      REG_BINARY: `hex:${bytes.slice(0, 8).join(',')}${bytes.length > 8 ? `,\\\r\n  ${bytes.slice(8).join(',')}` : ''}`,
    };
    return `${quote(name)}=${shown[type]}`;
  };
  const keys = records
    .filter((record) => record.kind === kind)
    .map((record) => [`[${keyOf(record, names)}]`, ...valuesOf(record).map(line), ''].join('\r\n'));
  const text = ['Windows Registry Editor Version 5.00', '', ...keys, ''].join('\r\n');
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
}

/** Code pages as far as tests need them; a letter that one lacks is a question mark. */
export const codePages = {
  utf8: (text: string) => Buffer.from(text, 'utf8').toString('latin1'),
  western: (text: string) => encode(text, (letter) => (letter <= '\xff' ? letter : undefined)),
  dos: (text: string) =>
    encode(text, (letter) => {
      const place = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ'.indexOf(letter);
      return place < 0 ? undefined : String.fromCharCode(0x80 + place);
    }),
  /** A letter is two bytes, the second of which can look like ASCII. */
  wide: (text: string) =>
    encode(text, (letter) => `\x83${String.fromCharCode(0x40 + (letter.charCodeAt(0) % 0x3f))}`),
  /** A letter that the code page lacks is the one that looks most like it. */
  bestFit: (text: string) => encode(text.normalize('NFD').replace(/\p{M}/gu, ''), () => 'l'),
} as const satisfies Record<string, (text: string) => string>;

function encode(text: string, of: (letter: string) => string | undefined): string {
  return [...text].map((letter) => (letter < '\x80' ? letter : (of(letter) ?? '?'))).join('');
}
