import { type Thumbprint, thumbprintOf } from '../certificate/thumbprint.js';
import { readKeys } from '../http-sys/registry-output.js';

/** The property of a stored certificate that is the certificate itself (`CERT_CERT_PROP_ID` in wincrypt.h). */
const certificateProperty = 32;

/**
 * Reads the output of `reg.exe query HKLM\SOFTWARE\Microsoft\SystemCertificates\<store>\Certificates /s`: a key for
 * each certificate, named by its thumbprint, with a value `Blob`. What is not of the form that is known, or is not the
 * certificate that it says, is passed over.
 * @param wanted the certificates of interest
 * @returns their encodings
 */
export function parseSystemStore(text: string, wanted: ReadonlySet<Thumbprint>): Map<Thumbprint, Buffer> {
  const found = new Map<Thumbprint, Buffer>();
  for (const { path, values } of readKeys(text)) {
    const name = path.slice(path.lastIndexOf('\\') + 1).toUpperCase() as Thumbprint;
    if (!wanted.has(name)) continue;
    const blob = values.find((value) => value.name === 'Blob' && value.type === 'REG_BINARY');
    const der = blob && certificateIn(Buffer.from(blob.data, 'hex'));
    if (der && thumbprintOf(der) === name) found.set(name, der);
  }
  return found;
}

/**
 * The certificate in a `Blob`: properties one after the other, each as three little-endian numbers (its id, 1, the
 * length of its value) and its value.
 */
function certificateIn(blob: Buffer): Buffer | undefined {
  for (let at = 0; at + 12 <= blob.length; ) {
    const [id, length] = [blob.readUInt32LE(at), blob.readUInt32LE(at + 8)];
    const end = at + 12 + length;
    if (end > blob.length) return undefined;
    // A copy, as the blob is several times as long.
    if (id === certificateProperty) return Buffer.from(blob.subarray(at + 12, end));
    at = end;
  }
  return undefined;
}
