import { isIPv4, isIPv6 } from 'node:net';
import type { MachineOptions } from '../../machine-options.js';
import type { BindingRecord, EndpointKind } from '../../state/record.js';
import { knownArguments, switchesOf, useFreshnessTime } from './settings.js';

/** What decides which hosts netsh takes. */
type HostRules = Pick<MachineOptions, 'oddHosts' | 'uLabels'>;

/** Why netsh refuses a command line. */
export type Refusal =
  | { refused: 'unknown-argument'; argument: string }
  | { refused: 'missing-parameter' }
  | { refused: 'bad-value' };

/** The key of a record, as given on a command line. */
export type Key = Pick<BindingRecord, 'kind' | 'endpoint'>;

/** The changes that an `add` or `update` asks for: only what was given, the two words by mask. */
export interface Given {
  key: Key;
  appId: string;
  hash?: string;
  store?: string;
  freshnessTime?: number;
  urlTimeout?: number;
  ctlIdentifier?: string;
  ctlStore?: string;
  /** Bits to set and bits to clear. */
  bits: Record<'checkMode' | 'flags', { on: number; off: number }>;
}

const kinds: readonly EndpointKind[] = ['ipport', 'hostnameport', 'ccs', 'scopedccs'];
const maximum = 0xffff_ffff;

/** Reads `tag=value` arguments. Stricter than netsh: no positional values, no short forms, no tag twice. */
function readTags(args: readonly string[], known: readonly string[]): Map<string, string> | Refusal {
  const tags = new Map<string, string>();
  for (const argument of args) {
    const [, tag, value] = /^([a-z0-9]+)=(.*)$/s.exec(argument) ?? [];
    if (tag === undefined || value === undefined || !known.includes(tag) || tags.has(tag)) {
      return { refused: 'unknown-argument', argument };
    }
    if (value === '') return { refused: 'bad-value' };
    tags.set(tag, value);
  }
  return tags;
}

/** Reads the one argument that names a record which is to be deleted. */
export function readDeletion(args: readonly string[], options: MachineOptions): Key | Refusal {
  const key = readKey(args, options);
  return 'refused' in key || mayChange(key, options) ? key : { refused: 'bad-value' };
}

/** Reads the one argument that names a record. */
export function readKey(args: readonly string[], rules: HostRules): Key | Refusal {
  const tags = readTags(args, kinds);
  return 'refused' in tags ? tags : keyOf(tags, rules);
}

/** Reads the arguments of `add sslcert` and `update sslcert`. */
export function readGiven(args: readonly string[], options: MachineOptions): Given | Refusal {
  const tags = readTags(args, [...kinds, ...knownArguments(options)]);
  if ('refused' in tags) return tags;
  const key = keyOf(tags, options);
  if ('refused' in key) return key;
  if (!mayChange(key, options)) return { refused: 'bad-value' };
  const appId = tags.get('appid');
  const hash = tags.get('certhash');
  const store = tags.get('certstorename');
  if (appId === undefined) return { refused: 'missing-parameter' };
  if (!/^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i.test(appId)) return { refused: 'bad-value' };
  if (hash !== undefined && !/^[0-9a-f]{40}$/i.test(hash)) return { refused: 'bad-value' };
  const freshnessTime = readNumber(tags.get('revocationfreshnesstime'));
  const urlTimeout = readNumber(tags.get('urlretrievaltimeout'));
  if (freshnessTime === null || urlTimeout === null) return { refused: 'bad-value' };

  const bits = { checkMode: { on: 0, off: 0 }, flags: { on: 0, off: 0 } };
  for (const { argument, bit, takes, excludes } of switchesOf(options)) {
    const value = argument === undefined ? undefined : tags.get(argument);
    if (value === undefined) continue;
    if (takes === 'number' && typeof readNumber(value) === 'number') {
      bits[bit.word][Number(value) > 0 ? 'on' : 'off'] |= bit.mask;
      continue;
    }
    if (takes !== undefined) return { refused: 'bad-value' };
    if (value === 'enable' && excludes !== undefined && tags.get(excludes) === 'enable')
      return { refused: 'bad-value' };
    if (value !== 'enable' && value !== 'disable') return { refused: 'bad-value' };
    const on = (value === 'enable') !== (bit.inverted ?? false);
    bits[bit.word][on ? 'on' : 'off'] |= bit.mask;
  }
  if (freshnessTime !== undefined) bits.checkMode[freshnessTime > 0 ? 'on' : 'off'] |= useFreshnessTime;
  const ctlIdentifier = tags.get('sslctlidentifier');
  const ctlStore = tags.get('sslctlstorename');
  return {
    key,
    appId: appId.toLowerCase(),
    bits,
    ...(hash === undefined ? {} : { hash: hash.toLowerCase() }),
    ...(store === undefined ? {} : { store }),
    ...(freshnessTime === undefined ? {} : { freshnessTime }),
    ...(urlTimeout === undefined ? {} : { urlTimeout }),
    ...(ctlIdentifier === undefined ? {} : { ctlIdentifier }),
    ...(ctlStore === undefined ? {} : { ctlStore }),
  };
}

