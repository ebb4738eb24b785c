import { briefly, converge, type Goal, type Patience, type Unreached } from '../apply/converge.js';
import { removalGoal } from '../apply/spares.js';
import type { Binding, RegistryBinding } from '../http-sys/binding.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { Settings } from '../http-sys/settings.js';
import type { Table } from '../http-sys/table.js';
import { readSettings } from '../inspect/read-settings.js';
import type { Machine } from '../windows/machine.js';
import { spareNotRemoved } from './rehearsal-failure.js';

/** What a spare endpoint is after a trial; a part is undefined where a reading does not show it. */
interface Seen {
  readonly binding: Binding | undefined;
  readonly settings: Settings | undefined;
}

/** The spare endpoints of a rehearsal, and what is on them. */
export class Stage {
  /** The last reading. */
  table: Table;
  /** What the registry had at the last reading, of all bindings. */
  registry: ReadonlyMap<string, RegistryBinding> = new Map();
  readonly #machine: Machine;
  readonly #throwIfStopped: () => void;

  constructor(machine: Machine, table: Table, throwIfStopped: () => void) {
    this.#machine = machine;
    this.table = table;
    this.#throwIfStopped = throwIfStopped;
  }

  /** Brings spare endpoints to goals. @returns those that were not reached */
  async bring(goals: readonly Goal[], patience: Patience): Promise<Map<Goal, Unreached>> {
    return this.#converge(goals, patience, this.#throwIfStopped);
  }

  /** Reads the exact settings of spare endpoints, for {@link seen}. */
  async readSettings(endpoints: readonly Endpoint[]): Promise<void> {
    this.registry = (await readSettings(this.#machine, endpoints)).bindings;
  }

  seen({ key }: Endpoint): Seen {
    return { binding: this.table.bindings.get(key), settings: this.registry.get(key)?.settings };
  }

  /** Removes spare endpoints, also from a run that is to end. @throws Failure if one stays */
  async clear(endpoints: readonly Endpoint[]): Promise<void> {
    const left = await this.#converge(endpoints.map(removalGoal), briefly, () => undefined);
    for (const { goal, why } of left.values())
      throw spareNotRemoved(goal.endpoint.kind, goal.endpoint.text, why);
  }

  async #converge(
    goals: readonly Goal[],
    patience: Patience,
    beforeBatch: () => void,
  ): Promise<Map<Goal, Unreached>> {
    if (goals.length === 0) return new Map();
    const { unreached, table } = await converge(this.#machine, goals, this.table, {
      patience,
      afterFailure: 'go-on',
      beforeBatch,
      onTable: (now) => {
        this.table = now;
      },
    });
    this.table = table;
    return new Map(unreached.map((each) => [each.goal, each]));
  }
}
