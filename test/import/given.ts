import { readPfx } from '../../src/certificate/bundle.js';
import type { Certificate } from '../../src/certificate/certificate.js';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { Failure, type FailureCode } from '../../src/failure.js';
import type { RegistryKey } from '../../src/http-sys/registry-text.js';
import type { ImportMachine } from '../../src/import/import.js';
import type { ImportUndo } from '../../src/import/imported.js';
import type { StoredCertificate } from '../../src/inspect/stored-certificates.js';
import type { CertutilAnswer, ListedCertificate, PfxOptions } from '../../src/windows/certutil.js';
import type { KeyRight } from '../../src/windows/icacls.js';
import { type KeyFile, kindOfProvider, type ProviderKind } from '../../src/windows/key-files.js';
import { blobOf } from '../windows/blob.js';

export const cng = 'Microsoft Software Key Storage Provider';
export const schannel = 'Microsoft RSA SChannel Cryptographic Provider';
export const aes = 'Microsoft Enhanced RSA and AES Cryptographic Provider';

/** What a new key of the machine has. */
export const defaultList = 'D:PAI(A;;FA;;;SY)(A;;FA;;;BA)';

const guid = '1b3e7a52-8d0c-4d8a-9f35-0c7d2e5f6a71';
const answer = (verb: string, code?: string): CertutilAnswer => ({
  code,
  text: code === undefined ? `CertUtil: ${verb} succeeded.` : `CertUtil: ${verb} FAILED: ${code}`,
  claimsSuccess: code === undefined,
});

/** What goes wrong on a machine. */
export interface Quirks {
  /** Error codes by verb. The command has no effect. */
  readonly fails?: Readonly<Record<string, string>>;
  /** Verbs that have no effect, although they say that all went well. */
  readonly lies?: readonly string[];
  /** The registry shows no stores. */
  readonly noRegistry?: boolean;
  /** Reading a store from the registry ends with an error of this code. */
  readonly registryFails?: FailureCode;
  /** Containers whose files can be found by their names; else only certutil knows them. */
  readonly namesFiles?: boolean;
  readonly icaclsFails?: readonly string[];
  /** A key's file cannot be deleted. */
  readonly keepsKeyFiles?: boolean;
}

interface Entry extends StoredCertificate {
  readonly uniqueName: string | null;
}

/** A machine with stores and key files in memory, and all that was done to it, in order. */
export class GivenMachine implements Record<keyof ImportMachine, unknown> {
  readonly done: string[] = [];
  readonly entries: Entry[] = [];
  /** The access lists of the key files that are there, by path. */
  readonly lists = new Map<string, string>();
  readonly #quirks: Quirks;
  #count = 0;

  constructor(quirks: Quirks = {}) {
    this.#quirks = quirks;
  }

