import { aliases, isSid } from './sids.js';

// src/windows/sddl.ts reads the same language with code of its own, on purpose: the simulator takes nothing from src/, so
// that a mistake there is not one here as well.

/** One entry of an access list. */
export interface AccessEntry {
  /** Allow or deny. */
  readonly type: 'A' | 'D';
  /** Inheritance, such as `ID` for an entry that came from the folder above. */
  readonly flags: readonly string[];
  /** Unsigned 32 bits; generic rights stay as they are. */
  readonly rights: number;
  /** Numeric. */
  readonly sid: string;
}

/** A discretionary access list. */
export interface AccessList {
  /** `P` protected from inheritance, `AI` inherited automatically, `AR`. */
  readonly control: readonly string[];
  readonly entries: readonly AccessEntry[];
}

/** Sets of rights to a file that have a name of their own. */
const fileRights: Readonly<Record<string, number>> = {
  FA: 0x1f01ff,
  FR: 0x120089,
  FW: 0x120116,
  FX: 0x1200a0,
};

/** Single rights, in the order in which Windows writes them. None of them is SYNCHRONIZE. */
const singleRights: Readonly<Record<string, number>> = {
  GA: 0x1000_0000,
  GR: 0x8000_0000,
  GW: 0x4000_0000,
  GX: 0x2000_0000,
  CC: 0x1,
  DC: 0x2,
  LC: 0x4,
  SW: 0x8,
  RP: 0x10,
  WP: 0x20,
  DT: 0x40,
  LO: 0x80,
  CR: 0x100,
  SD: 0x10000,
  RC: 0x20000,
  WD: 0x40000,
  WO: 0x80000,
};

const flagNames = ['OI', 'CI', 'NP', 'IO', 'ID', 'SA', 'FA'];
const controlNames = ['P', 'AR', 'AI'];

/** Reads `D:PAI(A;;FA;;;SY)…`: a list of allow and deny entries and nothing else. @returns undefined for other text */
export function parseSddl(text: string): AccessList | undefined {
  const [, head = '', body = ''] = /^D:([A-Z]*)((?:\([^()]*\))*)$/.exec(text) ?? [];
  if (!text.startsWith('D:') || text !== `D:${head}${body}`) return undefined;
  const control = split(head, controlNames);
  const entries = [...body.matchAll(/\(([^()]*)\)/g)].map(([, entry = '']) => parseEntry(entry));
  if (control === undefined || entries.includes(undefined)) return undefined;
  return { control, entries: entries.filter((entry) => entry !== undefined) };
}

function parseEntry(text: string): AccessEntry | undefined {
  const [type = '', flagText = '', rightText = '', object, inherited, account = '', ...rest] =
    text.split(';');
  const flags = split(flagText, flagNames);
  const rights = parseRights(rightText);
  const sid = isSid(account) ? account : aliases[account];
  if ((type !== 'A' && type !== 'D') || object !== '' || inherited !== '' || rest.length > 0)
    return undefined;
  if (flags === undefined || rights === undefined || sid === undefined) return undefined;
  return { type, flags, rights, sid };
}

function parseRights(text: string): number | undefined {
  if (/^0x[0-9a-f]{1,8}$/i.test(text)) return Number(text);
  const names = split(text, [...Object.keys(fileRights), ...Object.keys(singleRights)]);
  if (names === undefined || names.length === 0) return undefined;
  return names.reduce((sum, name) => (sum | (fileRights[name] ?? singleRights[name] ?? 0)) >>> 0, 0);
}

/** Names one after the other without anything between. */
function split(text: string, names: readonly string[]): string[] | undefined {
  const found: string[] = [];
  for (let left = text; left !== ''; left = left.slice(found.at(-1)?.length)) {
    const name = names.find((each) => left.startsWith(each));
    if (name === undefined) return undefined;
    found.push(name);
  }
  return found;
}

/** An access list as Windows writes it: with short names for SIDs and sets of rights that have one. */
export function printSddl({ control, entries }: AccessList): string {
  const shortNames = new Map(Object.entries(aliases).map(([alias, sid]) => [sid, alias]));
  const parts = entries.map(
    ({ type, flags, rights, sid }) =>
      `(${type};${flags.join('')};${printRights(rights)};;;${shortNames.get(sid) ?? sid})`,
  );
  return `D:${control.join('')}${parts.join('')}`;
}

function printRights(rights: number): string {
  const named = Object.entries(fileRights).find(([, mask]) => mask === rights)?.[0];
  if (named !== undefined) return named;
  const parts = Object.entries(singleRights).filter(([, mask]) => (rights & mask) !== 0);
  const covered = parts.reduce((sum, [, mask]) => (sum | mask) >>> 0, 0);
  return covered === rights ? parts.map(([name]) => name).join('') : `0x${rights.toString(16)}`;
}

/** Whether a token may do all of this to a file: the first entry that speaks of a right decides. */
export function isAllowed({ entries }: AccessList, sids: readonly string[], wanted: number): boolean {
  let left = wanted;
  for (const { type, flags, rights, sid } of entries) {
    if (flags.includes('IO') || !sids.includes(sid)) continue;
    const mask = withGenericRights(rights);
    if (type === 'D' && (mask & left) !== 0) return false;
    if (type === 'A') left &= ~mask;
    if (left === 0) return true;
  }
  return left === 0;
}

/** Generic rights stand for sets of a file's own. */
function withGenericRights(rights: number): number {
  const pairs = [
    ['GA', 'FA'],
    ['GR', 'FR'],
    ['GW', 'FW'],
    ['GX', 'FX'],
  ] as const;
  return pairs.reduce(
    (sum, [generic, file]) =>
      (rights & (singleRights[generic] ?? 0)) === 0 ? sum : sum | (fileRights[file] ?? 0),
    rights & 0x1f_ffff,
  );
}
