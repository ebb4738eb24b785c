import { Failure } from '../failure.js';
import { addCommand, type BoundTo, deleteCommand, updateCommand } from '../plan/change.js';
import { netshCommandLine } from '../windows/netsh.js';
import { count, firstOf } from '../wording.js';
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

const byHandMark = 'By hand: ';

/** The same for one line of text, as its end. */
export function byHand(commands: readonly string[]): string {
  return `${byHandMark}${commands.join(' , then: ')}`;
}

/** A text that may end with what {@link byHand} says, without that: the commands stand elsewhere, to be copied. */
export function withoutByHand(text: string): string {
  const at = text.indexOf(byHandMark);
  return at < 0 ? text : text.slice(0, at).trimEnd();
}

/** A text of a program at the end of a sentence. */
export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/**
 * The failure for bindings that could not be restored, with the commands that do.
 * @param reason why they had to be restored at all
 */
export function rollbackIncomplete(left: readonly NotRestored[], reason?: Failure): Failure {
  const endpoints = left.map(({ change }) => change.endpoint.text);
  return new Failure('rollback-incomplete', {
    cause: `${count(left.length, 'binding')} could not be rolled back: ${firstOf(5, endpoints)}.`,
    evidence: [
      firstOf(
        5,
        left.map(({ change, why }) => `${change.endpoint.text}: ${why}`),
        '\n',
      ),
      ...(reason ? [cameFrom(reason)] : []),
    ].join('\n'),
    next: 'Bind the previous certificate by hand, with the commands below. Error 1312 means that it has to be imported into its store first, with its key. The post step of this job and the next run of this action on this runner try again.',
    commands: left.flatMap(({ commands }) => commands),
  });
}

/** Why something had to be rolled back, as evidence. */
export function cameFrom({ parts: { cause, evidence } }: Failure): string {
  return `What went wrong before: ${[cause, evidence].filter(Boolean).join(' ')}`;
}
