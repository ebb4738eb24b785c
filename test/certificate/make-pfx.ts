import {
  createCipheriv,
  createHash,
  createHmac,
  type KeyObject,
  pbkdf2Sync,
  randomBytes,
  scryptSync,
} from 'node:crypto';
import { der } from '../../src/certificate/asn1.js';
import { pkcs12Kdf, purpose } from '../../src/certificate/key-derivation.js';
import { tlv } from './tlv.js';

/**
 * Makes PFX files of the kinds that the programs at hand do not write: PBMAC1, scrypt, every hash of PBKDF2,
 * unusual encodings of the password, several keys, odd bags and attributes, BER.
 */

const oids = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  safeContentsBag: '1.2.840.113549.1.12.10.1.6',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  scrypt: '1.3.6.1.4.1.11591.4.11',
  pbmac1: '1.2.840.113549.1.5.14',
  aes256: '2.16.840.1.101.3.4.1.42',
} as const;

const hmacOids: Readonly<Record<string, string>> = {
  md5: '1.2.840.113549.2.6',
  sha1: '1.2.840.113549.2.7',
  sha224: '1.2.840.113549.2.8',
  sha256: '1.2.840.113549.2.9',
  sha384: '1.2.840.113549.2.10',
  sha512: '1.2.840.113549.2.11',
  'sha512-224': '1.2.840.113549.2.12',
  'sha512-256': '1.2.840.113549.2.13',
  'sha3-256': '2.16.840.1.101.3.4.2.14',
};

const hashOids: Readonly<Record<string, string>> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  'sha512-224': '2.16.840.1.101.3.4.2.5',
  'sha512-256': '2.16.840.1.101.3.4.2.6',
  'sha3-256': '2.16.840.1.101.3.4.2.8',
};

export const hmacHashes = Object.keys(hmacOids);
export const macHashes = Object.keys(hashOids);

/** The password in the form that each standard wants. */
export const utf8 = (password: string) => Buffer.from(password);
export const bmp = (password: string) => Buffer.from(`${password}\0`, 'utf16le').swap16();

/** An AlgorithmIdentifier together with what it does. */
export interface Encryption {
  identifier: Buffer;
  encrypt: (plain: Uint8Array) => Buffer;
}

const algorithm = (type: string, ...parameters: Uint8Array[]) =>
  der.sequence(der.objectIdentifier(type), ...parameters);

/** PBES2 with AES-256 and PBKDF2. */
export function pbes2(password: Uint8Array, hash = 'sha256', iterations = 10): Encryption {
  const salt = randomBytes(8);
  const prf = algorithm(hmacOids[hash]!, der.nothing());
  const kdf = algorithm(oids.pbkdf2, der.sequence(der.octetString(salt), der.integer(iterations), prf));
  return aes256(kdf, pbkdf2Sync(password, salt, iterations, 32, hash));
}

/** PBES2 with AES-256 and scrypt. */
export function scrypt(password: Uint8Array): Encryption {
  const salt = randomBytes(8);
  const [cost, blockSize, parallelization] = [1024, 8, 1];
  const parameters = [der.octetString(salt), ...[cost, blockSize, parallelization].map(der.integer)];
  const kdf = algorithm(oids.scrypt, der.sequence(...parameters));
  return aes256(kdf, scryptSync(password, salt, 32, { cost, blockSize, parallelization }));
}

function aes256(kdf: Buffer, key: Buffer): Encryption {
  const iv = randomBytes(16);
  return {
    identifier: algorithm(oids.pbes2, der.sequence(kdf, algorithm(oids.aes256, der.octetString(iv)))),
    encrypt(plain) {
      const cipher = createCipheriv('aes-256-cbc', key, iv);
      return Buffer.concat([cipher.update(plain), cipher.final()]);
    },
  };
}

/** Attributes of a bag: a friendly name, and whole Attribute elements. */
export function attributes(friendlyName: string | undefined, ...others: Buffer[]): Buffer {
  const value = friendlyName === undefined ? [] : [attribute(oids.friendlyName, der.bmpString(friendlyName))];
  return der.setOf(...value, ...others);
}

export function attribute(type: string, ...values: Uint8Array[]): Buffer {
  return algorithm(type, der.setOf(...values));
}

