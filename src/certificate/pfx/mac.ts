import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Element, Fields, tags } from '../asn1/ber.js';
import { octets, oid, smallInteger } from '../asn1/values.js';
import { atLeastOne, hmacHashes, readKeyDerivation } from '../encryption/kdf.js';
import type { Derivation, Password } from '../encryption/password.js';
import { digestSize, pkcs12Kdf, purpose } from '../encryption/pkcs12-kdf.js';
import { hashes } from '../hashes.js';
import { Unreadable } from '../unreadable.js';

const pbmac1 = '1.2.840.113549.1.5.14';
/** RFC 9579 forbids to accept a PBMAC1 key below 160 bits, which would be open to forgery. */
const shortestKey = 20;

/** How the key of a MAC is made, and with which hash the MAC is. */
interface MacScheme {
  derivation: Derivation;
  hash: string;
  key(password: Uint8Array, budget: Password): Promise<Uint8Array>;
}

/**
 * Checks a PFX's MAC, which tells a right password from a wrong one.
 * @param macData the MacData of the PFX
 * @param content the bytes that it protects
 * @throws {Unreadable} when the kind of MAC is not known or asks for too much work
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
  const iterations = count ? atLeastOne(smallInteger(count)) : 1;

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
  const hash = hashes[name];
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
  const hash = hmacHashes[mac];
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
