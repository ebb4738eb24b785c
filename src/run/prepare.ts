import type { Certificate } from '../certificate/certificate.js';
import type { Binding } from '../http-sys/binding.js';
import type { Entry } from '../http-sys/table.js';
import { type ImportPlan, planImport } from '../import/import.js';
import { inspect } from '../inspect/inspect.js';
import { type Inspection, presentCertificate } from '../inspect/inspection.js';
import { oddWarning } from '../inspect/odd-records.js';
import type { SitesReading } from '../inspect/sites.js';
import { checkCertificate, type NewCertificate, openCertificate } from '../open/open.js';
import { addCommand, beforeOf, type Change, updateCommand } from '../plan/change.js';
import { makePlan, type Plan } from '../plan/plan.js';
import { skipLines, skipWarnings } from '../plan/skipped.js';
import { netshArguments } from '../windows/netsh.js';
import { count, firstOf } from '../wording.js';
import type { Context } from './context.js';
import type { Draft } from './draft.js';

/** All that is known before the first change. */
export interface Prepared {
  readonly inspection: Inspection;
  readonly plan: Plan;
  /** null for a certificate that was named by its thumbprint. */
  readonly importPlan: ImportPlan | null;
  /** Whether the present certificate of a binding is in its store. */
  readonly present: (binding: Binding) => Certificate | undefined;
}

/** Step 2: opens the new certificate and checks what can be checked without the machine. @throws Failure */
export async function openNewCertificate(context: Context, draft: Draft): Promise<NewCertificate> {
  const { request, machine, log, now } = context;
  return log.group('Open the new certificate', async () => {
    const opened = await openCertificate(request.source!, request.store, machine);
    draft.describeCertificate(opened.certificate);
    const { subject, issuer, thumbprint, notAfter, dnsNames, ipAddresses } = opened.certificate;
    log.info(`Subject:    ${subject}`);
    log.info(`Issuer:     ${issuer}`);
    log.info(`Names:      ${firstOf(50, [...dnsNames, ...ipAddresses]) || 'none'}`);
    log.info(`Thumbprint: ${thumbprint}`);
    log.info(`Expires:    ${notAfter.toISOString()} (in ${draft.certificate?.daysRemaining} days)`);
    checkCertificate(opened.certificate, now, request.minimumDays);
    for (const warning of opened.warnings) draft.warn('Certificate', warning);
    return opened;
  });
}

/** Steps 3 and 4: reads the machine and makes the plan. Changes nothing. @throws Failure where a guard refuses */
export async function prepare(context: Context, draft: Draft, opened: NewCertificate): Promise<Prepared> {
  const { request, machine, log } = context;
  const { certificate, bundle } = opened;
  const inspection = await log.group('Read the bindings', () => readMachine(context, draft));
  draft.describeTable(inspection, inspection.owner);
  draft.appId = inspection.appId;
  const warning = oddWarning(inspection.odd);
  if (warning !== null) draft.warn('Unreadable binding', warning);

  return log.group('Plan', async () => {
    const present = (binding: Binding) => presentCertificate(inspection, binding);
    const importPlan = bundle ? await planImport(machine, bundle, request.store) : null;
    draft.describePresent(inspection, present);
    const wanted = {
      selection: request.selection,
      store: request.store,
      appId: request.appId,
      allow: { nameMismatch: request.allowNameMismatch, older: request.allowOlder },
      expiringWithin: { days: 30 },
    };
    const plan = makePlan(wanted, inspection, certificate, context.now);
    for (const line of [...plan.first, ...skipLines(plan.skipped), ...plan.notes]) log.info(line);
    for (const { endpoint, why } of plan.skipped) draft.update(endpoint, { message: `Skipped: ${why}` });
    for (const each of skipWarnings(plan.skipped)) draft.warn('Skipped', each);
    describePlan(draft, plan);
    for (const each of plan.warnings) draft.warn('Worth knowing', each);
    // What a dry run or a run without changes has to show is shown at its end.
    if (!request.dryRun && plan.changes.length > 0) log.table({ outcome: 'planned', bindings: draft.rows });
    for (const change of plan.changes)
      log.debug(`planned: netsh ${netshArguments(plannedCommand(change)).join(' ')}`);
    return { inspection, plan, importPlan, present };
  });
}

async function readMachine({ machine, request, log }: Context, draft: Draft): Promise<Inspection> {
  const inspection = await inspect(machine, {
    abilities: true,
    stores: request.store.toLowerCase() === 'my' ? [] : [request.store],
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

function describePlan(draft: Draft, { changes, unchanged }: Plan): void {
  for (const change of changes) {
    const before = beforeOf(change);
    const method = !before ? 'add' : change.settingsArguments.update ? 'update' : 'delete-add';
    const storeMoves =
      before && (before.store ?? 'MY').toLowerCase() !== (change.after.store ?? 'MY').toLowerCase();
    draft.describeChange(change, {
      result: 'planned',
      method,
      message: storeMoves ? `store ${before.store ?? 'MY'} → ${change.after.store ?? 'MY'}` : '',
    });
  }
  for (const { binding } of unchanged) {
    draft.update(binding.endpoint, { result: 'unchanged', message: '' });
  }
}

function plannedCommand(change: Change) {
  return change.is === 'replacement' && change.settingsArguments.update
    ? updateCommand(change, change.after)
    : addCommand(change, change.after);
}
