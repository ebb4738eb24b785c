import { briefly, converge, type Goal, type Patience, type Unreached } from '../apply/converge.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import { differences } from '../http-sys/settings.js';
import type { Table } from '../http-sys/table.js';
import { type RegistryReading, readSettings } from '../inspect/read-settings.js';
import { blockDifference, type Change, type Method, pointsTo, sameBlock } from '../plan/change.js';
import { settingNotPortable } from '../plan/plan.js';
import type { Machine } from '../windows/machine.js';
import { omissionProbe } from './omission-probe.js';
import {
  accessDenied,
  namesOf,
  netshErrorCode,
  noSuchCertificate,
  rehearsalFailed,
  spareNotRemoved,
} from './rehearsal-failures.js';
import { type Group, groupsOf, type PresentIsThere, sparesOf, withoutFirst } from './rehearsal-groups.js';
import { changeGoal, firstTrial, freeGoal, fromNew, keepGoal, type Trial } from './rehearsal-trial.js';
import { unexplained } from './unexplained.js';

/** What the rehearsal found out. */
export interface Rehearsed {
  /** How each existing binding is to be changed, by {@link Endpoint.key}. */
  readonly methods: ReadonlyMap<string, Method>;
  readonly warnings: readonly string[];
  /** The table after the rehearsal: the state from which the change starts. */
  readonly table: Table;
}

export interface RehearsalOptions {
  readonly table: Table;
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
 * what the change has lost, and both are made and read in one go.
 *
 * @throws Failure if a change cannot be made without loss; nothing is left on the spare endpoints then either
 */
export async function rehearse(
  machine: Machine,
  changes: readonly Change[],
  options: RehearsalOptions,
): Promise<Rehearsed> {
  const groups = await groupsOf(changes, options.presentIsThere, options.table);
  await options.announce(sparesOf(groups).map((each) => each.endpoint));
  const stage = new Stage(machine, options);
  try {
    const methods = new Map<string, Method>();
    for (const proven of await stage.prove(groups)) {
      const { group, method } = proven;
      if (method === 'add') continue;
      await stage.refuseLoss(proven);
      for (const change of group.changes) methods.set(change.endpoint.key, method);
    }
    return { methods, warnings: stage.warnings, table: await stage.clear(groups) };
  } catch (error) {
    // The spare endpoints matter less than the reason; what stays there is recognised by its application id and
    // removed by the roll-back.
    await stage.clear(groups).catch(() => undefined);
    throw error;
  }
}

/** A new key may be refused with "The parameter is incorrect" for up to 16 s after its import (seen on Server 2025). */
const whileKeySettles: Patience = (attempt, said) => {
  const code = netshErrorCode(said);
  if (code === accessDenied || (code === noSuchCertificate && attempt > 3)) return undefined;
  return [0, 250, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 5_000][attempt - 1];
};

/** A trial that worked. */
interface Proven extends Trial {
  /** What netsh shows for a binding with the settings of the group, see {@link Binding.block}. */
  readonly text: readonly string[];
}

class Stage {
  readonly warnings: string[] = [];
  readonly #machine: Machine;
  readonly #options: RehearsalOptions;
  readonly #patience: Patience;
  #table: Table;

  constructor(machine: Machine, options: RehearsalOptions) {
    this.#machine = machine;
    this.#options = options;
    this.#patience = options.freshKey ? whileKeySettles : briefly;
    this.#table = options.table;
  }

  /** Finds a way that works for each group: `update` if it can, else delete + add. @throws Failure if none does */
  async prove(groups: readonly Group[]): Promise<Proven[]> {
    const proven: Proven[] = [];
    // Groups that share their spare endpoints have to wait for one another.
    let later: Trial[] = [];
    for (let trials = groups.map(firstTrial); trials.length > 0; ) {
      const goals = trials.map((trial) => ({ trial, kept: keepGoal(trial), changed: changeGoal(trial) }));
      const known = new Set(
        goals.flatMap(({ trial, kept }) => (trial.first === trial.group.kept.after ? [] : [kept])),
      );
      const refused = await this.#bring(
        goals.flatMap(({ kept, changed }) => (changed ? [kept, changed] : [kept])),
        // Only a new key may take its time.
        (attempt, said, goal) => (known.has(goal) ? briefly : this.#patience)(attempt, said, goal),
      );
      const settings = await this.#readSettings(groups);
      trials = [];
      for (const { trial, kept, changed } of goals) {
        const unbound = refused.get(kept);
        if (unbound) {
          const { lost, others } = this.#withoutLost(trial, unbound);
          if (others) trials.push(firstTrial(others));
          (others ? later : trials).push(fromNew(lost));
          continue;
        }
        const text = this.#provenText(trial, settings);
        const next = this.#nextTrial(trial, changed && refused.get(changed), settings);
        if (next) trials.push(next);
        else proven.push({ ...trial, text });
      }
      if (trials.length === 0) [trials, later] = [later, trials];
      // From nothing, since a failed update may have left anything there.
      await this.clear(trials.map((each) => each.group));
    }
    return proven;
  }

