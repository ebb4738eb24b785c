import { briefly, type Goal, type Patience, type Unreached } from '../apply/converge.js';
import { Failure } from '../failure.js';
import type { RegistryBinding } from '../http-sys/binding.js';
import type { NetshAbilities } from '../http-sys/command.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { differences } from '../http-sys/settings.js';
import type { LearntSetting } from '../http-sys/settings-table.js';
import type { Table } from '../http-sys/table.js';
import { blockDifference, type Change, type Method, replacedBy, sameBlock } from '../plan/change.js';
import type { Machine } from '../windows/machine.js';
import { type Group, groupsOf, type PresentIsThere, type Spare, sparesOf, withoutFirst } from './groups.js';
import { learnSettings, learntInWords, withLearnt } from './learn.js';
import { type LeftOut, lossesOf, type MayLeaveOut, withoutLosses } from './losses.js';
import {
  accessDenied,
  namesOf,
  netshErrorCode,
  noSuchCertificate,
  rehearsalFailed,
} from './rehearsal-failure.js';
import { Stage } from './stage.js';
import { changeGoal, firstTrial, fromNew, keepGoal, type Proven, type Trial } from './trial.js';

/** What the rehearsal found out. */
export interface Rehearsed {
  /** The changes that can be made without loss, with all that was learnt to set. */
  readonly changes: readonly Change[];
  /** Those that cannot, and are left out. */
  readonly leftOut: readonly LeftOut[];
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
  readonly mayLeaveOut: MayLeaveOut;
  readonly presentIsThere: PresentIsThere;
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
 * @throws Failure if no change can be made without loss, or one cannot that may not be left out; nothing is left on the
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
  const patience = { present: briefly, next: options.freshKey ? whileKeySettles : briefly };
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

/** What a rehearsal works with. */
interface Work extends RehearsalOptions {
  readonly stage: Stage;
  /** All that were announced. */
  readonly spares: readonly Endpoint[];
  readonly patience: { readonly present: Patience; readonly next: Patience };
}

/** What was proven of changes. */
type Proof = Omit<Rehearsed, 'notes' | 'table' | 'spares'>;

/** Proves changes with what was learnt; where that is of no use together with their other settings, without it. */
async function proveWith(
  learnt: readonly LearntSetting[],
  planned: readonly Change[],
  work: Work,
): Promise<Proof> {
  const changes = withLearnt(planned, { ...work.abilities, learnt });
  if (changes === planned) return { ...(await proveAll(planned, work)), learnt };
  try {
    return { ...(await proveAll(changes, work)), learnt };
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'rehearsal-failed') throw error;
    await work.stage.clear(work.spares);
    const proof = await proveAll(planned, work);
    const unused = learnt.map(({ argument }) => argument).join(', ');
    const warning = `What was learnt of ${unused} is not used. ${error.parts.cause}`;
    return { ...proof, learnt: [], warnings: [warning, ...proof.warnings] };
  }
}

