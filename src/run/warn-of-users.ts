import {
  moveCommand,
  type OtherUser,
  type OtherUsersReading,
  readOtherUsers,
  stillUses,
} from '../inspect/other-users.js';
import type { Log } from '../log.js';
import { replacedBy } from '../plan/change.js';
import type { Plan } from '../plan/plan.js';
import type { Machine } from '../windows/machine.js';
import type { Bearings } from './bearings.js';

/**
 * Who else uses the certificates that a plan replaces. It only tells, so it never fails.
 * @returns begun, so that it costs no time of the run
 */
export async function otherUsersOf(
  { inspection, plan }: Pick<Bearings, 'inspection' | 'plan'>,
  machine: Machine,
): Promise<OtherUsersReading> {
  if (plan.changes.every((change) => replacedBy(change) === null)) return { users: [], unread: [] };
  const read = readOtherUsers(machine, inspection.sites);
  return ofReplaced(await read.catch(() => ({ users: [], unread: ['all of them'] })), plan);
}

/** Those who use a certificate that a plan replaces. */
export function ofReplaced(
  { users, unread }: OtherUsersReading,
  { changes }: Pick<Plan, 'changes'>,
): OtherUsersReading {
  const replaced = new Set(changes.flatMap((change) => replacedBy(change)?.thumbprint ?? []));
  return { users: users.filter(({ thumbprint }) => replaced.has(thumbprint)), unread };
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