  /**
   * The group without what cannot be put back: a present certificate that cannot be bound any more. The socket is in
   * need of the new one all the more, so this does not stop the run.
   * @throws Failure if that is not the reason why the first certificate was refused
   */
  #withoutLost({ group, first }: Trial, { kind, why }: Unreached): ReturnType<typeof withoutFirst> {
    if (first === group.kept.after || kind === 'foreign' || netshErrorCode(why) === accessDenied)
      throw rehearsalFailed(group, 'add', why);
    const { lost, others } = withoutFirst(group);
    this.warnings.push(
      `The present certificate of ${namesOf(lost)} cannot be bound again (${why}). If this run fails after the change, that socket cannot be put back.`,
    );
    return { lost, others };
  }

  /** The text of the endpoint that keeps its first certificate. @throws Failure if that is not what it was told */
  #provenText({ group }: Trial, settings: RegistryReading): readonly string[] {
    const { kept } = group;
    const { now, exact } = this.#spare(kept, settings);
    if (!now || !exact)
      throw rehearsalFailed(group, 'add', `the registry does not show ${kept.endpoint.text}`);
    const lost = kept.opaque.length > 0 ? [] : differences(kept.settings, exact);
    if (lost.length > 0)
      throw rehearsalFailed(group, 'add', `it did not set what it was told: ${lost.join(', ')}`);
    return now.block;
  }

  /** What to try after this trial; undefined if its method works. @throws Failure if nothing is left to try */
  #nextTrial(
    trial: Trial,
    refused: Unreached | null | undefined,
    settings: RegistryReading,
  ): Trial | undefined {
    const { group, method } = trial;
    if (method === 'add') return undefined;
    const loss = refused ? undefined : this.#loss(group, settings);
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

  /** What the changed endpoint lacks that the kept one has. */
  #loss({ kept, changed }: Group, settings: RegistryReading): string | undefined {
    const before = this.#spare(kept, settings);
    const after = this.#spare(changed!, settings);
    if (!before.now || !before.exact || !after.now || !after.exact)
      return 'the registry does not show the binding';
    if (!sameBlock(before.now.block, after.now.block))
      return blockDifference(before.now.block, after.now.block);
    return differences(before.exact, after.exact).join(', ') || undefined;
  }

  #spare({ endpoint: { key } }: Change, settings: RegistryReading) {
    return { now: this.#table.bindings.get(key), exact: settings.bindings.get(key)?.settings };
  }

  /** @throws Failure if a binding of the group has a setting that this method would lose, or may lose */
  async refuseLoss(proven: Proven): Promise<void> {
    const { group, method, text } = proven;
    for (const change of group.changes) {
      const extra = unexplained(change, text);
      if (extra.length === 0) continue;
      throw settingNotPortable(
        change.endpoint,
        extra,
        'Neither the registry nor a spare socket with the same settings has it, so it cannot be rehearsed whether a change keeps it.',
      );
    }
    const first = group.changes.find((change) => change.opaque.length > 0);
    if (!first) return;
    if (method !== 'update') {
      throw settingNotPortable(
        first.endpoint,
        first.opaque,
        '"netsh http update sslcert" does not work here, and delete + add would lose it.',
      );
    }
    const lost = await this.#omissionsLost(proven);
    if (lost !== undefined) {
      throw settingNotPortable(
        first.endpoint,
        first.opaque,
        `"netsh http update sslcert" resets here what it is not told: ${lost}.`,
      );
    }
  }

  /**
   * Whether update, on this host, keeps a setting that it is not told: tried with settings that netsh does know.
   * @returns what was lost, or undefined if all were kept
   */
  async #omissionsLost({ group, first }: Trial): Promise<string | undefined> {
    const { after } = group.kept;
    const probe = omissionProbe(group.changed!);
    if (!probe) return 'there is no setting left to try it with';
    if (first === after) return 'the present certificate, which is needed to try it, is not in the store';
    await this.clear([group]);
    const bound = await this.#bring([keepGoal({ group: { ...group, kept: probe.bound }, first })]);
    const before = this.#spare(probe.bound, await this.#readSettings([group])).exact;
    if (bound.size > 0 || !before || !probe.took(before))
      return 'the settings to try it with could not be set';
    const updated = await this.#bring([
      changeGoal({ group: { ...group, changed: probe.updated }, first, method: 'update' })!,
    ]);
    const { now, exact } = this.#spare(probe.updated, await this.#readSettings([group]));
    if (updated.size > 0 || !now || !pointsTo(now, after) || !exact) return 'the update itself did not take';
    return differences(before, exact).join(', ') || undefined;
  }

  /** Removes the spare endpoints. @returns the table without them @throws Failure if one stays */
  async clear(groups: readonly Group[]): Promise<Table> {
    const left = await this.#bring(sparesOf(groups).map(freeGoal), briefly, () => undefined);
    for (const { goal, why } of left.values())
      throw spareNotRemoved(goal.endpoint.kind, goal.endpoint.text, why);
    return this.#table;
  }

  async #bring(
    goals: readonly Goal[],
    patience = this.#patience,
    throwIfStopped = this.#options.throwIfStopped,
  ): Promise<Map<Goal, Unreached>> {
    if (goals.length === 0) return new Map();
    const { unreached, table } = await converge(this.#machine, goals, this.#table, {
      patience,
      afterFailure: 'go-on',
      beforeBatch: throwIfStopped,
    });
    this.#table = table;
    return new Map(unreached.map((each) => [each.goal, each]));
  }

  #readSettings(groups: readonly Group[]): Promise<RegistryReading> {
    return readSettings(
      this.#machine,
      sparesOf(groups).map((each) => each.endpoint),
    );
  }
}
