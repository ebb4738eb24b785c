import { Failure } from '../failure.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { Settings } from '../http-sys/settings.js';
import { differences } from '../http-sys/settings.js';
import type { Machine } from '../windows/machine.js';
import {
  addCommand,
  type BoundTo,
  blockDifference,
  type Change,
  deleteCommand,
  type Method,
  pointsTo,
  sameBlock,
  updateCommand,
} from './change.js';
import { briefly, converge, type Goal, type Patience, type Unreached } from './converge.js';
import { omissionProbe } from './omission-probe.js';
import { rehearsalAppId } from './owner.js';
import { settingNotPortable } from './plan.js';
import { spareEndpoints } from './spare.js';
import { readSettings, type Table } from './table.js';

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
  /** Whether the present certificate of a binding is in its store, so that it can be bound again. */
  readonly presentIsThere: (change: Change) => boolean;
  /** The key was imported a moment ago, and may need seconds until HTTP.sys accepts it. */
  readonly freshKey: boolean;
  /** Called with the spare endpoints before the first is used. */
  readonly announce: (spares: readonly Endpoint[]) => Promise<void>;
  readonly throwIfStopped: () => void;
}

/** Changes that are alike for netsh: same kind of key, same settings, same stores. */
interface Group {
  readonly changes: readonly Change[];
  /** The settings of the group on a spare endpoint with an application id of our own. */
  readonly spare: Change;
  /** What the spare endpoint is bound to first: the present certificate if it is there, else the new one. */
  first: BoundTo;
}

/**
 * Carries out every kind of planned change on spare endpoints that nobody uses, with the same settings, from the
 * present certificate to the new one. So it shows there, and not in production, which method this host's netsh
 * really has and whether it loses a setting, whether the new key can be used, and whether the rights suffice.
 *
 * @throws Failure if a change cannot be made without loss; nothing is left on the spare endpoints then either
 */
export async function rehearse(
  machine: Machine,
  changes: readonly Change[],
  options: RehearsalOptions,
): Promise<Rehearsed> {
  const groups = await group(changes, options);
  await options.announce(groups.map((each) => each.spare.endpoint));
  const stage = new Stage(machine, options);
  try {
    await stage.bindFirst(groups);
    const existing = groups.filter((each) => each.spare.before !== null);
    const updated = await stage.tryUpdate(existing);
    await stage.deleteAndAdd(existing.filter((each) => !updated.has(each)));
    const methods = new Map<string, Method>();
    for (const each of existing) {
      const method = updated.has(each) ? 'update' : 'delete-add';
      await stage.refuseLoss(each, method);
      for (const change of each.changes) methods.set(change.endpoint.key, method);
    }
    return { methods, warnings: stage.warnings, table: await stage.clear(groups) };
  } catch (error) {
    // The spare endpoints matter less than the reason; what stays there is recognised by its application id and
    // removed by the roll-back.
    await stage.clear(groups).catch(() => undefined);
    throw error;
  }
}

async function group(changes: readonly Change[], options: RehearsalOptions): Promise<Group[]> {
  const alike = new Map<string, Change[]>();
  for (const change of changes) {
    const { endpoint, before, after, settings, settingsArguments } = change;
    const there = before !== null && options.presentIsThere(change);
    const key = JSON.stringify([
      endpoint.kind,
      there,
      before?.store,
      before === null,
      after.store,
      settings,
      settingsArguments,
    ]);
    const members = alike.get(key);
    if (members) members.push(change);
    else alike.set(key, [change]);
  }
  const members = [...alike.values()];
  const spares = await spareEndpoints(
    members.map(([first]) => first!.endpoint.kind),
    options.table,
  );
  return members.map((each, index) => {
    const model = each[0]!;
    const spare: Change = { ...model, endpoint: spares[index]!, appId: rehearsalAppId, block: null };
    const first = model.before !== null && options.presentIsThere(model) ? model.before : model.after;
    return { changes: each, spare, first };
  });
}

