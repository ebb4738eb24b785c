import { briefly, type Goal, type Patience, type Unreached } from '../apply/converge.js';
import { type Change, pointsTo } from '../plan/change.js';
import { type Group, isOrdinary, sparesOf, withoutFirst } from './groups.js';
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
import type { Stage } from './stage.js';
import { changeGoal, firstTrial, fromNew, keepGoal, type Proven, type Trial } from './trial.js';

interface SearchOptions {
  /** Whether somebody has asked for this very change, so that the run may not do without it. */
  readonly isNamed: (change: Change) => boolean;
  /** With the new certificate; a present one either can be bound or cannot. */
  readonly patience: { readonly next: Patience };
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
export class MethodSearch {
  readonly #stage: Stage;
  readonly #options: SearchOptions;
  readonly #refusals: Refusal[] = [];
  /** Warnings of changes, which are pointless once these are skipped. */
  readonly #warnings: { readonly changes: readonly Change[]; readonly text: string }[] = [];

  constructor(stage: Stage, options: SearchOptions) {
    this.#stage = stage;
    this.#options = options;
  }

  /** Changes that cannot be made here, and that were not named. */
  get refusals(): readonly Refusal[] {
    return this.#refusals;
  }

  get warnings(): string[] {
    const refused = new Set(this.#refusals.flatMap(({ changes }) => changes));
    return this.#warnings.flatMap(({ changes, text }) =>
      changes.every((each) => refused.has(each)) ? [] : [text],
    );
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
      const mayTakeTime = !known.has(goal) && !isSettled();
      return (mayTakeTime ? this.#options.patience.next : briefly)(attempt, said, goal);
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
