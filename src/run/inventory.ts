import { isBound } from '../http-sys/table.js';
import { inspect } from '../inspect/inspect.js';
import { oddWarning, refuseNoTable } from '../inspect/odd-records.js';
import {
  type OtherUser,
  type OtherUsersReading,
  readOtherUsers,
  storesOfOthers,
} from '../inspect/other-users.js';
import { readSites } from '../inspect/read-sites.js';
import { StoredCertificates } from '../inspect/stored-certificates.js';
import { count, firstOf } from '../wording.js';
import type { Found } from './found.js';
import type { Surroundings } from './surroundings.js';

/** Lists every binding with its owner and its certificate, and who else uses one. Reads only, and needs no elevation. */
export async function inventory({ machine, log }: Surroundings, found: Found): Promise<void> {
  const reader = new StoredCertificates(machine, log.progress);
  await log.group('Read the bindings', async () => {
    const [inspection, others] = await Promise.all([
      inspect(machine, { abilities: false, stores: [], certificates: [], reader }),
      readSites(machine).then((sites) => readOtherUsers(machine, sites)),
    ]);
    found.inspection = inspection;
    found.otherUsers = others;
    await readStoresOf(others, reader);
    refuseNoTable(inspection);
    const odd = oddWarning(inspection.odd);
    if (odd !== null) log.warning('Unreadable binding', odd);
    if (inspection.sites.is === 'unreadable')
      log.warning(
        'IIS',
        `${inspection.sites.failure.parts.cause} Which bindings are IIS's is told by their application id alone.`,
      );
    const bindings = [...inspection.table.bindings.values()];
    const missing = bindings.filter((each) => isBound(each) && !inspection.stored(each));
    if (missing.length > 0) {
      const names = firstOf(
        10,
        missing.map(({ endpoint }) => endpoint.text),
      );
      log.warning('Missing certificate', `The certificate of ${names} is not in its store.`);
    }
    log.info(`${count(bindings.length, 'binding')} in HTTP.sys`);
  });
}

/** The other users' certificates are in MY, or in a store that is read only for those that are not. */
async function readStoresOf({ users }: OtherUsersReading, reader: StoredCertificates): Promise<void> {
  const isKnown = ({ thumbprint, notAfter }: OtherUser) =>
    notAfter !== undefined || reader.of({ store: 'MY', thumbprint }) !== undefined;
  if (users.every(isKnown)) return;
  await Promise.all(storesOfOthers.map((store) => reader.readStore(store)));
}
