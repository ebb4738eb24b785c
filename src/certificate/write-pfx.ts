import { createCipheriv, createHmac, randomBytes } from 'node:crypto';
import { der } from './asn1.js';
import type { CertificateBundle } from './assemble.js';
import { type Pkcs12Derivation, pkcs12Kdf, purpose } from './key-derivation.js';

/**
 * What every Windows and every other program reads: 3DES and SHA-1, with OpenSSL's number of iterations. The
 * strength of the file lies in its password, which is random and used once.
 */
const hash = 'sha1';
const iterations = 2048;

const oids = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  tripleDes: '1.2.840.113549.1.12.1.3',
  sha1: '1.3.14.3.2.26',
} as const;

/**
 * Writes a PFX that every Windows from Server 2016 on imports: one key and its certificate, encrypted with
 * 3DES under a SHA-1 MAC, tied together by a localKeyId, and a friendly name; no chain, and none of the
 * attributes that would choose a provider or container for the key.
 * @param password best random and of ASCII characters
 */
export async function writePfx(
  bundle: Pick<CertificateBundle, 'leaf' | 'privateKey'> & { readonly friendlyName: string },
  password: string,
): Promise<Uint8Array> {
  const encoded = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const key = bundle.privateKey.export({ type: 'pkcs8', format: 'der' });
  const attributes = bagAttributes(bundle.friendlyName, Buffer.from(bundle.leaf.thumbprint, 'hex'));

  const certificate = await encrypt(encoded, der.sequence(certificateBag(bundle.leaf.der, attributes)));
  const shroudedKey = await encrypt(encoded, key);
  const safe = der.sequence(
    contentInfo(
      oids.encryptedData,
      der.sequence(
        der.integer(0),
        der.sequence(
          der.objectIdentifier(oids.data),
          certificate.algorithm,
          der.implicit(0, certificate.data),
        ),
      ),
    ),
    contentInfo(oids.data, der.octetString(der.sequence(keyBag(shroudedKey, attributes)))),
  );
  return der.sequence(
    der.integer(3),
    contentInfo(oids.data, der.octetString(safe)),
    await macOf(encoded, safe),
  );
}

function contentInfo(type: string, content: Uint8Array): Uint8Array {
  return der.sequence(der.objectIdentifier(type), der.explicit(0, content));
}

function bagAttributes(friendlyName: string, localKeyId: Uint8Array): Uint8Array {
  const attribute = (type: string, value: Uint8Array) =>
    der.sequence(der.objectIdentifier(type), der.setOf(value));
  return der.setOf(
    attribute(oids.friendlyName, der.bmpString(friendlyName)),
    attribute(oids.localKeyId, der.octetString(localKeyId)),
  );
}

function certificateBag(certificate: Uint8Array, attributes: Uint8Array): Uint8Array {
  const value = der.sequence(
    der.objectIdentifier(oids.x509Certificate),
    der.explicit(0, der.octetString(certificate)),
  );
  return der.sequence(der.objectIdentifier(oids.certificateBag), der.explicit(0, value), attributes);
}

function keyBag({ algorithm, data }: Encrypted, attributes: Uint8Array): Uint8Array {
  const value = der.sequence(algorithm, der.octetString(data));
  return der.sequence(der.objectIdentifier(oids.shroudedKeyBag), der.explicit(0, value), attributes);
}

interface Encrypted {
  algorithm: Uint8Array;
  data: Uint8Array;
}

async function encrypt(password: Uint8Array, plain: Uint8Array): Promise<Encrypted> {
  const start: Pkcs12Derivation = { hash, password, salt: randomBytes(8), iterations };
  const key = await pkcs12Kdf(start, purpose.key, 24);
  const iv = await pkcs12Kdf(start, purpose.iv, 8);
  const cipher = createCipheriv('des-ede3-cbc', key, iv);
  return {
    algorithm: der.sequence(
      der.objectIdentifier(oids.tripleDes),
      der.sequence(der.octetString(start.salt), der.integer(iterations)),
    ),
    data: Buffer.concat([cipher.update(plain), cipher.final()]),
  };
}

async function macOf(password: Uint8Array, content: Uint8Array): Promise<Uint8Array> {
  const salt = randomBytes(20);
  const key = await pkcs12Kdf({ hash, password, salt, iterations }, purpose.mac, 20);
  const digest = createHmac(hash, key).update(content).digest();
  const algorithm = der.sequence(der.objectIdentifier(oids.sha1), der.nothing());
  return der.sequence(
    der.sequence(algorithm, der.octetString(digest)),
    der.octetString(salt),
    der.integer(iterations),
  );
}
