import { fileDigits, type KeyFile, keepsFiles } from '../windows/key-files.js';
import type { Machine } from '../windows/machine.js';
import { type Imported, isSame } from './imported.js';
import { type KeyOwner, keyFileOf, type ListedOwner } from './key-owners.js';

/** The parts of the machine with which certificates and keys are removed. */
export type RemovingMachine = Pick<Machine, 'certutil' | 'registry' | 'keyFiles'>;

/** What became of a key. `stays`: why it was not deleted, and where it is. */
export type KeyRemoval =
  | { readonly is: 'gone' }
  | { readonly is: 'none' }
  | { readonly is: 'stays'; readonly why: string };

/**
 * What is known of a certificate of a store: by the registry, else by certutil.
 * @param all what the registry has; undefined if it cannot be read
 * @returns undefined if it is not there
 */
export async function describe(
  { certutil }: RemovingMachine,
  certificate: Imported,
  all: readonly ListedOwner[] | undefined,
): Promise<ListedOwner | undefined> {
  const { store, thumbprint } = certificate;
  const known = all?.find((each) => isSame(each, certificate));
  if (known) return { ...known, store };
  const listed = await certutil.find(store, thumbprint);
  if (!listed) return undefined;
  const { provider, container, hasKey } = listed;
  return { store, thumbprint, provider, container, hasKey };
}

/** The file of a certificate's key, to be asked for while the certificate is there; undefined if it has none. */
export async function fileOf(
  machine: RemovingMachine,
  certificate: ListedOwner,
): Promise<KeyFile | undefined> {
  const { hasKey, provider } = certificate;
  if (!hasKey || (provider !== null && !keepsFiles(provider))) return undefined;
  return keyFileOf(machine, certificate);
}

/**
 * Deletes the key of a certificate. certutil deletes the key of a container by its name, and leaves it where it only
 * deletes the certificate (both documented); whether it is gone, the file tells. Whether certutil finds the keys of the
 * machine is not known; where it does not, the file is deleted itself.
 * @param file of the key, as {@link fileOf} found it
 * @param others certificates that stay: a key that one of them uses stays, too
 */
export async function removeKey(
  machine: RemovingMachine,
  { hasKey, provider, container }: ListedOwner,
  file: KeyFile | undefined,
  others: readonly KeyOwner[],
): Promise<KeyRemoval> {
  if (!hasKey) return { is: 'none' };
  if (provider === null || container === null) return stays('its container is not known.', machine, file);
  if (!keepsFiles(provider)) return stays(`it is kept by ${provider}, not in a file.`, machine, file);
  const user = others.find((each) => hasSameKey(each, container, file));
  if (user) return stays(`the certificate ${user.thumbprint} in ${user.store} uses it, too.`, machine, file);
  const said = await machine.certutil.deleteKey(provider, container);
  // Where no file was found, certutil's word is all that there is.
  if (file === undefined && said.claimsSuccess) return { is: 'gone' };
  if (file === undefined && noSuchKey.includes(said.code ?? '')) return { is: 'none' };
  if (file !== undefined) {
    if (await machine.keyFiles.has(file)) await machine.keyFiles.remove(file);
    if (!(await machine.keyFiles.has(file))) return { is: 'gone' };
  }
  return stays(`certutil did not delete it (${said.text || 'it printed nothing'}).`, machine, file);
}

/** A container has two names: the one that it was given, and the one of its file. */
function hasSameKey(other: KeyOwner, container: string, file: KeyFile | undefined): boolean {
  if (other.container === null) return false;
  const name = other.container.toLowerCase();
  if (name === container.toLowerCase() || name === file?.name.toLowerCase()) return true;
  const digits = file && fileDigits(name, file.kind);
  return digits !== undefined && file?.name.toLowerCase().startsWith(`${digits}_`) === true;
}

/** NTE_BAD_KEYSET, NTE_NOT_FOUND */
const noSuchKey = ['0x80090016', '0x80090011'];

function stays(reason: string, { keyFiles }: RemovingMachine, file: KeyFile | undefined): KeyRemoval {
  return { is: 'stays', why: file === undefined ? reason : `${reason} Its file is ${keyFiles.path(file)}` };
}
