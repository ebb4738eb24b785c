import { certificateKey, type Imported } from '../import/imported.js';
import { type Change, replacedBy, storedAt } from '../plan/change.js';
import { Journal } from '../undo/journal.js';
import { readJournals } from '../undo/journal-folder.js';
import { type Abilities, type Expiry, toJournalChanges } from '../undo/journal-format.js';
import { neededBy } from '../undo/tidy.js';
import { Undo } from '../undo/undo.js';
import { toUndoable } from '../undo/undoable.js';
import { parseStoreName } from '../windows/store-name.js';
import type { Bearings } from './bearings.js';
import type { Rebinding } from './request.js';
import type { Surroundings } from './surroundings.js';

/** Step 5: the prior state of everything that will be touched is on disk. @throws Failure `journal-failed` */
export async function beginUndo(bearings: Bearings<Rebinding>, on: Surroundings): Promise<Undo> {
  const { request, plan } = bearings;
  const { machine, log, stop, origin, temp } = on;
  stop.throwIfRequested();
  const file = await Journal.newFile(machine.journals);
  // Before it exists: the post step of a run that is killed meanwhile finds what there is of it.
  on.rememberJournal(file);
  const journal = await Journal.create(file, {
    version: 2,
    created: new Date().toISOString(),
    origin,
    temp,
    restoreAfterJob: request.restoreAfterJob,
    abilities: abilitiesOf(bearings),
    ...toJournalChanges(plan.changes.map(toUndoable)),
    expiries: expiriesOf(bearings),
    removeReplaced: request.removeReplaced ? replacedCertificates(plan.changes) : [],
  });
  return new Undo(journal, {
    machine,
    log,
    needed: () => neededByOthers(machine.journals, file),
    beforeStep: () => stop.throwIfGraceIsOver(),
  });
}

/** What the journals of other runs may have to bind again, such as an earlier step's with `restore-after-job`. */
export async function neededByOthers(journals: string, own: string): Promise<ReadonlySet<string>> {
  // A folder that cannot be read any more must not keep this run from being undone.
  const { records } = await readJournals(journals).catch(() => ({ records: [] }));
  return neededBy(records.filter((each) => each.file !== own));
}

/** The certificates that changes replace, each once. */
export function replacedCertificates(changes: readonly Change[]): Imported[] {
  const replaced = new Map<string, Imported>();
  for (const change of changes) {
    const before = replacedBy(change);
    if (!before || before.thumbprint === change.after.thumbprint) continue;
    const certificate = storedAt(before);
    // From a store by which Windows decides whom to trust, nothing is deleted.
    if (!('name' in parseStoreName(certificate.store))) continue;
    replaced.set(certificateKey(certificate), certificate);
  }
  return [...replaced.values()];
}

function abilitiesOf({ inspection }: Bearings): Abilities {
  const { add, update } = inspection.abilities;
  return { add: [...add], update: update.has('certhash') ? [...update] : null };
}

function expiriesOf({ opened, inspection, plan }: Bearings): Expiry[] {
  const expiries = new Map<string, Expiry>();
  const note = ({ thumbprint, notAfter }: Pick<typeof opened.certificate, 'thumbprint' | 'notAfter'>) =>
    expiries.set(thumbprint, { thumbprint, notAfter: notAfter.toISOString() });
  note(opened.certificate);
  for (const change of plan.changes) {
    const before = replacedBy(change);
    const stored = before && inspection.stored(before);
    if (stored) note(stored.certificate);
  }
  return [...expiries.values()];
}
