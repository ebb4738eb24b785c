import { Failure } from '../failure.js';
import type { Machine } from '../windows/machine.js';
import { withoutGrants } from '../windows/sddl.js';
import { accountInWords } from '../windows/sids.js';
import type { KeyGrant } from './imported.js';

/**
 * Takes back what a run has allowed accounts on a key that was there before it. What else has changed in the list
 * since stays; it can be repeated.
 * @returns warnings, one for each key of which it is not certain that it is as it was
 */
export async function withdrawGrants(
  machine: Pick<Machine, 'icacls' | 'keyFiles'>,
  grants: readonly KeyGrant[],
): Promise<string[]> {
  const warnings: string[] = [];
  for (const grant of grants) {
    const why = await withdraw(machine, grant).catch((error: unknown) => {
      if (error instanceof Failure) return error.message;
      throw error;
    });
    if (why === undefined) continue;
    const accounts = grant.sids.map(accountInWords).join(', ');
    warnings.push(`${accounts} may still use the key ${machine.keyFiles.path(grant.file)}: ${why}`);
  }
  return warnings;
}

/** @returns why it is not as it was, or undefined if it is, or is not there any more */
async function withdraw(
  { icacls, keyFiles }: Pick<Machine, 'icacls' | 'keyFiles'>,
  { file, sids }: KeyGrant,
): Promise<string | undefined> {
  if (!(await keyFiles.has(file))) return undefined;
  const path = keyFiles.path(file);
  const withdrawn = new Set(sids);
  const now = await icacls.save(path);
  if (now.is === 'problem') return now.text;
  const before = withoutGrants(now.sddl, withdrawn);
  if (before === now.sddl) return undefined;
  const said = await icacls.restore(path, { ...now, sddl: before });
  const after = await icacls.save(path);
  if (after.is === 'saved' && withoutGrants(after.sddl, withdrawn) === after.sddl) return undefined;
  return said.text;
}
