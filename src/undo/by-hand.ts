import { Failure } from '../failure.js';
import { addCommand, type BoundTo, deleteCommand, updateCommand } from '../plan/change.js';
import { netshCommandLine } from '../windows/netsh.js';
import { count } from '../wording.js';
import type { Undoable } from './undoable.js';

/** A binding that is not as it was, and what a person can do. */
export interface NotRestored {
  readonly change: Undoable;
  /** One or more sentences. */
  readonly why: string;
  /** The commands that restore it, to be run one after the other. */
  readonly commands: readonly string[];
  /** Whether it is bound at all; one that is not serves nobody. */
  readonly isBound: boolean;
  /** Somebody else changed it, so it was left alone. */
  readonly foreign: boolean;
}

/** A change that was not brought back. @param isBound whether the binding is there now */
export function notRestored(
  change: Undoable,
  why: string,
  { isBound, foreign }: { readonly isBound: boolean; readonly foreign: boolean },
): NotRestored {
  const commands = commandsByHand(change, change.before, isBound);
  return { change, why: sentence(why), commands, isBound, foreign };
}

/**
 * The commands with which a person brings a binding to a certificate. Where the host has `update`, a binding that
 * works, though with another certificate, is not put at risk: if the command fails, it goes on working.
 * @param to null: the binding shall be gone
 */
export function commandsByHand(change: Undoable, to: BoundTo | null, isBound: boolean): string[] {
  if (!to) return isBound ? [netshCommandLine(deleteCommand(change))] : [];
  const add = netshCommandLine(addCommand(change, to));
  if (!isBound) return [add];
  if (change.settingsArguments.update !== null) return [netshCommandLine(updateCommand(change, to))];
  return [netshCommandLine(deleteCommand(change)), add];
}

/** The same for one line of text. */
export function byHand(commands: readonly string[]): string {
  return `By hand: ${commands.join(' , then: ')}`;
}

/** A text of a program at the end of a sentence. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** More commands than this stand in the report only. */
const commandsShown = 5;

/**
 * The failure for bindings that could not be restored, with the commands that do.
 * @param reason why they had to be restored at all
 */
export function rollbackIncomplete(left: readonly NotRestored[], reason?: Failure): Failure {
  const some = left.slice(0, commandsShown);
  return new Failure('rollback-incomplete', {
    cause: `${count(left.length, 'binding')} could not be rolled back: ${some
      .map(({ change }) => change.endpoint.text)
      .join(', ')}.`,
    evidence: [
      ...new Set(some.map(({ why }) => why)),
      ...(reason ? [`What went wrong before: ${reason.message}`] : []),
    ].join(' '),
    next: [
      'Run as an administrator, line by line:',
      ...some.flatMap(({ commands }) => commands),
      'Error 1312 means that the previous certificate has to be imported into its store first. The post step of this job and the next run of this action on this runner try again.',
    ].join('\n'),
  });
}
