import type { Binding } from '../http-sys/binding.js';
import type { Entry } from '../http-sys/table.js';
import { inspect } from '../inspect/inspect.js';
import { type Inspection, presentCertificate } from '../inspect/inspection.js';
import { oddWarning, refuseNoTable } from '../inspect/odd-records.js';
import { count, firstOf } from '../wording.js';
import type { Context } from './context.js';
import type { Draft } from './draft.js';
import { warnOfSites } from './prepare.js';
import type { Outcome } from './report.js';

/** Lists every binding with its owner and its certificate. Reads only, and needs no elevation. */
export async function inventory(context: Context, draft: Draft): Promise<Outcome> {
  const { machine, log } = context;
  await log.group('Read the bindings', async () => {
    const inspection = await inspect(machine, {
      abilities: false,
      stores: [],
      certificates: [],
      progress: log.progress,
    });
    refuseNoTable(inspection);
    warnOfSites(inspection.sites, draft);
    const warning = oddWarning(inspection.odd);
    if (warning !== null) draft.warn('Unreadable binding', warning);
    const bindings = [...inspection.table.bindings.values()];
    const present = (binding: Binding) => presentCertificate(inspection, binding);
    draft.describeTable({ entries: withoutProblems(inspection) }, inspection.owner);
    draft.appId = inspection.appId;
    draft.describePresent(inspection, present);
    const missing = bindings.filter((binding) => binding.thumbprint !== null && !present(binding));
    if (missing.length > 0) {
      draft.warn(
        'Missing certificate',
        `The certificate of ${firstOf(
          10,
          missing.map((each) => each.endpoint.text),
        )} is not in its store.`,
      );
    }
    log.info(`${count(bindings.length, 'binding')} in HTTP.sys`);
  });
  return 'inventory';
}

/** An inventory lists bindings, and does not say which of them a run could change. */
function withoutProblems({ entries }: Inspection): Map<string, Entry> {
  return new Map([...entries].map(([key, { binding }]) => [key, { is: 'central', binding }]));
}
