import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.js';
import type { Binding } from '../http-sys/binding.js';
import type { NetshCommand } from '../http-sys/command.js';
import type { Endpoint } from '../http-sys/endpoint.js';
import type { Table } from '../http-sys/table.js';
import { readTable } from '../inspect/read-table.js';
import type { Machine } from '../windows/machine.js';
import { Netsh, type ScriptAnswer } from '../windows/netsh.js';
import { excerpt } from '../windows/text.js';

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
export type Patience = (attempt: number, said: string, goal: Goal) => number | undefined;

/** For commands that are known to work on this host: what fails twice in a row will fail again. */
export const briefly: Patience = (attempt) => [0, 250, 1_000][attempt - 1];

export interface ConvergeOptions {
  readonly patience: Patience;
  /** After the first binding that cannot be brought to its goal, is there a point in going on? */
  readonly afterFailure: 'stop' | 'go-on';
  /** Called before each batch, and also between the steps of one; may throw to end the work. */
  readonly beforeBatch?: (done: number, total: number) => void;
  /** Called with each reading; may throw to end the work. */
  readonly onTable?: (table: Table) => void;
}

/**
 * Commands in one script: enough to make the process starts and the read-backs of the whole table cheap, few enough
 * to notice a failure early.
 */
const commandsPerBatch = 500;

/** So many bindings in a row that do not even take alone: something is wrong with all of them … */
const hopelessAfter = 3;

/** … and with more than this to go, each with its pauses, it would take minutes to hours to hear so of each. */
const patientWith = 20;

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
  for (let begin = 0; begin < goals.length; ) {
    work.position = [begin, goals.length];
    work.check();
    const end = work.endOfBatch(goals, begin);
    await work.batch(goals.slice(begin, end));
    if (work.isOver) break;
    begin = end;
  }
  return { unreached: work.unreached, table: work.table };
}

/** A goal that is not reached yet, and what to do for it. */
interface Step {
  readonly goal: Goal;
  readonly commands: readonly NetshCommand[];
}

/** What a script has shown after its commands. */
type Shown = ScriptAnswer['shown'];

/** ms after which a pause looks whether the work is to end. */
const napMs = 250;

class Convergence {
  readonly unreached: Unreached[] = [];
  table: Table;
  /** How many goals lie behind, of how many. */
  position: readonly [done: number, total: number] = [0, 0];
  readonly #machine: Machine;
  readonly #options: ConvergeOptions;
  /** Off once a script had no effect where the same commands one by one had. */
  #scripts = true;
  /** Whether a script has had an effect: then it is not the script that fails. */
  #scriptTook = false;

  constructor(machine: Machine, start: Table, options: ConvergeOptions) {
    this.#machine = machine;
    this.table = start;
    this.#options = options;
  }

  /** Whether a binding was not reached, and there is no point in going on. */
  get isOver(): boolean {
    return this.#options.afterFailure === 'stop' && this.unreached.length > 0;
  }

  /** @throws whatever the caller ends the work with */
  check(): void {
    this.#options.beforeBatch?.(...this.position);
  }

  /** Where the batch that begins here ends: as many goals as fit into one script, at least one. */
  endOfBatch(goals: readonly Goal[], begin: number): number {
    let commands = 0;
    for (let end = begin; end < goals.length; end += 1) {
      const goal = goals[end];
      const next = goal && this.#next(goal, 1);
      if (next?.is === 'commands') commands += next.commands.length;
      if (commands > commandsPerBatch && end > begin) return end;
    }
    return goals.length;
  }

