import { type KeyObject, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { newUniqueName } from '../../state/installation.js';
import { KeyFiles } from '../../state/key-files.js';
import { cngProvider, type Provider, providerOf } from '../../state/providers.js';
import type { StoredCertificate } from '../../state/stores.js';
import type { HResult } from '../../texts/texts.js';
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
const knownModifiers = ['noexport', 'nochain', 'noroot', 'at_keyexchange', 'at_signature'];

/** `-importPFX [store] file [modifiers]`. */
export function importPfx(
  given: readonly string[],
  options: Options & { password: string },
  host: Host,
): number {
  const [store = 'MY', file = '', modifierList = ''] = given.length === 1 ? ['MY', ...given] : given;
  const modifiers = modifierList.toLowerCase().split(',').filter(Boolean);
  const { provider: name = cngProvider } = options;
  const provider = providerOf(name);
  if (!modifiers.every((modifier) => knownModifiers.includes(modifier)))
    return fail(verb, '0x80070057', host);
  if (provider === undefined || !provider.imports) return fail(verb, '0x80090019', host);
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
  const error = keyErrorOf(leaf.key, provider, modifiers) ?? (mayWrite(host) ? undefined : '0x80070005');
  if (error !== undefined) return fail(verb, error, host);
  putLeaf(store, leaf, { name, provider, modifiers, force: options.force }, host);
  if (!modifiers.includes('nochain')) putChain(others, modifiers, host);
  return succeed(verb, host);
}

/** Why a provider does not take a key. Legacy ones have RSA only; CNG knows no key specification. */
function keyErrorOf(key: KeyObject, { kind }: Provider, modifiers: readonly string[]): HResult | undefined {
  const { asymmetricKeyType } = key;
  if (asymmetricKeyType === 'ed25519') return '0x80090029';
  if (kind === 'csp' && asymmetricKeyType !== 'rsa') return '0x80090029';
  const specs = modifiers.filter((modifier) => modifier.startsWith('at_'));
  return specs.length > (kind === 'csp' ? 1 : 0) ? '0x80070057' : undefined;
}

interface Import {
  name: string;
  provider: Provider;
  modifiers: readonly string[];
  force: boolean;
}

function putLeaf(
  store: string,
  leaf: NonNullable<PfxContent['leaf']>,
  { name, provider, modifiers, force }: Import,
  host: Host,
): void {
  const { print, texts, options } = host;
  print(storeLine(store, texts.certutil));
  const present = host.stores.read(store, thumbprintOf(leaf.certificate)) !== undefined;
  const keySpec = keySpecOf(provider, modifiers, options.cspKeySpec);
  const container = `tp-${randomUUID()}`;
  const stored = {
    ...withoutKey(leaf.certificate),
    key: leaf.key.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
    keyUsable: keySpec !== atSignature,
    keySpec,
    provider: name,
    container,
    uniqueName: newUniqueName(options, container, provider.kind),
    exportable: !modifiers.includes('noexport'),
    friendlyName: leaf.friendlyName,
  };
  // The key of a certificate that is replaced stays behind, as nobody deletes it.
  if (host.effective) new KeyFiles(host.machine).create(stored, options.keyAccess[provider.kind]);
  write(store, host, stored);
  // What is replaced by force is not mentioned.
  if (present && force) return;
  const [before, after] = present ? texts.certutil.alreadyThere : texts.certutil.added;
  print(`${before}${simpleName(leaf.certificate)}${after}`, '');
}

const atKeyExchange = 1;
const atSignature = 2;

function keySpecOf(
  { kind }: Provider,
  modifiers: readonly string[],
  unnamed: 'exchange' | 'signature',
): 0 | 1 | 2 {
  if (kind === 'cng') return 0;
  if (modifiers.includes('at_keyexchange')) return atKeyExchange;
  if (modifiers.includes('at_signature')) return atSignature;
  return unnamed === 'exchange' ? atKeyExchange : atSignature;
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
