import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { BindingRecord } from '../state/record.js';
import type { Stores } from '../state/stores.js';

const disableTls12 = 0x1000;
const disableTls13 = 0x40;

/** TLS contexts by certificate and protocol versions: made once, used for every handshake. */
export class Contexts {
  readonly #stores: Stores;
  readonly #made = new Map<string, SecureContext>();

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  /**
   * The context for a record, with another certificate in place of its own if a hash is given.
   * @returns undefined where the certificate or its key is not in the store, or no protocol version is left
   */
  of(record: BindingRecord, hash = record.hash): SecureContext | undefined {
    const versions = record.flags & (disableTls12 | disableTls13);
    if (hash === null || versions === (disableTls12 | disableTls13)) return undefined;
    const store = record.store ?? 'MY';
    const name = `${store}/${hash}/${versions}`;
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const stored = this.#stores.read(store, hash);
    if (stored?.key == null) return undefined;
    const leaf = new X509Certificate(Buffer.from(stored.certificate, 'base64'));
    const key = createPrivateKey({ key: Buffer.from(stored.key, 'base64'), format: 'der', type: 'pkcs8' });
    const context = createSecureContext({
      cert: [leaf, ...this.#chainOf(leaf)].map(String).join(''),
      key: key.export({ type: 'pkcs8', format: 'pem' }),
      minVersion: versions === disableTls12 ? 'TLSv1.3' : 'TLSv1.2',
      maxVersion: versions === disableTls13 ? 'TLSv1.2' : 'TLSv1.3',
    });
    this.#made.set(name, context);
    return context;
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
