import { context, type Element, Fields, inner, readBer, tags } from '../asn1/ber.js';
import { octets, oid, text } from '../asn1/values.js';
import { decrypt, decryptKey } from '../encryption/decrypt.js';
import type { Password } from '../encryption/password.js';
import { Unreadable } from '../unreadable.js';

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
const friendlyNameOid = '1.2.840.113549.1.9.20';

/** More of them than any honest file has. */
const maximumBags = 1000;
const maximumKeys = 50;
const deepestNesting = 8;

/** Something in a PFX, with the name that people gave it. */
export interface NamedBytes {
  bytes: Uint8Array;
  friendlyName?: string;
}

/** What a PFX holds, decrypted. */
export interface PfxContents {
  /** Each a PrivateKeyInfo (PKCS #8). */
  keys: NamedBytes[];
  /** Each an X.509 certificate. */
  certificates: NamedBytes[];
  /** Keys that cannot be decrypted, next to others that can. */
  lockedKeys: number;
}

/** What the password does not open. */
export class WrongPassword extends Error {
  override readonly name = 'WrongPassword';

  constructor(readonly part: 'integrity' | 'certificates' | 'key') {
    super();
  }
}

/** A ContentInfo of PKCS #7: a type, and a content inside `[0]`. */
interface ContentInfo {
  type: string;
  content: Element | undefined;
}

export function readContentInfo(element: Element): ContentInfo {
  const fields = new Fields(element, 'a part of the file');
  const type = oid(fields.next());
  const wrapped = fields.optional(context(0));
  return { type, content: wrapped && inner(wrapped) };
}

/**
 * The bytes that the PFX's authSafe holds and the MAC protects.
 * @throws {Unreadable} when they are protected by a certificate instead of a password
 */
export function authenticatedSafe({ type, content }: ContentInfo): Uint8Array {
  if (type === contentTypes.signedData) {
    throw new Unreadable('it is sealed with a signature (public-key integrity) in place of a password');
  }
  if (type !== contentTypes.data || !content) throw new Unreadable(`its content is of the kind ${type}`);
  return octets(content);
}

/**
 * Opens all parts of a PFX. Bags of other kinds (CRLs, secrets) and attributes other than the friendly name
 * are passed over.
 * @throws {Unreadable} @throws {WrongPassword}
 */
export async function readContents(safe: Uint8Array, password: Password): Promise<PfxContents> {
  const reader = new BagReader(password);
  for (const part of readBer(safe).children) await reader.readPart(readContentInfo(part));
  if (reader.contents.keys.length === 0 && reader.contents.lockedKeys > 0) throw new WrongPassword('key');
  return reader.contents;
}

class BagReader {
  readonly contents: PfxContents = { keys: [], certificates: [], lockedKeys: 0 };
  private bags = 0;

  constructor(private readonly password: Password) {}

  async readPart({ type, content }: ContentInfo): Promise<void> {
    switch (type) {
      case contentTypes.data:
        if (content) await this.readSafe(readBer(octets(content)), 0);
        break;
      case contentTypes.encryptedData:
        if (content) await this.readSafe(readBer(await this.decryptData(content)), 0);
        break;
      case contentTypes.envelopedData:
        throw new Unreadable('it is encrypted for a certificate (public-key privacy) in place of a password');
      default:
        throw new Unreadable(`a part of it is of the unknown kind ${type}`);
    }
  }

  private async decryptData(content: Element): Promise<Uint8Array> {
    const fields = new Fields(content, 'an encrypted part');
    fields.next(tags.integer);
    const info = new Fields(fields.next(tags.sequence), 'an encrypted part');
    info.next(tags.objectIdentifier);
    const algorithm = info.next(tags.sequence);
    const plain = await decrypt(algorithm, octets(info.next(context(0))), this.password);
    if (!plain) throw new WrongPassword('certificates');
    return plain;
  }

  private async readSafe(safe: Element, depth: number): Promise<void> {
    if (depth > deepestNesting) throw new Unreadable('it is nested too deeply');
    for (const bag of safe.children) {
      if (++this.bags > maximumBags) throw new Unreadable(`it holds more than ${maximumBags} items`);
      await this.readBag(bag, depth);
    }
  }

  private async readBag(bag: Element, depth: number): Promise<void> {
    const fields = new Fields(bag, 'an item');
    const type = oid(fields.next());
    const wrapped = fields.optional(context(0));
    if (!wrapped) return;
    const friendlyName = readFriendlyName(fields.optional(tags.set));
    switch (type) {
      case bagTypes.key:
        this.addKey({ bytes: inner(wrapped).encoding, ...friendlyName });
        break;
      case bagTypes.shroudedKey: {
        const key = inner(wrapped);
        // GnuTLS puts an open key into this kind of bag when the password is empty.
        const open = key.children[0]?.tag === tags.integer;
        const bytes = open ? key.encoding : await decryptKey(key, this.password);
        if (bytes) this.addKey({ bytes, ...friendlyName });
        else this.contents.lockedKeys++;
        break;
      }
      case bagTypes.certificate: {
        const certificate = new Fields(inner(wrapped), 'a certificate item');
        if (oid(certificate.next()) !== x509Certificate) break;
        this.contents.certificates.push({
          bytes: octets(inner(certificate.next(context(0)))),
          ...friendlyName,
        });
        break;
      }
      case bagTypes.safeContents:
        await this.readSafe(inner(wrapped), depth + 1);
        break;
    }
  }

  private addKey(key: NamedBytes): void {
    if (this.contents.keys.length === maximumKeys) {
      throw new Unreadable(`it holds more than ${maximumKeys} private keys`);
    }
    this.contents.keys.push(key);
  }
}

function readFriendlyName(attributes: Element | undefined): { friendlyName?: string } {
  for (const attribute of attributes?.children ?? []) {
    try {
      const fields = new Fields(attribute, 'an attribute');
      if (oid(fields.next()) !== friendlyNameOid) continue;
      const value = text(inner(fields.next(tags.set)));
      if (value) return { friendlyName: value };
    } catch (error) {
      // A damaged attribute says nothing of the key or certificate that it hangs on.
      if (!(error instanceof Unreadable)) throw error;
    }
  }
  return {};
}
