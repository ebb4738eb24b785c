import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.js';
import { bindingsUsing, type Table, unreadableMayUse } from '../http-sys/table.js';
import type { ListedCertificate } from '../windows/certutil.js';
import { certificateKey, type Imported, isSame } from './imported.js';
import { type ListedOwner, readOwners } from './key-owners.js';
import { fileOf, type RemovingMachine, removeKey } from './remove-key.js';

/** ms before each attempt. */
const attempts = [0, 250, 1_000];

/** What must not be removed, whoever imported it. */
interface StillUsed {
  /** The bindings as they are now. */
  readonly table: Table;
  /** Certificates that must stay, by {@link certificateKey}. */
  readonly needed: ReadonlySet<string>;
}

/**
 * Removes the certificates that a run has imported with their keys, unless something needs them. The key goes first:
 * a certificate without its key can still be found and removed by a later attempt, a key without its certificate
 * cannot.
 * @returns warnings, one for each certificate of which it is not certain that it is gone or needed
 */
export async function removeImported(
  machine: RemovingMachine,
  imported: readonly Imported[],
  { table, needed }: StillUsed,
): Promise<string[]> {
  const unneeded = imported.filter(
    (each) => bindingsUsing(table, each.thumbprint).length === 0 && !needed.has(certificateKey(each)),
  );
  const warnings: string[] = [];
  for (const each of unneeded) {
    const { why, key } = unreadableMayUse(table, each.thumbprint)
      ? { why: 'a binding that cannot be read may use it', key: [] }
      : await remove(machine, each);
    warnings.push(...key);
    if (why !== undefined) {
      warnings.push(
        `The certificate ${each.thumbprint}, which the run had imported, may still be in ${each.store}: ${why}`,
      );
    }
  }
  return warnings;
}

/** @returns why it is still there, or undefined once it is gone; and a warning if its key stays */
async function remove(
  machine: RemovingMachine,
  certificate: Imported,
): Promise<{ why: string | undefined; key: string[] }> {
  const { store, thumbprint } = certificate;
  let why: string | undefined;
  let key: string[] = [];
  for (const pause of attempts) {
    if (pause > 0) await sleep(pause);
    try {
      const found = await machine.certutil.find(store, thumbprint);
      if (!found) return { why: undefined, key };
      if (found.hasKey) key = await removeKeyOf(machine, certificate, found);
      why = (await machine.certutil.remove(store, thumbprint)).text;
      if (!(await machine.certutil.find(store, thumbprint))) return { why: undefined, key };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      why = error.message;
    }
  }
  return { why, key };
}

/**
 * Who else may have the key: all that the registry lists. A list that lacks the certificate itself is none; then it is
 * asked of certutil, in the stores where certificates of servers are.
 * @throws Failure `program-failed` if certutil does not say so for certain
 */
async function ownersBeside(
  { certutil }: RemovingMachine,
  certificate: Imported,
  all: readonly ListedOwner[] | undefined,
): Promise<readonly ListedOwner[]> {
  if (all?.some((each) => isSame(each, certificate))) return all;
  const stores = new Set([certificate.store, 'MY', 'WebHosting']);
  const listed: ListedOwner[] = [];
  for (const store of stores) for (const each of await certutil.list(store)) listed.push({ ...each, store });
  return listed;
}

/** @param found what certutil says of the certificate @returns a warning if the key stays */
async function removeKeyOf(
  machine: RemovingMachine,
  certificate: Imported,
  found: ListedCertificate,
): Promise<string[]> {
  const all = await readOwners(machine);
  const { provider, container, hasKey, uniqueName } = found;
  // The registry has the letters of the container's name as they are.
  const owner = all?.find((each) => isSame(each, certificate)) ?? {
    ...certificate,
    provider,
    container,
    hasKey,
  };
  const file = uniqueName === null ? await fileOf(machine, owner) : await machine.keyFiles.named(uniqueName);
  const others = (await ownersBeside(machine, certificate, all)).filter((each) => !isSame(each, certificate));
  const removal = await removeKey(machine, owner, file, others);
  if (removal.is !== 'stays') return [];
  return [
    `The key of the certificate ${certificate.thumbprint}, which the run had imported, stays: ${removal.why}`,
  ];
}
