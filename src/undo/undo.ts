import { rm } from 'node:fs/promises';
import { asFailure, Failure } from '../failure.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { LearntSetting } from '../http-sys/settings-table.js';
import type { Table } from '../http-sys/table.js';
import type { Imported, ImportUndo, KeyGrant } from '../import/imported.js';
import { removeImported } from '../import/remove-imported.js';
import { withdrawGrants } from '../import/withdraw-grants.js';
import { readTable } from '../inspect/read-table.js';
import type { Log } from '../log.js';
import type { Change, Method } from '../plan/change.js';
import { removeLeftOverSpares } from '../rehearse/left-over-spares.js';
import type { Machine } from '../windows/machine.js';
import { cameFrom, commandsByHand, type NotRestored, rollbackIncomplete } from './by-hand.js';
import type { Journal } from './journal.js';
import type { Note } from './journal-format.js';
import { whileBusy } from './patience.js';
import { type RolledBack, rollBackBindings } from './roll-back.js';
import { toUndoable, type Undoable } from './undoable.js';

/** What a roll-back works with. */
interface UndoGround {
  readonly machine: Machine;
  readonly log: Log;
  /** Certificates that other journals may have to bind again, see {@link neededBy}. */
  readonly needed: () => Promise<ReadonlySet<string>>;
  /** May throw to leave the rest to the post step. */
  readonly beforeStep: () => void;
}

/** What a roll-back came to. */
export interface Undone {
  /** Whether a change of bindings had begun, so that there was something to roll back. */
  readonly hadBegun: boolean;
  readonly notRestored: readonly NotRestored[];
  /** The bindings as they are now; null where the roll-back was broken off and nobody has looked. */
  readonly table: Table | null;
  /** `rollback-incomplete`; null if everything is as it was, but for what somebody else has changed. */
  readonly failure: Failure | null;
}

/** What a rehearsal has found to be possible. */
interface ToApply {
  readonly changes: readonly Change[];
  readonly methods: ReadonlyMap<string, Method>;
  readonly learnt: readonly LearntSetting[];
  readonly skipped: readonly { readonly endpoint: Endpoint }[];
}

/** One thing that undoes what a step has done. @returns the table after it */
type Undoing = (table: Table) => Promise<Table>;

/**
 * What undoes a run. Each step registers here what it is about to do, in the place where it does it; that is on disk
 * before it begins. Rolling back is running what was registered, backwards.
 */
export class Undo implements ImportUndo {
  readonly #journal: Journal;
  readonly #ground: UndoGround;
  readonly #undoings: Undoing[] = [];
  /** By {@link Endpoint.key}: somebody else has changed these bindings. */
  readonly #foreign = new Set<string>();
  #bindings: (() => Promise<RolledBack>) | undefined;
  /** What {@link #bindings} rolls back. */
  #changes: readonly Undoable[] = [];
  /** Whether something is left that the post step can remove. */
  #isLeft = false;

  /** The journal's file. */
  get file(): string {
    return this.#journal.file;
  }

  constructor(journal: Journal, ground: UndoGround) {
    this.#journal = journal;
    this.#ground = ground;
  }

