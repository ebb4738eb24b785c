import { createHmac, timingSafeEqual } from 'node:crypto';
import {
  context,
  type Element,
  Fields,
  inner,
  octets,
  oid,
  readBer,
  smallInteger,
  tags,
  text,
  Unreadable,
} from './asn1.js';
import { decrypt, decryptKey } from './encryption.js';
import {
  type Derivation,
  digestSize,
  hashOf,
  hmacHashOf,
  type Password,
  pkcs12Kdf,
  purpose,
  readCount,
  readKeyDerivation,
} from './key-derivation.js';

/** The structure of a PFX (RFC 7292): its MAC, its parts, and the bags in them. */

const contentTypes = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  envelopedData: '1.2.840.113549.1.7.3',
  encryptedData: '1.2.840.113549.1.7.6',
} as const;

const bagTypes = {
  key: '1.2.840.113549.1.12.10.1.1',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificate: '1.2.840.113549.1.12.10.1.3',
  safeContents: '1.2.840.113549.1.12.10.1.6',
} as const;

const x509Certificate = '1.2.840.113549.1.9.22.1';

/** More of them than any honest file has. */
const maximumBags = 1000;
const maximumKeys = 50;
const deepestNesting = 8;

/** Something in a PFX, with what hangs on it. */
export interface BagItem {
  readonly bytes: Uint8Array;
  /** The name that people gave it. */
  readonly friendlyName?: string;
  /** In hex; what ties a certificate to its key. */
  readonly localKeyId?: string;
}

/** What a PFX holds, decrypted. */
export interface PfxContents {
  /** Each a PrivateKeyInfo (PKCS #8). */
  readonly keys: readonly BagItem[];
  /** Each an X.509 certificate. */
  readonly certificates: readonly BagItem[];
  /** Keys that cannot be decrypted, next to others that can. */
  readonly lockedKeys: number;
  /** Whether anything in it was encrypted. */
  readonly encrypted: boolean;
}

/** A PFX that is not opened yet. */
export interface ClosedPfx {
  /** What the MAC protects: the parts of the file. */
  readonly safe: Uint8Array;
  readonly mac: Element | undefined;
}

/**
 * Takes a PFX apart as far as it goes without a password.
 * @throws Unreadable, also when it is protected by a certificate instead of a password
 */
export function splitPfx(bytes: Uint8Array): ClosedPfx {
  const fields = new Fields(readBer(bytes), 'the file');
  const version = smallInteger(fields.next(tags.integer));
  if (version !== 3) throw new Unreadable(`it is version ${version} of the format, and only 3 is in use`);
  const { type, content } = readContentInfo(fields.next(tags.sequence));
  if (type === contentTypes.signedData) {
    throw new Unreadable('it is sealed with a signature (public-key integrity) in place of a password');
  }
  if (type !== contentTypes.data || !content) throw new Unreadable(`its content is of the kind ${type}`);
  return { safe: octets(content), mac: fields.optional(tags.sequence) };
}

/** A ContentInfo of PKCS #7: a type, and a content inside `[0]`. */
interface ContentInfo {
  readonly type: string;
  readonly content: Element | undefined;
}

function readContentInfo(element: Element): ContentInfo {
  const fields = new Fields(element, 'a part of the file');
  const type = oid(fields.next());
  const wrapped = fields.optional(context(0));
  return { type, content: wrapped && inner(wrapped) };
}

const pbmac1 = '1.2.840.113549.1.5.14';
/** RFC 9579 forbids to accept a PBMAC1 key below 160 bits, which would be open to forgery. */
const shortestKey = 20;

/** How the key of a MAC is made, and with which hash the MAC is. */
interface MacScheme {
  readonly derivation: Derivation;
  readonly hash: string;
  key(password: Uint8Array, budget: Password): Promise<Uint8Array>;
}

/**
 * Checks a PFX's MAC.
 * @param macData the MacData of the PFX
 * @param content the bytes that it protects
 * @returns false if the password is wrong or the content was changed
 * @throws Unreadable when the kind of MAC is not known or asks for too much work
 */
