import type { Certificate } from '../../src/certificate/certificate.js';

/** What stands beside a certificate in its store. */
export interface Beside {
  readonly hasKey?: boolean;
  readonly provider?: string | null;
  readonly container?: string | null;
}

/** The `Blob` of a certificate in the registry: properties, each with its id, 1 and its length. */
export function blobOf({ der }: Certificate, { hasKey = false, provider, container }: Beside = {}): Buffer {
  const key = hasKey ? [property(2, keyInfo(container ?? '', provider ?? ''))] : [];
  return Buffer.concat([...key, property(32, der)]);
}

/** A CRYPT_KEY_PROV_INFO as it is stored: seven numbers, the first two of which say where the texts are. */
function keyInfo(container: string, provider: string): Buffer {
  const head = Buffer.alloc(28);
  const name = wide(container);
  head.writeUInt32LE(head.length, 0);
  head.writeUInt32LE(head.length + name.length, 4);
  return Buffer.concat([head, name, wide(provider)]);
}

function wide(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le');
}

function property(id: number, value: Uint8Array): Buffer {
  const head = Buffer.alloc(12);
  for (const [index, number] of [id, 1, value.length].entries()) head.writeUInt32LE(number, index * 4);
  return Buffer.concat([head, value]);
}
