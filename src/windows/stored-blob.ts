import { type Certificate, readCertificate } from '../certificate/certificate.js';
import { Failure } from '../failure.js';
import { readKeys } from '../http-sys/registry-output.js';
import type { StoredCertificate } from './stored-certificate.js';

/** Properties of a stored certificate (wincrypt.h). */
const properties = { keyProvider: 2, friendlyName: 11, certificate: 32 } as const;

const certificateKey = /\\SystemCertificates\\([^\\]+)\\Certificates\\([0-9A-F]{40})$/i;

/**
 * Reads the output of `reg.exe query` for one store below `HKLM\SOFTWARE\Microsoft\SystemCertificates`, or for all:
 * a key for each certificate, named by its thumbprint, with a value `Blob`. What is not of the form that is known, or
 * is not the certificate that it says, is skipped.
 */
export function parseStores(text: string): StoredCertificate[] {
  const found: StoredCertificate[] = [];
  for (const { path, values } of readKeys(text)) {
    const [, store = '', thumbprint] = certificateKey.exec(path) ?? [];
    const blob = values.find(({ name, type }) => name === 'Blob' && type === 'REG_BINARY');
    if (thumbprint === undefined || !blob) continue;
    const stored = readBlob(Buffer.from(blob.data, 'hex'), store);
    if (stored?.certificate.thumbprint === thumbprint.toUpperCase()) found.push(stored);
  }
  return found;
}

/**
 * A `Blob`: properties one after the other, each as three little-endian numbers (its id, 1, the length of its value)
 * and its value.
 */
export function readBlob(blob: Buffer, store: string): StoredCertificate | undefined {
  const values = new Map<number, Buffer>();
  for (let at = 0; at + 12 <= blob.length; ) {
    const end = at + 12 + blob.readUInt32LE(at + 8);
    if (end > blob.length) return undefined;
    values.set(blob.readUInt32LE(at), blob.subarray(at + 12, end));
    at = end;
  }
  const certificate = certificateIn(values.get(properties.certificate));
  if (!certificate) return undefined;
  const key = values.get(properties.keyProvider);
  const friendlyName = values.get(properties.friendlyName);
  return {
    certificate,
    store,
    hasKey: key !== undefined,
    container: key ? textOf(key, 0) : null,
    provider: key ? textOf(key, 4) : null,
    friendlyName: friendlyName ? wideText(friendlyName, 0) : null,
  };
}

function certificateIn(value: Buffer | undefined): Certificate | undefined {
  if (!value) return undefined;
  try {
    // A copy, as the blob is several times as long.
    return readCertificate(Buffer.from(value));
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** The numbers before the texts of a CRYPT_KEY_PROV_INFO as it is stored, the first two of which are their places. */
const keyProviderHead = 28;

/** A text of a CRYPT_KEY_PROV_INFO. @param at where its place in the value stands */
function textOf(value: Buffer, at: number): string | null {
  if (value.length < keyProviderHead) return null;
  const place = value.readUInt32LE(at);
  return place < keyProviderHead || place > value.length ? null : wideText(value, place);
}

/** UTF-16 up to a zero, or to the end; null for an empty one. */
function wideText(value: Buffer, from: number): string | null {
  const [text = ''] = value.subarray(from).toString('utf16le').split('\0');
  return text || null;
}