export async function isMacRight(
  macData: Element,
  content: Uint8Array,
  password: Password,
): Promise<boolean> {
  const fields = new Fields(macData, 'the MAC');
  const digestInfo = new Fields(fields.next(tags.sequence), 'the MAC');
  const algorithm = new Fields(digestInfo.next(tags.sequence), 'the algorithm of the MAC');
  const expected = octets(digestInfo.next(tags.octetString));
  const salt = octets(fields.next(tags.octetString));
  const count = fields.optional(tags.integer);
  const iterations = count ? readCount(count) : 1;

  const name = oid(algorithm.next());
  const scheme =
    name === pbmac1 ? readPbmac1(algorithm.next(tags.sequence)) : pkcs12Mac(name, salt, iterations);
  for (const form of password.forms(scheme.derivation)) {
    const key = await scheme.key(form, password);
    const actual = createHmac(scheme.hash, key).update(content).digest();
    if (actual.length === expected.length && timingSafeEqual(actual, expected)) {
      password.prefer(scheme.derivation, form);
      return true;
    }
  }
  return false;
}

/** RFC 7292, section 4: the MAC's key comes from PKCS #12's own derivation. */
function pkcs12Mac(name: string, salt: Uint8Array, iterations: number): MacScheme {
  const hash = hashOf(name);
  if (hash === undefined) throw new Unreadable(`the algorithm ${name} of its MAC is not known`);
  return {
    derivation: 'pkcs12',
    hash,
    key(password, budget) {
      budget.spend(iterations);
      return pkcs12Kdf({ hash, password, salt, iterations }, purpose.mac, digestSize(hash));
    },
  };
}

/** RFC 9579: the MAC's key comes from PBKDF2, and the salt and iterations of MacData mean nothing. */
function readPbmac1(parameters: Element): MacScheme {
  const fields = new Fields(parameters, 'the parameters of PBMAC1');
  const kdf = readKeyDerivation(fields.next(tags.sequence));
  const mac = oid(new Fields(fields.next(tags.sequence), 'the HMAC of PBMAC1').next());
  const hash = hmacHashOf(mac);
  if (hash === undefined) throw new Unreadable(`the algorithm ${mac} of its MAC is not known`);
  const { keyLength } = kdf;
  if (keyLength === undefined || keyLength < shortestKey) {
    throw new Unreadable('its MAC states no key length, or one that RFC 9579 does not allow');
  }
  return {
    derivation: 'pbkdf',
    hash,
    key: (password, budget) => kdf.derive(password, keyLength, budget),
  };
}

/** What the password does not open. */
export class LockedPart extends Error {
  override readonly name = 'LockedPart';
  readonly part: 'certificates' | 'key';
  /** Whether the password opened something else that is encrypted. */
  readonly othersOpened: boolean;

  constructor(part: 'certificates' | 'key', othersOpened: boolean) {
    super();
    this.part = part;
    this.othersOpened = othersOpened;
  }
}

/**
 * Opens all parts of a PFX. Bags of other kinds (CRLs, secrets) and attributes other than names are skipped.
 * @throws Unreadable
 * @throws LockedPart where the password is wrong
 */
export async function readContents(safe: Uint8Array, password: Password): Promise<PfxContents> {
  const reader = new BagReader(password);
  for (const part of readBer(safe).children) await reader.readPart(readContentInfo(part));
  if (reader.keys.length === 0 && reader.lockedKeys > 0) throw new LockedPart('key', reader.opened);
  return reader;
}

class BagReader implements PfxContents {
  readonly keys: BagItem[] = [];
  readonly certificates: BagItem[] = [];
  lockedKeys = 0;
  encrypted = false;
  opened = false;
  readonly #password: Password;
  #bags = 0;

  constructor(password: Password) {
    this.#password = password;
  }

