import { type CertificateBundle, readPem, readPfx } from '../certificate/bundle.js';
import { decodeOutput } from '../windows/text.js';
import { readNamedFile } from './read-file.js';
import type { GivenSource } from './source.js';

/**
 * Opens a certificate that is given as text or as a file.
 * @param hide is told of each key in PEM before it is used
 */
export async function readGiven(
  source: GivenSource,
  now: Date,
  hide: (secret: string) => void,
): Promise<CertificateBundle> {
  switch (source.kind) {
    case 'pfx':
      return readPfx(source.text, source.password, now);
    case 'pfx-path': {
      const bytes = await readNamedFile({ input: 'pfx-path', path: source.path, code: 'pfx-unreadable' });
      // The secret of a key vault may be PEM in JSON.
      hideKeys(bytes, hide);
      return readPfx(bytes, source.password, now);
    }
    case 'pem':
      hideKeys(source.certificate, hide);
      hideKeys(source.privateKey, hide);
      return readPem(source.certificate, source.privateKey, source.password, now);
    case 'pem-path': {
      const { certificatePath, privateKeyPath } = source;
      const certificate = await readPemFile('certificate-path', certificatePath);
      const key = privateKeyPath === null ? '' : await readPemFile('private-key-path', privateKeyPath);
      hideKeys(certificate, hide);
      hideKeys(key, hide);
      return readPem(certificate, key, source.password, now);
    }
  }
}

function readPemFile(input: string, path: string): Promise<Buffer> {
  return readNamedFile({ input, path, code: 'pem-unreadable' });
}

const keyBlock = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g;

/** Hides the keys of a PEM text, and not its certificates: what is public would vanish from the log. */
function hideKeys(given: string | Buffer, hide: (secret: string) => void): void {
  const text = typeof given === 'string' ? given : decodeOutput(given);
  // A JSON text has its line breaks as two characters.
  for (const [block] of text.replaceAll('\\n', '\n').matchAll(keyBlock)) hide(block);
}
