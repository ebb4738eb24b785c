import { expect } from 'vitest';
import type { Machine } from '../../simulator/machine.js';
import type { Call } from '../../simulator/state/calls.js';
import { type FailureCode, failures } from '../../src/failure.js';
import type { StepEnd } from './action.js';
import { commandsIn } from './workflow-commands.js';

/** How a run was refused. */
export interface Refusal {
  readonly code: FailureCode;
  /** Parts of the one error message. */
  readonly says: readonly (string | RegExp)[];
}

/** The step failed with exactly one error, which has the title of its code and says all of this. */
export function expectError(end: StepEnd, { code, says }: Refusal): void {
  const errors = commandsIn(end.stdout).filter(({ name }) => name === 'error');
  expect(errors.map(({ title }) => title)).toEqual([`${failures[code]} (${code})`]);
  for (const part of says) expect(errors[0]!.text).toMatch(part);
  expect(end.code).toBe(1);
}

/** The titles and texts of the warnings of a step. */
export function warningsOf(end: StepEnd): string[] {
  return commandsIn(end.stdout)
    .filter(({ name }) => name === 'warning')
    .map(({ title, text }) => `${title}: ${text}`);
}

/** The run ended well, without any error. */
export function expectSuccess(end: StepEnd, outcome: string): void {
  expect(end.errors).toEqual([]);
  expect({ code: end.code, outcome: end.report?.outcome }).toEqual({ code: 0, outcome });
}

/** The rows of the report that say something else than `untouched`, as `endpoint result method handshake`. */
export function rowsOf({ report }: StepEnd): string[] {
  return (report?.bindings ?? [])
    .filter(({ result }) => result !== 'untouched')
    .map(({ endpoint, result, method, handshake }) => `${endpoint} ${result} ${method} ${handshake}`)
    .sort();
}

/** A summary without its character references. */
export function plain(summary: string): string {
  return summary.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}

/** The certificate that each endpoint of the machine is bound to, by endpoint. */
export function hashesOf(machine: Machine): Record<string, string | null> {
  return Object.fromEntries(
    [...machine.table()].map(([endpoint, { hash }]) => [endpoint, hash?.toUpperCase() ?? null]),
  );
}

/** Those of the calls that can change something. */
export function writing(calls: readonly Call[]): string[] {
  return calls
    .filter(({ program, args, script }) => {
      const words = args.join(' ');
      if (program === 'netsh.exe') {
        const lines = args[0] === '-f' ? (script ?? 'unknown').split(/\r?\n/).filter(Boolean) : [words];
        return !lines.every((line) => /^http (show sslcert|(add|update) sslcert help)$/.test(line));
      }
      if (program === 'certutil.exe') return !/^-store /.test(words);
      if (program === 'icacls.exe') return args[1] !== '/save';
      // An export writes a file, and nothing of the machine.
      return program === 'reg.exe' && args[0] !== 'query' && args[0] !== 'export';
    })
    .map(({ program, args }) => `${program} ${args.join(' ')}`);
}