  async batch(goals: readonly Goal[]): Promise<void> {
    let pending = this.#pending(goals, 1);
    let failedInARow = 0;
    while (pending.length > 0 && !this.isOver) {
      await this.#execute(pending);
      const rest = this.#pending(
        pending.map((each) => each.goal),
        1,
      );
      const first = rest[0];
      if (!first || this.isOver) return;
      const tookAlone = await this.#alone(first.goal);
      failedInARow = tookAlone ? 0 : failedInARow + 1;
      // The first that did not take is settled, one way or the other. If nothing of a whole script took, although
      // its first command works alone, this host cannot run scripts.
      if (tookAlone && rest.length === pending.length && pending.length > 1) this.#scripts = false;
      pending = this.#pending(
        rest.slice(1).map((each) => each.goal),
        1,
      );
      if (failedInARow >= hopelessAfter && pending.length > patientWith) return this.#eachOnce(pending);
    }
  }

  /** Tries each by itself, without a second chance, so that thousands that all fail do not take hours. */
  async #eachOnce(pending: readonly Step[]): Promise<void> {
    const said = new Map<Goal, string>();
    let broken = '';
    for (const { goal, commands } of pending) {
      try {
        said.set(goal, await this.#run(commands));
      } catch (error) {
        broken = messageOf(error);
        break;
      }
    }
    await this.#read(pending);
    const goals = pending.map((each) => each.goal);
    for (const { goal } of this.#pending(goals, 1)) this.#failed(goal, said.get(goal) ?? broken);
  }

  #next(goal: Goal, attempt: number): Next {
    return goal.next(this.table.bindings.get(goal.endpoint.key), attempt);
  }

  /** The goals that are not reached yet, with the commands for each; foreign bindings are noted and left out. */
  #pending(goals: readonly Goal[], attempt: number): Step[] {
    return goals.flatMap((goal) => {
      const next = this.#next(goal, attempt);
      if (next.is === 'commands') return [{ goal, commands: next.commands }];
      if (next.is === 'foreign') this.unreached.push({ goal, kind: 'foreign', why: next.why });
      return [];
    });
  }

  /**
   * Runs the commands, in a script as far as they can stand in one, and reads the table.
   * @param attempt of one that is tried alone: unless a script has worked before, it is used only once then, and for
   *   more than one command, since it may be the script that fails
   * @returns what netsh said
   */
  async #execute(pending: readonly Step[], attempt?: number): Promise<string> {
    const inScript: NetshCommand[] = [];
    const apart: NetshCommand[] = [];
    for (const { commands } of pending) {
      const mayBeScript = attempt === undefined || this.#scriptTook || (attempt === 1 && commands.length > 1);
      (this.#scripts && mayBeScript && commands.every(Netsh.scriptable) ? inScript : apart).push(...commands);
    }
    const said: string[] = [];
    let shown: Shown;
    try {
      said.push(await this.#run(apart));
      if (inScript.length > 0) {
        const script = await this.#machine.netsh.executeScript(inScript);
        said.push(script.said);
        shown = script.shown;
      }
    } catch (error) {
      // A program that hung or could not be started may have done its work or not: the table tells.
      said.push(messageOf(error));
    }
    await this.#read(pending, shown);
    if (inScript.length > 0 && pending.some(({ goal }) => this.#next(goal, 1).is === 'reached'))
      this.#scriptTook = true;
    return excerpt(said.join('\n'));
  }

  /** Runs commands one by one. @throws Failure for one that hung or could not be started; the rest is left out */
  async #run(commands: readonly NetshCommand[]): Promise<string> {
    const said: string[] = [];
    for (const command of commands) said.push(await this.#machine.netsh.execute(command));
    return excerpt(said.join('\n'));
  }

  /** @param shown a reading that was made after the commands */
  async #read(done: readonly Step[], shown?: Shown): Promise<void> {
    // Whoever ends the work reads the table anew.
    this.check();
    const isDeletion = ({ commands }: Step) => commands.at(-1)?.verb === 'delete';
    this.table = await readTable(this.#machine, this.table, {
      mayBeGone: new Set(done.filter(isDeletion).map(({ goal }) => goal.endpoint.key)),
      mayBeThere: done.filter((each) => !isDeletion(each)).map(({ goal }) => goal.endpoint),
      made: shown,
    });
    this.#options.onTable?.(this.table);
  }

  /** Tries one binding by itself, as often as the options allow. @returns whether it was reached */
  async #alone(goal: Goal): Promise<boolean> {
    const foreignBefore = this.unreached.length;
    let said = '';
    for (let attempt = 1; ; attempt += 1) {
      const pause = this.#options.patience(attempt, said, goal);
      if (pause === undefined) break;
      await this.#pause(pause);
      const [step] = this.#pending([goal], attempt + 1);
      if (!step) return this.unreached.length === foreignBefore;
      said = await this.#execute([step], attempt);
    }
    const [step] = this.#pending([goal], 1);
    if (step) this.#failed(goal, said);
    return this.unreached.length === foreignBefore;
  }

  async #pause(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= napMs) {
      await sleep(Math.min(left, napMs));
      this.check();
    }
  }

  #failed(goal: Goal, said: string): void {
    this.unreached.push({ goal, kind: 'failed', why: said || 'netsh said nothing, and nothing changed' });
  }
}

/** @throws whatever is not a failure of a program */
function messageOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  throw error;
}
