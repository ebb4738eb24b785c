import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.js';
import { type Table, unreadableMayUse } from '../http-sys/table.js';
import type { Machine } from '../windows/machine.js';
import { certificateKey, type Imported } from './imported.js';

/** ms before each attempt. */
const attempts = [0, 250, 1_000];

/**
 * Removes the certificates that a run has imported, unless something needs them.
 * @param table the bindings as they are now
 * @param needed certificates that must stay, by {@link certificateKey}
 * @returns warnings, one for each certificate of which it is not certain that it is gone or needed
 */
export async function removeImported(
  machine: Machine,
  imported: readonly Imported[],
  table: Table,
  needed: ReadonlySet<string>,
): Promise<string[]> {
  const bound = new Set<string | null>([...table.bindings.values()].map((each) => each.thumbprint));
  const unneeded = imported.filter(
    (each) => !bound.has(each.thumbprint) && !needed.has(certificateKey(each)),
  );
  const warnings: string[] = [];
  for (const each of unneeded) {
    const doubtful = unreadableMayUse(table, each.thumbprint);
    const why = doubtful ? 'a binding that cannot be read may use it' : await remove(machine, each);
    if (why !== undefined) {
      warnings.push(
        `The certificate ${each.thumbprint}, which the run had imported, may still be in ${each.store}: ${why}`,
      );
    }
  }
  return warnings;
}

/** @returns why it is still there, or undefined once it is gone */
async function remove(machine: Machine, { store, thumbprint }: Imported): Promise<string | undefined> {
  let why = '';
  for (const pause of attempts) {
    if (pause > 0) await sleep(pause);
    try {
      if (!(await machine.certutil.find(store, thumbprint))) return undefined;
      why = (await machine.certutil.remove(store, thumbprint)).text;
      if (!(await machine.certutil.find(store, thumbprint))) return undefined;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      why = error.message;
    }
  }
  return why;
}