function keyOf(tags: ReadonlyMap<string, string>, rules: HostRules): Key | Refusal {
  const given = kinds.filter((kind) => tags.has(kind));
  const [kind] = given;
  if (kind === undefined) return { refused: 'missing-parameter' };
  const endpoint = given.length === 1 ? readEndpoint(kind, tags.get(kind) ?? '', rules) : undefined;
  return endpoint === undefined ? { refused: 'bad-value' } : { kind, endpoint };
}

/** The endpoint as HTTP.sys keeps it; undefined where it is not one. */
export function readEndpoint(kind: EndpointKind, text: string, rules: HostRules): string | undefined {
  const [, host = '', digits = ''] = /^(?:(.*):)?([1-9][0-9]{0,4})$/s.exec(text) ?? [];
  if (digits === '' || Number(digits) > 65535) return undefined;
  if (kind === 'ccs') return host === '' && !text.includes(':') ? digits : undefined;
  if (kind === 'ipport') {
    if (isIPv4(host)) return `${host}:${digits}`;
    const address = /^\[([0-9a-f:.]+)\]$/i.exec(host)?.[1] ?? '';
    return isIPv6(address) ? `[${shortIPv6(address)}]:${digits}` : undefined;
  }
  return isHostName(host, rules) ? `${host}:${digits}` : undefined;
}

/** RFC 5952, as Windows writes an address: `::1`, lower case. */
function shortIPv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

function isHostName(host: string, { oddHosts, uLabels }: HostRules): boolean {
  const plain = oddHosts === 'accepted' ? host.replace(/(?<=[^.])\.$/, '') : host;
  if (oddHosts === 'accepted' && (host === '*' || isIPv4(host) || /^\[.+\]$/.test(host))) return true;
  const labels = plain.replace(/^\*\./, '').split('.');
  const isNumber = /^[0-9]+$/.test(labels.at(-1) ?? '');
  const label = uLabels === 'accepted' ? uLabel : asciiLabel;
  return host.length <= 253 && !isNumber && labels.every((each) => label.test(each));
}

/** Whether netsh changes what has this name; of what it does not, it may show more. */
function mayChange({ kind, endpoint }: Key, { changes }: Pick<MachineOptions, 'changes'>): boolean {
  if (changes === 'what-it-shows' || (kind !== 'hostnameport' && kind !== 'scopedccs')) return true;
  const host = endpoint.slice(0, endpoint.lastIndexOf(':'));
  return /^(\*\.)?[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/i.test(host) && !/(^|\.)[0-9]+$/.test(host);
}

const asciiLabel = /^(?!-)[a-z0-9_-]{1,63}(?<!-)$/i;
const uLabel = /^(?!-)[\p{L}\p{M}\p{N}_-]{1,63}(?<!-)$/u;

/** @returns undefined for what is not given, null for what is not a 32-bit number */
function readNumber(text: string | undefined): number | null | undefined {
  if (text === undefined) return undefined;
  return /^(0|[1-9][0-9]{0,9})$/.test(text) && Number(text) <= maximum ? Number(text) : null;
}
