import { Failure } from '../failure.js';
import { bindingsUsing, type Table, unreadableMayUse } from '../http-sys/table.js';
import { type OtherUsersReading, otherUserName } from '../inspect/other-users.js';
import type { KeyFile } from '../windows/key-files.js';
import { firstOf } from '../wording.js';
import { certificateKey, type Imported, isSame } from './imported.js';
import { type ListedOwner, readOwners } from './key-owners.js';
import { describe, fileOf, type KeyRemoval, type RemovingMachine, removeKey } from './remove-key.js';

/** Who may still need a replaced certificate. */
export interface ReplacedUsers {
  /** The bindings as they are now. */
  readonly table: Table;
  /** Other programs that use a certificate by its thumbprint. */
  readonly others: OtherUsersReading;
  /** Certificates that a journal may have to bind again, by {@link certificateKey}. */
  readonly needed: ReadonlySet<string>;
}

/** A replaced certificate that stays. */
interface Kept extends Imported {
  readonly why: string;
}

/** What `remove-replaced` came to. */
export interface RemovedReplaced {
  readonly deleted: readonly Imported[];
  readonly kept: readonly Kept[];
  readonly notes: readonly string[];
  /** A certificate or a key that stays is no failure. */
  readonly warnings: readonly string[];
}

/**
 * Deletes replaced certificates, and their keys, that nobody on this machine uses any more as far as can be seen. The
 * certificate goes first: should that fail, it still has its key.
 * @param replaced those that this run has replaced, and no others
 */
export async function removeReplaced(
  machine: RemovingMachine,
  replaced: readonly Imported[],
  users: ReplacedUsers,
): Promise<RemovedReplaced> {
  const kept: Kept[] = replaced.flatMap((each) => {
    const why = whyKept(each, users);
    return why === undefined ? [] : { ...each, why };
  });
  const unused = replaced.filter((each) => !kept.some((other) => isSame(other, each)));
  const work: Work = { machine, deleted: [], kept, notes: [], warnings: [] };
  if (unused.length > 0) await deleteAll(work, unused);
  const { deleted, notes, warnings } = work;
  return { deleted, kept, notes, warnings: [...kept.map(inWords), ...warnings] };
}

function whyKept(certificate: Imported, { table, others, needed }: ReplacedUsers): string | undefined {
  const { thumbprint } = certificate;
  const users = [
    ...bindingsUsing(table, thumbprint).map(({ endpoint }) => endpoint.text),
    ...others.users.filter((each) => each.thumbprint === thumbprint).map(otherUserName),
  ];
  if (users.length > 0) return `${firstOf(5, users)} still use${users.length === 1 ? 's' : ''} it`;
  if (needed.has(certificateKey(certificate))) return 'another run may have to bind it again';
  if (unreadableMayUse(table, thumbprint)) return 'a binding that cannot be read may use it';
  if (others.unread.length > 0)
    return `it could not be read whether others use it: ${others.unread.join(', ')}`;
  return undefined;
}

function inWords({ thumbprint, store, why }: Kept): string {
  return `The replaced certificate ${thumbprint} stays in ${store}: ${why}.`;
}

interface Work {
  readonly machine: RemovingMachine;
  readonly deleted: Imported[];
  readonly kept: Kept[];
  readonly notes: string[];
  readonly warnings: string[];
}

/** A certificate that certutil was told to delete. */
interface Tried {
  readonly certificate: ListedOwner;
  /** Its key's, as it was found while the certificate was there. */
  readonly file: KeyFile | undefined;
  readonly said: string;
  /** The registry had it, so the registry also tells whether it is gone, and who else has its key. */
  readonly isListed: boolean;
}

async function deleteAll(work: Work, unused: readonly Imported[]): Promise<void> {
  const { machine } = work;
  const before = await readOwners(machine);
  const tried: Tried[] = [];
  for (const each of unused) {
    const one = await orKept(work, each, () => deleteOne(work, each, before));
    if (one) tried.push(one);
  }
  if (tried.length === 0) return;
  const after = await readOwners(machine);
  for (const each of tried) {
    await orKept(work, each.certificate, () => settle(work, each, each.isListed ? after : undefined));
  }
}

async function deleteOne(
  { machine, notes }: Work,
  each: Imported,
  all: readonly ListedOwner[] | undefined,
): Promise<Tried | undefined> {
  const { store, thumbprint } = each;
  const certificate = await describe(machine, each, all);
  if (!certificate) {
    notes.push(`The replaced certificate ${thumbprint} is not in ${store} any more.`);
    return undefined;
  }
  const file = await fileOf(machine, certificate);
  const { text } = await machine.certutil.remove(store, thumbprint);
  return { certificate, file, said: text, isListed: all?.some((other) => isSame(other, each)) ?? false };
}

/** @param left the certificates of the machine as they are now; undefined if that is not certain */
async function settle(
  { machine, deleted, kept, notes, warnings }: Work,
  { certificate, file, said }: Tried,
  left: readonly ListedOwner[] | undefined,
): Promise<void> {
  const { store, thumbprint } = certificate;
  const isLeft = left
    ? left.some((each) => isSame(each, certificate))
    : (await machine.certutil.find(store, thumbprint)) !== undefined;
  if (isLeft) {
    kept.push({ store, thumbprint, why: `certutil did not delete it: ${said}` });
    return;
  }
  deleted.push({ store, thumbprint });
  const name = `The replaced certificate ${thumbprint} was deleted from ${store}`;
  const removal = await keyRemoval(machine, certificate, file, left);
  if (removal.is === 'stays') warnings.push(`${name}, but its key stays: ${removal.why}`);
  else notes.push(removal.is === 'gone' ? `${name}, and its key with it.` : `${name}. It had no key.`);
}

async function keyRemoval(
  machine: RemovingMachine,
  certificate: ListedOwner,
  file: KeyFile | undefined,
  others: readonly ListedOwner[] | undefined,
): Promise<KeyRemoval> {
  if (!certificate.hasKey) return { is: 'none' };
  if (!others) return { is: 'stays', why: 'it is not certain that no other certificate uses it.' };
  try {
    return await removeKey(machine, certificate, file, others);
  } catch (error) {
    if (error instanceof Failure) return { is: 'stays', why: error.message };
    throw error;
  }
}

/** Tidying up fails nobody. */
async function orKept<T>(
  { kept }: Work,
  { store, thumbprint }: Imported,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    kept.push({ store, thumbprint, why: error.message });
    return undefined;
  }
}
