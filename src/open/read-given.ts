import { type CertificateBundle, decodePfxText, readPem, readPfx } from '../certificate/bundle.js';
import { Failure } from '../failure.js';
import { decodeOutput } from '../windows/text.js';
import { readNamedFile } from './read-file.js';
import type { GivenSource } from './source.js';

/** Opens a certificate that is given as text or as a file. @param hide is told of each key before it is used */
export async function readGiven(
  source: GivenSource,
  hide: (secret: string) => void,
): Promise<CertificateBundle> {
  switch (source.kind) {
    case 'pfx':
      return readPfx(decodePfxText(source.text), source.password);
    case 'pfx-path': {
      const file = { input: 'pfx-path', path: source.path, code: 'pfx-unreadable' } as const;
      return readPfx(await readNamedFile(file), source.password);
    }
    case 'pem':
      hideKeys([source.certificate, source.privateKey], hide);
      return readPem(source.certificate, source.privateKey, source.password);
    case 'pem-path':
      return readPemFiles(source, hide);
  }
}

type PemPaths = Extract<GivenSource, { kind: 'pem-path' }>;

async function readPemFiles(
  { certificatePath, privateKeyPath, password }: PemPaths,
  hide: (secret: string) => void,
): Promise<CertificateBundle> {
  const certificate = await readText('certificate-path', certificatePath);
  const key = privateKeyPath === null ? '' : await readText('private-key-path', privateKeyPath);
  hideKeys([certificate, key], hide);
  try {
    return await readPem(certificate, key, password);
  } catch (error) {
    throw error instanceof Failure ? ofFiles(error, privateKeyPath) : error;
  }
}

async function readText(input: string, path: string): Promise<string> {
  return decodeOutput(await readNamedFile({ input, path, code: 'pem-unreadable' }));
}

const keyBlock = /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g;

/** Hides the keys of PEM texts, and not the certificates: what is public would vanish from the log. */
function hideKeys(texts: readonly string[], hide: (secret: string) => void): void {
  for (const text of texts) for (const [block] of text.matchAll(keyBlock)) hide(block);
}

/** The readers of PEM know the inputs that hold texts; here the same texts stand in files. */
function ofFiles(failure: Failure, privateKeyPath: string | null): Failure {
  const keyInput = privateKeyPath === null ? '"certificate-path"' : '"private-key-path"';
  const rename = (text: string) =>
    text.replaceAll('"certificate"', '"certificate-path"').replaceAll('"private-key"', keyInput);
  const { cause, evidence, next } = failure.parts;
  return new Failure(failure.code, {
    cause: rename(cause),
    ...(evidence === undefined ? {} : { evidence: rename(evidence) }),
    next: failure.code === 'pem-unreadable' ? wholeFiles : rename(next),
  });
}

const wholeFiles =
  'Give the files as the authority or the ACME client wrote them: the certificate with its chain, and the private key, which may stand in the same file.';
