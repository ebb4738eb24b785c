import { parseThumbprint, type Thumbprint } from '../certificate/thumbprint.js';
import type { Binding, RegistryBinding } from './binding.js';
import { shownEndpoint } from './endpoint.js';
import { type RegistryKey, type RegistryValue, readKeys } from './registry-output.js';
import type { Settings } from './settings.js';

/** HTTP.sys keeps each kind of binding under a key of its own. */
const tableNames = { ipport: 'SslBindingInfo', hostnameport: 'SslSniBindingInfo' } as const;

/**
 * Reads the output of `reg.exe query HKLM\SYSTEM\CurrentControlSet\Services\HTTP\Parameters\<table> /s`, which is
 * not translated. An output without the table (a key that does not exist, any message) holds no bindings, and a record
 * that is not understood for certain is none.
 * @param text the output, one character for each byte
 * @param known settings of earlier readings: equal ones will be the same object
 */
export function parseRegistryTable(
  text: string,
  kind: keyof typeof tableNames,
  known = new Map<string, Settings>(),
): RegistryBinding[] {
  const found = new Map<string, { name: string; binding: RegistryBinding }>();
  const doubtful = new Set<string>();
  const names = new Set<string>();
  for (const { name, keys } of recordsOf(readKeys(text), tableNames[kind])) {
    const binding = toBinding(name, keys, kind, known);
    const twin = binding && found.get(binding.endpoint.key);
    if (binding === undefined || names.has(name)) doubtful.add(name);
    else if (twin === undefined) found.set(binding.endpoint.key, { name, binding });
    else doubtful.add(name).add(twin.name);
    names.add(name);
  }
  return [...found.values()].flatMap(({ name, binding }) => (doubtful.has(name) ? [] : [binding]));
}

/** A record: its key and sub-keys, whose paths begin below it. */
interface RegistryRecord {
  readonly name: string;
  readonly keys: readonly RegistryKey[];
}

/** The records of a table, one after the other; sub-keys follow their key. */
function* recordsOf(keys: Iterable<RegistryKey>, table: string): Generator<RegistryRecord> {
  let record: { name: string; keys: RegistryKey[] } | undefined;
  for (const key of keys) {
    const parts = key.path.split('\\');
    const at = parts.findIndex((part) => part.toLowerCase() === table.toLowerCase());
    const name = at < 0 ? undefined : parts[at + 1];
    if (name === undefined) continue;
    const inside = { ...key, path: parts.slice(at + 2).join('\\') };
    if (record?.name === name) {
      record.keys.push(inside);
      continue;
    }
    if (record) yield record;
    record = { name, keys: [inside] };
  }
  if (record) yield record;
}

/** The values that a record is known to have, by name in lower case, with the type that they are known to have. */
const knownTypes: ReadonlyMap<string, string> = new Map([
  ['sslcerthash', 'REG_BINARY'],
  ['appid', 'REG_BINARY'],
  ['sslcertstorename', 'REG_SZ'],
  ['hostnameport', 'REG_SZ'],
  ['defaultsslcertcheckmode', 'REG_DWORD'],
  ['defaultsslrevocationfreshnesstime', 'REG_DWORD'],
  ['defaultsslrevocationurlretrievaltimeout', 'REG_DWORD'],
  ['defaultsslctlidentifier', 'REG_SZ'],
  ['defaultsslctlstorename', 'REG_SZ'],
  ['defaultflags', 'REG_DWORD'],
]);

/** undefined if a value that is needed is damaged. */
function toBinding(
  name: string,
  keys: readonly RegistryKey[],
  kind: keyof typeof tableNames,
  knownSettings: Map<string, Settings>,
): RegistryBinding | undefined {
  const known = new Map<string, string>();
  const unknown: string[] = [];
  for (const key of keys) {
    if (key.isDamaged) return undefined;
    if (key.path !== '' && key.values.length === 0) unknown.push(`${key.path}\\`);
    for (const value of key.values) {
      const id = value.name.toLowerCase();
      if (key.path === '' && known.has(id)) return undefined;
      if (key.path === '' && knownTypes.get(id) === value.type) known.set(id, value.data);
      else if (!isEmptyDefault(value)) unknown.push(opaque(key, value));
    }
  }
  const endpoint = shownEndpoint(kind, known.get('hostnameport') ?? name);
  const thumbprint = optional(known.get('sslcerthash'), toThumbprint);
  const appId = optional(known.get('appid'), toGuid);
  const settings = toSettings(known, unknown.sort());
  if (!endpoint || thumbprint === undefined || appId === undefined || !settings) return undefined;
  return {
    endpoint,
    thumbprint,
    appId,
    store: known.get('sslcertstorename') || null,
    settings: theOne(settings, knownSettings),
  };
}

