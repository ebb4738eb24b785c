import { Failure } from '../failure.js';
import { Damaged, readable, Unreadable } from './asn1.js';
import { assemble, type CertificateBundle, type GivenKey, unreadableCertificates } from './assemble.js';
import { parseCertificate } from './certificate.js';
import { unsupportedKey } from './checks.js';
import { type DerKind, derKind, describeDer, type FileKind } from './file-kind.js';
import {
  barePasswords,
  base64Bytes,
  cutByWindows,
  isPath,
  type PemBlock,
  pemLabels,
  readPemBlocks,
  usefulText,
  withoutEncodingMarks,
} from './given-text.js';
import { Password } from './key-derivation.js';
import { isEncrypted, isPrivateKeyLabel, readKeyBlock, UnknownKeyKind } from './private-key.js';

/** What an input holds, or the file that it names; empty if it is not given. */
interface PemSource {
  /** The name of the input. */
  readonly input: string;
  readonly given: string | Uint8Array;
}

/**
 * Reads a certificate chain and a private key in PEM, in any order and with text around the blocks. The leaf
 * is the certificate whose key it is. A key that stands with the certificates is found there too. One certificate or
 * key as DER is read, and so is PEM in base64 or in JSON.
 * @param certificate the text of the input `certificate`, or the file at `certificate-path`
 * @param privateKey the text of `private-key`, or the file at `private-key-path`; empty if neither is given
 * @param password of the key, if it is encrypted
 * @param now tells what has expired
 * @throws Failure `pem-unreadable`, `pfx-password-wrong`, `key-mismatch`, `key-unsupported`, `pfx-ambiguous` or
 * `certificate-not-for-servers`
 */
export function readPem(
  certificate: string | Uint8Array,
  privateKey: string | Uint8Array,
  password: string,
  now = new Date(),
): Promise<CertificateBundle> {
  const certificates = { input: `certificate${suffixOf(certificate)}`, given: certificate };
  const like = privateKey.length > 0 ? privateKey : certificate;
  const key = { input: `private-key${suffixOf(like)}`, given: privateKey };
  return readPemSources([certificates, key], password, now);
}

function suffixOf(given: string | Uint8Array): string {
  return typeof given === 'string' ? '' : '-path';
}

/** Reads PEM from inputs of any names: one for the certificates, and one for the key. @throws Failure as `readPem` */
export async function readPemSources(
  [forCertificate, forKey]: readonly [PemSource, PemSource],
  password: string,
  now: Date,
): Promise<CertificateBundle> {
  const blocks = [...blocksOf(forCertificate), ...blocksOf(forKey)];
  const certificates = blocks.filter(isCertificate);
  const keys = blocks.filter(({ label }) => isPrivateKeyLabel(label));
  if (certificates.length === 0) throw noCertificate(forCertificate, blocks);
  if (keys.length === 0) throw noKey(forCertificate, forKey, blocks);
  const parsed = reading(forCertificate, () => {
    return readable(certificates, ({ bytes }) => ({ certificate: parseCertificate(bytes) }));
  });
  const { opened, warnings } = await readKeys(keys, password, forKey);
  const bundle = assemble(opened, parsed, now);
  const lost = certificates.length - parsed.length;
  return {
    ...bundle,
    warnings: [...warnings, ...bundle.warnings, ...(lost > 0 ? [unreadableCertificates(lost)] : [])],
  };
}

const labelsOfDer: Readonly<Partial<Record<DerKind, string>>> = {
  certificate: 'CERTIFICATE',
  key: 'PRIVATE KEY',
  'encrypted-key': 'ENCRYPTED PRIVATE KEY',
  'rsa-key': 'RSA PRIVATE KEY',
  'ec-key': 'EC PRIVATE KEY',
  pfx: 'PKCS12',
  pkcs7: 'PKCS7',
  request: 'CERTIFICATE REQUEST',
};

/** @throws Failure `pem-unreadable` */
function blocksOf(source: PemSource): PemBlock[] {
  return reading(source, () => {
    const { given } = source;
    if (given[0] === 0x30 && typeof given !== 'string') {
      const block = blockOfDer(given);
      if (block) return [block];
    }
    const { text } = usefulText(typeof given === 'string' ? given : Buffer.from(given).toString('latin1'));
    if (pemLabels(text).length > 0) return readPemBlocks(text);
    if (typeof given === 'string' && isPath(text)) throw holdsPath(source.input);
    const bytes = base64Bytes(text);
    if (!bytes) return [];
    const inside = withoutEncodingMarks(bytes.toString('latin1'));
    if (pemLabels(inside).length > 0) return readPemBlocks(inside);
    const block = blockOfDer(bytes);
    return block ? [block] : [];
  });
}

function blockOfDer(bytes: Uint8Array): PemBlock | undefined {
  const kind = derKind(bytes);
  const label = kind && labelsOfDer[kind];
  return label === undefined ? undefined : { label, bytes };
}

function isCertificate({ label, bytes }: PemBlock): boolean {
  // `certutil -encode` calls any file a CERTIFICATE.
  return /^(?:X509 |TRUSTED )?CERTIFICATE$/.test(label) && !alienKind(bytes);
}

/** What a block is that is neither a certificate nor a key, where that is known. */
function alienKind(bytes: Uint8Array): FileKind | undefined {
  const kind = derKind(bytes);
  return kind === 'pfx' || kind === 'pkcs7' || kind === 'request' ? describeDer(kind) : undefined;
}

