import type { Certificate } from '../certificate/certificate.js';
import type { Binding } from '../http-sys/binding.js';
import type { Entry } from '../http-sys/table.js';
import { issuerStores } from '../import/plan-chain.js';
import { type ImportPlan, planImport } from '../import/plan-import.js';
import { inspect } from '../inspect/inspect.js';
import { type Inspection, presentCertificate } from '../inspect/inspection.js';
import { oddWarning, refuseOdd } from '../inspect/odd-records.js';
import { iisAppId, type Owner } from '../inspect/owner.js';
import type { SitesReading } from '../inspect/sites.js';
import { StoredCertificates } from '../inspect/stored-certificates.js';
import { checkCertificate, type NewCertificate, openCertificate } from '../open/open.js';
import { nightWarnings } from '../plan/advisories.js';
import { addCommand, type Change, updateCommand } from '../plan/change.js';
import { makePlan, type Plan } from '../plan/plan.js';
import { type PassedOver, select } from '../plan/select.js';
import { netshArguments } from '../windows/netsh.js';
import { count, firstOf } from '../wording.js';
import type { Context } from './context.js';
import type { Draft } from './draft.js';

/** All that is known before the first change. */
export interface Prepared {
  readonly inspection: Inspection;
  readonly plan: Plan;
  readonly importPlan: ImportPlan;
  /** Whether the present certificate of a binding is in its store. */
  readonly present: (binding: Binding) => Certificate | undefined;
}

/** Step 2: opens the new certificate and checks what can be checked without the machine. @throws Failure */
export async function openNewCertificate(context: Context, draft: Draft): Promise<NewCertificate> {
  const { request, machine, log, now } = context;
  return log.group('Open the new certificate', async () => {
    const opened = await openCertificate(request.source!, {
      store: request.store,
      certificates: new StoredCertificates(machine, log.progress),
      machine,
      now,
      hide: (secret) => log.hide(secret),
    });
    for (const note of opened.notes) log.info(note);
    draft.describeCertificate(opened.certificate);
    const { subject, issuer, thumbprint, notAfter, dnsNames, ipAddresses } = opened.certificate;
    log.info(`Subject:    ${subject}`);
    log.info(`Issuer:     ${issuer}`);
    log.info(`Names:      ${firstOf(50, [...dnsNames, ...ipAddresses]) || 'none'}`);
    log.info(`Thumbprint: ${thumbprint}`);
    log.info(`Expires:    ${notAfter.toISOString()} (in ${draft.certificate?.daysRemaining} days)`);
    checkCertificate(opened.certificate, {
      now,
      minimum: { days: request.minimumDays },
      mayBeNameless: request.allowNameMismatch,
    });
    for (const warning of opened.warnings) draft.warn('Certificate', warning);
    return opened;
  });
}

/** Steps 3 and 4: reads the machine and makes the plan. Changes nothing. @throws Failure where a guard refuses */
export async function prepare(context: Context, draft: Draft, opened: NewCertificate): Promise<Prepared> {
  const { request, log } = context;
  const { certificate } = opened;
  const inspection = await log.group('Read the bindings', () => readMachine(context, draft, opened));
  const ownerOfEntry = (entry: Entry): Owner => inspection.owner(entry.binding);
  draft.describeTable(inspection, inspection.owner);
  draft.appId = inspection.appId;
  refuseOdd(request.selection, inspection);
  const warning = oddWarning(inspection.odd);
  if (warning !== null) draft.warn('Unreadable binding', warning);

  return log.group('Plan', async () => {
    const present = (binding: Binding) => presentCertificate(inspection, binding);
    const presentOf = (entry: Entry) => present(entry.binding);
    const { sites } = inspection;
    const selected = select(request.selection, {
      inspection,
      owner: ownerOfEntry,
      sites: sites.is === 'read' ? sites.sites : undefined,
      present: presentOf,
      next: certificate,
    });
    for (const { entry, why } of selected.passedOver)
      draft.update(entry.binding.endpoint, { message: `Passed over: ${why}` });
    warnOfPassedOver(draft, selected.passedOver);
    draft.describePresent(inspection, present);
    const plan = makePlan(selected, {
      next: certificate,
      store: request.store,
      present: presentOf,
      abilities: inspection.abilities,
      appId: request.appId ?? draft.appId ?? iisAppId,
      allow: { nameMismatch: request.allowNameMismatch, older: request.allowOlder },
    });
    const importPlan = planTheImport(context, opened, plan, inspection);
    for (const note of importPlan.notes) log.info(note);
    for (const warning of importPlan.warnings) draft.warn('Import', warning);
    describePlan(draft, plan);
    if (request.appId !== null && !request.selection.createMissing) {
      draft.warn(
        'Worth knowing',
        '"app-id" has no effect: it is for bindings that "create-missing: true" creates. Every other binding keeps the one that it has.',
      );
    }
    for (const warning of nightWarnings({
      inspection,
      changes: plan.changes,
      next: certificate,
      owner: ownerOfEntry,
      present: presentOf,
    })) {
      draft.warn('Worth knowing', warning);
    }
    // What a dry run or a run without changes has to show is shown at its end.
    if (!request.dryRun && plan.changes.length > 0) log.table({ outcome: 'planned', bindings: draft.rows });
    for (const change of plan.changes)
      log.debug(`planned: netsh ${netshArguments(plannedCommand(change)).join(' ')}`);
    return { inspection, plan, importPlan, present };
  });
}

