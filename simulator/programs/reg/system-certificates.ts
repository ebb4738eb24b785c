import { createHash } from 'node:crypto';
import { providerOf } from '../../state/providers.js';
import type { StoredCertificate } from '../../state/stores.js';
import type { Host } from '../host.js';
import { binary, key, type RegistryKey } from './keys.js';

/** Stores of LocalMachine that every Windows has, by their names in the registry. */
const usualStores = ['CA', 'Disallowed', 'MY', 'ROOT', 'Remote Desktop', 'TrustedPeople', 'WebHosting'];

/** Properties of a stored certificate, by their ids in wincrypt.h. */
const properties = {
  keyProvider: 2,
  hash: 3,
  friendlyName: 11,
  keyIdentifier: 20,
  certificate: 32,
  renewal: 64,
};

/** A flag: the key is the machine's, and not a user's. */
const machineKeySet = 0x20;
const atSignature = 2;

/** The stores of LocalMachine: below each a key for each certificate, with a value `Blob`, and two more. */
export function systemCertificates(name: string, host: Host): RegistryKey {
  const { stores, options } = host;
  const elsewhere = options.unregisteredStores.map((store) => store.toUpperCase());
  const others = stores.names().filter((store) => !usualStores.some((each) => each.toUpperCase() === store));
  return key(
    name,
    [],
    [...usualStores, ...others]
      .filter((store) => !elsewhere.includes(store.toUpperCase()))
      .map((store) => {
        const certificates = stores.list(store).map((stored) => certificateKey(stored, host));
        return key(store, [], [key('Certificates', [], certificates), key('CRLs', []), key('CTLs', [])]);
      }),
  );
}

/** The key of one certificate, named by its thumbprint. */
export function certificateKey(stored: StoredCertificate, host: Host): RegistryKey {
  return key(stored.thumbprint, [binary('Blob', blobOf(stored, host))]);
}

/** The key of a certificate that is in no other store of the machine: of its properties only the hash is made. */
export function foreignCertificateKey(thumbprint: string): RegistryKey {
  const hash = property(properties.hash, Buffer.from(thumbprint, 'hex'));
  return key(thumbprint.toUpperCase(), [binary('Blob', hash)]);
}

/**
 * The properties one after the other: id, 1 and length as little-endian numbers, and the value (MS-GPEF 2.2.1.1.1.1).
 * In which order tells nothing: it goes by the thumbprint here.
 */
function blobOf(stored: StoredCertificate, host: Host): Buffer {
  const { thumbprint, certificate, friendlyName, renewedBy } = stored;
  const list: Buffer[] = [
    property(properties.hash, Buffer.from(thumbprint, 'hex')),
    property(properties.keyIdentifier, createHash('sha1').update(certificate).digest()),
    property(properties.certificate, Buffer.from(certificate, 'base64')),
  ];
  if (stored.container !== null) list.push(property(properties.keyProvider, keyProviderInfo(stored, host)));
  if (friendlyName !== null) list.push(property(properties.friendlyName, wide(friendlyName)));
  if (renewedBy !== null) list.push(property(properties.renewal, Buffer.from(renewedBy, 'hex')));
  const turn = Number.parseInt(thumbprint.slice(0, 4), 16) % list.length;
  const turned = [...list.slice(turn), ...list.slice(0, turn)];
  return Buffer.concat(turn % 2 === 0 ? turned : turned.reverse());
}

/**
 * CRYPT_KEY_PROV_INFO as the registry has it (MS-GPEF 2.2.1.1.1.1.1): where the two names are, the provider's type,
 * flags, two unused numbers, the key specification; then the names, each filled up to whole eights.
 */
function keyProviderInfo(stored: StoredCertificate, { options }: Host): Buffer {
  const { container, uniqueName, provider, keySpec, keyUsable } = stored;
  const isUsers = !keyUsable && keySpec !== atSignature;
  const name = options.containerNames === 'unique' ? (uniqueName ?? container) : container;
  const containerName = padded(wide(name ?? ''));
  const head = Buffer.alloc(28);
  const numbers = [
    head.length,
    head.length + containerName.length,
    providerOf(provider)?.type ?? 0,
    isUsers ? 0 : machineKeySet,
    0,
    0,
    keySpec,
  ];
  for (const [index, each] of numbers.entries()) head.writeUInt32LE(each, index * 4);
  return Buffer.concat([head, containerName, padded(wide(provider ?? ''))]);
}

function wide(content: string): Buffer {
  return Buffer.from(`${content}\0`, 'utf16le');
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8)]);
}

function property(id: number, value: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(id, 0);
  head.writeUInt32LE(1, 4);
  head.writeUInt32LE(value.length, 8);
  return Buffer.concat([head, value]);
}
