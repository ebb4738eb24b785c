import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { StoredCertificate } from '../../state/stores.js';
import { type Host, mayWrite } from '../host.js';
import { openPfx, type PfxContent } from './pfx-file.js';
import { fail, simpleName, storeLine, succeed } from './print.js';
import { thumbprintOf, withoutKey } from './stores.js';

/** What stands before the verb. */
export interface Options {
  force: boolean;
  password?: string;
  provider?: string;
}

const verb = '-importPFX';
const keyStorageProvider = 'Microsoft Software Key Storage Provider';
const legacyProviders = [
  'Microsoft Enhanced Cryptographic Provider v1.0',
  'Microsoft Enhanced RSA and AES Cryptographic Provider',
  'Microsoft RSA SChannel Cryptographic Provider',
  'Microsoft Strong Cryptographic Provider',
];
const knownModifiers = ['noexport', 'nochain', 'noroot', 'at_keyexchange', 'at_signature'];

/** `-importPFX [store] file [modifiers]`. */
export function importPfx(
  given: readonly string[],
  options: Options & { password: string },
  host: Host,
): number {
  const [store = 'MY', file = '', modifierList = ''] = given.length === 1 ? ['MY', ...given] : given;
  const modifiers = modifierList.toLowerCase().split(',').filter(Boolean);
  const { provider = keyStorageProvider } = options;
  if (!modifiers.every((modifier) => knownModifiers.includes(modifier)))
    return fail(verb, '0x80070057', host);
  if (provider !== keyStorageProvider && !legacyProviders.includes(provider))
    return fail(verb, '0x80090019', host);
  let bytes: Buffer;
  try {
    bytes = readFileSync(host.path(file));
  } catch {
    return fail(verb, '0x80070002', host);
  }
  const content = openPfx(bytes, options.password, host.options.pfx);
  if (content === 'not-a-pfx') return fail(verb, '0x8009310b', host);
  if (content === 'password') return fail(verb, '0x80070056', host);
  const { leaf, others } = content;
  if (leaf === null) return fail(verb, '0x80092004', host);
  const isLegacy = provider !== keyStorageProvider;
  const { asymmetricKeyType } = leaf.key;
  if (asymmetricKeyType === 'ed25519') return fail(verb, '0x80090029', host);
  if (isLegacy && asymmetricKeyType !== 'rsa') return fail(verb, '0x80090029', host);
  if (modifiers.includes('at_signature') && !isLegacy) return fail(verb, '0x80070057', host);
  if (!mayWrite(host)) return fail(verb, '0x80070005', host);
  putLeaf(store, leaf, { provider, modifiers, force: options.force }, host);
  if (!modifiers.includes('nochain')) putChain(others, modifiers, host);
  return succeed(verb, host);
}

function putLeaf(
  store: string,
  leaf: NonNullable<PfxContent['leaf']>,
  { provider, modifiers, force }: { provider: string; modifiers: readonly string[]; force: boolean },
  host: Host,
): void {
  const { print, texts } = host;
  print(storeLine(store, texts.certutil));
  const present = host.stores.read(store, thumbprintOf(leaf.certificate)) !== undefined;
  write(store, host, {
    ...withoutKey(leaf.certificate),
    key: leaf.key.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    keyUsable: !modifiers.includes('at_signature'),
    provider,
    container: `tp-${randomUUID()}`,
    exportable: !modifiers.includes('noexport'),
    friendlyName: leaf.friendlyName,
  });
  // What is replaced by force is not mentioned.
  if (present && force) return;
  const [before, after] = present ? texts.certutil.alreadyThere : texts.certutil.added;
  print(`${before}${simpleName(leaf.certificate)}${after}`, '');
}

/** By default certutil imports the chain too, and even puts a root among the trusted ones. */
function putChain(others: PfxContent['others'], modifiers: readonly string[], host: Host): void {
  for (const certificate of others) {
    const isRoot = certificate.subject === certificate.issuer;
    if (isRoot && modifiers.includes('noroot')) continue;
    write(isRoot ? 'ROOT' : 'CA', host, withoutKey(certificate));
  }
}

function write(store: string, host: Host, certificate: StoredCertificate): void {
  if (host.effective) host.stores.write(store, certificate);
}