  /** Certificates that are in no store yet. */
  async willImport(certificates: readonly Imported[]): Promise<void> {
    if (certificates.length === 0) return;
    await this.#journal.note({ phase: 'importing', certificates });
    const { machine, needed } = this.#ground;
    this.#undoings.push(async (table) => {
      this.#warn(await removeImported(machine, certificates, { table, needed: await needed() }));
      return table;
    });
  }

  /** Accounts that will be allowed to use a key which was there before. */
  async willGrant(grant: KeyGrant): Promise<void> {
    await this.#journal.note({ phase: 'granting', grant });
    const { machine } = this.#ground;
    this.#undoings.push(async (table) => {
      this.#warn(await withdrawGrants(machine, [grant]));
      return table;
    });
  }

  /** Spare endpoints that a rehearsal uses. */
  async willRehearse(endpoints: readonly Endpoint[]): Promise<void> {
    await this.#journal.note({ phase: 'rehearsing', endpoints });
    const { machine, beforeStep } = this.#ground;
    this.#undoings.push(async (table) => {
      const removed = await removeLeftOverSpares(machine, table, beforeStep);
      this.#warn(removed.warnings);
      return removed.table;
    });
  }

  /** The changes of the journal, which begin now, all but those that are left out. */
  async willApply({ changes, methods, learnt, skipped }: ToApply): Promise<void> {
    await this.#journal.note({
      phase: 'applying',
      methods: [...methods],
      ...(learnt.length > 0 ? { learnt } : {}),
      ...(skipped.length > 0 ? { skipped: skipped.map(({ endpoint }) => endpoint.key) } : {}),
    });
    const { machine, beforeStep } = this.#ground;
    this.#changes = changes.map(toUndoable);
    this.#bindings = () =>
      rollBackBindings(machine, this.#changes, {
        methods,
        isForeign: ({ endpoint }) => this.#foreign.has(endpoint.key),
        beforeStep,
      });
  }

  /** Somebody else has changed this binding: it is not ours to roll back. */
  leaveAlone({ endpoint }: Change): void {
    this.#foreign.add(endpoint.key);
  }

  /** The change is complete and proven: nothing is rolled back any more, unless the job asks for it at its end. */
  async close(): Promise<void> {
    await this.#journal.note({ phase: 'verified' });
    await this.#journal.leave();
  }

  /** Removes the journal: nobody needs it any more. One that cannot be removed says that nothing is left to do. */
  async forget(): Promise<void> {
    await whileBusy(() => rm(this.#journal.file, { force: true })).catch(() => undefined);
  }

  /**
   * Rolls everything back. Never throws: what could not be done is left to the post step, and said.
   * @param reason why
   */
  async rollBack(reason: Failure): Promise<Undone> {
    const hadBegun = this.#bindings !== undefined;
    try {
      const bindings = await this.#bindings?.();
      const left = bindings?.notRestored ?? [];
      if (bindings) this.#tell(bindings.restored, left);
      const broken = left.filter(({ foreign }) => !foreign);
      if (broken.length === 0) await this.#note({ phase: 'restored' });
      const table = await this.#undoRest(bindings?.table);
      await this.#journal.leave();
      if (broken.length === 0 && !this.#isLeft) await this.forget();
      return {
        hadBegun,
        notRestored: left,
        table,
        failure: broken.length > 0 ? rollbackIncomplete(broken, reason) : null,
      };
    } catch (error) {
      await this.#journal.leave().catch(() => undefined);
      return this.#brokenOff(asFailure(error), reason);
    }
  }

  async #undoRest(known: Table | undefined): Promise<Table> {
    let table = known ?? (await readTable(this.#ground.machine));
    for (const undoing of this.#undoings.toReversed()) table = await undoing(table);
    return table;
  }

  /** The journal stays as it is: the post step, or the next run, goes on from it. */
  #brokenOff(error: Failure, reason: Failure): Undone {
    const hadBegun = this.#bindings !== undefined;
    if (!hadBegun)
      this.#ground.log.warning(
        'Roll-back',
        `The post step tries once more to remove what this run has left: ${error.message}`,
      );
    const isOutOfTime = error === reason;
    const failure = hadBegun && !isOutOfTime ? rollbackNotFinished(error, reason, this.#changes) : null;
    return { hadBegun, notRestored: [], table: null, failure };
  }

  #warn(warnings: readonly string[]): void {
    if (warnings.length > 0) this.#isLeft = true;
    for (const warning of warnings) this.#ground.log.warning('Roll-back', warning);
  }

  /** A full disk must not keep anything from being rolled back. */
  async #note(note: Note): Promise<void> {
    await this.#journal.note(note).catch((error: unknown) => {
      this.#ground.log.warning('Journal', asFailure(error).message);
    });
  }

  #tell(restored: readonly Undoable[], left: readonly NotRestored[]): void {
    const { log } = this.#ground;
    for (const { endpoint, before } of restored)
      log.info(`${endpoint.text}: ${before ? `back on ${before.thumbprint}` : 'removed again'}`);
    for (const { change, why, foreign } of left) {
      const { text } = change.endpoint;
      if (foreign)
        log.warning(
          'Binding not rolled back',
          `${text} was changed by someone else in the meantime, and was left alone: ${why}`,
        );
      // The failure of the run says so too, with the commands that repair it.
      else log.info(`${text} could not be rolled back: ${why}`);
    }
  }
}

/** @param changes what may not be as it was */
function rollbackNotFinished(error: Failure, reason: Failure, changes: readonly Undoable[]): Failure {
  return new Failure('rollback-incomplete', {
    cause: `The bindings could not be rolled back yet: ${error.parts.cause}`,
    evidence: cameFrom(reason),
    next: 'The post step of this job tries again, and so does the next run of this action on this runner. Where neither helps, the commands below bind the previous certificates.',
    commands: changes.flatMap((change) => commandsByHand(change, change.before, true)),
  });
}
