import type { System32 } from './system32.js';
import { decodeOutput } from './text.js';

/** SIDs are never translated. */
const sids = {
  highIntegrity: 'S-1-16-12288',
  systemIntegrity: 'S-1-16-16384',
  administrators: 'S-1-5-32-544',
  service: 'S-1-5-6',
} as const;

/**
 * Whether the account that runs this process is elevated: an elevated administrator has high integrity, SYSTEM has
 * system integrity. Services have one of these, too, whatever their account may do: NETWORK SERVICE, as which a runner
 * service runs by default, LOCAL SERVICE, and probably ordinary accounts. They may change nothing unless they are in
 * the group Administrators.
 * @returns undefined where whoami gave no answer that has the shape of one
 */
export async function isElevated(system32: System32): Promise<boolean | undefined> {
  if (!system32.has('whoami.exe')) return undefined;
  const { stdout } = await system32.run('whoami.exe', ['/groups', '/fo', 'csv', '/nh']);
  const groups = new Set(decodeOutput(stdout).match(/S-1-[0-9-]+/g));
  if (groups.size === 0) return undefined;
  const isPlainService = groups.has(sids.service) && !groups.has(sids.administrators);
  return !isPlainService && (groups.has(sids.highIntegrity) || groups.has(sids.systemIntegrity));
}