/** A new key may be refused with "The parameter is incorrect" for up to 16 s after its import (seen on Server 2025). */
const whileKeySettles: Patience = (attempt, said) => {
  const code = netshErrorCode(said);
  if (code === accessDenied || (code === noSuchCertificate && attempt > 3)) return undefined;
  return [0, 250, 500, 1_000, 2_000, 3_000, 4_000, 5_000, 5_000][attempt - 1];
};

const accessDenied = 5;
const noSuchCertificate = 1312;

/** The Windows error code that netsh ends its first line with, in any language; undefined if there is none. */
export function netshErrorCode(said: string): number | undefined {
  const digits = /(?:^|[^0-9])(\d{1,5})(?: \/|$)/.exec(said)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

class Stage {
  readonly warnings: string[] = [];
  readonly #machine: Machine;
  readonly #options: RehearsalOptions;
  readonly #patience: Patience;
  #table: Table;
  #texts = new Map<Group, readonly string[]>();
  #settings = new Map<Group, Settings>();

  constructor(machine: Machine, options: RehearsalOptions) {
    this.#machine = machine;
    this.#options = options;
    this.#patience = options.freshKey ? whileKeySettles : briefly;
    this.#table = options.table;
  }

  /** Binds every spare endpoint with the settings of its group. */
  async bindFirst(groups: readonly Group[]): Promise<void> {
    const refused = await this.#add(
      groups.filter((each) => each.first !== each.spare.after),
      (each) => each.first,
      briefly,
    );
    for (const [each, { why }] of refused) {
      if (netshErrorCode(why) === accessDenied) throw notElevated(why);
      // A present certificate that cannot be bound any more could not be put back either. The socket is in need of
      // the new one all the more, so this does not stop the run.
      this.warnings.push(
        `The present certificate of ${names(each.changes)} cannot be bound again (${why}). If this run fails after the change, that socket cannot be put back.`,
      );
      each.first = each.spare.after;
    }
    const failed = await this.#add(
      groups.filter((each) => each.first === each.spare.after),
      (each) => each.first,
    );
    for (const [each, { why }] of failed) throw rehearsalFailed(each, 'add', why);
    await this.#note(groups);
  }

  /** Tries `update` to the new certificate. @returns the groups for which it works and keeps every setting */
  async tryUpdate(groups: readonly Group[]): Promise<Set<Group>> {
    // Without the present certificate there is nothing to update from, so nothing could be proven.
    const able = groups.filter(
      (each) => each.spare.settingsArguments.update !== null && each.first !== each.spare.after,
    );
    const refused = await this.#bring(
      able,
      (each) => ({
        endpoint: each.spare.endpoint,
        next: (now) => {
          if (!now) return { is: 'foreign', why: 'update removed the binding' };
          if (pointsTo(now, each.spare.after)) return { is: 'reached' };
          return { is: 'commands', commands: [updateCommand(each.spare, each.spare.after)] };
        },
      }),
      this.#patience,
    );
    for (const [each, { why }] of refused) {
      if (netshErrorCode(why) === accessDenied) throw notElevated(why);
      if (netshErrorCode(why) === noSuchCertificate) throw rehearsalFailed(each, 'update', why);
    }
    const worked = able.filter((each) => !refused.has(each));
    const losses = await this.#losses(worked);
    for (const [each, loss] of losses) {
      this.warnings.push(
        `"netsh http update sslcert" does not keep the settings of ${names(each.changes)} here (${loss}), so it is not used.`,
      );
    }
    return new Set(worked.filter((each) => !losses.has(each)));
  }

  /** Carries out delete + add to the new certificate. @throws Failure if that does not work or loses a setting */
  async deleteAndAdd(groups: readonly Group[]): Promise<void> {
    if (groups.length === 0) return;
    // From nothing, since a failed update may have left anything there.
    await this.clear(groups);
    for (const [each, { why }] of await this.#add(groups, (some) => some.spare.after)) {
      throw rehearsalFailed(each, 'delete and add', why);
    }
    for (const [each, loss] of await this.#losses(groups))
      throw rehearsalFailed(each, 'delete and add', `it lost settings: ${loss}`);
  }

  /** @throws Failure if a binding of the group has a setting that this method would lose */
  async refuseLoss(group: Group, method: Method): Promise<void> {
    const text = this.#texts.get(group)!;
    const special = group.changes.filter(
      (change) => change.opaque.length > 0 || (change.block !== null && !sameBlock(change.block, text)),
    );
    const first = special[0];
    if (!first) return;
    const what = first.opaque.length > 0 ? first.opaque : [blockDifference(text, first.block ?? [])];
    if (method !== 'update') {
      throw settingNotPortable(
        first.endpoint,
        what,
        '"netsh http update sslcert" does not work here, and delete + add would lose it.',
      );
    }
    const lost = await this.#omissionsLost(group);
    if (lost !== undefined) {
      throw settingNotPortable(
        first.endpoint,
        what,
        `"netsh http update sslcert" resets here what it is not told: ${lost}.`,
      );
    }
  }

  /** Removes the spare endpoints. @returns the table without them @throws Failure if one stays */
  async clear(groups: readonly Group[]): Promise<Table> {
    const left = await this.#bring(
      groups,
      (each) => ({
        endpoint: each.spare.endpoint,
        next: (now) =>
          now && now.appId === rehearsalAppId
            ? { is: 'commands', commands: [deleteCommand(each.spare)] }
            : { is: 'reached' },
      }),
      briefly,
      () => undefined,
    );
    for (const [each, { why }] of left) {
      throw new Failure('rehearsal-failed', {
        cause: `The spare socket ${each.spare.endpoint.text} of the rehearsal could not be removed.`,
        evidence: why,
        next: `Remove it by hand: netsh http delete sslcert ${each.spare.endpoint.kind}=${each.spare.endpoint.text}`,
      });
    }
    return this.#table;
  }

  /**
   * Whether update, on this host, keeps a setting that it is not told: tried with settings that netsh does know.
   * @returns what was lost, or undefined if all were kept
   */
  async #omissionsLost(group: Group): Promise<string | undefined> {
    const probe = omissionProbe(group.spare);
    if (!probe) return 'there is no setting left to try it with';
    if (group.first === group.spare.after)
      return 'the present certificate, which is needed to try it, is not in the store';
    await this.clear([group]);
    const bind = await this.#add([{ ...group, spare: probe.bound }], (each) => each.first);
    const before = (await readSettings(this.#machine, this.#table)).bindings.get(
      group.spare.endpoint.key,
    )?.settings;
    if (bind.size > 0 || !before || !probe.took(before))
      return 'the settings to try it with could not be set';
    const update = await this.#bring(
      [group],
      () => ({
        endpoint: group.spare.endpoint,
        next: (now) =>
          now && pointsTo(now, group.spare.after)
            ? { is: 'reached' }
            : { is: 'commands', commands: [updateCommand(probe.updated, group.spare.after)] },
      }),
      this.#patience,
    );
    const now = this.#table.bindings.get(group.spare.endpoint.key);
    const after = (await readSettings(this.#machine, this.#table)).bindings.get(
      group.spare.endpoint.key,
    )?.settings;
    if (update.size > 0 || !now || !pointsTo(now, group.spare.after) || !after)
      return 'the update itself did not take';
    return differences(before, after).join(', ') || undefined;
  }

  /** Binds spare endpoints that are free. */
  #add(
    groups: readonly Group[],
    to: (group: Group) => BoundTo,
    patience = this.#patience,
  ): Promise<Map<Group, Unreached>> {
    return this.#bring(
      groups,
      (each) => ({
        endpoint: each.spare.endpoint,
        next: (now) => {
          if (now && pointsTo(now, to(each)) && now.appId === rehearsalAppId) return { is: 'reached' };
          const add = addCommand(each.spare, to(each));
          return { is: 'commands', commands: now ? [deleteCommand(each.spare), add] : [add] };
        },
      }),
      patience,
    );
  }

  async #bring(
    groups: readonly Group[],
    goalFor: (group: Group) => Goal,
    patience: Patience,
    throwIfStopped = this.#options.throwIfStopped,
  ): Promise<Map<Group, Unreached>> {
    if (groups.length === 0) return new Map();
    throwIfStopped();
    const goals = groups.map(goalFor);
    const { unreached, table } = await converge(this.#machine, goals, this.#table, {
      patience,
      afterFailure: 'go-on',
      beforeBatch: throwIfStopped,
    });
    this.#table = table;
    return new Map(unreached.map((each) => [groups[goals.indexOf(each.goal)]!, each]));
  }

  /** Notes text and settings of the freshly bound spare endpoints, to compare with later. */
  async #note(groups: readonly Group[]): Promise<void> {
    const settings = await readSettings(this.#machine, this.#table);
    for (const each of groups) {
      const { key, text } = each.spare.endpoint;
      const now = this.#table.bindings.get(key);
      const exact = settings.bindings.get(key);
      if (!now || !exact) throw rehearsalFailed(each, 'add', `the registry does not show ${text}`);
      const lost = each.spare.opaque.length > 0 ? [] : differences(each.spare.settings, exact.settings);
      if (lost.length > 0)
        throw rehearsalFailed(each, 'add', `it did not set what it was told: ${lost.join(', ')}`);
      this.#texts.set(each, now.block);
      this.#settings.set(each, exact.settings);
    }
  }

  /** What the spare endpoints have lost since {@link #note}, per group. */
  async #losses(groups: readonly Group[]): Promise<Map<Group, string>> {
    const losses = new Map<Group, string>();
    if (groups.length === 0) return losses;
    const settings = await readSettings(this.#machine, this.#table);
    for (const each of groups) {
      const { key } = each.spare.endpoint;
      const now = this.#table.bindings.get(key);
      const exact = settings.bindings.get(key);
      const before = this.#texts.get(each)!;
      if (!now || !exact) losses.set(each, 'the registry does not show the binding');
      else if (now.appId !== rehearsalAppId) losses.set(each, 'the application id');
      else if (!sameBlock(before, now.block)) losses.set(each, blockDifference(before, now.block));
      else {
        const lost = differences(this.#settings.get(each)!, exact.settings);
        if (lost.length > 0) losses.set(each, lost.join(', '));
      }
    }
    return losses;
  }
}

