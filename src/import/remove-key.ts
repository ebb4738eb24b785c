import { Failure } from '../failure.js';
import { type KeyFile, keepsFiles } from '../windows/key-files.js';
import type { Machine } from '../windows/machine.js';
import type { StoredCertificate } from '../windows/stored-certificate.js';
import { type Imported, isStoredAs } from './imported.js';
import { type KeyOwner, keyFileOf } from './key-users.js';

/** The parts of the machine with which certificates and keys are removed. */
export type RemovingMachine = Pick<Machine, 'certutil' | 'stores' | 'icacls' | 'keyFiles'>;

/** What became of a key. `stays`: why it was not deleted, and where it is. */
export type KeyRemoval =
  | { readonly is: 'gone' }
  | { readonly is: 'none' }
  | { readonly is: 'stays'; readonly why: string };

/** What the stores say of a certificate that is to be deleted, with what is needed to find its key. */
export interface Deletable extends KeyOwner {
  readonly hasKey: boolean;
}

/** All certificates of the machine; undefined where they cannot be listed for certain. */
export async function everyCertificate({
  stores,
}: RemovingMachine): Promise<readonly StoredCertificate[] | undefined> {
  try {
    return await stores.everywhere();
  } catch (error) {
    if (error instanceof Failure && error.code !== 'cancelled') return undefined;
    throw error;
  }
}

/**
 * Describes a certificate of a store: by what the registry has of it, else by what certutil says.
 * @returns undefined if it is not there
 */
export async function describe(
  { certutil }: RemovingMachine,
  certificate: Imported,
  all: readonly StoredCertificate[] | undefined,
): Promise<Deletable | undefined> {
  const { store, thumbprint } = certificate;
  const stored = all?.find((each) => isStoredAs(each, certificate));
  if (stored) return { ...stored, store, thumbprint };
  const listed = await certutil.find(store, thumbprint);
  return listed && { ...listed, store };
}

/**
 * Deletes the key of a certificate. certutil deletes the key of a container by its name, and leaves it where it only
 * deletes the certificate (both documented); whether it is gone, the file tells. Whether certutil finds the keys of the
 * machine is not known; where it does not, the file is deleted itself.
 * @param others certificates that stay: a key that one of them uses stays, too
 * @param file of the key, as it was found before the certificate was deleted
 */
export async function removeKey(
  machine: RemovingMachine,
  certificate: Deletable,
  file: KeyFile | undefined,
  others: readonly StoredCertificate[],
): Promise<KeyRemoval> {
  const { hasKey, provider, container } = certificate;
  if (!hasKey) return { is: 'none' };
  if (provider === null || container === null) return stays('its container is not known.');
  if (!keepsFiles(provider)) return stays(`it is kept by ${provider}, not in a file.`);
  const user = others.find((each) => each.container?.toLowerCase() === container.toLowerCase());
  if (user) return stays(`the certificate ${user.certificate.thumbprint} in ${user.store} uses it, too.`);
  const said = await machine.certutil.deleteKey(provider, container);
  // Where no file was found, certutil's word is all that there is.
  if (file === undefined && said.claimsSuccess) return { is: 'gone' };
  if (file === undefined && noSuchKey.includes(said.code ?? '')) return { is: 'none' };
  if (file !== undefined && !(await machine.keyFiles.has(file))) return { is: 'gone' };
  if (file !== undefined) {
    await machine.keyFiles.remove(file);
    if (!(await machine.keyFiles.has(file))) return { is: 'gone' };
  }
  const where = file === undefined ? '' : ` Its file is ${machine.keyFiles.path(file)}.`;
  return stays(`certutil did not delete it: ${said.text || 'it printed nothing.'}${where}`);
}

/** NTE_BAD_KEYSET, NTE_NOT_FOUND */
const noSuchKey = ['0x80090016', '0x80090011'];

function stays(why: string): KeyRemoval {
  return { is: 'stays', why };
}

/** The file of a certificate's key, as long as the certificate is there; undefined if it has none. */
export async function fileOf(machine: RemovingMachine, certificate: Deletable): Promise<KeyFile | undefined> {
  const { hasKey, provider } = certificate;
  if (!hasKey || provider === null || !keepsFiles(provider)) return undefined;
  return keyFileOf(machine, certificate);
}
