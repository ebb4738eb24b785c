import { Failure } from '../failure.js';
import { type ImportResult, importCertificate, importFailure, importLeaf } from '../import/import.js';
import type { ImportUndo, KeyGrant } from '../import/imported.js';
import { type Rehearsed, rehearse } from '../rehearse/rehearse.js';
import type { Journal } from '../undo/journal.js';
import type { Done } from '../undo/undo-all.js';
import type { Context } from './context.js';
import type { Draft } from './draft.js';
import type { Prepared } from './prepare.js';

/** Imports the certificate and its intermediates where they are missing. */
export async function bringIn(
  context: Context,
  draft: Draft,
  { importPlan }: Prepared,
  journal: Journal,
  done: Done,
): Promise<ImportResult> {
  const { log, machine } = context;
  return log.group('Import the certificate', async () => {
    const grants: KeyGrant[] = [];
    const undo: ImportUndo = {
      willImport: async (certificates) => {
        await journal.note({ phase: 'importing', certificates });
        done.imported = certificates;
      },
      willGrant: async (grant) => {
        await journal.note({ phase: 'granting', grant });
        grants.push(grant);
        done.grants = grants;
      },
    };
    const result = await importCertificate(machine, importPlan, { undo, hide: (secret) => log.hide(secret) });
    for (const note of result.notes) log.info(note);
    for (const warning of result.warnings) draft.warn('Import', warning);
    return result;
  });
}

/** Rehearses; where the store had the certificate but its key turns out to be unusable, imports it and tries again. */
export async function rehearseWithKey(
  context: Context,
  draft: Draft,
  prepared: Prepared,
  journal: Journal,
  imported: ImportResult,
): Promise<Rehearsed> {
  const { machine, stop } = context;
  const { plan, inspection, importPlan, present } = prepared;
  const attempt = (fresh: boolean) =>
    rehearse(machine, plan.changes, {
      table: inspection.table,
      presentIsThere: (change) => {
        const binding = inspection.table.bindings.get(change.endpoint.key);
        return binding !== undefined && present(binding) !== undefined;
      },
      freshKey: fresh,
      announce: (endpoints) => journal.note({ phase: 'rehearsing', endpoints }),
      throwIfStopped: () => stop.throwIfRequested(),
    });
  try {
    return await attempt(imported.keyIsFresh);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'key-unusable') throw error;
    const { leaf, importsLeaf } = importPlan;
    if (importsLeaf || !leaf) throw (await importFailure(machine, importPlan, imported)) ?? error;
    draft.warn(
      'Import',
      'The certificate was in the store already, but without a usable key; it is imported again.',
    );
    await importLeaf(machine, importPlan, leaf, (secret) => context.log.hide(secret));
    return attempt(true);
  }
}
