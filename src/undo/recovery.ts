import { asFailure, Failure } from '../failure.js';
import type { Table } from '../http-sys/table.js';
import { readTable } from '../inspect/read-table.js';
import type { Log } from '../log.js';
import type { BoundTo } from '../plan/change.js';
import { removeLeftOverSpares } from '../rehearse/left-over-spares.js';
import type { Machine } from '../windows/machine.js';
import { byHand, type NotRestored, notRestored } from './by-hand.js';
import { noteIn } from './journal.js';
import { type JournalRecord, mayHaveDeleted, originInWords } from './journal-folder.js';
import { changesOf, type Note } from './journal-format.js';
import { nearness, type Origin } from './origin.js';
import { revive } from './revive.js';
import { type Settled, settle } from './settle.js';
import { isLocalTemp, removeCertificates, removeFiles } from './tidy.js';
import type { Undoable } from './undoable.js';

/** What whoever recovers works with. */
export interface Ground {
  readonly machine: Machine;
  readonly log: Log;
  readonly origin: Origin;
  readonly now: Date;
  /** This runner's folder for temporary files. */
  readonly runnerTemp: string;
  /** Called before each step; may throw to leave the rest to a later one. */
  readonly beforeStep: () => void;
}

/** A binding that was brought somewhere for a run that was cut off. */
export interface RecoveredBinding {
  readonly change: Undoable;
  /** What it is bound to now; null: it is gone, as it was before that run. */
  readonly to: BoundTo | null;
  /** What it was bound to; null: it was dead. */
  readonly from: BoundTo | null;
  readonly message: string;
}

/** What a recovery has done so far. It is true at any moment, also when the recovery is broken off. */
export interface Recovered {
  readonly bindings: readonly RecoveredBinding[];
  /** Bindings that are not where they should be. */
  readonly left: readonly NotRestored[];
  /** Bindings that somebody else had changed; they were left alone. */
  readonly foreign: readonly NotRestored[];
}

/** Finishes runs that were cut off. To be used under the lock of the machine. */
export class Recovery implements Recovered {
  /** By the key of the endpoint: where several runs have left something of one binding, what came of it in the end. */
  readonly #bindings = new Map<string, RecoveredBinding>();
  readonly #left = new Map<string, NotRestored & { readonly file: string }>();
  readonly #foreign = new Map<string, NotRestored>();
  readonly #ground: Ground;
  readonly #all: readonly JournalRecord[];
  /** The journals that say that this job is finishing their runs. */
  readonly #announced = new Set<string>();
  #table: Table | undefined;

  /** @param all every journal of this machine */
  constructor(ground: Ground, all: readonly JournalRecord[]) {
    this.#ground = ground;
    this.#all = all;
  }

