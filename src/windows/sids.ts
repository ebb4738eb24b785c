/** A security identifier in its numeric form, such as `S-1-5-20`. */
export function isSid(text: string): boolean {
  return /^S-1-(?:\d{1,15}|0x[0-9a-f]{1,12})(?:-\d{1,10}){1,15}$/i.test(text);
}

/**
 * What a security descriptor may call an account instead (sddl.h), for those that are the same on every machine.
 */
const byAlias: Readonly<Record<string, string>> = {
  WD: 'S-1-1-0',
  CO: 'S-1-3-0',
  CG: 'S-1-3-1',
  OW: 'S-1-3-4',
  NU: 'S-1-5-2',
  IU: 'S-1-5-4',
  SU: 'S-1-5-6',
  AN: 'S-1-5-7',
  ED: 'S-1-5-9',
  PS: 'S-1-5-10',
  AU: 'S-1-5-11',
  RC: 'S-1-5-12',
  WR: 'S-1-5-33',
  SY: 'S-1-5-18',
  LS: 'S-1-5-19',
  NS: 'S-1-5-20',
  BA: 'S-1-5-32-544',
  BU: 'S-1-5-32-545',
  BG: 'S-1-5-32-546',
  PU: 'S-1-5-32-547',
  AO: 'S-1-5-32-548',
  SO: 'S-1-5-32-549',
  PO: 'S-1-5-32-550',
  BO: 'S-1-5-32-551',
  RE: 'S-1-5-32-552',
  RU: 'S-1-5-32-554',
  RD: 'S-1-5-32-555',
  NO: 'S-1-5-32-556',
  MU: 'S-1-5-32-558',
  LU: 'S-1-5-32-559',
  IS: 'S-1-5-32-568',
  CY: 'S-1-5-32-569',
  CD: 'S-1-5-32-574',
  ER: 'S-1-5-32-573',
  HA: 'S-1-5-32-578',
  AA: 'S-1-5-32-579',
  RM: 'S-1-5-32-580',
  AC: 'S-1-15-2-1',
};

/** Aliases whose SID is another one on every machine or in every domain. Those marked are administrators anyway. */
const relative: Readonly<Record<string, { readonly name: string; readonly isAdministrator: boolean }>> = {
  LA: { name: 'the built-in Administrator', isAdministrator: true },
  DA: { name: 'Domain Admins', isAdministrator: true },
  EA: { name: 'Enterprise Admins', isAdministrator: true },
  LG: { name: 'the built-in Guest', isAdministrator: false },
  DU: { name: 'Domain Users', isAdministrator: false },
  DG: { name: 'Domain Guests', isAdministrator: false },
  DC: { name: 'Domain Computers', isAdministrator: false },
  DD: { name: 'Domain Controllers', isAdministrator: false },
  RO: { name: 'Enterprise Read-only Domain Controllers', isAdministrator: false },
  CN: { name: 'Cloneable Domain Controllers', isAdministrator: false },
  CA: { name: 'Cert Publishers', isAdministrator: false },
  SA: { name: 'Schema Admins', isAdministrator: false },
  PA: { name: 'Group Policy Creator Owners', isAdministrator: false },
  RS: { name: 'RAS and IAS Servers', isAdministrator: false },
  AP: { name: 'Protected Users', isAdministrator: false },
  KA: { name: 'Key Admins', isAdministrator: false },
  EK: { name: 'Enterprise Key Admins', isAdministrator: false },
};

/** The SID that a security descriptor writes, as a number or as an alias; undefined where only the domain can tell. */
export function sidOf(written: string): string | undefined {
  if (isSid(written)) return written.toUpperCase().replace('0X', '0x');
  return Object.hasOwn(byAlias, written) ? byAlias[written] : undefined;
}

/** Whether an alias without a SID of its own is that of an administrator, who may use every key of the machine. */
export function isAdministratorAlias(written: string): boolean {
  return Object.hasOwn(relative, written) && relative[written]?.isAdministrator === true;
}

/** English names, as Windows itself translates them. */
const names: Readonly<Record<string, string>> = {
  'S-1-1-0': 'Everyone',
  'S-1-5-2': 'NETWORK',
  'S-1-5-4': 'INTERACTIVE',
  'S-1-5-6': 'SERVICE',
  'S-1-5-7': 'ANONYMOUS LOGON',
  'S-1-5-11': 'Authenticated Users',
  'S-1-5-17': 'IUSR',
  'S-1-5-18': 'SYSTEM',
  'S-1-5-19': 'LOCAL SERVICE',
  'S-1-5-20': 'NETWORK SERVICE',
  'S-1-5-32-544': 'Administrators',
  'S-1-5-32-545': 'Users',
  'S-1-5-32-546': 'Guests',
  'S-1-5-32-568': 'IIS_IUSRS',
  'S-1-5-80-0': 'all services',
  'S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415': 'IIS AppPool\\DefaultAppPool',
};

/** What stands behind a SID whose first numbers say it, although its own name is not known here. */
const families: readonly (readonly [RegExp, string])[] = [
  [/^S-1-5-80-/, 'a service'],
  [/^S-1-5-82-/, 'an application pool of IIS'],
  [/^S-1-5-83-/, 'a virtual machine'],
  [/^S-1-5-21-/, 'an account'],
];

/** An account for a person to read: `NETWORK SERVICE (S-1-5-20)`, `an application pool of IIS (S-1-5-82-…)`. */
export function accountInWords(written: string): string {
  const sid = sidOf(written);
  if (sid === undefined) return `${relative[written]?.name ?? 'an account'} (${written})`;
  const name = names[sid] ?? families.find(([begin]) => begin.test(sid))?.[1];
  return name === undefined ? sid : `${name} (${sid})`;
}

/** Accounts that nearly everybody on a network or a machine belongs to. */
export function isNearlyEverybody(sid: string): boolean {
  return ['S-1-1-0', 'S-1-5-2', 'S-1-5-4', 'S-1-5-7', 'S-1-5-11', 'S-1-5-32-545', 'S-1-5-32-546'].includes(
    sid,
  );
}
