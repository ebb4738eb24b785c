import { moveCommand, type OtherUser, readOtherUsers, stillUses } from '../inspect/other-users.js';
import type { Log } from '../log.js';
import { replacedBy } from '../plan/change.js';
import type { Machine } from '../windows/machine.js';
import type { Bearings } from './bearings.js';

/**
 * Who else uses the certificates that a plan replaces. It only tells, so it never fails.
 * @returns begun, so that it costs no time of the run
 */
export async function otherUsersOf(
  { inspection, plan }: Pick<Bearings, 'inspection' | 'plan'>,
  machine: Machine,
): Promise<OtherUser[]> {
  const replaced = new Set(plan.changes.flatMap((change) => replacedBy(change)?.thumbprint ?? []));
  if (replaced.size === 0) return [];
  const users = await readOtherUsers(machine, inspection.sites).catch((): OtherUser[] => []);
  return users.filter(({ thumbprint }) => replaced.has(thumbprint));
}

/** Warns of users that stay on a replaced certificate, each with what moves it. */
export function warnOfOtherUsers(
  users: readonly OtherUser[],
  { opened }: Pick<Bearings, 'opened'>,
  log: Log,
): void {
  for (const user of users)
    log.warning('Other user', stillUses(user, moveCommand(user, opened.certificate.thumbprint)));
}
