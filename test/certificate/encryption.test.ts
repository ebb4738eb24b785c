import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Unreadable } from '../../src/certificate/asn1.js';
import { iterate, Password, pkcs12Kdf, purpose } from '../../src/certificate/key-derivation.js';
import { decryptRc2 } from '../../src/certificate/rc2.js';

const hex = (text: string) => Buffer.from(text, 'hex');

describe('decryptRc2', () => {
  // RFC 2268, section 5: effective bits, key, plaintext, ciphertext.
  it.each([
    [63, '0000000000000000', '0000000000000000', 'ebb773f993278eff'],
    [64, 'ffffffffffffffff', 'ffffffffffffffff', '278b27e42e2f0d49'],
    [64, '3000000000000000', '1000000000000001', '30649edf9be7d2c2'],
    [64, '88', '0000000000000000', '61a8a244adacccf0'],
    [64, '88bca90e90875a', '0000000000000000', '6ccf4308974c267f'],
    [64, '88bca90e90875a7f0f79c384627bafb2', '0000000000000000', '1a807d272bbe5db1'],
    [128, '88bca90e90875a7f0f79c384627bafb2', '0000000000000000', '2269552ab0f85ca6'],
    [
      129,
      '88bca90e90875a7f0f79c384627bafb216f80a6f85920584c42fceb0be255daf1e',
      '0000000000000000',
      '5b78d3a43dfff1f1',
    ],
  ])('agrees with the vectors of RFC 2268 for %i bits and the key %s', (bits, key, plain, cipher) => {
    // With this initial vector the block decrypts to seven known bytes and one byte of padding.
    const known = hex('41424344454647');
    const wanted = Buffer.concat([known, hex('01')]);
    const iv = hex(plain).map((byte, i) => byte ^ wanted[i]!);
    expect(Buffer.from(decryptRc2({ key: hex(key), effectiveBits: bits, iv }, hex(cipher)))).toEqual(known);
  });

  it('refuses what is not padded or not whole', () => {
    const key = hex('0000000000000000');
    expect(() => decryptRc2({ key, effectiveBits: 64, iv: key }, hex('1a807d272bbe5db1'))).toThrow(
      RangeError,
    );
    expect(() => decryptRc2({ key, effectiveBits: 64, iv: key }, hex('1a807d'))).toThrow(RangeError);
    expect(() => decryptRc2({ key, effectiveBits: 64, iv: key }, hex(''))).toThrow(RangeError);
  });
});

describe('pkcs12Kdf', () => {
  const bmp = (text: string) => Buffer.from(`${text}\0`, 'utf16le').swap16();

  // The vectors that implementers have shared since the first drafts of PKCS #12.
  it.each([
    ['smeg', '0a58cf64530d823f', 1, purpose.key, 24, '8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3'],
    ['smeg', '0a58cf64530d823f', 1, purpose.iv, 8, '79993dfe048d3b76'],
    ['smeg', '642b99ab44fb4b1f', 1, purpose.key, 24, 'f3a95fec48d7711e985cfe67908c5ab79fa3d7c5caa5d966'],
    ['smeg', '3d83c0e4546ac140', 1, purpose.mac, 20, '8d967d88f6caa9d714800ab3d48051d63f73a312'],
    ['queeg', '05dec959acff72f7', 1000, purpose.key, 24, 'ed2034e36328830ff09df1e1a07dd357185dac0d4f9eb3d4'],
    ['queeg', '05dec959acff72f7', 1000, purpose.iv, 8, '11dedad7758d4860'],
  ])('derives from %s with the salt %s', async (password, salt, iterations, id, length, expected) => {
    const key = await pkcs12Kdf(
      { hash: 'sha1', password: bmp(password), salt: hex(salt), iterations },
      id,
      length,
    );
    expect(Buffer.from(key).toString('hex')).toBe(expected);
  });
});

describe('iterate', () => {
  it.each(['sha1', 'sha256', 'sha512', 'md5'])('is %s over and over', async (name) => {
    const property = fc.asyncProperty(fc.string(), fc.integer({ min: 1, max: 60 }), async (text, rounds) => {
      let expected = Buffer.from(text);
      for (let round = 0; round < rounds; round += 1) expected = createHash(name).update(expected).digest();
      expect(Buffer.from(await iterate(name, Buffer.from(text), rounds)).equals(expected)).toBe(true);
    });
    await fc.assert(property);
  });

  it('gives other work its turn', async () => {
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await iterate('sha1', Buffer.alloc(20), 300_000);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });
});

describe('Password', () => {
  const forms = (text: string) => ({
    pkcs12: new Password(text).forms('pkcs12').map((form) => Buffer.from(form).toString('hex')),
    pbkdf: new Password(text).forms('pbkdf').map((form) => Buffer.from(form).toString('hex')),
  });

  it('has one form for the old derivation when it is ASCII', () => {
    expect(forms('ab').pkcs12).toEqual(['006100620000']);
    expect(forms('ab').pbkdf[0]).toBe('6162');
  });

  it('is nothing or two zeros when it is empty', () => {
    expect(forms('').pkcs12).toEqual(['0000', '']);
  });

  it('has the forms of both standards first when it is not ASCII', () => {
    expect(forms('ü').pkcs12).toEqual(['00fc0000', '00c300bc0000']);
    expect(forms('ü').pbkdf.slice(0, 2)).toEqual(['c3bc', '00fc0000']);
    expect(forms('😀').pkcs12[0]).toBe('d83dde000000');
  });

  it('tries composed characters where decomposed ones were given', () => {
    expect(forms('u\u0308').pbkdf.slice(0, 2)).toEqual(['75cc88', 'c3bc']);
  });

  it('remembers what worked', () => {
    const password = new Password('');
    const absent = password.forms('pkcs12')[1]!;
    password.prefer('pkcs12', absent);
    expect(password.forms('pkcs12')[0]).toBe(absent);
    expect(password.forms('pkcs12')).toHaveLength(2);
  });

  it('bounds the work', () => {
    const password = new Password('x');
    password.spend(39_000_000);
    expect(() => password.spend(2_000_000)).toThrow(Unreadable);
  });
});
