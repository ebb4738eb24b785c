import { sidOf } from './sids.js';

/** One entry of an access list. */
export interface AccessEntry {
  /** `other`: kinds that allow or deny under a condition, or concern parts of an object of the directory. */
  readonly type: 'allow' | 'deny' | 'other';
  /** It is there for files below a folder, and says nothing of the file itself. */
  readonly inheritOnly: boolean;
  readonly inherited: boolean;
  /** The rights to a file, 32 bits, generic ones as those of a file. */
  readonly rights: number;
  /** The account as it is written: a SID or an alias. */
  readonly account: string;
  /** `(A;;FR;;;NS)` */
  readonly text: string;
}

/** Sets of rights to a file (winnt.h); generic rights to a file mean the same. */
export const fileRights = { all: 0x1f01ff, read: 0x120089 } as const;

const rightsByName: Readonly<Record<string, number>> = {
  FA: fileRights.all,
  FR: fileRights.read,
  FW: 0x120116,
  FX: 0x1200a0,
  GA: fileRights.all,
  GR: fileRights.read,
  GW: 0x120116,
  GX: 0x1200a0,
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
  // Rights to a key of the registry, which a descriptor made for one may hold.
  KA: 0xf003f,
  KR: 0x20019,
  KW: 0x20006,
  KX: 0x20019,
  // Mandatory labels; they allow nothing.
  NR: 0,
  NW: 0,
  NX: 0,
};

const generic: readonly (readonly [bit: number, name: string])[] = [
  [0x8000_0000, 'GR'],
  [0x4000_0000, 'GW'],
  [0x2000_0000, 'GX'],
  [0x1000_0000, 'GA'],
];

/**
 * Reads the discretionary access list of a file in the security descriptor definition language, as `icacls /save`
 * writes it.
 * @returns undefined for a text that is none, or one without a list, which allows everybody everything
 */
export function parseDacl(sddl: string): AccessEntry[] | undefined {
  const trimmed = sddl.trim();
  const head = /^(?:O:[A-Z0-9-]+?)?(?:G:[A-Z0-9-]+?)?D:(?:P|AR|AI)*/.exec(trimmed)?.[0];
  if (head === undefined) return undefined;
  const entries: AccessEntry[] = [];
  let at = head.length;
  while (trimmed[at] === '(') {
    const end = endOfEntry(trimmed, at);
    const entry = end === undefined ? undefined : parseEntry(trimmed.slice(at, end));
    if (end === undefined || entry === undefined) return undefined;
    entries.push(entry);
    at = end;
  }
  return at === trimmed.length || trimmed.startsWith('S:', at) ? entries : undefined;
}

/** The place after the parenthesis that closes an entry; a condition in it has parentheses and texts of its own. */
function endOfEntry(text: string, start: number): number | undefined {
  let depth = 0;
  let isQuoted = false;
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

const types: Readonly<Record<string, AccessEntry['type']>> = { A: 'allow', D: 'deny' };

function parseEntry(text: string): AccessEntry | undefined {
  const [kind = '', flags = '', rightsText = '', , , account = ''] = text.slice(1, -1).split(';');
  if (!/^[A-Z]{1,2}$/.test(kind) || !/^(?:[A-Z]{2})*$/.test(flags)) return undefined;
  const type = types[kind] ?? 'other';
  const rights = parseRights(rightsText);
  if (rights === undefined && type !== 'other') return undefined;
  if (account === '' && type !== 'other') return undefined;
  const pairs: readonly string[] = flags.match(/../g) ?? [];
  return {
    type,
    inheritOnly: pairs.includes('IO'),
    inherited: pairs.includes('ID'),
    rights: rights ?? 0,
    account,
    text,
  };
}

/** @param text hexadecimal, octal or decimal, or names of two letters without anything between */
function parseRights(text: string): number | undefined {
  if (/^(?:0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text)) return withGeneric(parseNumber(text));
  if (!/^(?:[A-Z]{2})*$/.test(text)) return undefined;
  let sum = 0;
  for (const name of text.match(/../g) ?? []) {
    const right = Object.hasOwn(rightsByName, name) ? rightsByName[name] : undefined;
    if (right === undefined) return undefined;
    sum |= right;
  }
  return sum;
}

function parseNumber(text: string): number {
  return /^0[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
}

function withGeneric(mask: number): number {
  const own = mask & 0x1f_ffff;
  return generic.reduce(
    (sum, [bit, name]) => ((mask & bit) === 0 ? sum : sum | (rightsByName[name] ?? 0)),
    own,
  );
}

/** What accounts may do to a file, by SID or, where the SID is not known here, by alias. */
export type Access = ReadonlyMap<string, number>;

/**
 * The rights that a list gives to each account that it names. What it denies to the account itself is taken away, but
 * not what it denies to a group to which the account belongs.
 */
export function accessOf(entries: readonly AccessEntry[]): Access {
  const access = new Map<string, number>();
  const own = entries.filter((entry) => !entry.inheritOnly && entry.type !== 'other');
  for (const { type, rights, account } of own) {
    if (type === 'allow') access.set(key(account), (access.get(key(account)) ?? 0) | rights);
  }
  for (const { type, rights, account } of own) {
    const allowed = access.get(key(account));
    if (type === 'deny' && allowed !== undefined) access.set(key(account), allowed & ~rights);
  }
  return access;
}

/** The list without what it itself, and not the folder, allows these accounts. */
export function withoutGrants(sddl: string, sids: ReadonlySet<string>): string {
  let text = sddl;
  for (const entry of parseDacl(sddl) ?? []) {
    if (entry.type === 'allow' && !entry.inherited && sids.has(key(entry.account)))
      text = text.replace(entry.text, '');
  }
  return text;
}

function key(account: string): string {
  return sidOf(account) ?? account;
}
