import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the listeners misbehave for one record, by its endpoint as netsh shows it. */
export interface Misbehaviour {
  /**
   * - `stale`: go on with the certificate that the record had when this was set
   * - `reset`: reset the connection; `silent`: take it and never answer; `slow`: answer after `delayMs`
   */
  kind: 'stale' | 'reset' | 'silent' | 'slow';
  /** From now on, or only once the record has another hash than when this was set. */
  when: 'always' | 'changed';
  delayMs?: number;
  /** The hash at the time when this was set. */
  hash: string | null;
}

export type Misbehaviours = Readonly<Record<string, Misbehaviour>>;

function file(machine: string): string {
  return join(machine, 'listeners.json');
}

export function writeMisbehaviours(machine: string, all: Misbehaviours): void {
  writeFileSync(`${file(machine)}.new`, JSON.stringify(all));
  renameSync(`${file(machine)}.new`, file(machine));
}

export function readMisbehaviours(machine: string): Misbehaviours {
  try {
    return JSON.parse(readFileSync(file(machine), 'utf8')) as Misbehaviours;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
