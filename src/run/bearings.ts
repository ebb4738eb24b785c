import { isSpare } from '../apply/spares.js';
import { daysRemaining, momentOf } from '../certificate/lifetime.js';
import { issuerStores } from '../import/plan-chain.js';
import { type ImportPlan, planImport } from '../import/plan-import.js';
import { inspect } from '../inspect/inspect.js';
import type { Inspection } from '../inspect/inspection.js';
import { StoredCertificates } from '../inspect/stored-certificates.js';
import { checkCertificate, type NewCertificate, openCertificate } from '../open/open.js';
import { replacedBy } from '../plan/change.js';
import type { Plan } from '../plan/plan.js';
import { removeLeftOverSpares } from '../rehearse/left-over-spares.js';
import { count, firstOf } from '../wording.js';
import type { Found } from './found.js';
import type { Renewal } from './request.js';
import type { Surroundings } from './surroundings.js';
import { tellAll } from './tell.js';

/** All that is known before the first change. */
export interface Bearings<R extends Renewal = Renewal> {
  readonly request: R;
  readonly opened: NewCertificate;
  readonly inspection: Inspection;
  readonly plan: Plan;
}

/** Where the first steps put what they find, and by what they read the stores: what one has read, the next has. */
export interface Reading {
  readonly found: Found;
  readonly reader: StoredCertificates;
}

/** Begins to read. */
export function newReading({ machine, log }: Surroundings, found: Found): Reading {
  return { found, reader: new StoredCertificates(machine, log.progress) };
}

/** Step 2: opens the new certificate and checks what can be checked without the machine. @throws Failure */
export function openNew(
  { source, store, minimumDays, allow }: Renewal,
  { machine, log, now }: Surroundings,
  { found, reader }: Reading,
): Promise<NewCertificate> {
  return log.group('Open the new certificate', async () => {
    const opened = await openCertificate(source, {
      store,
      certificates: reader,
      machine,
      now,
      hide: log.hide,
    });
    found.opened = opened;
    const { subject, issuer, thumbprint, notAfter, dnsNames, ipAddresses } = opened.certificate;
    for (const note of opened.notes) log.info(note);
    log.info(`Subject:    ${subject}`);
    log.info(`Issuer:     ${issuer}`);
    log.info(`Names:      ${firstOf(50, [...dnsNames, ...ipAddresses]) || 'none'}`);
    log.info(`Thumbprint: ${thumbprint}`);
    log.info(`Expires:    ${momentOf(notAfter)} (in ${count(daysRemaining(notAfter, now), 'day')})`);
    checkCertificate(opened.certificate, {
      now,
      minimum: minimumDays,
      mayBeNameless: allow.nameMismatch,
    });
    for (const warning of opened.warnings) log.warning('Certificate', warning);
    return opened;
  });
}

/** Step 3: reads the machine. @throws Failure */
export function readMachine(
  { store }: Renewal,
  { machine, log }: Surroundings,
  { opened, reading: { found, reader } }: { readonly opened: NewCertificate; readonly reading: Reading },
): Promise<Inspection> {
  return log.group('Read the bindings', async () => {
    const { certificate, bundle } = opened;
    const inspection = await inspect(machine, {
      abilities: true,
      stores: [store],
      certificates: bundle ? [] : [{ store, thumbprint: certificate.thumbprint }],
      reader,
    });
    found.inspection = inspection;
    log.info(`${count(inspection.entries.size, 'binding')} in HTTP.sys`);
    return inspection;
  });
}

/** The same for a real run: first removes what a killed rehearsal has left. */
export async function inspectClean(
  request: Renewal,
  on: Surroundings,
  facts: { readonly opened: NewCertificate; readonly reading: Reading },
): Promise<Inspection> {
  const inspection = await readMachine(request, on, facts);
  if (![...inspection.table.bindings.values()].some(isSpare)) return inspection;
  const { warnings } = await removeLeftOverSpares(on.machine, inspection.table, () =>
    on.stop.throwIfRequested(),
  );
  for (const warning of warnings) on.log.warning('Rehearsal', warning);
  if (warnings.length > 0) return inspection;
  return readMachine(request, on, { opened: facts.opened, reading: newReading(on, facts.reading.found) });
}

/** Reads the stores of issuers, which a run without changes does without. Once for each reader. */
export async function readIssuers({ bundle }: NewCertificate, { reader }: Reading): Promise<void> {
  await Promise.all(issuerStores(bundle).map((store) => reader.readStore(store)));
}

/** What step 6 will import, and how. @throws Failure where the wished key provider takes no key of this kind */
export async function planTheImport(
  { request, opened, inspection, plan }: Bearings,
  on: Surroundings,
  reading: Reading,
): Promise<ImportPlan> {
  await readIssuers(opened, reading);
  const replaced = plan.changes.flatMap((change) => {
    const before = replacedBy(change);
    return (before && inspection.stored(before)) ?? [];
  });
  const planned = planImport(
    opened,
    {
      store: inspection.certificatesIn(request.store),
      issuers: issuerStores(opened.bundle).flatMap((store) => reading.reader.in(store)),
      replaced: [...new Set(replaced)],
    },
    { store: request.store, key: request.key, now: on.now },
  );
  tellAll('Import', planned, on.log);
  return planned;
}
