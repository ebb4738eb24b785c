import { Failure } from '../../failure.js';
import { Asn1Error, Fields, readBer, tags } from '../asn1/ber.js';
import { smallInteger } from '../asn1/values.js';
import { assemble, type CertificateBundle, unreadableCertificates } from '../assemble.js';
import { parseCertificate } from '../certificate.js';
import { Password } from '../encryption/password.js';
import { harmless } from '../harmless.js';
import { readPrivateKeyInfo, UnknownKeyKind } from '../private-key.js';
import { unsupportedKey } from '../schannel.js';
import { readable, Unreadable } from '../unreadable.js';
import {
  authenticatedSafe,
  type NamedBytes,
  type PfxContents,
  readContentInfo,
  readContents,
  WrongPassword,
} from './bags.js';
import { looksLike } from './looks-like.js';
import { isMacRight } from './mac.js';

/** A PFX is a few kilobytes; with every chain there is, a few hundred. */
const largestFile = 10 * 1024 * 1024;

/**
 * Opens a PFX (PKCS #12) file: every cipher, MAC and encoding that programs have used for it.
 * @throws {Failure} `pfx-password-wrong`, `pfx-unreadable`, `pfx-no-key`, `pfx-ambiguous`, `key-mismatch`,
 * `key-unsupported` or `certificate-not-for-servers`
 */
export async function readPfx(bytes: Uint8Array, password: string): Promise<CertificateBundle> {
  try {
    return bundleOf(await open(bytes, new Password(password)));
  } catch (error) {
    if (error instanceof UnknownKeyKind) throw unsupportedKey('The private key', error.algorithm);
    if (error instanceof Unreadable) throw unreadable(bytes, error);
    if (error instanceof WrongPassword) throw wrongPassword(error, password);
    throw error;
  }
}

async function open(bytes: Uint8Array, password: Password): Promise<PfxContents> {
  if (bytes.length > largestFile) throw new Unreadable('it is larger than 10 MiB');
  const fields = new Fields(readBer(bytes), 'the file');
  const version = smallInteger(fields.next(tags.integer));
  if (version !== 3) throw new Unreadable(`it is version ${version} of the format, and only 3 is in use`);
  const safe = authenticatedSafe(readContentInfo(fields.next(tags.sequence)));
  const macData = fields.optional(tags.sequence);
  if (macData && !(await isMacRight(macData, safe, password))) throw new WrongPassword('integrity');
  return readContents(safe, password);
}

function bundleOf(contents: PfxContents): CertificateBundle {
  if (contents.keys.length === 0) throw noKey(contents.certificates.length);
  if (contents.certificates.length === 0) throw new Unreadable('it holds a private key but no certificate');
  const certificates = readable(contents.certificates, (named) => ({
    named,
    certificate: parseCertificate(named.bytes),
  }));
  const keys = readable(contents.keys, (named) => ({ named, key: readPrivateKeyInfo(named.bytes) }));
  const bundle = assemble(
    keys.map(({ key }) => key),
    certificates.map(({ certificate }) => certificate),
  );
  const name = friendlyName(
    certificates.find(({ certificate }) => certificate.thumbprint === bundle.leaf.thumbprint)?.named,
    keys.find(({ key }) => key === bundle.privateKey)?.named,
  );
  const lostCertificates = contents.certificates.length - certificates.length;
  const lostKeys = contents.keys.length - keys.length + contents.lockedKeys;
  return {
    ...bundle,
    ...(name !== undefined && { friendlyName: name }),
    warnings: [
      ...bundle.warnings,
      ...(lostCertificates > 0 ? [unreadableCertificates(lostCertificates)] : []),
      ...(lostKeys > 0 ? [`${lostKeys} of the keys in the file cannot be read and are passed over.`] : []),
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
function friendlyName(certificate: NamedBytes | undefined, key: NamedBytes | undefined): string | undefined {
  const ofKey = key?.friendlyName;
  const container = /^(?:\w{2}-)?\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;
  const name = certificate?.friendlyName ?? (ofKey && !container.test(ofKey) ? ofKey : undefined);
  return name && harmless(name);
}

function unreadable(bytes: Uint8Array, reason: Unreadable): Failure {
  const kind = looksLike(bytes);
  const next =
    reason instanceof Asn1Error
      ? 'Check that the whole file was stored, byte for byte, or export it again.'
      : 'Export it again with the certificate and its key, encrypted with AES-256 or 3DES under a password.';
  return new Failure('pfx-unreadable', {
    cause: kind ? `The PFX is not a PFX file but ${kind.what}.` : 'The PFX cannot be read.',
    evidence: `${bytes.length} bytes were given: ${reason.message}.`,
    next: kind?.next ?? next,
  });
}

function wrongPassword({ part }: WrongPassword, password: string): Failure {
  const seen = {
    integrity: '',
    certificates:
      'The password fits the MAC of the file, if it has one, but not its encrypted certificates. ',
    key: 'The password opens the file but not the private key in it. ',
  }[part];
  const given =
    password === ''
      ? 'No password, or an empty one, was given.'
      : /^\s|\s$/.test(password)
        ? 'The password that was given begins or ends with white space, which may not belong to it.'
        : 'The password was tried in every encoding that programs use.';
  return new Failure('pfx-password-wrong', {
    cause: 'The PFX does not open with the password in "pfx-password".',
    evidence: seen + given,
    next:
      'Correct the secret behind "pfx-password"; "openssl pkcs12 -info -noout -in file.pfx" shows on any ' +
      'machine whether a password fits.',
  });
}
