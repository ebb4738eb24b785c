import { briefly, type Patience } from '../apply/converge.js';
import { Failure } from '../failure.js';
import type { RegistryBinding } from '../http-sys/binding.js';
import type { NetshAbilities } from '../http-sys/command.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { differences } from '../http-sys/settings.js';
import type { LearntSetting } from '../http-sys/settings-table.js';
import type { Table } from '../http-sys/table.js';
import { type Change, type Method, replacedBy } from '../plan/change.js';
import type { Skipped } from '../plan/skipped.js';
import type { Machine } from '../windows/machine.js';
import { groupsOf, type PresentIsThere, sparesOf } from './groups.js';
import { learnSettings, learntInWords, withLearnt } from './learn.js';
import { MethodSearch } from './method-search.js';
import { accessDenied, netshErrorCode, noSuchCertificate, type Refusal } from './rehearsal-failure.js';
import { Stage } from './stage.js';
import type { Proven } from './trial.js';

/** What the rehearsal found out. */
export interface Rehearsed {
  /** The changes that can be made without loss, with all that was learnt to set. */
  readonly changes: readonly Change[];
  /** Changes that cannot be made here, and that the others can do without. */
  readonly skipped: readonly Skipped[];
  /** Arguments of netsh that are not known here, and what they turned out to set. */
  readonly learnt: readonly LearntSetting[];
  /** How each existing binding is to be changed, by {@link Endpoint.key}. */
  readonly methods: ReadonlyMap<string, Method>;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  /** The table after the rehearsal: the state from which the change starts. */
  readonly table: Table;
  /** Whether the registry, which is read after the table, shows every binding of the plan as it was. */
  readonly isCurrent: boolean;
  /** Spare endpoints that are still bound; they go with the first batch of the change. */
  readonly spares: readonly Endpoint[];
}

interface RehearsalOptions {
  readonly table: Table;
  readonly abilities: NetshAbilities;
  readonly presentIsThere: PresentIsThere;
  /** Whether somebody has asked for this very change, so that the run may not do without it. */
  readonly isNamed: (change: Change) => boolean;
  /** Whether the run may do without all of them, as where other bindings have the new certificate already. */
  readonly maySkipAll: boolean;
  /** The key was imported a moment ago, and may need seconds until HTTP.sys accepts it. */
  readonly freshKey: boolean;
  /** Called with the spare endpoints before the first is used. */
  readonly announce: (spares: readonly Endpoint[]) => Promise<void>;
  readonly throwIfStopped: () => void;
}

/**
 * Carries out every kind of planned change on spare endpoints that nobody uses, with the same settings, from the
 * present certificate to the new one. So it shows there, and not in production, which method this host's netsh
 * really has and whether it loses a setting, whether the new key can be used, and whether the rights suffice.
 *
 * Each kind takes two endpoints: one keeps the first certificate, one is changed. What differs between them then is
 * what the change has lost, and both are made and read in one go. Before that, arguments of netsh are learnt where a
 * change needs it, see {@link learnSettings}.
 *
 * What fails because of an unusual host or setting, and was not named, is skipped: one odd binding hinders no other.
 *
 * @throws Failure if a change that was named, or all of them, cannot be made without loss; nothing is left on the
 *   spare endpoints then
 */
export async function rehearse(
  machine: Machine,
  planned: readonly Change[],
  options: RehearsalOptions,
): Promise<Rehearsed> {
  const stage = new Stage(machine, options.table, options.throwIfStopped);
  const spares: Endpoint[] = [];
  const announce = async (more: readonly Endpoint[]) => {
    spares.push(...more);
    await options.announce(more);
  };
  const patience = { present: briefly, next: options.freshKey ? untilKeySettles() : briefly };
  const work: Work = { ...options, stage, spares, announce, patience };
  try {
    const learnt = await learnSettings(stage, planned, work);
    const found = await proveWith(learnt, planned, work);
    return { ...found, notes: learntInWords(found.learnt), table: stage.table, spares };
  } catch (error) {
    // The spare endpoints matter less than the reason; what stays there is recognised by its application id and
    // removed by the roll-back.
    await stage.clear(spares).catch(() => undefined);
    throw error;
  }
}

/** ms after which a new key is accepted, if it is usable at all. */
const settlingMs = 20_000;

