import { error } from '@actions/core';
import type { Failure } from '../failure.js';
import { harmless, harmlessLine } from './printable.js';

/**
 * Ends a step with its one error: cause, evidence, next step.
 * @param state in what state the server is now, where that is known
 */
export function fail({ code, title, parts: { cause, evidence, next } }: Failure, state?: string): void {
  const text = [cause, evidence, next, state && `State of the server: ${state}.`].filter(Boolean).join('\n');
  error(harmless(text), { title: harmlessLine(`${title} (${code})`) });
  // process.exit() can end Node before its output is written.
  process.exitCode = 1;
}