function names(changes: readonly Change[]): string {
  const texts = changes.map((each) => each.endpoint.text);
  return texts.length > 3 ? `${texts.slice(0, 3).join(', ')} and ${texts.length - 3} more` : texts.join(', ');
}

function notElevated(why: string): Failure {
  return new Failure('not-elevated', {
    cause: 'netsh may not change bindings: the account of the runner is not an elevated administrator.',
    evidence: why,
    next: 'Let the runner service run as SYSTEM or as an administrator; docs/getting-started.md has the commands.',
  });
}

function rehearsalFailed(group: Group, what: string, why: string): Failure {
  const code = netshErrorCode(why);
  if (code === accessDenied) return notElevated(why);
  if (code === noSuchCertificate) {
    return new Failure('key-unusable', {
      cause:
        'HTTP.sys cannot use the new certificate: it is not in the LocalMachine store, or its private key is not usable by the machine.',
      evidence: `netsh said on a spare socket: ${why}. No binding was touched.`,
      next: 'Import the certificate with its key into LocalMachine (give the PFX to this action), or repair the key with "certutil -repairstore".',
    });
  }
  return new Failure('rehearsal-failed', {
    cause: `The change of ${names(group.changes)} was rehearsed on a spare socket with the same settings, and "${what}" failed there.`,
    evidence: `${why}. No binding was touched.`,
    next: 'Try the same netsh command by hand on a spare port; docs/troubleshooting.md says how.',
  });
}
