import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Issued } from '../certificates/issue.js';
import type { MachineOptions } from '../machine-options.js';
import { KeyFiles } from './key-files.js';
import { cngProvider, type Provider, providerOf } from './providers.js';
import { type StoredCertificate, Stores } from './stores.js';

/** How a certificate stands in a store. */
export interface Installation {
  store?: string;
  withKey?: boolean;
  keyUsable?: boolean;
  exportable?: boolean;
  friendlyName?: string;
  /** By default CNG's; a legacy one makes a key for exchange. */
  provider?: string;
  /** The name by which the key is asked for. */
  container?: string;
  /** Shares the key of the certificate with this thumbprint in the same store, in place of one of its own. */
  keyOf?: string;
  /** The access list of the key's file, in place of the machine's default. */
  keyAccess?: string;
  /** The thumbprint of a successor, which a renewal link names. */
  renewedBy?: string;
}

/** What a stored certificate has of its key. */
type KeyNames = Pick<StoredCertificate, 'provider' | 'container' | 'uniqueName' | 'keySpec'>;

const noKey: KeyNames = { provider: null, container: null, uniqueName: null, keySpec: 0 };

/** Puts a certificate into a store of a machine, with the file of its key. */
export function installCertificate(
  machine: string,
  options: MachineOptions,
  certificate: Issued,
  installation: Installation,
): void {
  const { store = 'MY', withKey = true, keyUsable = true, exportable = true } = installation;
  const stores = new Stores(machine);
  const names = withKey ? keyFor(machine, options, installation) : noKey;
  stores.write(store, {
    thumbprint: certificate.thumbprint,
    certificate: certificate.der.toString('base64'),
    key: withKey ? certificate.key.export({ type: 'pkcs8', format: 'der' }).toString('base64') : null,
    keyUsable,
    ...names,
    exportable,
    friendlyName: installation.friendlyName ?? null,
    renewedBy: installation.renewedBy?.toUpperCase() ?? null,
    importedAt: 0,
  });
}

/** The key of a certificate to be installed: that of another one, or a new one with its file. */
function keyFor(machine: string, options: MachineOptions, installation: Installation): KeyNames {
  const { store = 'MY', provider = cngProvider, container = `te-${randomUUID()}`, keyOf } = installation;
  const other = keyOf === undefined ? undefined : new Stores(machine).read(store, keyOf);
  if (other !== undefined) {
    const { provider, container, uniqueName, keySpec } = other;
    return { provider, container, uniqueName, keySpec };
  }
  const kind = providerOf(provider)?.kind;
  if (kind === undefined) return { provider, container, uniqueName: null, keySpec: 0 };
  const names: KeyNames = {
    provider,
    container,
    uniqueName: newUniqueName(options, container, kind),
    keySpec: kind === 'csp' ? 1 : 0,
  };
  new KeyFiles(machine).create(names, installation.keyAccess ?? options.keyAccess[kind]);
  return names;
}

/** A name for the file of a key: `<32 hex digits>_<GUID of the machine>`. */
export function newUniqueName(
  { machineGuid, keyFileNames }: MachineOptions,
  container: string,
  kind: Provider['kind'],
): string {
  const random = randomBytes(16);
  const digits = keyFileNames === 'random' ? random : digestOf(container, kind);
  return `${digits.toString('hex')}_${machineGuid}`;
}

/** As on every Windows that is known: the MD5 of the name in lower case and a zero, as little-endian numbers. */
function digestOf(container: string, kind: Provider['kind']): Buffer {
  const name = Buffer.from(`${container.toLowerCase()}\0`, kind === 'cng' ? 'utf16le' : 'latin1');
  return createHash('md5').update(name).digest().swap32();
}
