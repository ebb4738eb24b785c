import { error } from '@actions/core';
import type { Failure } from '../failure.js';
import { harmless, harmlessLine } from './harmless.js';

/** Ends a step with its one error: cause, evidence, next step. */
export function fail({ code, title, parts: { cause, evidence, next } }: Failure): void {
  const text = [cause, evidence, next].filter(Boolean).join('\n');
  error(harmless(text), { title: harmlessLine(`${title} (${code})`) });
  // process.exit() can end Node before its output is written.
  process.exitCode = 1;
}