  get bindings(): readonly RecoveredBinding[] {
    return [...this.#bindings.values()];
  }

  get left(): readonly NotRestored[] {
    return [...this.#left.values()];
  }

  /** Those of some journals. */
  leftOf(records: readonly JournalRecord[]): NotRestored[] {
    const files = new Set(records.map(({ file }) => file));
    return [...this.#left.values()].filter(({ file }) => files.has(file));
  }

  get foreign(): readonly NotRestored[] {
    return [...this.#foreign.values()];
  }

  /** Notes that this job has begun to finish a run: its post step goes on if it is killed meanwhile. */
  async announce(record: JournalRecord): Promise<void> {
    if (this.#announced.has(record.file)) return;
    this.#announced.add(record.file);
    await this.#note(record, { phase: 'recovering', by: this.#ground.origin.job });
  }

  /**
   * Binds what open journals say was bound and is dead now, and removes the spare bindings of rehearsals.
   * @param records those that are open, newest first: what the newest says of a binding counts
   */
  async revive(records: readonly JournalRecord[]): Promise<void> {
    const { machine, beforeStep } = this.#ground;
    // A program that a killed run has left at work may take effect only now.
    const temps = records.map(({ header }) => header.temp).filter(isLocalTemp);
    await Promise.all(temps.map((temp) => machine.waitForProgramsOf(temp)));
    const table = await this.#readTable();
    await this.#removeSpares(table);
    for (const record of records.filter(mayHaveDeleted)) {
      const found = await revive(machine, mayBeDead(record), await this.#readTable(), {
        isExpired: (of) => this.#isExpired(record, of),
        beforeStep,
      });
      this.#table = found.table;
      const keys = found.revived.map(({ change }) => change.endpoint.key);
      if (keys.length > 0) await this.#note(record, { phase: 'revived', keys });
      for (const { change, to } of found.revived)
        this.#tell({ change, to, from: null, message: `was dead since the run ${originInWords(record)}` });
      for (const { change, why } of found.dead)
        this.#leave(record, notRestored(change, `It is dead: ${why}`, { isBound: false, foreign: false }));
    }
  }

  /** Brings a run that was cut off to one of its ends, and notes which. @returns what came of it */
  async settle(record: JournalRecord, wish: 'finish' | 'roll-back'): Promise<Settled> {
    const { machine, origin, beforeStep } = this.#ground;
    const settled = await settle(machine, record, {
      table: await this.#readTable(),
      wish,
      isOfThisJob: nearness(record.header.origin, origin) === 'same-job',
      isExpired: (of) => this.#isExpired(record, of),
      beforeStep,
      announce: () => this.announce(record),
    });
    this.#table = settled.table;
    const why = settled.end === 'back' ? 'rolled back' : 'completed';
    for (const { change, to, from } of settled.moved)
      this.#tell({ change, to, from, message: `${why} for the run ${originInWords(record)}` });
    for (const each of settled.foreign) this.#leaveAlone(each);
    for (const each of settled.left) this.#leave(record, each);
    if (settled.end !== 'stuck' && settled.left.length === 0)
      await this.#note(record, { phase: settled.end === 'back' ? 'restored' : 'kept' });
    return settled;
  }

  /**
   * Removes what is left of a run that has come to its end. Never fails.
   * @param certificates also those that it imported, unless something needs them: only its own job may do that
   */
  async tidy(record: JournalRecord, { certificates }: { readonly certificates: boolean }): Promise<void> {
    const { machine, log, runnerTemp } = this.#ground;
    try {
      const warnings = certificates
        ? await removeCertificates(machine, record, await this.#readTable(), this.#all)
        : [];
      // What could not be removed is tried again by whoever comes next.
      if (warnings.length === 0) warnings.push(...(await removeFiles(record, runnerTemp)));
      for (const warning of warnings) log.warning('Tidying up', warning);
    } catch (error) {
      log.warning('Tidying up', asFailure(error).message);
    }
  }

  /** Whether a certificate has expired by now, as far as its journal knows when it does. */
  #isExpired({ header }: JournalRecord, { thumbprint }: BoundTo): boolean {
    const expiry = header.expiries.find((each) => each.thumbprint === thumbprint);
    return expiry !== undefined && new Date(expiry.notAfter) <= this.#ground.now;
  }

  async #readTable(): Promise<Table> {
    const mayBeThere = this.#all.flatMap(({ header }) => header.changes.map(({ endpoint }) => endpoint));
    const table = this.#table ?? (await readTable(this.#ground.machine, undefined, { mayBeThere }));
    this.#table = table;
    return table;
  }

  async #removeSpares(table: Table): Promise<void> {
    const { machine, log, beforeStep } = this.#ground;
    const removed = await removeLeftOverSpares(machine, table, beforeStep);
    this.#table = removed.table;
    for (const warning of removed.warnings) log.warning('Rehearsal', warning);
  }

  /** A full disk must not keep a binding from being restored. */
  async #note({ file }: JournalRecord, note: Note): Promise<void> {
    await noteIn(file, note).catch((error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      this.#ground.log.warning('Journal', error.message);
    });
  }

  #tell(binding: RecoveredBinding): void {
    const { change, to, message } = binding;
    const { key } = change.endpoint;
    const first = this.#bindings.get(key);
    this.#bindings.set(key, first ? { ...binding, from: first.from } : binding);
    this.#left.delete(key);
    const state = to ? `bound to ${to.thumbprint}` : 'removed again';
    this.#ground.log.info(`${change.endpoint.text}: ${state}; ${message}`);
  }

  #leave({ file }: JournalRecord, left: NotRestored): void {
    const { change, why, commands } = left;
    const { key } = change.endpoint;
    // What could not be bound a moment ago is said once.
    const isKnown = this.#left.get(key)?.isBound === left.isBound;
    if (isKnown) return;
    this.#left.set(key, { ...left, file });
    this.#ground.log.warning('Binding not restored', `${change.endpoint.text}: ${why} ${byHand(commands)}`);
  }

  #leaveAlone(left: NotRestored): void {
    const { change, why } = left;
    this.#foreign.set(change.endpoint.key, left);
    this.#ground.log.warning(
      'Binding left alone',
      `${change.endpoint.text} was changed by someone else in the meantime, and was left alone: ${why}`,
    );
  }
}

/** The bindings whose death can come from this run: one that was bound again since was deleted by somebody else. */
function mayBeDead(record: JournalRecord): Undoable[] {
  const revived = new Set(record.notes.flatMap((note) => (note.phase === 'revived' ? note.keys : [])));
  return changesOf(record).filter(({ endpoint }) => !revived.has(endpoint.key));
}