function planTheImport(
  { request, now }: Context,
  opened: NewCertificate,
  { changes }: Plan,
  inspection: Inspection,
): ImportPlan {
  const replaced = new Map(
    changes.flatMap(({ before, after }) => {
      const stored = before && before.thumbprint !== after.thumbprint ? inspection.stored(before) : undefined;
      return stored ? [[stored.certificate.thumbprint, stored] as const] : [];
    }),
  );
  const found = {
    store: inspection.certificatesIn(request.store),
    issuers: issuerStores(opened.bundle).flatMap((each) => inspection.certificatesIn(each)),
    replaced: [...replaced.values()],
  };
  const { exportable, friendlyName, store } = request;
  const key = { exportable, friendlyName, provider: 'keep', permissions: 'keep' } as const;
  return planImport(opened, found, { store, key, now });
}

async function readMachine(
  { machine, request, log }: Context,
  draft: Draft,
  opened: NewCertificate,
): Promise<Inspection> {
  const inspection = await inspect(machine, {
    abilities: true,
    stores: [
      ...issuerStores(opened.bundle),
      ...(request.store.toLowerCase() === 'my' ? [] : [request.store]),
    ],
    certificates: [],
    progress: log.progress,
  });
  log.info(`${count(inspection.entries.size, 'binding')} in HTTP.sys`);
  const { sites } = inspection;
  if (request.selection.sites.length > 0 && sites.is === 'unreadable') throw sites.failure;
  const isUnknown = ({ binding }: Entry) => inspection.owner(binding).is === 'unknown';
  if ([...inspection.entries.values()].some(isUnknown)) warnOfSites(sites, draft);
  return inspection;
}

/** Where the sites of IIS only help to tell owners, not being able to read them is a warning. */
export function warnOfSites(sites: SitesReading, draft: Draft): void {
  if (sites.is !== 'unreadable') return;
  draft.warn(
    'IIS',
    `${sites.failure.parts.cause} Bindings are taken for those of IIS by their application id alone.`,
  );
}

/** One warning for each kind of reason: a server can have hundreds of bindings of other certificates. */
function warnOfPassedOver(draft: Draft, passedOver: readonly PassedOver[]): void {
  const byReason = new Map<string, PassedOver[]>();
  for (const each of passedOver) {
    const alike = byReason.get(each.inGeneral);
    if (alike) alike.push(each);
    else byReason.set(each.inGeneral, [each]);
  }
  for (const alike of byReason.values()) {
    const endpoints = alike.map(({ entry }) => entry.binding.endpoint.text);
    const why = alike.length === 1 ? alike[0]!.why : alike[0]!.inGeneral;
    draft.warn('Passed over', `${firstOf(10, endpoints)}: ${why}.`);
  }
}

function describePlan(draft: Draft, { changes, unchanged }: Plan): void {
  for (const change of changes) {
    const method = !change.before ? 'add' : change.settingsArguments.update ? 'update' : 'delete-add';
    const storeMoves =
      change.before &&
      (change.before.store ?? 'MY').toLowerCase() !== (change.after.store ?? 'MY').toLowerCase();
    draft.describeChange(change, {
      result: 'planned',
      method,
      message: storeMoves ? `store ${change.before?.store ?? 'MY'} → ${change.after.store ?? 'MY'}` : '',
    });
  }
  for (const { binding } of unchanged) {
    draft.update(binding.endpoint, { result: 'unchanged', message: '' });
  }
}

function plannedCommand(change: Change) {
  return change.before && change.settingsArguments.update
    ? updateCommand(change, change.after)
    : addCommand(change, change.after);
}
