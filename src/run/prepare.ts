import type { Certificate } from '../certificate/certificate.js';
import { Failure } from '../failure.js';
import type { Binding } from '../http-sys/binding.js';
import { hasNoCertificate } from '../http-sys/table.js';
import { type ImportPlan, planImport } from '../import/import.js';
import { type BindingsInspection, inspect } from '../inspect/inspect.js';
import type { Inspection, SitesReading } from '../inspect/inspection.js';
import { discoverAppId, type Owner, ownerOf } from '../inspect/owner.js';
import { PresentCertificates } from '../inspect/present-certificates.js';
import type { Site } from '../inspect/sites.js';
import { refuseNoTable, warnOfUnreadable } from '../inspect/unreadable.js';
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
  const { inspection: bound, sites } = await log.group('Read the bindings', () =>
    readMachine(context, draft),
  );
  const ownerIn = ownerOf(sites.is === 'read' ? sites.sites : undefined);
  const owner = (binding: Binding): Owner => ownerIn(binding);
  draft.describeTable(bound, owner);
  draft.appId = discoverAppId(bindingsOf(bound), owner) ?? null;
  refuseNoTable(bound.table);
  warnOfUnreadable(draft, bound.table.unreadable);

  return log.group('Plan', async () => {
    const present = new PresentCertificates(machine, log.progress);
    const [abilities, importPlan] = await Promise.all([
      machine.netsh.abilities(),
      bundle ? planImport(machine, bundle, request.store) : null,
      present.read(bindingsOf(bound)),
    ]);
    draft.describePresent(bound, (binding) => present.of(binding));
    const inspection: Inspection = {
      ...bound,
      odd: bound.table.unreadable.map((lines) => ({
        lines,
        shownAs: null,
        accounted: hasNoCertificate(lines),
      })),
      sites,
      owner,
      stored: (of) => {
        const found = present.of(of as Binding);
        return (
          found && {
            certificate: found,
            store: of.store ?? 'MY',
            hasKey: true,
            provider: null,
            container: null,
            friendlyName: null,
          }
        );
      },
      abilities,
      appId: draft.appId,
    };
    const plan = makePlan(
      {
        selection: request.selection,
        store: request.store,
        appId: request.appId,
        allow: { nameMismatch: request.allowNameMismatch, older: request.allowOlder },
        expiringWithin: { days: 30 },
      },
      inspection,
      certificate,
      context.now,
    );
    for (const line of [...plan.first, ...skipLines(plan.skipped), ...plan.notes]) log.info(line);
    for (const { endpoint, why } of plan.skipped) draft.update(endpoint, { message: `Skipped: ${why}` });
    for (const warning of skipWarnings(plan.skipped)) draft.warn('Skipped', warning);
    describePlan(draft, plan);
    for (const warning of plan.warnings) draft.warn('Worth knowing', warning);
    // What a dry run or a run without changes has to show is shown at its end.
    if (!request.dryRun && plan.changes.length > 0) log.table({ outcome: 'planned', bindings: draft.rows });
    for (const change of plan.changes)
      log.debug(`planned: netsh ${netshArguments(plannedCommand(change)).join(' ')}`);
    return { inspection, plan, importPlan, present: (binding) => present.of(binding) };
  });
}

async function readMachine(
  { machine, request, log }: Context,
  draft: Draft,
): Promise<{ inspection: BindingsInspection; sites: SitesReading }> {
  const inspection = await inspect(machine);
  log.info(`${count(inspection.entries.size, 'binding')} in HTTP.sys`);
  try {
    const sites = await machine.appcmd.sites();
    return { inspection, sites: sites ? { is: 'read', sites } : { is: 'absent' } };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (request.selection.sites.length === 0)
      draft.warn(
        'IIS',
        `${error.parts.cause} Bindings are taken for those of IIS by their application id alone.`,
      );
    return { inspection, sites: { is: 'unreadable', failure: error } };
  }
}

/** The sites of IIS where they only help to tell owners: not being able to read them is a warning. */
export async function sitesIfReadable({ machine }: Context, draft: Draft): Promise<Site[] | undefined> {
  try {
    return await machine.appcmd.sites();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    draft.warn(
      'IIS',
      `${error.parts.cause} Bindings are taken for those of IIS by their application id alone.`,
    );
    return undefined;
  }
}

function bindingsOf({ entries }: BindingsInspection): Binding[] {
  return [...entries.values()].map((entry) => entry.binding);
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
