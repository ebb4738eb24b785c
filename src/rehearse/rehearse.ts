import { briefly, type Goal, type Patience, type Unreached } from '../apply/converge.js';
import type { RegistryBinding } from '../http-sys/binding.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { differences } from '../http-sys/settings.js';
import type { Table } from '../http-sys/table.js';
import { type Change, type Method, pointsTo, replacedBy } from '../plan/change.js';
import type { Skipped } from '../plan/skipped.js';
import type { Machine } from '../windows/machine.js';
import { type Group, groupsOf, isOrdinary, type PresentIsThere, sparesOf, withoutFirst } from './groups.js';
import { settlingMs, whileKeySettles } from './key-settling.js';
import { lossesOf, lossOf, textOrProblem } from './losses.js';
import {
  accessDenied,
  namesOf,
  netshErrorCode,
  noSuchCertificate,
  type Refusal,
  refusedGroup,
  rehearsalFailed,
} from './rehearsal-failure.js';
import { Stage } from './stage.js';
import { changeGoal, firstTrial, fromNew, keepGoal, type Proven, type Trial } from './trial.js';

/** What the rehearsal found out. */
export interface Rehearsed {
  /** How each existing binding is to be changed, by {@link Endpoint.key}. */
  readonly methods: ReadonlyMap<string, Method>;
  /** Changes that cannot be made here, and that the others can do without. */
  readonly skipped: readonly Skipped[];
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
  readonly presentIsThere: PresentIsThere;
  /** Whether somebody has asked for this very change, so that the run may not do without it. */
  readonly isNamed: (change: Change) => boolean;
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
 * what the change has lost, and both are made and read in one go.
 *
 * What fails because of an unusual host or setting, and was not named, is skipped: one odd binding hinders no other.
 *
 * @throws Failure if a change that was named, or all of them, cannot be made without loss; nothing is left on the
 *   spare endpoints then
 */
export async function rehearse(
  machine: Machine,
  changes: readonly Change[],
  options: RehearsalOptions,
): Promise<Rehearsed> {
  const groups = await groupsOf(changes, options.presentIsThere, options.table);
  const spares = sparesOf(groups).map(({ endpoint }) => endpoint);
  await options.announce(spares);
  const stage = new Stage(machine, options.table, options.throwIfStopped);
  try {
    const rehearsal = new Rehearsal(stage, options);
    const methods = methodsOf(await rehearsal.prove(groups));
    const skipped = rehearsal.skipped(changes);
    for (const { endpoint } of skipped) methods.delete(endpoint.key);
    const isCurrent = changes.every((change) => isAsPlanned(change, stage.registry.get(change.endpoint.key)));
    return { methods, skipped, warnings: rehearsal.warnings, table: stage.table, isCurrent, spares };
  } catch (error) {
    // The spare endpoints matter less than the reason; what stays there is recognised by its application id and
    // removed by the roll-back.
    await stage.clear(spares).catch(() => undefined);
    throw error;
  }
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

/** A trial with the goals for its spare endpoints. */
interface Attempt {
  readonly trial: Trial;
  readonly kept: Goal;
  readonly changed: Goal | null;
}

/** What a trial has come to. */
type Judged =
  | { readonly is: 'proven'; readonly proven: Proven }
  | { readonly is: 'refused'; readonly refusal: Refusal }
  /** The second waits until the first, which has the same spare endpoints, is through. */
  | { readonly is: 'open'; readonly next: Trial; readonly later?: Trial };

/** The search for a way that works for each group. */
class Rehearsal {
  readonly #stage: Stage;
  readonly #options: RehearsalOptions;
  readonly #refusals: Refusal[] = [];
  /** Warnings of changes, which are pointless once these are skipped. */
  readonly #warnings: { readonly changes: readonly Change[]; readonly text: string }[] = [];

  /** When HTTP.sys takes the new key at the latest, by `performance.now()`. It can do so earlier. */
  readonly #settledAt: number;

  constructor(stage: Stage, options: RehearsalOptions) {
    this.#stage = stage;
    this.#options = options;
    this.#settledAt = options.freshKey ? performance.now() + settlingMs : 0;
  }

  get warnings(): string[] {
    const refused = new Set(this.#refusals.flatMap(({ changes }) => changes));
    return this.#warnings.flatMap(({ changes, text }) =>
      changes.every((each) => refused.has(each)) ? [] : [text],
    );
  }

  /** @param all the changes of the run @throws Failure if nothing is left of them */
  skipped(all: readonly Change[]): Skipped[] {
    const skipped = this.#refusals.flatMap(({ changes, reason }) =>
      changes.map(({ endpoint }) => ({ endpoint, ...reason })),
    );
    const [first] = this.#refusals;
    if (first && skipped.length >= all.length) throw first.failure;
    return skipped;
  }

  /**
   * Finds a way that works for each group: `update` if it can, else delete + add.
   * @throws Failure if there is none for a group that the run cannot do without
   */
  async prove(groups: readonly Group[]): Promise<Proven[]> {
    const proven: Proven[] = [];
    let later: Trial[] = [];
    for (let trials = groups.map(firstTrial); trials.length > 0; ) {
      const attempts = trials.map(attemptOf);
      const unreached = await this.#bring(attempts, groups);
      await this.#stage.readSettings(sparesOf(groups).map(({ endpoint }) => endpoint));
      trials = [];
      const ended: Group[] = [];
      for (const attempt of attempts) {
        const judged = this.#judge(attempt, unreached);
        if (judged.is === 'proven') proven.push(judged.proven);
        else if (judged.is === 'open') {
          trials.push(judged.next);
          if (judged.later) later.push(judged.later);
        } else {
          this.#refuse(judged.refusal, attempt.trial.group);
          ended.push(attempt.trial.group);
        }
      }
      if (trials.length === 0) [trials, later] = [later, trials];
      // From nothing, since a failed update may have left anything there.
      const open = [...ended, ...trials.map(({ group }) => group)];
      await this.#stage.clear(sparesOf(open).map(({ endpoint }) => endpoint));
    }
    for (const each of proven)
      for (const refusal of await lossesOf(this.#stage, each)) this.#refuse(refusal, each.group);
    return proven;
  }

  #bring(attempts: readonly Attempt[], groups: readonly Group[]): Promise<Map<Goal, Unreached>> {
    const known = new Set(
      attempts.flatMap(({ trial, kept }) => (trial.first === trial.group.after ? [] : [kept])),
    );
    const isSettled = () => groups.some((group) => this.#isBound(group));
    const patience: Patience = (attempt, said, goal) => {
      const mayTakeTime = !known.has(goal) && performance.now() < this.#settledAt && !isSettled();
      return (mayTakeTime ? whileKeySettles : briefly)(attempt, said, goal);
    };
    return this.#stage.bring(
      attempts.flatMap(({ kept, changed }) => (changed ? [kept, changed] : [kept])),
      patience,
    );
  }

  /** Whether a spare endpoint of the group is bound to the new certificate. */
  #isBound(group: Group): boolean {
    return sparesOf([group]).some(({ endpoint }) => {
      const { binding } = this.#stage.seen(endpoint);
      return binding !== undefined && pointsTo(binding, group.after);
    });
  }

  /** @throws Failure if somebody else has bound a spare endpoint */
  #judge({ trial, kept, changed }: Attempt, unreached: ReadonlyMap<Goal, Unreached>): Judged {
    const unbound = unreached.get(kept);
    if (unbound) return this.#unbound(trial, unbound);
    const text = textOrProblem(this.#stage, trial);
    if (typeof text === 'string') return { is: 'refused', refusal: refusedGroup(trial.group, 'add', text) };
    return this.#changed({ ...trial, text }, changed ? unreached.get(changed) : undefined);
  }

  /**
   * Where the first certificate cannot be bound: a present one that cannot be bound any more cannot be restored. The
   * binding is in need of the new one all the more, so this does not stop the run.
   */
  #unbound({ group, first }: Trial, { kind, why }: Unreached): Judged {
    if (kind === 'foreign') throw rehearsalFailed(group, 'add', why);
    if (first === group.after || netshErrorCode(why) === accessDenied)
      return { is: 'refused', refusal: refusedGroup(group, 'add', why) };
    const { lost, others } = withoutFirst(group);
    this.#warnings.push({
      changes: lost.changes,
      text: `The present certificate of ${namesOf(lost)} cannot be bound again (${why}). If this run fails after the change, ${lost.changes.length === 1 ? 'that binding' : 'those bindings'} cannot be rolled back.`,
    });
    // They share their spare endpoints.
    return others
      ? { is: 'open', next: firstTrial(others), later: fromNew(lost) }
      : { is: 'open', next: fromNew(lost) };
  }

  /** @param unreached where the second endpoint did not get the new certificate */
  #changed(trial: Proven, unreached: Unreached | undefined): Judged {
    const { group, method } = trial;
    if (method === 'add' || !group.changed) return { is: 'proven', proven: trial };
    const loss = unreached ? undefined : lossOf(this.#stage, group.kept, group.changed);
    if (!unreached && loss === undefined) return { is: 'proven', proven: trial };
    const code = netshErrorCode(unreached?.why ?? '');
    if (method === 'update' && code !== accessDenied && code !== noSuchCertificate) {
      if (loss !== undefined) {
        this.#warnings.push({
          changes: group.changes,
          text: `"netsh http update sslcert" does not keep the settings of ${namesOf(group)} here (${loss}), so it is not used.`,
        });
      }
      return { is: 'open', next: { ...trial, method: 'delete-add' } };
    }
    const why = unreached?.why ?? `it lost settings: ${loss}`;
    const what = method === 'update' ? 'update' : 'delete and add';
    return { is: 'refused', refusal: refusedGroup(group, what, why) };
  }

  /** Notes what cannot be changed. @throws Failure if it was named, or nothing about it is unusual */
  #refuse(refusal: Refusal, group: Group): void {
    const { code } = refusal.failure;
    const isOfGroup = code === 'setting-not-portable' || (code === 'rehearsal-failed' && !isOrdinary(group));
    if (!isOfGroup || refusal.changes.some(this.#options.isNamed)) throw refusal.failure;
    this.#refusals.push(refusal);
  }
}

function attemptOf(trial: Trial): Attempt {
  const { changed } = trial.group;
  return { trial, kept: keepGoal(trial), changed: changed && changeGoal(trial, changed) };
}
