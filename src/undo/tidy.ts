import { rm } from 'node:fs/promises';
import { basename, dirname, isAbsolute, relative, resolve } from 'node:path';
import type { Table } from '../http-sys/table.js';
import { certificateKey } from '../import/imported.js';
import { removeImported } from '../import/remove-imported.js';
import { withdrawGrants } from '../import/withdraw-grants.js';
import { storedAt } from '../plan/change.js';
import type { Machine } from '../windows/machine.js';
import { systemError } from '../wording.js';
import { isClosed, type JournalRecord } from './journal-folder.js';
import { whileBusy } from './patience.js';

/** The name of a run's folder for temporary files begins with this. */
export const tempPrefix = 'rebind-iis-certificate-';

/** Removes a folder or file for temporary use: only one that has the name of ours and lies in this runner's folder. */
export async function removeTemp(folder: string, runnerTemp: string): Promise<void> {
  const isOurs = basename(folder).startsWith(tempPrefix) && !isOutside(resolve(folder), resolve(runnerTemp));
  if (isOurs) await whileBusy(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
}

/**
 * Whether a folder can be that of a run on this computer, so that it may be looked at. To look at one on another
 * computer would be to log on there.
 */
export function isLocalTemp(folder: string): boolean {
  return basename(folder).startsWith(tempPrefix) && isAbsolute(folder) && !/^[\\/]{2}/.test(folder);
}

function isOutside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || way.startsWith('..') || dirname(resolve(folder, way)) !== folder;
}

/** Removes the journal and the temporary files of a run that needs nothing more. @returns warnings */
export async function removeFiles({ file, header }: JournalRecord, runnerTemp: string): Promise<string[]> {
  const warnings: string[] = [];
  for (const remove of [
    () => removeTemp(header.temp, runnerTemp),
    () => whileBusy(() => rm(file, { force: true })),
  ])
    await remove().catch((error: unknown) => warnings.push(`A file stays: ${systemError(error)}`));
  return warnings;
}

/**
 * Removes the certificates that a run imported and that nothing needs, and what it allowed on keys. Only its own job may
 * do that: later, somebody else may count on them.
 * @param others the other journals: what they may have to bind again stays
 * @returns warnings
 */
export async function removeCertificates(
  machine: Machine,
  { notes, file }: JournalRecord,
  table: Table,
  others: readonly JournalRecord[],
): Promise<string[]> {
  const imported = notes.flatMap((note) => (note.phase === 'importing' ? note.certificates : []));
  const grants = notes.flatMap((note) => (note.phase === 'granting' ? [note.grant] : []));
  const needed = neededBy(others.filter((each) => each.file !== file));
  return [
    ...(await withdrawGrants(machine, grants)),
    ...(await removeImported(machine, imported, { table, needed })),
  ];
}

/** The certificates that open journals may have to bind again, by {@link certificateKey}. */
export function neededBy(records: readonly JournalRecord[]): ReadonlySet<string> {
  const open = records.filter((record) => !isClosed(record));
  const needed = open.flatMap(({ header }) =>
    header.changes.flatMap(({ before, after }) => (before ? [before, after] : [after])),
  );
  return new Set(needed.map((each) => certificateKey(storedAt(each))));
}
