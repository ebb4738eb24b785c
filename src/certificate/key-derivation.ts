import { hash, pbkdf2, scrypt } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Element, Fields, octets, oid, smallInteger, tags, Unreadable } from './asn1.js';

/** From a password to a key: the forms of a password, and the derivations of PKCS #5 and PKCS #12. */

/** A hash function, its object identifiers alone and within an HMAC, and the bytes that it takes in at a time. */
interface Digest {
  /** As Node.js calls it. */
  readonly name: string;
  readonly oid: string;
  readonly hmacOid: string;
  readonly blockSize: number;
}

const digest = (name: string, oid: string, hmacOid: string, blockSize: number): Digest => ({
  name,
  oid,
  hmacOid,
  blockSize,
});

const digests: readonly Digest[] = [
  digest('md5', '1.2.840.113549.2.5', '1.2.840.113549.2.6', 64),
  digest('sha1', '1.3.14.3.2.26', '1.2.840.113549.2.7', 64),
  digest('sha224', '2.16.840.1.101.3.4.2.4', '1.2.840.113549.2.8', 64),
  digest('sha256', '2.16.840.1.101.3.4.2.1', '1.2.840.113549.2.9', 64),
  digest('sha384', '2.16.840.1.101.3.4.2.2', '1.2.840.113549.2.10', 128),
  digest('sha512', '2.16.840.1.101.3.4.2.3', '1.2.840.113549.2.11', 128),
  digest('sha512-224', '2.16.840.1.101.3.4.2.5', '1.2.840.113549.2.12', 128),
  digest('sha512-256', '2.16.840.1.101.3.4.2.6', '1.2.840.113549.2.13', 128),
  digest('sha3-224', '2.16.840.1.101.3.4.2.7', '2.16.840.1.101.3.4.2.13', 144),
  digest('sha3-256', '2.16.840.1.101.3.4.2.8', '2.16.840.1.101.3.4.2.14', 136),
  digest('sha3-384', '2.16.840.1.101.3.4.2.9', '2.16.840.1.101.3.4.2.15', 104),
  digest('sha3-512', '2.16.840.1.101.3.4.2.10', '2.16.840.1.101.3.4.2.16', 72),
];

/** The hash function with an object identifier, as Node.js calls it. */
export function hashOf(dotted: string): string | undefined {
  return digests.find((each) => each.oid === dotted)?.name;
}

/** The hash function of an HMAC with an object identifier, as Node.js calls it. */
export function hmacHashOf(dotted: string): string | undefined {
  return digests.find((each) => each.hmacOid === dotted)?.name;
}

/** Bytes that a hash function gives. */
export function digestSize(name: string): number {
  return hash(name, '', 'buffer').length;
}

/**
 * How much work one file may ask for, in rounds of a hash or HMAC. A file with 2 000 000 iterations in its MAC and
 * its parts needs about 16 million, at half a microsecond to two each.
 */
const maximumRounds = 40_000_000;

/**
 * Who turns the password into bytes: `pkcs12`, the key derivation of PKCS #12, which wants UTF-16, or `pbkdf`,
 * PBKDF2 and its like, which take bytes and in practice UTF-8.
 */
export type Derivation = 'pkcs12' | 'pbkdf';

/**
 * A password in the forms in which programs encode it. The standards name one form for each derivation, but
 * files with the others exist; they are tried in order, and the form that opened one part of a file is the
 * first to be tried on the next. It also keeps count of the work that a file asks for.
 */
export class Password {
  readonly text: string;
  readonly #forms: Record<Derivation, Uint8Array[]>;
  #roundsLeft: number;

