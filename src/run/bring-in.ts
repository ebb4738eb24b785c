import { Failure } from '../failure.js';
import {
  type ImportOptions,
  type ImportResult,
  importAgain,
  importCertificate,
  importFailure,
} from '../import/import.js';
import type { ImportUndo } from '../import/imported.js';
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
    const result = await importCertificate(machine, importPlan, optionsOf(context, journal, done));
    for (const note of result.notes) log.info(note);
    for (const warning of result.warnings) draft.warn('Import', warning);
    return result;
  });
}

function optionsOf({ log }: Context, journal: Journal, done: Done): ImportOptions {
  const undo: ImportUndo = {
    willImport: async (certificates) => {
      await journal.note({ phase: 'importing', certificates });
      done.imported = certificates;
    },
    willGrant: async (grant) => {
      await journal.note({ phase: 'granting', grant });
      done.grants = [...done.grants, grant];
    },
  };
  return { undo, hide: (secret) => log.hide(secret) };
}

/** Rehearses; where the store had the certificate but its key turns out to be unusable, imports it and tries again. */
export async function rehearseWithKey(
  context: Context,
  draft: Draft,
  prepared: Prepared,
  journal: Journal,
  { imported, done }: { imported: ImportResult; done: Done },
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
    await importAgain(machine, { ...importPlan, leaf }, optionsOf(context, journal, done));
    return attempt(true);
  }
}
