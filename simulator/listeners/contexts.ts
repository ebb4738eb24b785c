import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { MachineOptions } from '../machine-options.js';
import { KeyFiles } from '../state/key-files.js';
import { providerOf } from '../state/providers.js';
import type { BindingRecord } from '../state/record.js';
import { type StoredCertificate, Stores } from '../state/stores.js';

const disableTls12 = 0x1000;
const disableTls13 = 0x40;

/** How the machine behaves at this moment. */
export function readOptions(machine: string): MachineOptions {
  return JSON.parse(readFileSync(join(machine, 'machine.json'), 'utf8')) as MachineOptions;
}

/** TLS contexts by certificate and protocol versions: made once, used for every handshake. */
export class Contexts {
  readonly #machine: string;
  readonly #stores: Stores;
  readonly #keys: KeyFiles;
  readonly #made = new Map<string, SecureContext>();

  constructor(machine: string) {
    this.#machine = machine;
    this.#stores = new Stores(machine);
    this.#keys = new KeyFiles(machine);
  }

  /**
   * The context for a record, with another certificate in place of its own if a hash is given.
   * @returns undefined where the certificate or its key is not to be had, or no protocol version is left
   */
  of(record: BindingRecord, hash = record.hash): SecureContext | undefined {
    if (hash === null) return undefined;
    const store = record.store ?? 'MY';
    const versions = record.flags & (disableTls12 | disableTls13);
    const linked = this.#successor(store, hash);
    const name = `${store}/${linked?.thumbprint ?? hash}/${versions}`;
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const stored = linked ?? this.#stores.read(store, hash);
    const made = stored === undefined ? undefined : this.#make(stored, versions);
    if (made !== undefined) this.#made.set(name, made);
    return made;
  }

  #make(stored: StoredCertificate, ownVersions: number): SecureContext | undefined {
    if (stored.key === null || !this.#keys.isUsable(stored)) return undefined;
    const versions = ownVersions | (this.#fallsBack(stored) ? disableTls13 : 0);
    if (versions === (disableTls12 | disableTls13)) return undefined;
    const leaf = new X509Certificate(Buffer.from(stored.certificate, 'base64'));
    const key = createPrivateKey({ key: Buffer.from(stored.key, 'base64'), format: 'der', type: 'pkcs8' });
    return createSecureContext({
      cert: [leaf, ...this.#chainOf(leaf)].map(String).join(''),
      key: key.export({ type: 'pkcs8', format: 'pem' }),
      minVersion: versions === disableTls12 ? 'TLSv1.3' : 'TLSv1.2',
      maxVersion: (versions & disableTls13) !== 0 ? 'TLSv1.2' : 'TLSv1.3',
    });
  }

  /** The last certificate that renewal links lead to, of those that can be used. */
  #successor(store: string, hash: string): StoredCertificate | undefined {
    let found: StoredCertificate | undefined;
    let next = this.#stores.read(store, hash)?.renewedBy ?? null;
    for (const seen = new Set<string>(); next !== null && !seen.has(next); ) {
      seen.add(next);
      const stored: StoredCertificate | undefined = this.#stores.read(store, next);
      if (stored === undefined || !this.#keys.isUsable(stored)) break;
      found = stored;
      next = stored.renewedBy;
    }
    return found;
  }

  #fallsBack({ provider }: StoredCertificate): boolean {
    return providerOf(provider)?.kind === 'csp' && readOptions(this.#machine).cspTls13 === 'falls-back';
  }

  /** The intermediates that Windows finds in its store and sends along. */
  #chainOf(leaf: X509Certificate): X509Certificate[] {
    const authorities = this.#stores
      .list('CA')
      .map(({ certificate }) => new X509Certificate(Buffer.from(certificate, 'base64')));
    const chain: X509Certificate[] = [];
    for (let at: X509Certificate | undefined = leaf; at !== undefined && chain.length < 8; ) {
      const child: X509Certificate = at;
      at = authorities.find(
        (one) => one.subject !== one.issuer && child.checkIssued(one) && !chain.includes(one),
      );
      if (at !== undefined) chain.push(at);
    }
    return chain;
  }
}
