import { parseThumbprint, type Thumbprint, thumbprintOf } from '../certificate/thumbprint.js';
import type { RegistryKey } from '../http-sys/registry-text.js';

/** Where a private key is: the provider that has it, and its name there. null where they are not understood. */
interface KeyName {
  readonly provider: string | null;
  readonly container: string | null;
}

/** A certificate as the registry keeps it for a store. */
export interface KeptCertificate {
  readonly der: Uint8Array;
  /** null for a certificate without a private key. */
  readonly key: KeyName | null;
  /** null where it has none. */
  readonly friendlyName: string | null;
  /** Its successor by a renewal link: Schannel serves that one in its place. */
  readonly renewedBy: Thumbprint | null;
}

/** Properties of a stored certificate, by their ids in wincrypt.h. */
const property = { keyProviderInfo: 2, friendlyName: 11, certificate: 32, renewal: 64 } as const;

/**
 * Reads a key below `HKLM\SOFTWARE\Microsoft\SystemCertificates\<store>\Certificates`: one for each certificate, named
 * by its thumbprint, with a value `Blob`.
 * @returns undefined for what is not of the form that is known, or not the certificate that it says
 */
export function readKept({ path, values }: RegistryKey): [Thumbprint, KeptCertificate] | undefined {
  const thumbprint = parseThumbprint(path.slice(path.lastIndexOf('\\') + 1));
  const value = values.find(({ name, type }) => name === 'Blob' && type === 'REG_BINARY');
  const properties = value && propertiesOf(Buffer.from(value.data, 'hex'));
  const der = properties?.get(property.certificate);
  if (thumbprint === undefined || der === undefined || thumbprintOf(der) !== thumbprint) return undefined;
  const key = properties?.get(property.keyProviderInfo);
  const renewal = properties?.get(property.renewal);
  return [
    thumbprint,
    {
      // A copy, as the blob is several times as long.
      der: Buffer.from(der),
      key: key === undefined ? null : keyIn(key),
      friendlyName: textAt(properties?.get(property.friendlyName), 0) || null,
      renewedBy: (renewal && parseThumbprint(renewal.toString('hex'))) ?? null,
    },
  ];
}

/**
 * The properties of a `Blob`, one after the other, each as three little-endian numbers (its id, 1, the length of its
 * value) and its value. What follows one that is longer than the rest is lost.
 */
function propertiesOf(blob: Buffer): Map<number, Buffer> {
  const properties = new Map<number, Buffer>();
  for (let at = 0; at + 12 <= blob.length; ) {
    const [id, length] = [blob.readUInt32LE(at), blob.readUInt32LE(at + 8)];
    const end = at + 12 + length;
    if (end > blob.length) break;
    properties.set(id, blob.subarray(at + 12, end));
    at = end;
  }
  return properties;
}

/** Bytes of CRYPT_KEY_PROV_INFO in a store: seven numbers, of which the first two say where its texts begin. */
const keyInfoBytes = 28;

/** A property of another form says no more than that there is a key. */
function keyIn(info: Buffer): KeyName {
  const text = (place: number) => {
    const from = info.length < keyInfoBytes ? 0 : info.readUInt32LE(place);
    return from < keyInfoBytes ? null : textAt(info, from) || null;
  };
  return { container: text(0), provider: text(4) };
}

/** A UTF-16 text up to its NUL, or to the end; empty where there is none. */
function textAt(bytes: Buffer | undefined, from: number): string {
  if (bytes === undefined || from > bytes.length) return '';
  return bytes.toString('utf16le', from).split('\0', 1)[0] ?? '';
}
