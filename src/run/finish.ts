import { asFailure } from '../failure.js';
import type { Imported } from '../import/imported.js';
import { type RemovedReplaced, type ReplacedUsers, removeReplaced } from '../import/remove-replaced.js';
import { readOtherUsers } from '../inspect/other-users.js';
import { readSites } from '../inspect/read-sites.js';
import { readTable } from '../inspect/read-table.js';
import type { Log } from '../log.js';
import type { KeptChange } from '../undo/finish-job.js';
import type { Undo } from '../undo/undo.js';
import type { Machine } from '../windows/machine.js';
import type { Bearings } from './bearings.js';
import { neededByOthers, replacedCertificates } from './begin-undo.js';
import type { Found } from './found.js';
import type { Rebinding } from './request.js';
import type { Surroundings } from './surroundings.js';
import { tellAll } from './tell.js';
import { warnOfOtherUsers } from './warn-of-users.js';

/** The change is complete: what is left is tidying up, which never fails a run. */
export async function finish(
  bearings: Bearings<Rebinding>,
  { undo, on, found }: { readonly undo: Undo; readonly on: Surroundings; readonly found: Found },
): Promise<void> {
  const { request, plan } = bearings;
  const { machine, log } = on;
  const others = found.otherUsers ?? { users: [], unread: [] };
  warnOfOtherUsers(others.users, bearings, log);
  // The post step needs the journal, and the certificates to go back to.
  if (request.restoreAfterJob !== 'never') return;
  try {
    if (request.removeReplaced) {
      const needed = await neededByOthers(machine.journals, undo.file);
      const removed = await removeUnused(machine, replacedCertificates(plan.changes), { others, needed });
      found.deleted = [...new Set(removed.deleted.map(({ thumbprint }) => thumbprint))];
      tellAll('Replaced certificate', removed, log);
    }
    await undo.forget();
  } catch (error) {
    log.warning('Tidying up', `The change is complete, but tidying up was not: ${asFailure(error).message}`);
  }
}

/** `remove-replaced`: deletes what nobody on this machine uses any more, as far as can be seen. */
async function removeUnused(
  machine: Machine,
  replaced: readonly Imported[],
  users: Omit<ReplacedUsers, 'table'>,
): Promise<RemovedReplaced> {
  return removeReplaced(machine, replaced, { ...users, table: await readTable(machine) });
}

/** The same at the end of a job whose change stays. */
export async function removeKept({ machine, replaced, needed }: KeptChange, log: Log): Promise<void> {
  const others = await readOtherUsers(machine, await readSites(machine));
  tellAll('Replaced certificate', await removeUnused(machine, replaced, { others, needed }), log);
}
