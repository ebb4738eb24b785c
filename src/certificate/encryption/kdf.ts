import { createHash, pbkdf2, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { type Element, Fields, tags } from '../asn1/ber.js';
import { octets, oid, smallInteger } from '../asn1/values.js';
import { Unreadable } from '../unreadable.js';
import type { Password } from './password.js';

/** Hash functions of the HMAC in PBKDF2 and PBMAC1, by object identifier, as Node.js calls them. */
export const hmacHashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.6': 'md5',
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
  '1.2.840.113549.2.12': 'sha512-224',
  '1.2.840.113549.2.13': 'sha512-256',
  '2.16.840.1.101.3.4.2.13': 'sha3-224',
  '2.16.840.1.101.3.4.2.14': 'sha3-256',
  '2.16.840.1.101.3.4.2.15': 'sha3-384',
  '2.16.840.1.101.3.4.2.16': 'sha3-512',
};

const pbkdf2Oid = '1.2.840.113549.1.5.12';
const scryptOid = '1.3.6.1.4.1.11591.4.11';

/** Memory that scrypt may use; its usual parameters need 16 to 128 MiB. */
const scryptMemory = 256 * 1024 * 1024;
const longestKey = 256;

/** A key derivation with its parameters: makes a key from an encoded password. */
export interface KeyDerivation {
  /** The length that the file demands, if it does. */
  readonly keyLength?: number;
  derive(password: Uint8Array, length: number, budget: Password): Promise<Uint8Array>;
}

/**
 * Reads the AlgorithmIdentifier of PBKDF2 or scrypt.
 * @throws {Unreadable} when it is another one or its parameters are out of bounds
 */
export function readKeyDerivation(identifier: Element): KeyDerivation {
  const fields = new Fields(identifier, 'a key derivation');
  const algorithm = oid(fields.next());
  const parameters = new Fields(fields.next(tags.sequence), 'the parameters of a key derivation');
  switch (algorithm) {
    case pbkdf2Oid:
      return readPbkdf2(parameters);
    case scryptOid:
      return readScrypt(parameters);
    default:
      throw new Unreadable(`its key derivation ${algorithm} is not known`);
  }
}

function readPbkdf2(parameters: Fields): KeyDerivation {
  const salt = octets(parameters.next(tags.octetString));
  const iterations = atLeastOne(smallInteger(parameters.next(tags.integer)));
  const keyLength = readKeyLength(parameters);
  const prf = parameters.optional(tags.sequence);
  const prfOid = prf ? oid(new Fields(prf, 'a hash').next()) : '1.2.840.113549.2.7';
  const hash = hmacHashes[prfOid];
  if (hash === undefined) throw new Unreadable(`the hash ${prfOid} of its key derivation is not known`);
  return {
    ...keyLength,
    async derive(password, length, budget) {
      budget.spend(iterations * Math.ceil(length / createHash(hash).digest().length));
      return promisify(pbkdf2)(password, salt, iterations, length, hash);
    },
  };
}

function readScrypt(parameters: Fields): KeyDerivation {
  const salt = octets(parameters.next(tags.octetString));
  const [cost, blockSize, parallelization] = [
    atLeastOne(smallInteger(parameters.next(tags.integer))),
    atLeastOne(smallInteger(parameters.next(tags.integer))),
    atLeastOne(smallInteger(parameters.next(tags.integer))),
  ];
  if (cost * blockSize * 128 > scryptMemory || Math.log2(cost) % 1 !== 0) {
    throw new Unreadable('the parameters of its scrypt key derivation are out of bounds');
  }
  return {
    ...readKeyLength(parameters),
    async derive(password, length, budget) {
      budget.spend(cost * blockSize * parallelization);
      const options = { cost, blockSize, parallelization, maxmem: 2 * scryptMemory };
      return await new Promise<Buffer>((resolve, reject) => {
        scrypt(password, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
      });
    },
  };
}

function readKeyLength(parameters: Fields): { keyLength?: number } {
  const field = parameters.optional(tags.integer);
  if (!field) return {};
  const keyLength = atLeastOne(smallInteger(field));
  if (keyLength > longestKey) throw new Unreadable('it derives a key of an impossible length');
  return { keyLength };
}

/** Iterations and the like, which zero would make meaningless. */
export function atLeastOne(value: number): number {
  if (value < 1 || value > 0x7fff_ffff)
    throw new Unreadable('a count in its key derivation is out of bounds');
  return value;
}
