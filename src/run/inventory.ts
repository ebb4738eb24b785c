import { readTable } from '../inspect/inspect.js';
import { discoverAppId, ownerOf } from '../inspect/owner.js';
import { PresentCertificates } from '../inspect/present-certificates.js';
import { refuseNoTable, warnOfUnreadable } from '../inspect/unreadable.js';
import { count, firstOf } from '../wording.js';
import type { Context } from './context.js';
import type { Draft } from './draft.js';
import { sitesIfReadable } from './prepare.js';
import type { Outcome } from './report.js';

/** Lists every binding with its owner and its certificate. Reads only, and needs no elevation. */
export async function inventory(context: Context, draft: Draft): Promise<Outcome> {
  const { machine, log } = context;
  await log.group('Read the bindings', async () => {
    const [table, sites] = await Promise.all([readTable(machine), sitesIfReadable(context, draft)]);
    refuseNoTable(table);
    warnOfUnreadable(draft, table.unreadable);
    const bindings = [...table.bindings.values()];
    const entries = new Map(
      bindings.map((binding) => [binding.endpoint.key, { is: 'central' as const, binding }]),
    );
    const owner = ownerOf(sites);
    draft.describeTable({ entries }, owner);
    draft.appId = discoverAppId(bindings, owner) ?? null;
    const present = new PresentCertificates(machine, log.progress);
    await present.read(bindings);
    draft.describePresent({ entries }, (binding) => present.of(binding));
    const missing = bindings.filter((binding) => binding.thumbprint !== null && !present.of(binding));
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
