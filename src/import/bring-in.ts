import { Failure } from '../failure.js';
import { friendlyNameFor } from '../open/open.js';
import { type Rehearsed, rehearse } from '../rehearse/rehearse.js';
import type { Context } from '../run/context.js';
import type { Draft } from '../run/draft.js';
import type { Prepared } from '../run/prepare.js';
import type { Journal } from '../undo/journal.js';
import type { Done } from '../undo/undo-all.js';
import { importCertificates, importedBy, importLeaf } from './import.js';

/** Imports the certificate and its intermediates where they are missing. @returns whether the key is new here */
export async function bringIn(
  context: Context,
  draft: Draft,
  { importPlan }: Prepared,
  journal: Journal,
  done: Done,
): Promise<boolean> {
  if (!importPlan || (!importPlan.leaf && importPlan.intermediates.length === 0)) {
    context.log.info('The certificate is in the store already.');
    return false;
  }
  return context.log.group('Import the certificate', async () => {
    const imported = importedBy(importPlan);
    await journal.note({ phase: 'importing', certificates: imported });
    done.imported = imported;
    const warnings = await importCertificates(
      context.machine,
      importPlan,
      importOptions(context, importPlan.bundle),
    );
    for (const warning of warnings) draft.warn('Intermediate', warning);
    context.log.info(`${importPlan.bundle.leaf.thumbprint} is in LocalMachine\\${importPlan.store}`);
    return importPlan.leaf;
  });
}

/** Rehearses; where the store had the certificate but its key turns out to be unusable, imports it and tries again. */
export async function rehearseWithKey(
  context: Context,
  draft: Draft,
  prepared: Prepared,
  journal: Journal,
  freshKey: boolean,
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
    return await attempt(freshKey);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'key-unusable' || !importPlan || importPlan.leaf)
      throw error;
    draft.warn(
      'Import',
      'The certificate was in the store already, but without a usable key; it is imported again.',
    );
    await importLeaf(machine, importPlan, importOptions(context, importPlan.bundle));
    return attempt(true);
  }
}

function importOptions({ request, log }: Context, bundle: Parameters<typeof friendlyNameFor>[0]) {
  return {
    exportable: request.exportable,
    friendlyName: friendlyNameFor(bundle, request.friendlyName),
    hide: (secret: string) => log.hide(secret),
  };
}
