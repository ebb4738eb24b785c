import type { AccessEntry, AccessList } from '../../access/sddl.js';

/** Rights for one account. */
export interface Grant {
  readonly sid: string;
  readonly rights: number;
}

/** icacls's names of rights to a file. Those of a folder, and `N` for no access, are not taken. */
const rightNames: Readonly<Record<string, number>> = {
  F: 0x1f01ff,
  M: 0x1301bf,
  RX: 0x1200a9,
  R: 0x120089,
  W: 0x100116,
  D: 0x110000,
  DE: 0x10000,
  RC: 0x20000,
  WDAC: 0x40000,
  WO: 0x80000,
  S: 0x100000,
  GR: 0x8000_0000,
  GW: 0x4000_0000,
  GE: 0x2000_0000,
  GA: 0x1000_0000,
  RD: 0x1,
  WD: 0x2,
  AD: 0x4,
  REA: 0x8,
  WEA: 0x10,
  X: 0x20,
  DC: 0x40,
  RA: 0x80,
  WA: 0x100,
};

/** The rights that may stand without parentheses. */
const simpleNames = ['F', 'M', 'RX', 'R', 'W', 'D'];

/** Reads `R`, `(R)` or `(RD,RA,S)`. @returns undefined for what icacls does not take for a file */
export function readRights(text: string): number | undefined {
  const list = /^\(([A-Z]+(?:,[A-Z]+)*)\)$/i.exec(text)?.[1]?.toUpperCase().split(',');
  const names = list ?? (simpleNames.includes(text.toUpperCase()) ? [text.toUpperCase()] : []);
  if (names.length === 0 || !names.every((name) => Object.hasOwn(rightNames, name))) return undefined;
  return names.reduce((sum, name) => (sum | (rightNames[name] ?? 0)) >>> 0, 0);
}

/** Adds rights to what an account is granted already, or an entry behind those that deny. */
export function grant({ control, entries }: AccessList, { sid, rights }: Grant): AccessList {
  const isOwn = (entry: AccessEntry) => entry.type === 'A' && entry.sid === sid && entry.flags.length === 0;
  const present = entries.find(isOwn);
  if (present !== undefined) {
    const more = { ...present, rights: (present.rights | rights) >>> 0 };
    return { control, entries: entries.map((entry) => (entry === present ? more : entry)) };
  }
  const denials = entries.findIndex(({ type, flags }) => type === 'A' || flags.includes('ID'));
  const at = denials < 0 ? entries.length : denials;
  return { control, entries: entries.toSpliced(at, 0, { type: 'A', flags: [], rights, sid }) };
}

/** Takes away whatever is granted to an account on the file itself; what came from the folder above stays. */
export function removeGrants({ control, entries }: AccessList, sid: string): AccessList {
  return {
    control,
    entries: entries.filter((entry) => entry.type === 'D' || entry.sid !== sid || entry.flags.includes('ID')),
  };
}