async function proveAll(planned: readonly Change[], work: Work): Promise<Omit<Proof, 'learnt'>> {
  const { stage, patience, presentIsThere, announce, mayLeaveOut } = work;
  const groups = await groupsOf(planned, presentIsThere, stage.table);
  await announce(sparesOf(groups).map(({ endpoint }) => endpoint));
  const rehearsal = new Rehearsal(stage, patience.next);
  const proven = await rehearsal.prove(groups);
  const leftOut = await lossesOf(stage, proven);
  const changes = withoutLosses(planned, leftOut, mayLeaveOut);
  const isCurrent = changes.every((change) => isAsPlanned(change, stage.registry.get(change.endpoint.key)));
  return { changes, leftOut, warnings: rehearsal.warnings, methods: methodsOf(proven), isCurrent };
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

/** A new key may be refused with "The parameter is incorrect" for up to 16 s after its import (seen on Server 2025). */
const whileKeySettles: Patience = (attempt, said) => {
  const code = netshErrorCode(said);
  if (code === accessDenied || (code === noSuchCertificate && attempt > 3)) return undefined;
  return [0, 250, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 5_000][attempt - 1];
};

/** A trial with the goals for its spare endpoints. */
interface Attempt {
  readonly trial: Trial;
  readonly kept: Goal;
  readonly changed: Goal | null;
}

/** The search for a way that works for each group. */
class Rehearsal {
  readonly warnings: string[] = [];
  readonly #stage: Stage;
  /** With the new certificate; only a new key may take its time. */
  readonly #patience: Patience;

  constructor(stage: Stage, patience: Patience) {
    this.#stage = stage;
    this.#patience = patience;
  }

  /** Finds a way that works for each group: `update` if it can, else delete + add. @throws Failure if none does */
  async prove(groups: readonly Group[]): Promise<Proven[]> {
    const proven: Proven[] = [];
    // Groups that share their spare endpoints have to wait for one another.
    let later: Trial[] = [];
    for (let trials = groups.map(firstTrial); trials.length > 0; ) {
      const attempts = trials.map(attemptOf);
      const refused = await this.#bring(attempts);
      await this.#stage.readSettings(sparesOf(groups).map(({ endpoint }) => endpoint));
      trials = [];
      for (const { trial, kept, changed } of attempts) {
        const unbound = refused.get(kept);
        if (unbound) {
          const { lost, others } = this.#withoutLost(trial, unbound);
          if (others) trials.push(firstTrial(others));
          (others ? later : trials).push(fromNew(lost));
          continue;
        }
        const text = provenText(this.#stage, trial);
        const next = this.#nextTrial(trial, changed ? refused.get(changed) : undefined);
        if (next) trials.push(next);
        else proven.push({ ...trial, text });
      }
      if (trials.length === 0) [trials, later] = [later, trials];
      // From nothing, since a failed update may have left anything there.
      await this.#stage.clear(sparesOf(trials.map(({ group }) => group)).map(({ endpoint }) => endpoint));
    }
    return proven;
  }

  #bring(attempts: readonly Attempt[]): Promise<Map<Goal, Unreached>> {
    const known = new Set(
      attempts.flatMap(({ trial, kept }) => (trial.first === trial.group.after ? [] : [kept])),
    );
    return this.#stage.bring(
      attempts.flatMap(({ kept, changed }) => (changed ? [kept, changed] : [kept])),
      (attempt, said, goal) => (known.has(goal) ? briefly : this.#patience)(attempt, said, goal),
    );
  }

  /**
   * The group without what cannot be restored: a present certificate that cannot be bound any more. The binding is in
   * need of the new one all the more, so this does not stop the run.
   * @throws Failure if that is not the reason why the first certificate was refused
   */
  #withoutLost({ group, first }: Trial, { kind, why }: Unreached): ReturnType<typeof withoutFirst> {
    if (first === group.after || kind === 'foreign' || netshErrorCode(why) === accessDenied)
      throw rehearsalFailed(group, 'add', why);
    const { lost, others } = withoutFirst(group);
    this.warnings.push(
      `The present certificate of ${namesOf(lost)} cannot be bound again (${why}). If this run fails after the change, ${lost.changes.length === 1 ? 'that binding' : 'those bindings'} cannot be rolled back.`,
    );
    return { lost, others };
  }

  /** What to try after this trial; undefined if its method works. @throws Failure if nothing is left to try */
  #nextTrial(trial: Trial, refused: Unreached | undefined): Trial | undefined {
    const { group, method } = trial;
    if (method === 'add' || !group.changed) return undefined;
    const loss = refused ? undefined : lossOf(this.#stage, group.kept, group.changed);
    if (!refused && loss === undefined) return undefined;
    const code = netshErrorCode(refused?.why ?? '');
    if (method === 'update' && code !== accessDenied && code !== noSuchCertificate) {
      if (loss !== undefined) {
        this.warnings.push(
          `"netsh http update sslcert" does not keep the settings of ${namesOf(group)} here (${loss}), so it is not used.`,
        );
      }
      return { ...trial, method: 'delete-add' };
    }
    const why = refused?.why ?? `it lost settings: ${loss}`;
    throw rehearsalFailed(group, method === 'update' ? 'update' : 'delete and add', why);
  }
}

function attemptOf(trial: Trial): Attempt {
  const { changed } = trial.group;
  return { trial, kept: keepGoal(trial), changed: changed && changeGoal(trial, changed) };
}

/** The text of the endpoint that keeps its first certificate. @throws Failure if that is not what it was told */
function provenText(stage: Stage, { group }: Trial): readonly string[] {
  const { endpoint, settings: told, opaque } = group.kept;
  const { binding, settings } = stage.seen(endpoint);
  if (!binding || !settings)
    throw rehearsalFailed(group, 'add', `the registry does not show ${endpoint.text}`);
  const lost = opaque.length > 0 ? [] : differences(told, settings);
  if (lost.length > 0)
    throw rehearsalFailed(group, 'add', `it did not set what it was told: ${lost.join(', ')}`);
  return binding.block;
}

/** What the changed endpoint lacks that the kept one has. */
function lossOf(stage: Stage, kept: Spare, changed: Spare): string | undefined {
  const before = stage.seen(kept.endpoint);
  const after = stage.seen(changed.endpoint);
  if (!before.binding || !before.settings || !after.binding || !after.settings)
    return 'the registry does not show the binding';
  if (!sameBlock(before.binding.block, after.binding.block))
    return blockDifference(before.binding.block, after.binding.block);
  return differences(before.settings, after.settings).join(', ') || undefined;
}