  async readPart({ type, content }: ContentInfo): Promise<void> {
    switch (type) {
      case contentTypes.data:
        if (content) await this.#readSafe(readBer(octets(content)), 0);
        break;
      case contentTypes.encryptedData:
        if (content) await this.#readSafe(readBer(await this.#decryptData(content)), 0);
        break;
      case contentTypes.envelopedData:
        throw new Unreadable('it is encrypted for a certificate (public-key privacy) in place of a password');
      default:
        throw new Unreadable(`a part of it is of the unknown kind ${type}`);
    }
  }

  async #decryptData(content: Element): Promise<Uint8Array> {
    this.encrypted = true;
    const fields = new Fields(content, 'an encrypted part');
    fields.next(tags.integer);
    const info = new Fields(fields.next(tags.sequence), 'an encrypted part');
    info.next(tags.objectIdentifier);
    const algorithm = info.next(tags.sequence);
    const plain = await decrypt(algorithm, octets(info.next(context(0))), this.#password);
    if (!plain) throw new LockedPart('certificates', this.opened);
    this.opened = true;
    return plain;
  }

  async #readSafe(safe: Element, depth: number): Promise<void> {
    if (depth > deepestNesting) throw new Unreadable('it is nested too deeply');
    for (const bag of safe.children) {
      this.#bags += 1;
      if (this.#bags > maximumBags) throw new Unreadable(`it holds more than ${maximumBags} items`);
      await this.#readBag(bag, depth);
    }
  }

  async #readBag(bag: Element, depth: number): Promise<void> {
    const fields = new Fields(bag, 'an item');
    const type = oid(fields.next());
    const wrapped = fields.optional(context(0));
    if (!wrapped) return;
    const attributes = readAttributes(fields.optional(tags.set));
    switch (type) {
      case bagTypes.key:
        this.#addKey({ bytes: inner(wrapped).encoding, ...attributes });
        break;
      case bagTypes.shroudedKey: {
        const bytes = await this.#unshroud(inner(wrapped));
        if (bytes) this.#addKey({ bytes, ...attributes });
        else this.lockedKeys += 1;
        break;
      }
      case bagTypes.certificate: {
        const certificate = new Fields(inner(wrapped), 'a certificate item');
        if (oid(certificate.next()) !== x509Certificate) break;
        this.certificates.push({ bytes: octets(inner(certificate.next(context(0)))), ...attributes });
        break;
      }
      case bagTypes.safeContents:
        await this.#readSafe(inner(wrapped), depth + 1);
        break;
    }
  }

  async #unshroud(key: Element): Promise<Uint8Array | undefined> {
    // GnuTLS puts an open key into this kind of bag when the password is empty.
    if (key.children[0]?.tag === tags.integer) return key.encoding;
    this.encrypted = true;
    const plain = await decryptKey(key, this.#password);
    this.opened ||= plain !== undefined;
    return plain;
  }

  #addKey(key: BagItem): void {
    if (this.keys.length === maximumKeys) {
      throw new Unreadable(`it holds more than ${maximumKeys} private keys`);
    }
    this.keys.push(key);
  }
}

const friendlyNameOid = '1.2.840.113549.1.9.20';
const localKeyIdOid = '1.2.840.113549.1.9.21';

function readAttributes(attributes: Element | undefined): Omit<BagItem, 'bytes'> {
  const found: { friendlyName?: string; localKeyId?: string } = {};
  for (const attribute of attributes?.children ?? []) {
    try {
      const fields = new Fields(attribute, 'an attribute');
      const type = oid(fields.next());
      if (type !== friendlyNameOid && type !== localKeyIdOid) continue;
      const value = inner(fields.next(tags.set));
      if (type === localKeyIdOid) found.localKeyId ??= Buffer.from(octets(value)).toString('hex');
      else if (text(value)) found.friendlyName ??= text(value);
    } catch (error) {
      // A damaged attribute says nothing of the key or certificate that it hangs on.
      if (!(error instanceof Unreadable)) throw error;
    }
  }
  return found;
}
