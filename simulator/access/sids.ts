import type { Account } from '../machine-options.js';

// The names and numbers below stand in src/windows/sids.ts, too, on purpose: the simulator takes nothing from src/, so
// that a mistake there is not one here as well.

/** The machine's own part of the SIDs of its local accounts. */
export const machineSid = 'S-1-5-21-2840557193-1177238915-682003330';

/** The domain's part, for accounts that are not the machine's own. */
const domainSid = 'S-1-5-21-3623811015-3361044348-30300820';

/**
 * The two-letter names by which security descriptors call well-known SIDs (MS-DTYP 2.4.2.4, sddl.h). Some of them
 * mean another SID on every machine or domain: who reads `LA` knows no SID by it.
 */
export const aliases: Readonly<Record<string, string>> = {
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
  SY: 'S-1-5-18',
  LS: 'S-1-5-19',
  NS: 'S-1-5-20',
  BA: 'S-1-5-32-544',
  BU: 'S-1-5-32-545',
  BG: 'S-1-5-32-546',
  PU: 'S-1-5-32-547',
  BO: 'S-1-5-32-551',
  RD: 'S-1-5-32-555',
  NO: 'S-1-5-32-556',
  MU: 'S-1-5-32-558',
  LU: 'S-1-5-32-559',
  IS: 'S-1-5-32-568',
  CY: 'S-1-5-32-569',
  ER: 'S-1-5-32-573',
  AC: 'S-1-15-2-1',
  LA: `${machineSid}-500`,
  LG: `${machineSid}-501`,
  DA: `${domainSid}-512`,
  DU: `${domainSid}-513`,
};

/** The SIDs in the token of whoever runs the programs; those "for deny only" are not among them. */
export const tokenSids: Readonly<Record<Account, readonly string[]>> = {
  administrator: [`${machineSid}-500`, 'S-1-5-32-544', 'S-1-5-32-545', 'S-1-5-11', 'S-1-1-0'],
  system: ['S-1-5-18', 'S-1-5-32-544', 'S-1-5-11', 'S-1-1-0'],
  'network-service': ['S-1-5-20', 'S-1-5-32-545', 'S-1-5-6', 'S-1-5-11', 'S-1-1-0'],
  'service-account': [`${domainSid}-1104`, 'S-1-5-32-545', 'S-1-5-6', 'S-1-5-11', 'S-1-1-0'],
  'filtered-administrator': [`${machineSid}-1001`, 'S-1-5-32-545', 'S-1-5-11', 'S-1-1-0'],
};

/** Whether a text is a SID in its numeric form. */
export function isSid(text: string): boolean {
  const [, authority = '', rest = ''] = /^S-1-(\d{1,15})((?:-\d{1,10}){1,15})$/.exec(text) ?? [];
  const parts = rest.slice(1).split('-');
  return authority !== '' && parts.every((part) => Number(part) <= 0xffff_ffff && !/^0\d/.test(part));
}
