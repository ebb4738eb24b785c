import { rm } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { Failure } from '../failure.js';
import type { Imported } from '../import/imported.js';
import { certificateKey } from '../import/imported.js';
import type { Log } from '../log.js';
import { isAfter, isBefore } from '../plan/change.js';
import type { Machine } from '../windows/machine.js';
import { changesOf, Journal, type JournalRecord, progressOf } from './journal.js';
import type { JobIdentity } from './journal-format.js';
import { byHand, type RolledBack, rollBack } from './roll-back.js';

/** The name of a run's folder for temporary files begins with this. */
export const tempPrefix = 'rebind-iis-certificate-';

/** What a journal's run has left to be done. */
export type Pending = 'nothing' | 'undo' | 'keep';

/**
 * What the next run makes of a journal that it finds. Pure.
 * - a change that was not proven complete is undone, whoever began it;
 * - one that was proven complete, and whose job was to put it back at its end, is undone if that job is over without
 *   having done so (the machine lost power);
 * - one of this very job waits for the post step.
 */
export function pendingForNextRun({ header, notes }: JournalRecord, job: JobIdentity): Pending {
  const { verified, kept } = progressOf(notes);
  if (!verified) return 'undo';
  if (kept || header.restoreAfterJob === 'never') return 'nothing';
  return sameJob(header.job, job) ? 'keep' : 'undo';
}

/** Whether two runs belong to the same job on the same runner. */
export function sameJob(one: JobIdentity, other: JobIdentity): boolean {
  return (
    one.runId === other.runId &&
    one.runAttempt === other.runAttempt &&
    one.job === other.job &&
    one.tracking === other.tracking
  );
}

/**
 * Undoes what a journal says. The journal stays until {@link settle}.
 * @param others further journals: what they may have to bind again is not deleted
 * @param beforeStep may throw to end the work
 */
export async function undo(
  machine: Machine,
  record: JournalRecord,
  others: readonly JournalRecord[],
  beforeStep: () => void,
): Promise<RolledBack> {
  const { header, notes, file } = record;
  const { applying, verified, rollingBack, methods } = progressOf(notes);
  // A program that its run has left at work may take effect only now.
  await machine.waitForProgramsOf(header.temp);
  await noteRollback(file);
  return rollBack(machine, applying ? changesOf(header) : [], {
    methods,
    imported: importedAccordingTo(record),
    grants: record.notes.flatMap((note) => (note.phase === 'granting' ? note.grant : [])),
    needed: neededBy(others.filter((each) => each.file !== file)),
    // Once a change was proven complete, whatever looks otherwise was made so by someone else; but a binding that is
    // missing may have been deleted by an earlier attempt to put it back.
    isForeign: (change, now) =>
      verified && !(rollingBack && !now) && !isBefore(change, now) && !isAfter(change, now),
    beforeStep,
  });
}

/** Tells a later attempt that putting back has begun. A full disk must not keep a binding from being put back. */
async function noteRollback(file: string): Promise<void> {
  try {
    const journal = await Journal.reopen(file);
    await journal.note({ phase: 'rolling-back' }).finally(() => journal.leave());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}

/** The certificates that a run was about to import and that were not there before. */
function importedAccordingTo({ notes }: JournalRecord): Imported[] {
  return notes.flatMap((note) => (note.phase === 'importing' ? note.certificates : []));
}

/** The certificates that these journals may have to bind again, by {@link certificateKey}. */
export function neededBy(records: readonly JournalRecord[]): ReadonlySet<string> {
  const needed = new Set<string>();
  for (const { header } of records) {
    for (const { before } of header.changes) {
      if (before) needed.add(certificateKey({ store: before.store ?? 'MY', thumbprint: before.thumbprint }));
    }
  }
  return needed;
}

/** Removes the journal and the temporary files of a run that needs nothing more. @returns warnings */
export async function settle(record: JournalRecord): Promise<string[]> {
  const warnings: string[] = [];
  for (const remove of [
    () => removeTemp(record.header.temp),
    () => rm(record.file, { force: true, recursive: true, maxRetries: 3 }),
  ]) {
    await remove().catch((error: unknown) => warnings.push(String(error)));
  }
  return warnings;
}

/** Removes a folder or file for temporary use; only one that has the name of ours. */
export async function removeTemp(folder: string): Promise<void> {
  if (!basename(folder).startsWith(tempPrefix) || resolve(folder) === dirname(resolve(folder))) return;
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** Tells what a roll-back did. */
export function tellRollback(log: Log, { restored, notRestored, warnings }: RolledBack): void {
  for (const { endpoint, before } of restored) {
    log.info(`${endpoint.text}: ${before ? `back on ${before.thumbprint}` : 'removed again'}`);
  }
  for (const { change, why, commands, foreign } of notRestored) {
    log.warning(
      'Binding not put back',
      foreign
        ? `${change.endpoint.text} was changed by someone else in the meantime and was left alone: ${why}`
        : `${change.endpoint.text} could not be put back: ${why} ${byHand(commands)}`,
    );
  }
  for (const text of warnings) log.warning('Roll-back', text);
}
