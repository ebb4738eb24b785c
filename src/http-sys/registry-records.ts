import { parseThumbprint, type Thumbprint } from '../certificate/thumbprint.js';
import type { RegistryBinding } from './binding.js';
import type { EndpointKind } from './endpoint.js';
import type { RegistryKey, RegistryValue } from './registry-text.js';
import type { Settings } from './settings.js';

/** HTTP.sys keeps each kind of binding under a key of its own, below `…\Services\HTTP\Parameters`. */
export const tableKeys = {
  ipport: 'SslBindingInfo',
  hostnameport: 'SslSniBindingInfo',
  ccs: 'SslCcsBindingInfo',
  scopedccs: 'SslScopedCcsBindingInfo',
} as const satisfies Record<EndpointKind, string>;

const kinds = Object.keys(tableKeys) as EndpointKind[];
const kindOfKey: ReadonlyMap<string, EndpointKind> = new Map(
  kinds.map((kind) => [tableKeys[kind].toLowerCase(), kind]),
);

/** The name of a table, of a record in it, and what there is below. */
const recordPath = /\\(Ssl\w*BindingInfo)\\([^\\]+)(?:\\(.*))?$/i;

/** A record of the registry as it was printed, its name not understood yet. */
export interface RegistryRecord extends Omit<RegistryBinding, 'endpoint'> {
  readonly kind: EndpointKind;
  /** The name of its key, below that of the table. */
  readonly key: string;
}

/**
 * Collects the bindings of HTTP.sys from the keys of the registry, which are not translated. Keys that are none of
 * its tables are skipped, and a record that is not understood for certain is none.
 */
export class RecordReader {
  /** By kind and key; null for one that is not understood, or was there twice. */
  readonly #records = new Map<string, RegistryRecord | null>();
  readonly #knownSettings: Map<string, Settings>;
  #open: OpenRecord | undefined;

  /** @param knownSettings settings of earlier readings: equal ones will be the same object */
  constructor(knownSettings = new Map<string, Settings>()) {
    this.#knownSettings = knownSettings;
  }

  /** Takes a key; sub-keys follow their key. */
  add(key: RegistryKey): void {
    const [, table = '', name = '', path = ''] = recordPath.exec(key.path) ?? [];
    const kind = kindOfKey.get(table.toLowerCase());
    if (kind === undefined) return;
    const inside = { ...key, path };
    if (this.#open?.name === name && this.#open.kind === kind) {
      this.#open.keys.push(inside);
      return;
    }
    this.#close();
    this.#open = { kind, name, keys: [inside] };
  }

  /** To be called once, after the last key. */
  end(): readonly RegistryRecord[] {
    this.#close();
    return [...this.#records.values()].filter((each) => each !== null);
  }

  #close(): void {
    if (this.#open === undefined) return;
    const id = `${this.#open.kind} ${this.#open.name}`;
    const record = this.#records.has(id) ? undefined : toRecord(this.#open, this.#knownSettings);
    this.#records.set(id, record ?? null);
  }
}

/** A record whose sub-keys may still follow. */
interface OpenRecord {
  readonly kind: EndpointKind;
  readonly name: string;
  readonly keys: RegistryKey[];
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
function toRecord(
  { kind, name, keys }: OpenRecord,
  knownSettings: Map<string, Settings>,
): RegistryRecord | undefined {
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
  const thumbprint = optional(known.get('sslcerthash'), toThumbprint);
  const appId = optional(known.get('appid'), toGuid);
  const settings = toSettings(known, unknown.sort());
  if (thumbprint === undefined || appId === undefined || !settings) return undefined;
  return {
    kind,
    key: name,
    printed: known.get('hostnameport') ?? name,
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