/** Thousands of bindings have the same few settings: they share one object, and equal ones are seen at a glance. */
function theOne(settings: Settings, known: Map<string, Settings>): Settings {
  const text = JSON.stringify(settings);
  const one = known.get(text) ?? settings;
  known.set(text, one);
  return one;
}

function opaque(key: RegistryKey, { name, type, data }: RegistryValue): string {
  return `${key.path === '' ? '' : `${key.path}\\`}${name}=${type}:${data}`;
}

/** The default value has a translated name in brackets, and no data or a translated remark in brackets if it is not set. */
function isEmptyDefault({ name, type, data }: RegistryValue): boolean {
  return /^[(<].*[)>]$/.test(name) && type === 'REG_SZ' && /^(?:\(.*\))?$/.test(data);
}

/** null for an absent value, undefined for one that cannot be converted. */
function optional<T>(
  data: string | undefined,
  convert: (data: string) => T | undefined,
): T | null | undefined {
  return data === undefined ? null : convert(data);
}

function toThumbprint(hex: string): Thumbprint | undefined {
  return /^[0-9A-F]{40}$/i.test(hex) ? parseThumbprint(hex) : undefined;
}

/** A GUID as Windows keeps it in memory: its first three groups are little-endian numbers. */
function toGuid(hex: string): string | undefined {
  if (!/^[0-9A-F]{32}$/i.test(hex)) return undefined;
  const bytes = Buffer.from(hex, 'hex');
  const groups = [
    bytes.subarray(0, 4).reverse(),
    bytes.subarray(4, 6).reverse(),
    bytes.subarray(6, 8).reverse(),
  ];
  groups.push(bytes.subarray(8, 10), bytes.subarray(10));
  return `{${groups.map((group) => group.toString('hex')).join('-')}}`;
}

function toSettings(known: ReadonlyMap<string, string>, unknown: readonly string[]): Settings | undefined {
  const dword = (name: string) => {
    const data = known.get(name) ?? '0x0';
    return /^0x[0-9a-f]{1,8}$/i.test(data) ? Number(data) : undefined;
  };
  const checkMode = dword('defaultsslcertcheckmode');
  const revocationFreshnessTime = dword('defaultsslrevocationfreshnesstime');
  const urlRetrievalTimeout = dword('defaultsslrevocationurlretrievaltimeout');
  const flags = dword('defaultflags');
  if (checkMode === undefined || revocationFreshnessTime === undefined) return undefined;
  if (urlRetrievalTimeout === undefined || flags === undefined) return undefined;
  const ctlIdentifier = known.get('defaultsslctlidentifier') || null;
  const ctlStoreName = known.get('defaultsslctlstorename') || null;
  return {
    checkMode,
    revocationFreshnessTime,
    urlRetrievalTimeout,
    ctlIdentifier,
    ctlStoreName,
    flags,
    unknown,
  };
}

/**
 * Why netsh and the registry do not say the same of one binding, as a sentence; undefined if they agree on hash,
 * appid and store. netsh reads HTTP.sys's live table, the registry holds what HTTP.sys starts with.
 * @param registry the registry's record of the binding's endpoint, if it has one
 */
export function disagreement(binding: Binding, registry: RegistryBinding | undefined): string | undefined {
  if (registry === undefined) return 'The registry has no such binding.';
  const differs = (what: string, shown: string | null, kept: string | null) =>
    `netsh shows the ${what} ${shown ?? '(null)'}, the registry has ${kept ?? 'none'}.`;
  if (binding.thumbprint !== registry.thumbprint) {
    return differs('certificate', binding.thumbprint, registry.thumbprint);
  }
  // The appid is not what a change depends on, so a host that does not keep it here is no reason to refuse.
  if (registry.appId !== null && binding.appId.toLowerCase() !== registry.appId.toLowerCase()) {
    return differs('appid', binding.appId, registry.appId);
  }
  return isSameStore(binding.store, registry.store)
    ? undefined
    : differs('store', binding.store, registry.store);
}

/** Store names compare without case. A label that netsh does not set off with a colon is a part of the shown name. */
function isSameStore(shown: string | null, kept: string | null): boolean {
  if (shown === null || kept === null) return shown === kept;
  const [whole, name] = [shown.toLowerCase(), kept.toLowerCase()];
  if (!whole.endsWith(name)) return false;
  return !/[a-z0-9_-]$/.test(whole.slice(0, whole.length - name.length));
}
