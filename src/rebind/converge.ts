import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.js';
import type { Binding } from '../http-sys/binding.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { Machine } from '../windows/machine.js';
import { Netsh, type NetshCommand } from '../windows/netsh.js';
import { excerpt } from '../windows/text.js';
import { readTable, type Table } from './table.js';

/** What to do for one binding, given what it is now. */
export type Next =
  | { readonly is: 'reached' }
  | { readonly is: 'commands'; readonly commands: readonly NetshCommand[] }
  /** It is not what it should be, and it is not ours to change. */
  | { readonly is: 'foreign'; readonly why: string };

/** A state that one binding shall be brought to. */
export interface Goal {
  readonly endpoint: Endpoint;
  /** Pure. @param attempt 1 for the first */
  next(now: Binding | undefined, attempt: number): Next;
}

/** A goal that was not reached. */
export interface Unreached {
  readonly goal: Goal;
  /** `foreign`: left alone, because somebody else changed it. */
  readonly kind: 'failed' | 'foreign';
  /** What netsh said, or what the binding is instead. */
  readonly why: string;
}

/**
 * How long to wait before the next attempt at a binding that does not take.
 * @param attempt how many were made
 * @param said what netsh said to the last of them, where it is known
 * @returns ms, or undefined to give up
 */
export type Patience = (attempt: number, said: string) => number | undefined;

/** For commands that are known to work on this host: what fails twice in a row will fail again. */
export const briefly: Patience = (attempt) => [0, 250, 1_000][attempt - 1];

export interface ConvergeOptions {
  readonly patience: Patience;
  /** After the first binding that cannot be brought to its goal, is there a point in going on? */
  readonly afterFailure: 'stop' | 'go-on';
  /** Called before each batch; may throw to end the work. */
  readonly beforeBatch?: (done: number, total: number) => void;
  /** Called with each reading; may throw to end the work. */
  readonly onTable?: (table: Table) => void;
}

/** Enough to make the process starts and the read-backs cheap, few enough to notice a failure early. */
const batchSize = 250;

/**
 * Brings bindings to their goals, in batches of one netsh process each. What counts is only what the table shows
 * after each batch; netsh's exit code and messages are never believed. A binding that did not take is tried again
 * alone, which also yields the message that belongs to it.
 *
 * @returns what was not reached (empty: all were) and the last reading of the table
 */
export async function converge(
  machine: Machine,
  goals: readonly Goal[],
  start: Table,
  options: ConvergeOptions,
): Promise<{ unreached: Unreached[]; table: Table }> {
  const work = new Convergence(machine, start, options);
  for (let begin = 0; begin < goals.length; begin += batchSize) {
    options.beforeBatch?.(begin, goals.length);
    await work.batch(goals.slice(begin, begin + batchSize));
    if (work.unreached.length > 0 && options.afterFailure === 'stop') break;
  }
  return { unreached: work.unreached, table: work.table };
}

/** A goal that is not reached yet, and what to do for it. */
interface Step {
  readonly goal: Goal;
  readonly commands: readonly NetshCommand[];
}

class Convergence {
  readonly unreached: Unreached[] = [];
  table: Table;
  readonly #machine: Machine;
  readonly #options: ConvergeOptions;
  /** Off once a script had no effect at all where the same command alone had one. */
  #scripts = true;

  constructor(machine: Machine, start: Table, options: ConvergeOptions) {
    this.#machine = machine;
    this.table = start;
    this.#options = options;
  }

  async batch(goals: readonly Goal[]): Promise<void> {
    let pending = this.#pending(goals, 1);
    while (pending.length > 0) {
      await this.#execute(pending);
      const rest = this.#pending(
        pending.map((each) => each.goal),
        1,
      );
      if (rest.length === 0) return;
      const first = rest[0]!;
      const tookAlone = await this.#alone(first.goal);
      if (!tookAlone && this.#options.afterFailure === 'stop') return;
      // The first that did not take is settled, one way or the other. If nothing of a whole script took, although
      // its first command works alone, this host cannot run scripts.
      if (tookAlone && rest.length === pending.length && pending.length > 1) this.#scripts = false;
      pending = this.#pending(
        rest.slice(1).map((each) => each.goal),
        1,
      );
    }
  }

  /** The goals that are not reached yet, with the commands for each; foreign bindings are noted and left out. */
  #pending(goals: readonly Goal[], attempt: number): Step[] {
    return goals.flatMap((goal) => {
      const next = goal.next(this.table.bindings.get(goal.endpoint.key), attempt);
      if (next.is === 'commands') return [{ goal, commands: next.commands }];
      if (next.is === 'foreign') this.unreached.push({ goal, kind: 'foreign', why: next.why });
      return [];
    });
  }

  async #execute(pending: readonly Step[]): Promise<string> {
    const commands = pending.flatMap((each) => each.commands);
    const said: string[] = [];
    try {
      if (this.#scripts && commands.length > 1) {
        const inScript = pending.filter((each) => each.commands.every(Netsh.scriptable));
        const apart = pending.filter((each) => !inScript.includes(each));
        if (inScript.length > 0)
          said.push(await this.#machine.netsh.executeScript(inScript.flatMap((each) => each.commands)));
        for (const command of apart.flatMap((each) => each.commands))
          said.push(await this.#machine.netsh.execute(command));
      } else {
        for (const command of commands) said.push(await this.#machine.netsh.execute(command));
      }
    } catch (error) {
      // A program that hung or could not be started may have done its work or not: the table tells.
      if (!(error instanceof Failure)) throw error;
      said.push(error.message);
    }
    const deleted = pending.filter((each) => each.commands.at(-1)?.verb === 'delete');
    const mayBeGone = new Set(deleted.map((each) => each.goal.endpoint.key));
    this.table = await readTable(this.#machine, this.table, mayBeGone);
    this.#options.onTable?.(this.table);
    return excerpt(said.join('\n'));
  }

  /** Tries one binding by itself, as often as the options allow. @returns whether it was reached */
  async #alone(goal: Goal): Promise<boolean> {
    let said = '';
    for (let attempt = 1; ; attempt += 1) {
      const pause = this.#options.patience(attempt, said);
      if (pause === undefined) break;
      if (pause > 0) await sleep(pause);
      const [step] = this.#pending([goal], attempt + 1);
      if (!step) return !this.unreached.some((each) => each.goal === goal);
      said = await this.#execute([step]);
    }
    const [step] = this.#pending([goal], 1);
    if (step)
      this.unreached.push({ goal, kind: 'failed', why: said || 'netsh said nothing, and nothing changed' });
    return !this.unreached.some((each) => each.goal === goal);
  }
}