  /** Puts a certificate into a store; with a key in a file unless its provider is null. */
  has(
    certificate: Certificate,
    {
      store = 'MY',
      provider = cng,
      list = defaultList,
      container = undefined,
    }: Partial<GivenCertificate> = {},
  ): StoredCertificate {
    this.#count += 1;
    const name = `${String(this.#count).padStart(32, '0')}_${guid}`;
    const shared = this.entries.find((each) => each.container === container && container !== undefined);
    const uniqueName = provider === null ? null : (shared?.uniqueName ?? name);
    const entry: Entry = {
      certificate,
      store,
      hasKey: provider !== null,
      provider,
      container: provider === null ? null : (container ?? `tp-${this.#count}`),
      friendlyName: null,
      renewedBy: null,
      uniqueName,
    };
    this.entries.push(entry);
    if (uniqueName !== null && list !== null) this.lists.set(this.#pathOf(entry), list);
    return this.#stored(entry);
  }

  /** The path of the key of a certificate. */
  keyOf({ thumbprint }: Certificate): string {
    const entry = this.entries.find((each) => each.certificate.thumbprint === thumbprint);
    return entry ? this.#pathOf(entry) : '';
  }

  listOf(certificate: Certificate): string | undefined {
    return this.lists.get(this.keyOf(certificate));
  }

  isIn(store: string, { thumbprint }: Certificate): boolean {
    return this.#find(store, thumbprint) !== undefined;
  }

  /** Where the room under test is given this machine. */
  get machine(): ImportMachine {
    return this as unknown as ImportMachine;
  }

  /** An undo that notes when it is told of something. */
  readonly undo: ImportUndo = {
    willImport: async (certificates) => {
      for (const { store, thumbprint } of certificates) this.done.push(`undo import ${store} ${thumbprint}`);
    },
    willGrant: async ({ file, sids }) => {
      this.done.push(`undo grant ${file.name.slice(0, 32).replace(/^0+/, '')} ${sids.join(' ')}`);
    },
  };

  readonly registry = {
    certificates: async (store: string) => {
      this.done.push(`registry ${store}`);
      const code = this.#quirks.registryFails;
      if (code !== undefined) throw new Failure(code, { cause: 'It failed.', next: 'Nothing.' });
      const found = this.#registered().filter((each) => isSameStore(each.store, store));
      return new Map(found.map((each) => [each.certificate.thumbprint, each]));
    },
    keys: async (path: string): Promise<RegistryKey[]> => {
      this.done.push(`registry ${path.split('\\').at(-1)}`);
      return this.#registered().map(({ store, certificate, ...rest }) => ({
        path: `HKEY_LOCAL_MACHINE${path.slice(4)}\\${store}\\Certificates\\${certificate.thumbprint}`,
        values: [{ name: 'Blob', type: 'REG_BINARY', data: blobOf(certificate, rest).toString('hex') }],
        isDamaged: false,
      }));
    },
  };

  readonly certutil = {
    find: async (store: string, thumbprint: Thumbprint): Promise<ListedCertificate | undefined> => {
      this.done.push(`find ${store} ${thumbprint}`);
      const entry = this.#find(store, thumbprint);
      return entry && { ...entry, thumbprint, hasKey: entry.hasKey };
    },
    list: async (store: string): Promise<ListedCertificate[]> => {
      this.done.push(`list ${store}`);
      return this.entries
        .filter((each) => isSameStore(each.store, store))
        .map((entry) => ({ ...entry, thumbprint: entry.certificate.thumbprint }));
    },
    importPfx: (store: string, encrypt: (password: string) => Promise<Uint8Array>, options: PfxOptions) =>
      this.#change('-importPFX', `${store} ${options.provider}`, async () => {
        options.hide('one-time');
        const { leaf, friendlyName } = await readPfx(await encrypt('one-time'), 'one-time');
        this.#drop(store, leaf.thumbprint);
        this.has(leaf, { store, provider: options.provider });
        this.done.push(`friendly name ${friendlyName}`);
      }),
    add: (store: string, der: Uint8Array) =>
      this.#change('-addstore', store, async () => {
        const { readCertificate } = await import('../../src/certificate/certificate.js');
        this.has(readCertificate(der), { store, provider: null });
      }),
    remove: (store: string, thumbprint: Thumbprint) =>
      this.#change('-delstore', `${store} ${thumbprint}`, async () => this.#drop(store, thumbprint)),
    deleteKey: (provider: string, container: string) =>
      this.#change('-delkey', `${provider} ${container}`, async () => {
        const gone = this.#keys.get(container);
        if (gone !== undefined) this.lists.delete(gone);
      }),
  };

  readonly icacls = {
    save: async (path: string) => {
      this.done.push(`icacls save ${nameOf(path)}`);
      const sddl = this.lists.get(path);
      if (sddl === undefined || this.#quirks.icaclsFails?.includes('save'))
        return { is: 'problem', text: 'Access is denied.' };
      return { is: 'saved', sddl, hasMark: false };
    },
    grant: async (path: string, sid: string, right: KeyRight) => {
      this.done.push(`icacls grant ${nameOf(path)} ${sid} ${right}`);
      if (!this.#quirks.icaclsFails?.includes(sid)) {
        this.lists.set(path, `${this.lists.get(path)}(A;;${right === 'full' ? 'FA' : 'FR'};;;${sid})`);
      }
      return { is: 'problem', text: `icacls on ${sid}` };
    },
    restore: async (path: string, { sddl }: { sddl: string }) => {
      this.done.push(`icacls restore ${nameOf(path)}`);
      if (!this.#quirks.icaclsFails?.includes('restore')) this.lists.set(path, sddl);
      return { is: 'problem', text: 'icacls could not restore' };
    },
  };

  readonly keyFiles = {
    path: ({ kind, name }: KeyFile) => `/${kind}/${name}`,
    has: async (file: KeyFile) => this.lists.has(`/${file.kind}/${file.name}`),
    remove: async (file: KeyFile) => {
      if (!this.#quirks.keepsKeyFiles) this.lists.delete(`/${file.kind}/${file.name}`);
    },
    named: async (name: string) => this.#fileNamed(name),
    ofContainer: async (container: string) => {
      const entry = this.#quirks.namesFiles
        ? this.entries.find((each) => each.container === container)
        : undefined;
      return entry?.uniqueName ? this.#fileNamed(entry.uniqueName) : undefined;
    },
  };

  /** The paths of keys by container, which last when the certificate is gone. */
  readonly #keys = new Map<string, string>();

  #fileNamed(name: string): KeyFile | undefined {
    const kinds: ProviderKind[] = ['cng', 'csp'];
    const kind = kinds.find((each) => this.lists.has(`/${each}/${name}`));
    return kind && { kind, name };
  }

  async #change(verb: string, words: string, work: () => Promise<void>): Promise<CertutilAnswer> {
    this.done.push(`${verb} ${words}`);
    const code = this.#quirks.fails?.[verb];
    if (code === undefined && !this.#quirks.lies?.includes(verb)) await work();
    return answer(verb, code);
  }

  #find(store: string, thumbprint: Thumbprint): Entry | undefined {
    return this.entries.find(
      (each) => each.certificate.thumbprint === thumbprint && isSameStore(each.store, store),
    );
  }

  #drop(store: string, thumbprint: Thumbprint): void {
    const at = this.entries.findIndex(
      (each) => each.certificate.thumbprint === thumbprint && isSameStore(each.store, store),
    );
    if (at >= 0) this.entries.splice(at, 1);
  }

  #registered(): StoredCertificate[] {
    return this.#quirks.noRegistry ? [] : this.entries.map((each) => this.#stored(each));
  }

  #stored({ uniqueName, ...entry }: Entry): StoredCertificate {
    void uniqueName;
    return entry;
  }

  #pathOf({ provider, container, uniqueName }: Entry): string {
    const path = `/${kindOfProvider(provider ?? '')}/${uniqueName}`;
    if (container !== null) this.#keys.set(container, path);
    return path;
  }
}

function isSameStore(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

export interface GivenCertificate {
  readonly store: string;
  /** null: without a key. */
  readonly provider: string | null;
  /** The access list of the key's file; null for a key whose file is gone. */
  readonly list: string | null;
  readonly container: string | undefined;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1, path.indexOf('_')).replace(/^0+/, '');
}
