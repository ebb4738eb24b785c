import { Failure } from '../failure.js';
import { announcedLength, Damaged, readable, Unreadable } from './asn1.js';
import { assemble, type CertificateBundle, unreadableCertificates } from './assemble.js';
import { parseCertificate } from './certificate.js';
import { unsupportedKey } from './checks.js';
import { fileKind } from './file-kind.js';
import { barePasswords, isUnreplaced } from './given-text.js';
import { Password } from './key-derivation.js';
import { printable } from './names.js';
import {
  type BagItem,
  type ClosedPfx,
  isMacRight,
  LockedPart,
  type PfxContents,
  readContents,
  splitPfx,
} from './pfx-contents.js';
import { largestFile, type PfxBytes, pfxSource, useFile } from './pfx-source.js';
import { readPrivateKeyInfo, UnknownKeyKind } from './private-key.js';
import { lineBreakWarning, notGiven, pastedAlong, readPemSources } from './read-pem.js';

/**
 * Opens a PFX (PKCS #12): every cipher, MAC and encoding that programs write, as base64 or as it is, alone or as the
 * secret of a key vault in JSON. Such a secret may be PEM, too.
 * @param given the text of the input `pfx`, or the file at `pfx-path`
 * @param now tells what has expired
 * @throws Failure `input-invalid`, `input-conflict`, `pfx-password-wrong`, `pfx-unreadable`, `pfx-no-key`,
 * `pfx-ambiguous`, `key-mismatch`, `key-unsupported` or `certificate-not-for-servers`; from PEM also `pem-unreadable`
 */
export async function readPfx(
  given: string | Uint8Array,
  password: string,
  now = new Date(),
): Promise<CertificateBundle> {
  const source = pfxSource(given);
  if (source.pem !== undefined) {
    const [input, other] =
      typeof given === 'string' ? ['pfx', 'private-key'] : ['pfx-path', 'private-key-path'];
    return readPemSources(
      [
        { input, given: source.pem },
        { input: other, given: '' },
      ],
      password,
      now,
    );
  }
  try {
    const { contents, warnings } = await open(source.bytes, password);
    const bundle = bundleOf(contents, now);
    return { ...bundle, warnings: [...warnings, ...bundle.warnings] };
  } catch (error) {
    if (error instanceof UnknownKeyKind) throw unsupportedKey('The private key', error.algorithm);
    if (error instanceof Unreadable) throw unreadable(source, error);
    throw error;
  }
}

/** A PFX that a password has opened. */
interface Opened {
  readonly contents: PfxContents;
  readonly warnings: readonly string[];
}

/** @throws Unreadable @throws Failure `pfx-password-wrong` or `input-conflict` */
async function open(bytes: Uint8Array, password: string): Promise<Opened> {
  if (bytes.length > largestFile) throw new Unreadable('it is larger than 10 MiB');
  const pfx = splitPfx(bytes);
  const attempt = await tryPassword(pfx, new Password(password));
  if (!attempt.contents) return openOtherwise(pfx, password, attempt);
  const { contents } = attempt;
  if (password !== '' && !pfx.mac && !contents.encrypted) throw noPassword('Nothing in it is encrypted.');
  return { contents, warnings: [] };
}

/** What a password did not open. */
interface Locked {
  readonly contents: undefined;
  readonly part: 'integrity' | 'certificates' | 'key';
  /** Whether the password is right for something else in the file. */
  readonly othersOpened: boolean;
}

async function tryPassword(
  { safe, mac }: ClosedPfx,
  password: Password,
): Promise<Pick<Opened, 'contents'> | Locked> {
  if (mac && !(await isMacRight(mac, safe, password))) {
    return { contents: undefined, part: 'integrity', othersOpened: false };
  }
  try {
    return { contents: await readContents(safe, password) };
  } catch (error) {
    if (!(error instanceof LockedPart)) throw error;
    return { contents: undefined, part: error.part, othersOpened: error.othersOpened || mac !== undefined };
  }
}

/** Rounds of key derivation that may be spent on each guess at what is wrong with a password: a few seconds. */
const roundsForGuess = 4_000_000;

/** What is to be done where the password does not open the file. */
async function openOtherwise(pfx: ClosedPfx, password: string, locked: Locked): Promise<Opened> {
  const inside = locked.part === 'integrity' ? await opens(pfx, password) : 'nothing';
  if (inside === 'all') {
    throw new Damaged(
      'the password opens all that is encrypted in it, but its MAC does not fit: it was changed after it was made, or its MAC has a password of its own',
    );
  }
  const withoutLineBreak = password.replace(/[\r\n]+$/, '');
  const contents = withoutLineBreak !== password && (await guess(pfx, withoutLineBreak));
  if (contents) return { contents, warnings: [lineBreakWarning] };
  if (password !== '' && (await guess(pfx, ''))) throw noPassword('It opens with an empty one.');
  for (const { password: bare, without } of barePasswords(password)) {
    if (await guess(pfx, bare)) throw pastedAlong('The PFX', without);
  }
  throw wrongPassword({ ...locked, othersOpened: locked.othersOpened || inside === 'some' }, password);
}

