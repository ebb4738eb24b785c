import { isAnyCutOff } from '../undo/duty.js';
import { journalUnreadable, readJournals } from '../undo/journal-folder.js';
import { newReading, openNew, planTheImport, readMachine } from './bearings.js';
import { explained, lacksSomething } from './elevation.js';
import type { Found } from './found.js';
import { planTheChange } from './plan-the-change.js';
import type { Plan } from './request.js';
import type { Surroundings } from './surroundings.js';
import { otherUsersOf } from './warn-of-users.js';

/** `dry-run`: steps 2 to 4, guards included; no program that writes is started. */
export async function planOnly(request: Plan, on: Surroundings, found: Found): Promise<void> {
  const { machine, log } = on;
  const reading = newReading(on, found);
  const opened = await openNew(request, on, reading);
  const { inspection, plan } = await explained(machine, async () => {
    const read = await readMachine(request, on, { opened, reading });
    return { inspection: read, plan: await planTheChange(request, on, { opened, inspection: read }) };
  });
  found.plan = plan;
  if (plan.changes.length > 0) {
    const users = otherUsersOf({ inspection, plan }, machine);
    // A machine on which something could not be read is asked why: the real run would need the same rights.
    const elevation = lacksSomething(inspection) ? machine.isElevated() : undefined;
    elevation?.catch(() => undefined);
    await planTheImport({ request, opened, inspection, plan }, on, reading);
    found.otherUsers = await users;
    if ((await elevation) === false)
      log.warning('Rights', 'This account is not elevated: the real run would refuse to change anything.');
  }
  await tellEarlierRuns(on);
}

/** What the real run would do about runs that were cut off. An account that may not read their journals is not told. */
async function tellEarlierRuns({ machine, origin, log }: Surroundings): Promise<void> {
  const { records, damaged } = await readJournals(machine.journals, 'once').catch(() => ({
    records: [],
    damaged: [],
  }));
  for (const each of damaged) log.warning('Earlier run', journalUnreadable(each).message);
  if (isAnyCutOff(records, origin))
    log.warning(
      'Earlier run',
      'An earlier run was cut off: the real run would bring its bindings to one of their two certificates before anything else.',
    );
}
