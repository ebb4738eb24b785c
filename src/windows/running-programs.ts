import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const prefix = 'program-';
const pollMs = 100;

/**
 * Notes of the programs that are changing something right now: a file each in the run's folder, named by the process.
 * A run that is killed leaves its programs running; whoever cleans up after it has to wait for their effect.
 */
export class RunningPrograms {
  readonly #folder: string;

  /** @param folder the run's folder for temporary files */
  constructor(folder: string) {
    this.#folder = folder;
  }

  begin(pid: number): void {
    try {
      writeFileSync(this.#file(pid), '');
    } catch {
      // A full disk is no reason to leave a change half done.
    }
  }

  end(pid: number): void {
    // A program that hangs in a driver survives being killed.
    if (isAlive(pid)) return;
    try {
      rmSync(this.#file(pid), { force: true });
    } catch {
      // Held by a virus scanner, say: whoever comes later sees that the process is gone.
    }
  }

  #file(pid: number): string {
    return join(this.#folder, `${prefix}${pid}`);
  }
}

/**
 * Waits for the programs that a killed run has left behind.
 * @param folder that run's folder for temporary files
 * @param limitMs after that, one that still runs hangs, or its number belongs to another process by now
 */
export async function waitForPrograms(folder: string, limitMs: number): Promise<void> {
  const until = performance.now() + limitMs;
  while (performance.now() < until && programsIn(folder).some(isAlive)) await sleep(pollMs);
}

function programsIn(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^program-\d+$/.test(name))
      .map((name) => Number(name.slice(prefix.length)));
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
