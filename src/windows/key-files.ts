import { createHash } from 'node:crypto';
import { access, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** How a provider keeps its keys: `cng` is a key storage provider, `csp` a legacy cryptographic service provider. */
export type ProviderKind = 'cng' | 'csp';

/** The file of a private key of the machine: its folder and its name there. */
export interface KeyFile {
  readonly kind: ProviderKind;
  /** `<32 hex digits>_<GUID of the machine>`: what certutil calls the unique name of the container. */
  readonly name: string;
}

/** Below ProgramData (documented for both kinds of provider). */
const folders: Readonly<Record<ProviderKind, readonly string[]>> = {
  cng: ['Microsoft', 'Crypto', 'Keys'],
  csp: ['Microsoft', 'Crypto', 'RSA', 'MachineKeys'],
};

const uniqueName = /\b[0-9a-f]{32}_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/i;

/** The first name of a key file in a text, such as the output of certutil. */
export function uniqueNameIn(text: string): string | undefined {
  return uniqueName.exec(text)?.[0];
}

/** Whether a text is the name of a key file and nothing else, so that it cannot lead out of its folder. */
export function isUniqueName(text: string): boolean {
  return uniqueNameIn(text) === text;
}

/** The kind of a provider, by its name. */
export function kindOfProvider(provider: string): ProviderKind {
  // Those of Microsoft for software keys and cards, and those of makers of security modules, have these words in
  // their names; the TPM's has not. Whatever else there is came before CNG.
  return /Key Storage Provider\b|^Microsoft Platform Crypto Provider$/i.test(provider) ? 'cng' : 'csp';
}

/** Whether a provider keeps its keys in files: those of Microsoft for software keys do; not a card, a TPM or an HSM. */
export function keepsFiles(provider: string): boolean {
  const name = provider.toLowerCase();
  if (!name.startsWith('microsoft ')) return false;
  return name === 'microsoft software key storage provider' || (isCsp(name) && !name.includes('smart card'));
}

function isCsp(name: string): boolean {
  return kindOfProvider(name) === 'csp' && name.includes('cryptographic provider');
}

/**
 * The first 32 digits of the name of a container's file: the MD5 of the container's name in lower case with a zero at
 * its end, as four little-endian numbers. CSPs take the name in ASCII, CNG takes it in UTF-16. Microsoft documents
 * none of this, but every pair of names that is public fits; so a file of that name is certainly the one, and where
 * there is none, certutil has to be asked.
 * @returns undefined for a name that a CSP would turn into bytes of a code page that is not known here
 */
export function fileDigits(container: string, kind: ProviderKind): string | undefined {
  const name = `${container.toLowerCase()}\0`;
  if (kind === 'csp' && /[^\0-\x7e]/.test(name)) return undefined;
  const digest = createHash('md5')
    .update(Buffer.from(name, kind === 'cng' ? 'utf16le' : 'latin1'))
    .digest();
  return digest.swap32().toString('hex');
}

/** The files in which Windows keeps the private keys of the machine. */
export class KeyFiles {
  readonly #programData: string;

  /** @param programData the folder that the environment variable `ProgramData` names */
  constructor(programData: string) {
    this.#programData = programData;
  }

  folder(kind: ProviderKind): string {
    return join(this.#programData, ...folders[kind]);
  }

  path({ kind, name }: KeyFile): string {
    return join(this.folder(kind), name);
  }

  /**
   * The file of a container, where its name can be told from the container's for certain: exactly one file has that
   * name, whichever machine's GUID it ends with, since a copied server keeps the files of the one that it was.
   */
  async ofContainer(container: string, provider: string): Promise<KeyFile | undefined> {
    if (!keepsFiles(provider)) return undefined;
    for (const kind of foldersOf(provider)) {
      const [name, ...more] = filesOf(container, kind, (await this.#names(kind)) ?? []);
      if (more.length > 0) return undefined;
      if (name !== undefined) return { kind, name };
    }
    return undefined;
  }

  /** Whether the file of a container seems to be gone: the folders can be read, and have none of its name. */
  async seemsGone(container: string, provider: string): Promise<boolean> {
    if (!keepsFiles(provider)) return false;
    for (const kind of foldersOf(provider)) {
      const names = await this.#names(kind);
      if (names === undefined || filesOf(container, kind, names).length > 0) return false;
    }
    return true;
  }

  /** The file with a unique name, in whichever folder it is. */
  async named(name: string): Promise<KeyFile | undefined> {
    if (!isUniqueName(name)) return undefined;
    for (const kind of ['cng', 'csp'] as const) if (await this.has({ kind, name })) return { kind, name };
    return undefined;
  }

  async has(file: KeyFile): Promise<boolean> {
    return access(this.path(file)).then(
      () => true,
      // A file that may not be read is there all the same.
      (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
    );
  }

  /** Deletes a file; SYSTEM and administrators may. One that cannot be deleted is still there afterwards. */
  async remove(file: KeyFile): Promise<void> {
    await rm(this.path(file), { force: true }).catch(() => undefined);
  }

  /** @returns undefined for a folder that cannot be read */
  async #names(kind: ProviderKind): Promise<readonly string[] | undefined> {
    return readdir(this.folder(kind)).catch(() => undefined);
  }
}

/** CNG also opens keys that a CSP has made, and leaves them where they are. */
function foldersOf(provider: string): readonly ProviderKind[] {
  return kindOfProvider(provider) === 'cng' ? ['cng', 'csp'] : ['csp'];
}

/** The names that the file of a container can have, of those that are there; a key may also be named by its file. */
function filesOf(container: string, kind: ProviderKind, names: readonly string[]): string[] {
  const digits = fileDigits(container, kind);
  const isOf = (name: string) =>
    (digits !== undefined && name.toLowerCase().startsWith(`${digits}_`)) ||
    name.toLowerCase() === container.toLowerCase();
  return names.filter((name) => isUniqueName(name) && isOf(name));
}
