import type { KeyObject } from 'node:crypto';
import { Failure } from '../../failure.js';
import { assemble, type CertificateBundle, unreadableCertificates } from '../assemble.js';
import { parseCertificate } from '../certificate.js';
import { Password } from '../encryption/password.js';
import { UnknownKeyKind } from '../private-key.js';
import { unsupportedKey } from '../schannel.js';
import { readable, Unreadable } from '../unreadable.js';
import { type PemBlock, readPemBlocks } from './blocks.js';
import { isPrivateKeyLabel, readKeyBlock, WrongKeyPassword } from './key-block.js';

const longestText = 10 * 1024 * 1024;
const certificateLabels = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'];

/**
 * Reads a certificate chain and a private key in PEM, in any order and with text around the blocks. The leaf
 * is the certificate whose key it is. A key that stands with the certificates is found there too.
 * @param password of the key, if it is encrypted
 * @throws {Failure} `pem-unreadable`, `pfx-password-wrong`, `key-mismatch`, `key-unsupported` or
 * `pfx-ambiguous`
 */
export async function readPem(
  certificate: string,
  privateKey: string,
  password: string,
): Promise<CertificateBundle> {
  const blocks = [...blocksOf('certificate', certificate), ...blocksOf('private-key', privateKey)];
  const certificates = blocks.filter(({ label }) => certificateLabels.includes(label));
  const keys = blocks.filter(({ label }) => isPrivateKeyLabel(label));
  if (certificates.length === 0) throw missing('certificate', 'CERTIFICATE', blocks);
  if (keys.length === 0) throw missing('private-key', 'PRIVATE KEY', blocks);
  const parsed = reading('certificate', () => {
    return readable(certificates, ({ bytes }) => parseCertificate(bytes));
  });
  const bundle = assemble(await readKeys(keys, password), parsed);
  const lost = certificates.length - parsed.length;
  return lost === 0 ? bundle : { ...bundle, warnings: [...bundle.warnings, unreadableCertificates(lost)] };
}

function blocksOf(input: string, text: string): PemBlock[] {
  return reading(input, () => {
    if (text.length > longestText) throw new Unreadable('it is longer than 10 MiB');
    return readPemBlocks(text);
  });
}

async function readKeys(blocks: readonly PemBlock[], text: string): Promise<KeyObject[]> {
  const password = new Password(text);
  const keys: KeyObject[] = [];
  for (const block of blocks) {
    try {
      keys.push(await readKeyBlock(block, password));
    } catch (error) {
      if (error instanceof WrongKeyPassword) throw wrongPassword(text);
      throw asFailure('private-key', error);
    }
  }
  return keys;
}

function reading<T>(input: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw asFailure(input, error);
  }
}

function asFailure(input: string, error: unknown): unknown {
  if (error instanceof UnknownKeyKind) return unsupportedKey('The private key', error.algorithm);
  if (!(error instanceof Unreadable)) return error;
  return new Failure('pem-unreadable', {
    cause: `The text in "${input}" cannot be read: ${error.message}.`,
    next: 'Check that the whole PEM text was stored, with its line breaks and its BEGIN and END lines.',
  });
}

function missing(input: string, label: string, blocks: readonly PemBlock[]): Failure {
  const labels = [...new Set(blocks.map((block) => block.label))];
  return new Failure('pem-unreadable', {
    cause: `"${input}" has no block that begins with -----BEGIN ${label}-----.`,
    evidence:
      labels.length > 0 ? `The blocks found: ${labels.join(', ')}.` : 'No PEM block was found at all.',
    next: 'Give the content of the PEM files, not their paths, with the BEGIN and END lines.',
  });
}

function wrongPassword(password: string): Failure {
  return new Failure('pfx-password-wrong', {
    cause: 'The private key is encrypted, and does not open with the password in "pfx-password".',
    evidence:
      password === '' ? 'No password, or an empty one, was given.' : 'The password was tried as UTF-8.',
    next: 'Correct the secret behind "pfx-password", or give the key without encryption.',
  });
}