/** A new key may be refused with "The parameter is incorrect" for up to 16 s after its import (seen on Server 2025). */
function untilKeySettles(): Patience {
  const settledAt = performance.now() + settlingMs;
  return (attempt, said, goal) => {
    if (performance.now() >= settledAt) return briefly(attempt, said, goal);
    const code = netshErrorCode(said);
    if (code === accessDenied || (code === noSuchCertificate && attempt > 3)) return undefined;
    return [0, 250, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 5_000][attempt - 1];
  };
}

/** What a rehearsal works with. */
interface Work extends RehearsalOptions {
  readonly stage: Stage;
  /** All that were announced. */
  readonly spares: readonly Endpoint[];
  readonly patience: { readonly present: Patience; readonly next: Patience };
}

/** What was proven of changes. */
interface Proof extends Pick<Rehearsed, 'changes' | 'skipped' | 'methods' | 'warnings' | 'isCurrent'> {
  readonly refusals: readonly Refusal[];
}

/** Proves changes with what was learnt; where that is of no use together with their other settings, without it. */
async function proveWith(
  learnt: readonly LearntSetting[],
  planned: readonly Change[],
  work: Work,
): Promise<Proof & Pick<Rehearsed, 'learnt'>> {
  const changes = withLearnt(planned, { ...work.abilities, learnt });
  if (changes === planned) return { ...(await proveAll(planned, work)), learnt };
  const ofLearnt = new Set(changes.filter((change) => !planned.includes(change)));
  const proof = await proveLearnt(changes, ofLearnt, work);
  if (!(proof instanceof Failure)) return { ...proof, learnt };
  await work.stage.clear(work.spares);
  const without = await proveAll(planned, work);
  const unused = learnt.map(({ argument }) => argument).join(', ');
  const warning = `What was learnt of ${unused} is not used. ${proof.parts.cause}`;
  return { ...without, learnt: [], warnings: [warning, ...without.warnings] };
}

/** @returns the failure where what was learnt is refused beside the other settings of a binding */
async function proveLearnt(
  changes: readonly Change[],
  ofLearnt: ReadonlySet<Change>,
  work: Work,
): Promise<Proof | Failure> {
  const isRefused = ({ failure, changes: refused }: Refusal) =>
    failure.code === 'rehearsal-failed' && refused.some((change) => ofLearnt.has(change));
  try {
    const proof = await proveAll(changes, work);
    return proof.refusals.find(isRefused)?.failure ?? proof;
  } catch (error) {
    if (error instanceof Failure && error.code === 'rehearsal-failed') return error;
    throw error;
  }
}

/** @throws Failure if the run cannot do without what is refused */
async function proveAll(planned: readonly Change[], work: Work): Promise<Proof> {
  const { stage, presentIsThere, announce, maySkipAll } = work;
  const groups = await groupsOf(planned, presentIsThere, stage.table);
  await announce(sparesOf(groups).map(({ endpoint }) => endpoint));
  const search = new MethodSearch(stage, work);
  const methods = methodsOf(await search.prove(groups));
  const { refusals, warnings } = search;
  const refused = new Set(refusals.flatMap(({ changes }) => changes));
  const [first] = refusals;
  if (first && !maySkipAll && refused.size === planned.length) throw first.failure;
  for (const { endpoint } of refused) methods.delete(endpoint.key);
  const changes = planned.filter((change) => !refused.has(change));
  const isCurrent = changes.every((change) => isAsPlanned(change, stage.registry.get(change.endpoint.key)));
  return { changes, skipped: refusals.flatMap(skippedBy), refusals, methods, warnings, isCurrent };
}

function skippedBy({ changes, reason }: Refusal): Skipped[] {
  return changes.map(({ endpoint }) => ({ endpoint, ...reason }));
}

function isAsPlanned(change: Change, now: RegistryBinding | undefined): boolean {
  const before = replacedBy(change);
  if (before === null || !now) return before === null && !now;
  return now.thumbprint === before.thumbprint && differences(change.settings, now.settings).length === 0;
}

function methodsOf(proven: readonly Proven[]): Map<string, Method> {
  const methods = new Map<string, Method>();
  for (const { group, method } of proven) {
    if (method === 'add') continue;
    for (const { endpoint } of group.changes) methods.set(endpoint.key, method);
  }
  return methods;
}
