import type { Certificate } from '../certificate/certificate.js';
import { Failure } from '../failure.js';
import type { Binding } from '../http-sys/binding.js';
import type { Entry, Inspection } from '../http-sys/table.js';
import { type ImportPlan, planImport } from '../import/import.js';
import { inspect } from '../inspect/inspect.js';
import { discoverAppId, iisAppId, type Owner, ownerOf } from '../inspect/owner.js';
import { PresentCertificates } from '../inspect/present-certificates.js';
import type { Site } from '../inspect/sites.js';
import { refuseUnreadable } from '../inspect/unreadable.js';
import { checkCertificate, type NewCertificate, openCertificate } from '../open/open.js';
import { nightWarnings } from '../plan/advisories.js';
import { addCommand, type Change, updateCommand } from '../plan/change.js';
import { makePlan, type Plan } from '../plan/plan.js';
import { type PassedOver, select } from '../plan/select.js';
import { netshArguments } from '../windows/netsh.js';
import { count, firstOf } from '../wording.js';
import type { Context } from './context.js';
import type { Draft } from './draft.js';

/**
 * When the report is to tell when bindings that are left alone expire, this many more certificates may be read for it;
 * the inventory reads all.
 */
const fewCertificates = 20;

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
  const { inspection, sites } = await log.group('Read the bindings', () =>
    readMachine(context, draft, certificate),
  );
  const owner = ownerOf(sites);
  const ownerOfEntry = (entry: Entry): Owner => owner(entry.binding);
  draft.describeTable(inspection, owner);
  draft.appId = discoverAppId(bindingsOf(inspection), owner) ?? null;
  refuseUnreadable(context, draft, inspection);

  return log.group('Plan', async () => {
    const present = new PresentCertificates(machine, log.progress);
    const presentOf = (entry: Entry) => present.of(entry.binding);
    if (isDefault(context)) {
      await present.read(bindingsOf(inspection).filter((binding) => owner(binding).is === 'iis'));
    }
    const selected = select(request.selection, {
      inspection,
      owner: ownerOfEntry,
      sites,
      present: presentOf,
      next: certificate,
    });
    for (const { entry, why } of selected.passedOver)
      draft.update(entry.binding.endpoint, { message: `Passed over: ${why}` });
    warnOfPassedOver(draft, selected.passedOver);
    const [abilities, importPlan] = await Promise.all([
      machine.netsh.abilities(),
      bundle ? planImport(machine, bundle, request.store) : null,
      present.read(selected.targets.map((entry) => entry.binding)),
    ]);
    if (!(await present.readIfFew(bindingsOf(inspection), fewCertificates))) {
      log.info(
        'The certificates of bindings that are left alone were not read, because there are too many of them.',
      );
    }
    draft.describePresent(inspection, (binding) => present.of(binding));
    const plan = makePlan(selected, {
      next: certificate,
      store: request.store,
      present: presentOf,
      abilities,
      appId: request.appId ?? draft.appId ?? iisAppId,
      allow: { nameMismatch: request.allowNameMismatch, older: request.allowOlder },
    });
    describePlan(draft, plan);
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
    if (!request.dryRun && plan.changes.length > 0) {
      log.table({ outcome: 'planned', bindings: draft.rows, certificate: draft.certificate });
    }
    for (const change of plan.changes)
      log.debug(`planned: netsh ${netshArguments(plannedCommand(change)).join(' ')}`);
    return { inspection, plan, importPlan, present: (binding) => present.of(binding) };
  });
}

async function readMachine(
  context: Context,
  draft: Draft,
  next: Certificate,
): Promise<{ inspection: Inspection; sites: Site[] | undefined }> {
  const { machine, request, log } = context;
  const inspection = await inspect(machine);
  log.info(`${count(inspection.entries.size, 'binding')} in HTTP.sys`);
  const { selection } = request;
  if (selection.sites.length > 0) return { inspection, sites: await machine.appcmd.sites() };
  // IIS needs to be asked only for bindings whose application id says nothing of their owner.
  const knownOwner = ownerOf(undefined);
  const wanted = new Set([...selection.replace, next.thumbprint]);
  const doubtful = bindingsOf(inspection).some(
    (binding) =>
      binding.thumbprint !== null &&
      knownOwner(binding).is === 'unknown' &&
      (isDefault(context) || (selection.replace.length > 0 && wanted.has(binding.thumbprint))),
  );
  return { inspection, sites: doubtful ? await sitesIfReadable(context, draft) : undefined };
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

function isDefault({ request: { selection } }: Context): boolean {
  return selection.bindings.length + selection.replace.length + selection.sites.length === 0;
}

function bindingsOf({ entries }: Inspection): Binding[] {
  return [...entries.values()].map((entry) => entry.binding);
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