/** The attribute that ties a certificate to its key. */
export function localKeyId(id: string): Buffer {
  return attribute(oids.localKeyId, der.octetString(Buffer.from(id)));
}

/** A bag of any type. */
export function bag(type: string, value: Uint8Array, ...rest: Uint8Array[]): Buffer {
  return algorithm(type, der.explicit(0, value), ...rest);
}

export function certificateBag(certificate: Uint8Array, ...rest: Uint8Array[]): Buffer {
  const value = algorithm(oids.x509Certificate, der.explicit(0, der.octetString(certificate)));
  return bag(oids.certificateBag, value, ...rest);
}

const pkcs8 = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'der' });

export function keyBag(key: KeyObject, ...rest: Uint8Array[]): Buffer {
  return bag(oids.keyBag, pkcs8(key), ...rest);
}

export function shroudedKeyBag(
  key: KeyObject | Uint8Array,
  encryption: Encryption,
  ...rest: Uint8Array[]
): Buffer {
  const plain = key instanceof Uint8Array ? key : pkcs8(key);
  const value = der.sequence(encryption.identifier, der.octetString(encryption.encrypt(plain)));
  return bag(oids.shroudedKeyBag, value, ...rest);
}

export function safeContentsBag(...bags: Uint8Array[]): Buffer {
  return bag(oids.safeContentsBag, der.sequence(...bags));
}

/** A part whose bags stand open. */
export function plainPart(...bags: Uint8Array[]): Buffer {
  return algorithm(oids.data, der.explicit(0, der.octetString(der.sequence(...bags))));
}

/** A part that is encrypted as a whole. */
export function encryptedPart(encryption: Encryption, ...bags: Uint8Array[]): Buffer {
  const data = der.implicit(0, encryption.encrypt(der.sequence(...bags)));
  const content = der.sequence(der.integer(0), algorithm(oids.data, encryption.identifier, data));
  return algorithm(oids.encryptedData, der.explicit(0, content));
}

/** Makes MacData over the content. */
export type Mac = (content: Uint8Array) => Promise<Buffer>;

/** The MAC of PKCS #12; one iteration is written by leaving the number out. */
export function pkcs12Mac(password: Uint8Array, hash = 'sha256', iterations = 10): Mac {
  return async (content) => {
    const salt = randomBytes(8);
    const length = createHash(hash).digest().length;
    const key = await pkcs12Kdf({ hash, password, salt, iterations }, purpose.mac, length);
    return der.sequence(
      der.sequence(
        algorithm(hashOids[hash]!, der.nothing()),
        der.octetString(createHmac(hash, key).update(content).digest()),
      ),
      der.octetString(salt),
      ...(iterations === 1 ? [] : [der.integer(iterations)]),
    );
  };
}

/** The MAC of RFC 9579. */
export function pbmac1(
  password: Uint8Array,
  prf: string,
  hash: string,
  keyLength: number | undefined = 32,
): Mac {
  return async (content) => {
    const salt = randomBytes(8);
    const key = pbkdf2Sync(password, salt, 10, keyLength, prf);
    const kdf = algorithm(
      oids.pbkdf2,
      der.sequence(
        der.octetString(salt),
        der.integer(10),
        der.integer(keyLength),
        algorithm(hmacOids[prf]!, der.nothing()),
      ),
    );
    const scheme = algorithm(oids.pbmac1, der.sequence(kdf, algorithm(hmacOids[hash]!, der.nothing())));
    const digest = createHmac(hash, key).update(content).digest();
    return der.sequence(
      der.sequence(scheme, der.octetString(digest)),
      der.octetString(Buffer.from('NOT USED')),
      der.integer(1),
    );
  };
}

/** The whole file. */
export async function pfx(parts: Uint8Array[], mac?: Mac): Promise<Buffer> {
  return wrap(der.sequence(...parts), mac);
}

/** The whole file around an AuthenticatedSafe that is given as bytes. */
export async function wrap(safe: Uint8Array, mac?: Mac): Promise<Buffer> {
  return der.sequence(
    der.integer(3),
    algorithm(oids.data, der.explicit(0, der.octetString(safe))),
    ...(mac ? [await mac(safe)] : []),
  );
}

/** A bag of a type that nobody knows. */
export const unknownBag = () => bag('1.2.3.4.5', tlv(0x0c, Buffer.from('what is this')));
