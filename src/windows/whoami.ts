import type { System32 } from './system32.js';
import { decodeOutput } from './text.js';

/** SIDs of the integrity levels "high" (an elevated administrator) and "system"; SIDs are never translated. */
const elevatedSids = ['S-1-16-12288', 'S-1-16-16384'];

/**
 * Whether the account that runs this process is elevated.
 * @returns undefined where whoami gave no answer that has the shape of one
 */
export async function isElevated(system32: System32): Promise<boolean | undefined> {
  if (!system32.has('whoami.exe')) return undefined;
  const { stdout } = await system32.run('whoami.exe', ['/groups', '/fo', 'csv', '/nh']);
  const sids = decodeOutput(stdout).match(/S-1-[0-9-]+/g) ?? [];
  if (sids.length === 0) return undefined;
  return sids.some((sid) => elevatedSids.includes(sid));
}
