import { createCipheriv, createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { bmp, element, explicit, integer, nothing, octets, oid, sequence, set } from './der.js';
import { chainOf, type Issued } from './issue.js';

/** How a PFX is made. */
export interface PfxRequest {
  password: string;
  /** `modern` is AES-256 with SHA-256, as OpenSSL 3 and new Windows write; `legacy` is 3DES with SHA-1. */
  encryption?: 'modern' | 'legacy';
  friendlyName?: string;
  /** The certificates beside the leaf; by default its whole chain without the root. */
  chain?: Issued[];
  withKey?: boolean;
  /** How often a key derivation hashes; by default as often as Windows' own. */
  iterations?: number;
}

/** How the parts of a file are encrypted. */
type Protection = Required<Pick<PfxRequest, 'password' | 'encryption' | 'iterations'>>;

const ids = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacSha256: '1.2.840.113549.2.9',
  aes256: '2.16.840.1.101.3.4.1.42',
  pbeSha1TripleDes: '1.2.840.113549.1.12.1.3',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
};

/** A PFX file with a certificate, its key and its intermediates. */
export function writePfx(leaf: Issued, request: PfxRequest): Buffer {
  const { password, encryption = 'modern', iterations = 2000, friendlyName, withKey = true } = request;
  const protection = { password, encryption, iterations };
  const chain = request.chain ?? chainOf(leaf).filter(({ issuer }) => issuer !== null);
  const encrypt = encryption === 'modern' ? encryptModern : encryptLegacy;
  const attributes = [
    ...(withKey ? [attribute(ids.localKeyId, octets(Buffer.from(leaf.thumbprint, 'hex')))] : []),
    ...(friendlyName === undefined ? [] : [attribute(ids.friendlyName, bmp(friendlyName))]),
  ];
  const certificates = sequence(
    certificateBag(leaf, attributes),
    ...chain.map((certificate) => certificateBag(certificate, [])),
  );
  const [algorithm, ciphertext] = encrypt(certificates, protection);
  const parts = [encryptedData(algorithm, ciphertext)];
  if (withKey) {
    const key = leaf.key.export({ type: 'pkcs8', format: 'der' });
    const [keyAlgorithm, keyCiphertext] = encrypt(key, protection);
    const shrouded = sequence(keyAlgorithm, octets(keyCiphertext));
    const bag = sequence(oid(ids.shroudedKey), explicit(0, shrouded), attributeSet(attributes));
    parts.unshift(data(sequence(bag)));
  }
  const content = sequence(...parts);
  return sequence(integer(3), data(content), mac(content, protection));
}

function certificateBag({ der }: Issued, attributes: Buffer[]): Buffer {
  const bag = sequence(oid(ids.x509), explicit(0, octets(der)));
  return sequence(oid(ids.certificateBag), explicit(0, bag), attributeSet(attributes));
}

function attribute(id: string, value: Buffer): Buffer {
  return sequence(oid(id), set(value));
}

function attributeSet(attributes: Buffer[]): Buffer {
  return attributes.length === 0 ? Buffer.alloc(0) : set(...attributes);
}

function data(content: Buffer): Buffer {
  return sequence(oid(ids.data), explicit(0, octets(content)));
}

function encryptedData(algorithm: Buffer, ciphertext: Buffer): Buffer {
  const info = sequence(oid(ids.data), algorithm, element(0x80, ciphertext));
  return sequence(oid(ids.encryptedData), explicit(0, sequence(integer(0), info)));
}

function encryptModern(
  plain: Buffer,
  { password, iterations }: Protection,
): [algorithm: Buffer, ciphertext: Buffer] {
  const salt = randomBytes(16);
  const iv = randomBytes(16);
  const key = pbkdf2Sync(Buffer.from(password, 'utf8'), salt, iterations, 32, 'sha256');
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const derivation = sequence(octets(salt), integer(iterations), sequence(oid(ids.hmacSha256), nothing()));
  const scheme = sequence(oid(ids.aes256), octets(iv));
  const algorithm = sequence(oid(ids.pbes2), sequence(sequence(oid(ids.pbkdf2), derivation), scheme));
  return [algorithm, Buffer.concat([cipher.update(plain), cipher.final()])];
}

function encryptLegacy(plain: Buffer, protection: Protection): [algorithm: Buffer, ciphertext: Buffer] {
  const salt = randomBytes(8);
  const derive = (purpose: number, length: number) =>
    deriveKey(protection, { hash: 'sha1', salt, purpose, length });
  const cipher = createCipheriv('des-ede3-cbc', derive(1, 24), derive(2, 8));
  const parameters = sequence(octets(salt), integer(protection.iterations));
  const algorithm = sequence(oid(ids.pbeSha1TripleDes), parameters);
  return [algorithm, Buffer.concat([cipher.update(plain), cipher.final()])];
}

function mac(content: Buffer, protection: Protection): Buffer {
  const isModern = protection.encryption === 'modern';
  const [hash, length] = isModern ? (['sha256', 32] as const) : (['sha1', 20] as const);
  const salt = randomBytes(8);
  const key = deriveKey(protection, { hash, salt, purpose: 3, length });
  const digest = createHmac(hash, key).update(content).digest();
  const algorithm = sequence(oid(ids[hash]), nothing());
  return sequence(sequence(algorithm, octets(digest)), octets(salt), integer(protection.iterations));
}

/** What is derived from a password; purpose 1 is a key, 2 an IV, 3 a MAC key. */
interface Derivation {
  readonly hash: 'sha1' | 'sha256';
  readonly salt: Buffer;
  readonly purpose: number;
  readonly length: number;
}

/** The key derivation of PKCS #12 (RFC 7292, appendix B.2). */
function deriveKey(
  { password, iterations }: Protection,
  { hash, salt, purpose, length }: Derivation,
): Buffer {
  const block = 64;
  const fill = (bytes: Buffer) => Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
  const letters = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const input = Buffer.concat([fill(salt), fill(letters)]);
  const output: Buffer[] = [];
  for (let have = 0; have < length; ) {
    let digest = createHash(hash).update(Buffer.alloc(block, purpose)).update(input).digest();
    for (let round = 1; round < iterations; round += 1) digest = createHash(hash).update(digest).digest();
    output.push(digest);
    have += digest.length;
    addToBlocks(input, Buffer.alloc(block, digest), block);
  }
  return Buffer.concat(output).subarray(0, length);
}

/** Adds `addend` + 1 to each block, as big-endian numbers that wrap around. */
function addToBlocks(input: Buffer, addend: Buffer, block: number): void {
  for (let start = 0; start < input.length; start += block) {
    let carry = 1;
    for (let index = block - 1; index >= 0; index -= 1) {
      const sum = (input[start + index] ?? 0) + (addend[index] ?? 0) + carry;
      input[start + index] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}