  constructor(text: string, rounds = maximumRounds) {
    const normal = text.normalize('NFC');
    const utf8 = Buffer.from(text, 'utf8');
    this.text = text;
    this.#roundsLeft = rounds;
    this.#forms = {
      pkcs12: distinct([
        utf16(`${text}\0`),
        utf16(`${normal}\0`),
        // An empty password and no password at all differ in the two zero bytes at the end.
        ...(text === '' ? [Buffer.alloc(0)] : []),
        // OpenSSL before 1.1.0 widened each byte of the UTF-8 form.
        utf16(`${utf8.toString('latin1')}\0`),
      ]),
      pbkdf: distinct([
        utf8,
        Buffer.from(normal, 'utf8'),
        // Some writers feed PBKDF2 with what the standard wants for the older derivation.
        utf16(`${text}\0`),
        utf16(text),
        Buffer.from(normal, 'latin1'),
      ]),
    };
  }

  /** The encodings to try, the most likely one first. */
  forms(derivation: Derivation): readonly Uint8Array[] {
    return [...this.#forms[derivation]];
  }

  /** Notes that this encoding opened a part of the file. */
  prefer(derivation: Derivation, form: Uint8Array): void {
    const others = this.#forms[derivation].filter((other) => other !== form);
    this.#forms[derivation] = [form, ...others];
  }

  /** Takes account of work before it is done. @throws Unreadable when the file asks for more than a run can wait for */
  spend(rounds: number): void {
    this.#roundsLeft -= rounds;
    if (this.#roundsLeft >= 0) return;
    const most = maximumRounds / 1_000_000;
    throw new Unreadable(
      `it asks for more than ${most} million rounds of key derivation, which would take minutes`,
    );
  }
}

function utf16(text: string): Uint8Array {
  return Buffer.from(text, 'utf16le').swap16();
}

function distinct(forms: readonly Uint8Array[]): Uint8Array[] {
  return forms.filter((form, i) => forms.findIndex((other) => Buffer.compare(form, other) === 0) === i);
}

/** PBKDF2 or scrypt with its parameters: makes a key from an encoded password. */
interface KeyDerivation {
  /** The length that the file demands, if it does. */
  readonly keyLength?: number;
  derive(password: Uint8Array, length: number, budget: Password): Promise<Uint8Array>;
}

const longestKey = 256;

/**
 * Reads the AlgorithmIdentifier of PBKDF2 or scrypt.
 * @throws Unreadable when it is another one or its parameters are out of bounds
 */
export function readKeyDerivation(identifier: Element): KeyDerivation {
  const fields = new Fields(identifier, 'a key derivation');
  const algorithm = oid(fields.next());
  const parameters = new Fields(fields.next(tags.sequence), 'the parameters of a key derivation');
  if (algorithm === '1.2.840.113549.1.5.12') return readPbkdf2(parameters);
  if (algorithm === '1.3.6.1.4.1.11591.4.11') return readScrypt(parameters);
  throw new Unreadable(`its key derivation ${algorithm} is not known`);
}

function readPbkdf2(parameters: Fields): KeyDerivation {
  const salt = octets(parameters.next(tags.octetString));
  const iterations = readCount(parameters.next(tags.integer));
  const keyLength = readKeyLength(parameters);
  const prf = parameters.optional(tags.sequence);
  const dotted = prf ? oid(new Fields(prf, 'a hash').next()) : '1.2.840.113549.2.7';
  const name = hmacHashOf(dotted);
  if (name === undefined) throw new Unreadable(`the hash ${dotted} of its key derivation is not known`);
  return {
    ...keyLength,
    async derive(password, length, budget) {
      budget.spend(iterations * Math.ceil(length / digestSize(name)));
      return promisify(pbkdf2)(password, salt, iterations, length, name);
    },
  };
}

/** Memory that scrypt may use; its usual parameters need 16 to 128 MiB. */
const scryptMemory = 256 * 1024 * 1024;

function readScrypt(parameters: Fields): KeyDerivation {
  const salt = octets(parameters.next(tags.octetString));
  const cost = readCount(parameters.next(tags.integer));
  const blockSize = readCount(parameters.next(tags.integer));
  const parallelization = readCount(parameters.next(tags.integer));
  if (cost * blockSize * 128 > scryptMemory || Math.log2(cost) % 1 !== 0) {
    throw new Unreadable('the parameters of its scrypt key derivation are out of bounds');
  }
  const options = { cost, blockSize, parallelization, maxmem: 2 * scryptMemory };
  return {
    ...readKeyLength(parameters),
    async derive(password, length, budget) {
      budget.spend(cost * blockSize * parallelization);
      return new Promise<Buffer>((resolve, reject) => {
        scrypt(password, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
      });
    },
  };
}

function readKeyLength(parameters: Fields): { keyLength?: number } {
  const field = parameters.optional(tags.integer);
  if (!field) return {};
  const keyLength = readCount(field);
  if (keyLength > longestKey) throw new Unreadable('it derives a key of an impossible length');
  return { keyLength };
}

/** Iterations and the like, which zero would make meaningless. @throws Unreadable */
export function readCount(element: Element): number {
  const value = smallInteger(element);
  if (value < 1 || value > 0x7fff_ffff) {
    throw new Unreadable('a count in its key derivation is out of bounds');
  }
  return value;
}

/** What the bytes that PKCS #12 derives are for (RFC 7292, appendix B.3). */
export const purpose = { key: 1, iv: 2, mac: 3 } as const;

/** What the key derivation of PKCS #12 starts from. */
export interface Pkcs12Derivation {
  /** As Node.js calls it. */
  readonly hash: string;
  /** The password as big-endian UTF-16 with two zero bytes at the end, or no bytes at all. */
  readonly password: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

/** The key derivation of PKCS #12 (RFC 7292, appendix B.2). @throws Unreadable for a hash that it does not know */
export async function pkcs12Kdf(
  start: Pkcs12Derivation,
  id: (typeof purpose)[keyof typeof purpose],
  length: number,
): Promise<Uint8Array> {
  const blockSize = digests.find(({ name }) => name === start.hash)?.blockSize;
  if (blockSize === undefined) throw new Unreadable(`its key derivation uses the hash ${start.hash}`);
  const diversifier = Buffer.alloc(blockSize, id);
  const input = Buffer.concat([repeated(start.salt, blockSize), repeated(start.password, blockSize)]);
  const output: Uint8Array[] = [];
  for (let made = 0; made < length; ) {
    const digest = await iterate(start.hash, Buffer.concat([diversifier, input]), start.iterations);
    output.push(digest);
    made += digest.length;
    addToEachBlock(input, digest, blockSize);
  }
  return Buffer.concat(output, length);
}

/** Rounds after which the event loop gets its turn, so that signals are heard: some tens of milliseconds. */
const slice = 20_000;

/** Hashes data, and the digest again and again. @param rounds at least one */
export async function iterate(name: string, data: Uint8Array, rounds: number): Promise<Uint8Array> {
  let digest = data;
  for (let round = 1; round <= rounds; round += 1) {
    digest = hash(name, digest, 'buffer');
    if (round % slice === 0) await turn();
  }
  return digest;
}

/** A text repeated up to a whole number of blocks. */
function repeated(text: Uint8Array, blockSize: number): Uint8Array {
  return Buffer.alloc(Math.ceil(text.length / blockSize) * blockSize, text);
}

/** Adds the repeated digest, plus one, to each block, as big-endian numbers of one block's size. */
function addToEachBlock(input: Uint8Array, digest: Uint8Array, blockSize: number): void {
  for (let start = 0; start < input.length; start += blockSize) {
    let carry = 1;
    for (let i = blockSize - 1; i >= 0; i -= 1) {
      const sum = (input[start + i] ?? 0) + (digest[i % digest.length] ?? 0) + carry;
      input[start + i] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}
