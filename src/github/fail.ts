import { error, info } from '@actions/core';
import type { Failure, FailureParts } from '../failure.js';
import { count } from '../wording.js';
import { docsLink } from './docs-link.js';
import { harmless, harmlessLine } from './printable.js';

/** GitHub cuts an error off after 4 096 characters, wherever that is. */
const maximumCharacters = 4_000;

/** What is left of the evidence at least, where something has to give way. */
const leastEvidence = 300;

/**
 * Ends a step with its one error. Commands that do not fit into it stand in the log above it.
 * @param state in what state the server is now, as sentences
 */
export function fail(failure: Failure, state: string): void {
  const text = errorText(failure, state);
  const commands = printableCommands(failure.parts);
  if (!commands.every((command) => text.includes(`\n${command}\n`))) {
    info(runThese);
    for (const command of commands) info(command);
  }
  error(text, { title: harmlessLine(`${failure.title} (${failure.code})`) });
  // process.exit() can end Node before its output is written.
  process.exitCode = 1;
}

const runThese = 'Run as an administrator on the server, line by line:';

/**
 * The text of the error: the state of the server, the cause, what was seen, what to do, the commands that repair it, and
 * where to read more. What is too long is cut where it hurts least: first the evidence, then the commands.
 */
export function errorText(failure: Failure, state: string): string {
  const { cause, evidence = '', next } = failure.parts;
  const head = [cut(harmless(state), 500), cut(harmless(cause), 1_000)];
  const advice = `Next: ${cut(harmless(next), 1_000)}`;
  const link = `More: ${docsLink(failure.code)}`;
  const seen = evidence === '' ? '' : `Seen: ${harmless(evidence)}`;
  const room = maximumCharacters - lengthOf([...head, advice, link]);
  const commands = fitting(printableCommands(failure.parts), room - Math.min(seen.length, leastEvidence));
  const shown = seen === '' ? [] : [cut(seen, room - lengthOf(commands) - 1)];
  return [...head, ...shown, advice, ...commands, link].join('\n');
}

function printableCommands({ commands = [] }: FailureParts): string[] {
  return commands.map(harmlessLine);
}

/** As many commands as there is room for, under their heading. Whole ones only: half a command is worse than none. */
function fitting(commands: readonly string[], room: number): string[] {
  const whole = [runThese, ...commands];
  if (commands.length === 0) return [];
  if (lengthOf(whole) <= room) return whole;
  const rest = (left: number) => `… and ${count(left, 'more command')}, which the log lists above.`;
  const kept = [runThese];
  for (const command of commands) {
    if (lengthOf([...kept, command, rest(commands.length)]) > room) break;
    kept.push(command);
  }
  return [...kept, rest(commands.length - kept.length + 1)];
}

/** Characters of some lines, their line feeds included. */
function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function cut(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, Math.max(0, characters - 1))}…`;
}