/** The contents, if this password opens the file without too much work. */
async function guess(pfx: ClosedPfx, password: string): Promise<PfxContents | undefined> {
  try {
    return (await tryPassword(pfx, new Password(password, roundsForGuess))).contents;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** How much of what is encrypted a password opens, whether the MAC fits or not. */
async function opens({ safe }: ClosedPfx, password: string): Promise<'all' | 'some' | 'nothing'> {
  try {
    const { encrypted, lockedKeys } = await readContents(safe, new Password(password, roundsForGuess));
    if (!encrypted) return 'nothing';
    return lockedKeys === 0 ? 'all' : 'some';
  } catch (error) {
    if (error instanceof LockedPart) return error.othersOpened ? 'some' : 'nothing';
    if (error instanceof Unreadable) return 'nothing';
    throw error;
  }
}

function noPassword(evidence: string): Failure {
  return new Failure('input-conflict', {
    cause: 'The PFX has no password, but "pfx-password" gives one.',
    evidence,
    next: 'Remove "pfx-password", or give the PFX that it belongs to.',
  });
}

function wrongPassword({ part, othersOpened }: Locked, password: string): Failure {
  if (password === '') return notGiven('The PFX has a password, but "pfx-password" gives none.');
  const unreplaced = isUnreplaced(password)
    ? ' It has the form of a variable or an expression, which nothing has replaced.'
    : '';
  const locked = { key: 'its private key', certificates: 'its certificates', integrity: 'all of it' }[part];
  return new Failure('pfx-password-wrong', {
    cause: othersOpened
      ? `The password in "pfx-password" fits a part of the PFX, but does not open ${locked}: it has more than one password.`
      : 'The PFX does not open with the password in "pfx-password".',
    evidence: `It was tried in every encoding that programs use, and without the blanks, line breaks and quotation marks that get pasted along.${unreplaced}`,
    next: othersOpened
      ? 'Export the certificate again, with one password for the whole file.'
      : 'Correct the secret behind "pfx-password". In PowerShell, "Get-PfxData -FilePath site.pfx -Password (Read-Host -AsSecureString)" tries a password by hand.',
  });
}

function bundleOf(contents: PfxContents, now: Date): CertificateBundle {
  if (contents.keys.length === 0) throw noKey(contents.certificates.length);
  if (contents.certificates.length === 0) throw new Unreadable('it holds a private key but no certificate');
  const certificates = readable(contents.certificates, (item) => ({
    ...item,
    certificate: parseCertificate(item.bytes),
  }));
  const keys = readable(contents.keys, (item) => ({ ...item, key: readPrivateKeyInfo(item.bytes) }));
  const bundle = assemble(keys, certificates, now);
  const name = friendlyName(
    certificates.find(({ certificate }) => certificate.thumbprint === bundle.leaf.thumbprint),
    keys.find(({ key }) => key === bundle.privateKey),
  );
  const lostCertificates = contents.certificates.length - certificates.length;
  const lostKeys = contents.keys.length - keys.length + contents.lockedKeys;
  return {
    ...bundle,
    ...(name !== undefined && { friendlyName: name }),
    warnings: [
      ...bundle.warnings,
      ...(lostCertificates > 0 ? [unreadableCertificates(lostCertificates)] : []),
      ...(lostKeys > 0 ? [`${lostKeys} of the keys in the file cannot be read and are skipped.`] : []),
    ],
  };
}

function noKey(certificates: number): Failure {
  return new Failure('pfx-no-key', {
    cause: 'The PFX holds no private key.',
    evidence: `It holds ${certificates === 1 ? 'one certificate' : `${certificates} certificates`}.`,
    next: 'Export it again with the private key ("Yes, export the private key" in the Windows dialog).',
  });
}

/**
 * The name of the certificate, else that of its key. Windows puts the name of the key container on the key
 * (a GUID, or a few letters and one), which is no name for people.
 */
function friendlyName(certificate: BagItem | undefined, key: BagItem | undefined): string | undefined {
  const ofKey = key?.friendlyName;
  const container = /^(?:\w{2}-)?\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
  const name = certificate?.friendlyName ?? (ofKey && !container.test(ofKey) ? ofKey : undefined);
  return name && printable(name);
}

function unreadable({ bytes, cut }: PfxBytes, reason: Unreadable): Failure {
  const kind = fileKind(bytes);
  const whole = announcedLength(bytes) ?? 0;
  const missing = bytes[0] === 0x30 && whole > bytes.length && whole <= largestFile;
  if (missing) {
    return new Failure('pfx-unreadable', {
      cause: 'The end of the PFX is missing.',
      evidence: `It says that it has ${whole} bytes, and ${bytes.length} were given.${cut ? ` ${cut}.` : ''}`,
      next: cut ? useFile : 'Store the whole file, byte for byte.',
    });
  }
  const next =
    reason instanceof Damaged
      ? 'Check that the whole file was stored, byte for byte, or export it again.'
      : 'Export it again with the certificate and its key, encrypted with AES-256 or 3DES under a password.';
  return new Failure('pfx-unreadable', {
    cause: kind ? `The PFX is not a PFX file but ${kind.what}.` : 'The PFX cannot be read.',
    evidence: `${bytes.length} bytes were given: ${reason.message}.`,
    next: kind?.next ?? next,
  });
}
