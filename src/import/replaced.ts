import { Failure } from '../failure.js';
import { type Table, unreadableMayUse } from '../http-sys/table.js';
import type { Log } from '../log.js';
import type { Machine } from '../windows/machine.js';
import type { Imported } from './imported.js';

/**
 * Deletes replaced certificates that no binding of HTTP.sys uses any more (`remove-replaced`).
 * @param table the bindings as they are now
 * @returns warnings: a certificate that stays is no failure
 */
export async function removeReplaced(
  machine: Machine,
  replaced: readonly Imported[],
  table: Table,
  log: Log,
): Promise<string[]> {
  const warnings: string[] = [];
  const users = new Map<string, string[]>();
  for (const { thumbprint, endpoint } of table.bindings.values()) {
    if (thumbprint === null) continue;
    const others = users.get(thumbprint);
    if (others) others.push(endpoint.text);
    else users.set(thumbprint, [endpoint.text]);
  }
  for (const { store, thumbprint } of replaced) {
    const used = users.get(thumbprint);
    if (used) {
      warnings.push(
        `The replaced certificate ${thumbprint} stays in ${store}: ${used.slice(0, 5).join(', ')} still uses it.`,
      );
      continue;
    }
    if (unreadableMayUse(table, thumbprint)) {
      warnings.push(
        `The replaced certificate ${thumbprint} stays in ${store}: a binding that cannot be read may use it.`,
      );
      continue;
    }
    try {
      const said = await machine.certutil.remove(store, thumbprint);
      if (await machine.certutil.find(store, thumbprint)) {
        warnings.push(
          `The replaced certificate ${thumbprint} could not be deleted from ${store}: ${said.text}`,
        );
      } else {
        log.info(`Deleted the replaced certificate ${thumbprint} from ${store}`);
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      warnings.push(`The replaced certificate ${thumbprint} may still be in ${store}: ${error.message}`);
    }
  }
  return warnings;
}