/** The private keys of a text, opened. */
interface OpenedKeys {
  readonly opened: readonly GivenKey[];
  readonly warnings: readonly string[];
}

async function readKeys(blocks: readonly PemBlock[], text: string, source: PemSource): Promise<OpenedKeys> {
  const password = new Password(text);
  const withoutLineBreak = text.replace(/[\r\n]+$/, '');
  const opened: GivenKey[] = [];
  const warnings = new Set<string>();
  for (const block of blocks) {
    try {
      let key = await readKeyBlock(block, password);
      if (!key && withoutLineBreak !== text) {
        key = await readKeyBlock(block, new Password(withoutLineBreak));
        if (key) warnings.add(lineBreakWarning);
      }
      if (!key) throw await wrongPassword(block, text);
      opened.push({ key });
    } catch (error) {
      throw asFailure(source, error);
    }
  }
  if (text !== '' && !blocks.some(isEncrypted)) warnings.add(unusedPassword);
  return { opened, warnings: [...warnings] };
}

const unusedPassword = 'The private key is not encrypted, so the password in "pfx-password" is of no use.';

/** The warning that a password was used without the line break that it was given with. */
export const lineBreakWarning =
  'The password in "pfx-password" ends with a line break that does not belong to it. It was used without.';

async function wrongPassword(block: PemBlock, text: string): Promise<Failure> {
  if (text === '') return notGiven('The private key is encrypted, but "pfx-password" gives no password.');
  for (const { password, without } of barePasswords(text)) {
    if (await opensWith(block, password)) return pastedAlong('The private key', without);
  }
  return new Failure('pfx-password-wrong', {
    cause: 'The private key is encrypted, and does not open with the password in "pfx-password".',
    evidence:
      'It was tried in every encoding that programs use, and without the blanks, line breaks and quotation marks that get pasted along.',
    next: 'Correct the secret behind "pfx-password", or give the key without encryption.',
  });
}

/** The failure for a password that is needed and empty. */
export function notGiven(cause: string): Failure {
  return new Failure('pfx-password-wrong', {
    cause,
    evidence: 'A secret that does not exist, or that the workflow may not see, is an empty text.',
    next: 'Give its password with "pfx-password".',
  });
}

async function opensWith(block: PemBlock, password: string): Promise<boolean> {
  try {
    return (await readKeyBlock(block, new Password(password))) !== undefined;
  } catch (error) {
    if (error instanceof Unreadable) return false;
    throw error;
  }
}

/**
 * The failure for a password that is right but for what was pasted along with it.
 * @param what it should open, at the beginning of a sentence
 * @param without what has to be taken off
 */
export function pastedAlong(what: string, without: string): Failure {
  return new Failure('pfx-password-wrong', {
    cause: `${what} does not open with the password in "pfx-password", but does without ${without}.`,
    next: 'Store the password alone in the secret behind "pfx-password".',
  });
}

function reading<T>(source: PemSource, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw asFailure(source, error);
  }
}

function asFailure({ input, given }: PemSource, error: unknown): unknown {
  if (error instanceof UnknownKeyKind) return unsupportedKey('The private key', error.algorithm);
  if (!(error instanceof Unreadable)) return error;
  const cut = typeof given === 'string' && error instanceof Damaged ? cutByWindows(given) : undefined;
  return new Failure('pem-unreadable', {
    cause: `The text in "${input}" cannot be read: ${error.message}.`,
    ...(cut !== undefined && { evidence: `${cut}.` }),
    next: cut
      ? `Write the text to a file on the runner in a step before, and give that with "${input}-path".`
      : 'Check that the whole PEM text was stored, with its line breaks and its BEGIN and END lines.',
  });
}

function holdsPath(input: string): Failure {
  return new Failure('pem-unreadable', {
    cause: `"${input}" holds what looks like a path or a variable, and PEM text belongs there.`,
    next: `Use "${input}-path" for a file on the runner, or store the text in a secret and give that.`,
  });
}

function noCertificate({ input }: PemSource, blocks: readonly PemBlock[]): Failure {
  const alien = blocks.map(({ bytes }) => alienKind(bytes)).find(Boolean);
  if (alien) {
    return new Failure('pem-unreadable', { cause: `"${input}" holds ${alien.what}.`, next: alien.next });
  }
  return new Failure('pem-unreadable', {
    cause: `"${input}" has no block that begins with -----BEGIN CERTIFICATE-----.`,
    evidence: found(blocks),
    next: 'Give the whole certificate in PEM, with its BEGIN and END lines.',
  });
}

function noKey(certificate: PemSource, key: PemSource, blocks: readonly PemBlock[]): Failure {
  return new Failure('pem-unreadable', {
    cause:
      key.given.length > 0
        ? `"${key.input}" has no block that begins with -----BEGIN PRIVATE KEY-----, and "${certificate.input}" has none either.`
        : `No private key is given: "${certificate.input}" holds none, and "${key.input}" is empty.`,
    evidence: found(blocks),
    next: `Give the private key of the certificate as "${key.input}", in PEM with its BEGIN and END lines.`,
  });
}

function found(blocks: readonly PemBlock[]): string {
  const labels = [...new Set(blocks.map((block) => block.label))].slice(0, 10);
  return labels.length > 0 ? `The blocks found: ${labels.join(', ')}.` : 'No PEM block was found at all.';
}
