import { parseThumbprint } from '../certificate/thumbprint.js';
import { unlessFailed } from '../failure.js';
import type { RegistryKey } from '../http-sys/registry-text.js';
import type { KeyFile } from '../windows/key-files.js';
import type { Machine } from '../windows/machine.js';
import { systemCertificates } from '../windows/registry.js';
import { readKept } from '../windows/registry-store.js';
import type { Imported } from './imported.js';

/** A certificate of a store, with what is needed to find its key. */
export interface KeyOwner extends Imported {
  /** Who has the key; null without one, and where it is not known. */
  readonly provider: string | null;
  /** The key's name there; null without one, and where it is not known. */
  readonly container: string | null;
}

/** The same with whether it has a key at all. */
export interface ListedOwner extends KeyOwner {
  readonly hasKey: boolean;
}

const certificatePath = /\\SystemCertificates\\([^\\]+)\\Certificates\\([0-9A-F]{40})$/i;

/**
 * The certificates of all stores of the machine, in one reading.
 * @returns undefined where the registry cannot be read
 */
export async function readOwners({
  registry,
}: Pick<Machine, 'registry'>): Promise<readonly ListedOwner[] | undefined> {
  const keys = await unlessFailed(registry.keys(systemCertificates));
  return keys?.flatMap((key) => ownerIn(key) ?? []);
}

function ownerIn(key: RegistryKey): ListedOwner | undefined {
  const [, store, name = ''] = certificatePath.exec(key.path) ?? [];
  const thumbprint = parseThumbprint(name);
  if (store === undefined || thumbprint === undefined) return undefined;
  const kept = readKept(key)?.[1].key ?? null;
  const { provider, container } = kept ?? { provider: null, container: null };
  return { store, thumbprint, provider, container, hasKey: kept !== null };
}

/** The file of a certificate's key: by the name of its container, else by what certutil says. */
export async function keyFileOf(
  { certutil, keyFiles }: Pick<Machine, 'certutil' | 'keyFiles'>,
  { store, thumbprint, provider, container }: KeyOwner,
): Promise<KeyFile | undefined> {
  if (provider !== null && container !== null) {
    const file = await keyFiles.ofContainer(container, provider);
    if (file !== undefined) return file;
  }
  const listed = await certutil.find(store, thumbprint);
  if (listed?.uniqueName) return keyFiles.named(listed.uniqueName);
  if (!listed?.container || !listed.provider) return undefined;
  return keyFiles.ofContainer(listed.container, listed.provider);
}
