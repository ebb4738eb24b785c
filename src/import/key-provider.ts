import { type Certificate, keyInWords } from '../certificate/certificate.js';
import { Failure } from '../failure.js';
import type { StoredCertificate } from '../inspect/stored-certificates.js';
import { keepsFiles, kindOfProvider, type ProviderKind } from '../windows/key-files.js';

/** `keep`: as the keys of the replaced certificates; `cng`, `csp`: one of that kind. */
export type ProviderWish = 'keep' | ProviderKind;

/** Where the new key goes, and why. */
export interface ChosenProvider {
  readonly provider: string;
  /** For the log. */
  readonly why: string;
  readonly warnings: readonly string[];
}

/** TLS 1.3 and EC keys need a key of CNG. */
const cngProvider = 'Microsoft Software Key Storage Provider';

/** What IIS has always used. */
const schannelProvider = 'Microsoft RSA SChannel Cryptographic Provider';

/**
 * The legacy providers of which Schannel can use an RSA key. They share their key files, but not their abilities: old
 * .NET code signs with SHA-256 only through the one with AES, so a key that was there goes there again.
 */
const rsaProviders = [
  schannelProvider,
  'Microsoft Enhanced RSA and AES Cryptographic Provider',
  'Microsoft Enhanced Cryptographic Provider v1.0',
  'Microsoft Strong Cryptographic Provider',
];

const whatNeedsCsp =
  'Exchange (its logins to OWA and ECP) and .NET code that uses X509Certificate2.PrivateKey cannot use a key that is in CNG';

/**
 * Chooses the provider for the new key.
 * @param replaced the certificates that the run replaces, as far as they are in their stores
 * @throws Failure `input-conflict` for `csp` and a key that no legacy provider takes
 */
export function chooseProvider(
  wish: ProviderWish,
  certificate: Certificate,
  replaced: readonly StoredCertificate[],
): ChosenProvider {
  const known = new Set(replaced.flatMap(({ provider }) => provider ?? []));
  const isRsa = certificate.publicKey.kind === 'rsa';
  if (wish === 'csp') {
    if (!isRsa) throw noSuchKeyInCsp(certificate);
    return { provider: sameCsp(known), why: '"key-provider" is csp', warnings: [] };
  }
  if (wish === 'cng') return { provider: cngProvider, why: '"key-provider" is cng', warnings: [] };
  return {
    ...keep(known, isRsa, keyInWords(certificate.publicKey)),
    ...{ warnings: keepWarnings(known, isRsa) },
  };
}

function keep(known: ReadonlySet<string>, isRsa: boolean, key: string): Omit<ChosenProvider, 'warnings'> {
  const csp = legacy(known);
  if (csp.length === 0) {
    const why =
      known.size > 0 ? 'the replaced key is in CNG, too' : 'the replaced key is in no provider that is known';
    return { provider: cngProvider, why };
  }
  if (!isRsa) return { provider: cngProvider, why: `a legacy provider takes no key of the kind ${key}` };
  if (csp.length < known.size)
    return { provider: cngProvider, why: 'the replaced keys are in providers of both kinds' };
  return { provider: sameCsp(known), why: `the replaced key is in ${csp.join(', ')}` };
}

function keepWarnings(known: ReadonlySet<string>, isRsa: boolean): string[] {
  const csp = legacy(known);
  const outside = [...known].filter((each) => !keepsFiles(each));
  const warnings = outside.map(
    (each) =>
      `The key of a replaced certificate is kept by ${each}, outside of Windows' own files. The new key comes from a file, and is in software.`,
  );
  if (csp.length > 0 && (!isRsa || csp.length < known.size)) {
    const reason = isRsa
      ? `The keys of the replaced certificates are in providers of both kinds (${[...known].join(', ')})`
      : `The replaced key is in the legacy provider ${csp.join(', ')}, but the new key is no RSA key, which none of those takes`;
    const advice = isRsa
      ? 'If one of them runs here, set "key-provider: csp".'
      : 'If one of them runs here, use a certificate with an RSA key.';
    warnings.push(`${reason}. The new key goes to CNG. ${whatNeedsCsp}. ${advice}`);
  }
  return warnings;
}

function legacy(providers: ReadonlySet<string>): string[] {
  return [...providers].filter((each) => kindOfProvider(each) === 'csp');
}

/** The very provider that the replaced keys are in, if that is one, and one that takes RSA keys for TLS. */
function sameCsp(known: ReadonlySet<string>): string {
  const csp = legacy(known);
  const same = rsaProviders.find((each) => each.toLowerCase() === csp[0]?.toLowerCase());
  return csp.length === 1 && same !== undefined ? same : schannelProvider;
}

function noSuchKeyInCsp(certificate: Certificate): Failure {
  return new Failure('input-conflict', {
    cause: '"key-provider" is csp, but a legacy provider (CSP) takes RSA keys only.',
    evidence: `The key of the new certificate is of the kind ${keyInWords(certificate.publicKey)}.`,
    next: 'Remove "key-provider", or have the certificate issued for an RSA key.',
  });
}
