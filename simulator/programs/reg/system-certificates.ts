import type { StoredCertificate } from '../../state/stores.js';
import type { Host } from '../host.js';

const systemCertificates = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates\\';

/** Properties of a stored certificate, by their ids in wincrypt.h. */
const properties = { hash: 3, friendlyName: 11, certificate: 32 };

/**
 * The keys of a store of LocalMachine, a key for each certificate with a value `Blob`.
 * @returns undefined if the path names no store with a certificate
 */
export function storeKeys(path: string, { stores }: Host): string[][] | undefined {
  const [, store = ''] = /^([^\\]+)\\Certificates$/i.exec(below(path)) ?? [];
  const certificates = store === '' ? [] : stores.list(store);
  if (certificates.length === 0) return undefined;
  return certificates.map((stored) => [
    `${systemCertificates}${store}\\Certificates\\${stored.thumbprint}`,
    `    Blob    REG_BINARY    ${blobOf(stored).toString('hex').toUpperCase()}`,
  ]);
}

function below(path: string): string {
  const isBelow = path.toLowerCase().startsWith(systemCertificates.toLowerCase());
  return isBelow ? path.slice(systemCertificates.length) : '';
}

/** The properties one after the other: id, 1 and length as little-endian numbers, and the value. */
function blobOf({ thumbprint, certificate, friendlyName }: StoredCertificate): Buffer {
  return Buffer.concat([
    property(properties.hash, Buffer.from(thumbprint, 'hex')),
    ...(friendlyName === null
      ? []
      : [property(properties.friendlyName, Buffer.from(`${friendlyName}\0`, 'utf16le'))]),
    property(properties.certificate, Buffer.from(certificate, 'base64')),
  ]);
}

function property(id: number, value: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(id, 0);
  head.writeUInt32LE(1, 4);
  head.writeUInt32LE(value.length, 8);
  return Buffer.concat([head, value]);
}
