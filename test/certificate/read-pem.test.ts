import { createPrivateKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { der } from '../../src/certificate/asn1.js';
import { type CertificateBundle, readPem } from '../../src/certificate/bundle.js';
import type { Failure, FailureCode } from '../../src/failure.js';
import { armour, ecKeys, issue, issueChain, rsaKeys } from './issue.js';
import { has, run, scratchFolder } from './tools.js';

const password = 'correct horse';
const { root, intermediate, leaf } = issueChain();
const rsa = issue({ keys: rsaKeys(), issuer: intermediate });
const chain = leaf.pem + intermediate.pem;

const pfxStart = der.sequence(
  der.integer(3),
  der.sequence(der.objectIdentifier('1.2.840.113549.1.7.1')),
  der.octetString(Buffer.alloc(300)),
);
const p7bStart = der.sequence(
  der.objectIdentifier('1.2.840.113549.1.7.2'),
  der.octetString(Buffer.alloc(300)),
);

function expectLeaf(bundle: CertificateBundle, expected = leaf): void {
  expect(bundle.leaf.thumbprint).toBe(expected.certificate.thumbprint);
  expect(bundle.privateKey.equals(expected.privateKey)).toBe(true);
}

async function failureOf(certificate: string, key: string, given = ''): Promise<Failure> {
  const failure = await readPem(certificate, key, given).then(
    () => undefined,
    (error: unknown) => error as Failure,
  );
  if (failure?.name !== 'Failure') throw failure ?? new Error('nothing was thrown');
  if (given) expect(failure.message).not.toContain(given);
  return failure;
}

describe('readPem: certificates', () => {
  it('finds the leaf by its key, and the chain, in any order', async () => {
    const blocks = [root.pem, intermediate.pem, leaf.pem];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(blocks, { minLength: 3 }), async (shuffled) => {
        const bundle = await readPem(shuffled.join(''), leaf.keyPem, '');
        expectLeaf(bundle);
        expect(bundle.intermediates.map(({ commonName }) => commonName)).toEqual(['Test Intermediate']);
        expect(bundle.roots.map(({ commonName }) => commonName)).toEqual(['Test Root']);
      }),
      { numRuns: 6 },
    );
  });

  const mangled: [string, (pem: string) => string][] = [
    ['CRLF', (pem) => pem.replaceAll('\n', '\r\n')],
    ['CR', (pem) => pem.replaceAll('\n', '\r')],
    ['an indent', (pem) => pem.replace(/^/gm, '    ')],
    ['no line break at the end', (pem) => pem.trim()],
    ['line breaks as two characters', (pem) => pem.replaceAll('\n', '\\n')],
    ['line breaks as four characters', (pem) => pem.replaceAll('\n', '\\r\\n')],
    ['spaces in place of line breaks', (pem) => pem.replaceAll('\n', ' ')],
    ['one long line of base64', (pem) => pem.replace(/([A-Za-z0-9+/=]{64})\n/g, '$1')],
    ['blank lines', (pem) => pem.replaceAll('\n', '\n\n')],
    ['white space at line ends', (pem) => pem.replaceAll('\n', ' \t\n')],
    ['a byte order mark', (pem) => `\ufeff${pem}`],
    ['UTF-16 taken for single bytes', (pem) => Buffer.from(`\ufeff${pem}`, 'utf16le').toString('latin1')],
    ['one more layer of base64', (pem) => Buffer.from(pem).toString('base64').replace(/.{76}/g, '$&\n')],
    ['text around the blocks', (pem) => `subject=CN = x\n\n${pem}\nBag Attributes\n  friendlyName: y\n`],
    ['quotes around it', (pem) => `"${pem}"`],
  ];

  it.each(mangled)('with %s', async (_what, mangle) => {
    expectLeaf(await readPem(mangle(chain), mangle(leaf.keyPem), ''));
  });

  it.each(['X509 CERTIFICATE', 'TRUSTED CERTIFICATE'])('labelled %s', async (label) => {
    expectLeaf(await readPem(leaf.pem.replaceAll('CERTIFICATE', label), leaf.keyPem, ''));
  });

  it('in one input together with the key, or in the wrong ones', async () => {
    const together = chain + leaf.keyPem;
    expectLeaf(await readPem(together, '', ''));
    expectLeaf(await readPem(together, together, ''));
    expectLeaf(await readPem('', together, ''));
    expectLeaf(await readPem(leaf.keyPem, chain, ''));
  });

  it('passes over one that is damaged, with a warning', async () => {
    const bytes = Buffer.from(root.der).fill(0, 4, 60).toString('base64');
    const damaged = `-----BEGIN CERTIFICATE-----\n${bytes}\n-----END CERTIFICATE-----\n`;
    const bundle = await readPem(chain + root.pem + damaged, leaf.keyPem, '');
    expectLeaf(bundle);
    expect(bundle.warnings).toEqual(['1 of the certificates in the file cannot be read and are skipped.']);
  });

  it('warns of an issuer that is missing', async () => {
    expect((await readPem(leaf.pem, leaf.keyPem, '')).warnings).toEqual([
      expect.stringContaining('CN=Test Intermediate, is missing'),
    ]);
  });
});

describe('readPem: keys', () => {
  const pem = (key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1', cipher?: string) =>
    cipher
      ? key.export({ type, format: 'pem', cipher, passphrase: password }).toString()
      : key.export({ type, format: 'pem' }).toString();

  it.each([
    ['PKCS #8', pem(leaf.privateKey, 'pkcs8'), leaf],
    ['PKCS #8 of RSA', pem(rsa.privateKey, 'pkcs8'), rsa],
    ['PKCS #1', pem(rsa.privateKey, 'pkcs1'), rsa],
    ['SEC 1', pem(leaf.privateKey, 'sec1'), leaf],
    [
      'SEC 1 after its parameters',
      `-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n${pem(leaf.privateKey, 'sec1')}`,
      leaf,
    ],
  ])('%s', async (_form, key, issued) => {
    expectLeaf(await readPem(issued.pem + intermediate.pem, key, ''), issued);
    const { warnings, ...bundle } = await readPem(issued.pem + intermediate.pem, key, 'nobody needs it');
    expect(bundle.leaf.thumbprint).toBe(issued.certificate.thumbprint);
    expect(warnings[0]).toBe(
      'The private key is not encrypted, so the password in "pfx-password" is of no use.',
    );
  });

  const ciphers = ['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'des-ede3-cbc', 'camellia-256-cbc'];
  const encrypted = ciphers.flatMap((cipher): [string, string, string, typeof leaf][] => [
    ['PKCS #8', cipher, pem(leaf.privateKey, 'pkcs8', cipher), leaf],
    ['PKCS #1', cipher, pem(rsa.privateKey, 'pkcs1', cipher), rsa],
    ['SEC 1', cipher, pem(leaf.privateKey, 'sec1', cipher), leaf],
  ]);

  it.each(encrypted)('%s with %s', async (_form, _cipher, key, issued) => {
    expectLeaf(await readPem(issued.pem, key, password), issued);
    expectLeaf(await readPem(issued.pem, key.replaceAll('\n', '\r\n'), password), issued);
    expectLeaf(await readPem(issued.pem, key.replaceAll('\n', ' '), password), issued);
    const { code, message } = await failureOf(issued.pem, key, 'wrong');
    expect(code).toBe('pfx-password-wrong');
    expect(message).toContain('"pfx-password"');
    expect((await failureOf(issued.pem, key, '')).message).toContain(
      'The private key is encrypted, but "pfx-password" gives no password.',
    );
    expect((await failureOf(issued.pem, key, `"${password}"`)).message).toContain(
      'does without the quotation marks around it',
    );
    const withLineBreak = await readPem(issued.pem, key, `${password}\n`);
    expectLeaf(withLineBreak, issued);
    expect(withLineBreak.warnings[0]).toContain('ends with a line break');
  });

  it('with a password that is not ASCII', async () => {
    const passphrase = 'pässwörd €';
    const key = leaf.privateKey
      .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
      .toString();
    expectLeaf(await readPem(leaf.pem, key, passphrase));
  });
});

describe.skipIf(!has.openssl)('readPem: keys by openssl', () => {
  const scratch = scratchFolder();
  const plain = scratch.write('plain.pem', rsa.keyPem);
  const convert = (...options: string[]) => {
    const file = scratch.path(`${options.join('')}.pem`);
    run('openssl', 'pkcs8', '-topk8', '-in', plain, '-out', file, '-passout', `pass:${password}`, ...options);
    return readFileSync(file, 'utf8');
  };

  const pbes2 = ['hmacWithSHA1', 'hmacWithSHA224', 'hmacWithSHA256', 'hmacWithSHA384', 'hmacWithSHA512'];
  it.each(pbes2)('PBES2 with %s', async (prf) => {
    expectLeaf(await readPem(rsa.pem, convert('-v2', 'aes-192-cbc', '-v2prf', prf), password), rsa);
  });

  it('PBES2 with scrypt', async () => {
    expectLeaf(await readPem(rsa.pem, convert('-scrypt'), password), rsa);
  });

  it('PKCS #12 3DES', async () => {
    expectLeaf(await readPem(rsa.pem, convert('-v1', 'PBE-SHA1-3DES'), password), rsa);
  });

  const legacy = ['PBE-MD5-DES', 'PBE-SHA1-DES', 'PBE-MD5-RC2-64', 'PBE-SHA1-RC2-64', 'PBE-SHA1-RC2-40'];
  describe.skipIf(!has.opensslLegacy)('with its legacy provider', () => {
    const provider = ['-provider', 'legacy', '-provider', 'default'];
    it.each(legacy)('%s', async (scheme) => {
      expectLeaf(await readPem(rsa.pem, convert('-v1', scheme, ...provider), password), rsa);
    });

    it.each(['rc2-cbc', 'rc2-40-cbc', 'rc2-64-cbc', 'des-cbc'])('PBES2 with %s', async (cipher) => {
      expectLeaf(await readPem(rsa.pem, convert('-v2', cipher, ...provider), password), rsa);
    });

    it.each(['-rc2', '-rc2-40-cbc', '-des'])('PKCS #1 with %s', async (cipher) => {
      const file = scratch.path(`traditional${cipher}.pem`);
      const output = ['-out', file, '-passout', `pass:${password}`];
      run('openssl', 'rsa', '-traditional', cipher, '-in', plain, ...output, ...provider);
      expectLeaf(await readPem(rsa.pem, readFileSync(file, 'utf8'), password), rsa);
    });
  });
});

describe('readPem: a damaged key is not called a wrong password', () => {
  const encrypted = (type: 'pkcs8' | 'pkcs1') =>
    rsa.privateKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: password }).toString();

  it.each(['pkcs8', 'pkcs1'] as const)('%s', async (type) => {
    const lines = encrypted(type).trimEnd().split('\n');
    const cut = lines.map((line, i) => (i === 10 ? line.slice(8) : line));
    const garbled = lines.map((line, i) =>
      i > 6 && i < lines.length - 4 ? line.replaceAll(/[A-M]/g, 'Q') : line,
    );
    for (const damaged of [cut, garbled]) {
      const { code, message } = await failureOf(rsa.pem, damaged.join('\n'), password);
      expect(['pem-unreadable', 'key-mismatch']).toContain(code);
      expect(message).toMatch(/"private-key" cannot be read|private key is damaged/);
    }
  });

  it('when it opens, but does not work', async () => {
    const jwk = rsa.privateKey.export({ format: 'jwk' });
    const wrong = createPrivateKey({
      format: 'jwk',
      key: { ...jwk, d: jwk.dp, dp: jwk.dq, p: jwk.q, q: jwk.p } as JsonWebKey,
    });
    const { code, message } = await failureOf(rsa.pem, pem(wrong));
    expect(code).toBe('key-mismatch');
    expect(message).toContain('The private key is damaged');
  });

  const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
});

describe('readPem: files', () => {
  const derOf = (key: KeyObject, type: 'pkcs8' | 'sec1' | 'pkcs1') => key.export({ type, format: 'der' });

  it.each<[string, Buffer, Buffer | string, typeof leaf]>([
    ['PEM', Buffer.from(chain), Buffer.from(leaf.keyPem), leaf],
    [
      'PEM in UTF-16',
      Buffer.from(`\ufeff${chain}`, 'utf16le'),
      Buffer.from(`\ufeff${leaf.keyPem}`, 'utf16le'),
      leaf,
    ],
    ['both in one', Buffer.from(chain + leaf.keyPem), '', leaf],
    ['DER', leaf.der, derOf(leaf.privateKey, 'pkcs8'), leaf],
    ['DER of SEC 1', leaf.der, derOf(leaf.privateKey, 'sec1'), leaf],
    ['DER of PKCS #1', rsa.der, derOf(rsa.privateKey, 'pkcs1'), rsa],
    ['base64 without armour', Buffer.from(leaf.der.toString('base64')), Buffer.from(leaf.keyPem), leaf],
    ['a text for the key', Buffer.from(chain), leaf.keyPem, leaf],
  ])('in %s', async (_what, certificate, key, issued) => {
    expectLeaf(await readPem(certificate, key, ''), issued);
  });

  it('as DER, encrypted', async () => {
    const key = leaf.privateKey.export({
      type: 'pkcs8',
      format: 'der',
      cipher: 'aes-256-cbc',
      passphrase: password,
    });
    expectLeaf(await readPem(leaf.der, key, password));
  });

  it('are named by their inputs', async () => {
    const message = async (certificate: Buffer, key: Buffer | string) =>
      readPem(certificate, key, '').then(
        () => '',
        (error: Failure) => error.message,
      );
    expect(await message(Buffer.from('nothing'), '')).toContain('"certificate-path" has no block');
    expect(await message(leaf.der, '')).toContain(
      '"certificate-path" holds none, and "private-key-path" is empty',
    );
    expect(await message(leaf.der, Buffer.from('-----BEGIN PRIVATE KEY-----'))).toContain(
      '"private-key-path" cannot be read',
    );
    expect(await message(p7bStart, leaf.keyPem)).toContain('"certificate-path" holds a PKCS #7 file');
    expect(await message(pfxStart, leaf.keyPem)).toContain('"certificate-path" holds a PFX file');
  });
});

describe('readPem: an old and a renewed certificate of one key', () => {
  it('is the one issued last, with a warning', async () => {
    const keys = ecKeys();
    const named = { keys, dnsNames: ['www.example.com'], issuer: intermediate };
    const old = issue({ ...named, notBefore: new Date(Date.now() - 80 * 86_400_000) });
    const renewed = issue(named);
    const bundle = await readPem(old.pem + renewed.pem + intermediate.pem + root.pem, renewed.keyPem, '');
    expectLeaf(bundle, renewed);
    expect(bundle.warnings).toEqual([expect.stringMatching(/issued last.*Not chosen: CN=www\.example\.com/)]);
  });
});

describe('readPem: what is no use', () => {
  const ed25519 = issue({ keys: generateKeyPairSync('ed25519') });
  const cut = leaf.keyPem.replace(/\n[^\n]+\n-----END/, '\n-----END');

  it.each<[string, string, string, FailureCode, RegExp]>([
    [
      'no certificate',
      '',
      leaf.keyPem,
      'pem-unreadable',
      /"certificate" has no block.*The blocks found: PRIVATE KEY/,
    ],
    [
      'no key',
      chain,
      '',
      'pem-unreadable',
      /No private key is given: "certificate" holds none, and "private-key" is empty/,
    ],
    [
      'no key in two texts',
      chain,
      root.pem,
      'pem-unreadable',
      /"private-key" has no block that begins with -----BEGIN PRIVATE KEY-----/,
    ],
    [
      'a PFX',
      armour('PKCS12', pfxStart),
      leaf.keyPem,
      'pem-unreadable',
      /"certificate" holds a PFX file.*"pfx-path"/,
    ],
    [
      'a PFX by certutil -encode',
      armour('CERTIFICATE', pfxStart),
      leaf.keyPem,
      'pem-unreadable',
      /"certificate" holds a PFX file/,
    ],
    [
      'a PFX in base64',
      pfxStart.toString('base64'),
      leaf.keyPem,
      'pem-unreadable',
      /"certificate" holds a PFX file/,
    ],
    [
      'a p7b',
      armour('PKCS7', p7bStart),
      leaf.keyPem,
      'pem-unreadable',
      /"certificate" holds a PKCS #7 file \(\.p7b\).*certreq -accept/,
    ],
    ['a p7b by certutil -encode', armour('CERTIFICATE', p7bStart), leaf.keyPem, 'pem-unreadable', /PKCS #7/],
    [
      'a variable',
      '$CERTIFICATE',
      '$KEY',
      'pem-unreadable',
      /"certificate" holds what looks like a path or a variable/,
    ],
    [
      'a key cut by Windows',
      leaf.pem,
      `${leaf.keyPem.slice(0, 60)}${'A'.repeat(32_706)}`,
      'pem-unreadable',
      /32766 characters, and Windows .*"private-key-path"/,
    ],
    [
      'a key that lost a character',
      leaf.pem,
      leaf.keyPem.replace(/.\n-----END/, '\n-----END').replace(/=/g, ''),
      'pem-unreadable',
      /"private-key" cannot be read/,
    ],
    [
      'JSON without PEM',
      '{"cert": 1}',
      leaf.keyPem,
      'pem-unreadable',
      /JSON in which there is no certificate/,
    ],
    [
      'paths',
      'C:\\site.pem',
      'C:\\key.pem',
      'pem-unreadable',
      /"certificate" holds what looks like a path.*"certificate-path"/,
    ],
    ['other text', 'There is no such secret.', leaf.keyPem, 'pem-unreadable', /"certificate" has no block/],
    ['a key of another certificate', leaf.pem, issue().keyPem, 'key-mismatch', /belongs to none/],
    ['an Ed25519 key', ed25519.pem, ed25519.keyPem, 'key-unsupported', /Schannel/],
    ['a cut key', leaf.pem, cut, 'pem-unreadable', /"private-key" cannot be read/],
    [
      'a block that is not base64',
      leaf.pem.replace('MII', 'M!I'),
      leaf.keyPem,
      'pem-unreadable',
      /"certificate".*not base64/,
    ],
    [
      'an OpenSSH key',
      leaf.pem,
      leaf.keyPem.replaceAll('PRIVATE', 'OPENSSH PRIVATE'),
      'pem-unreadable',
      /OPENSSH PRIVATE KEY/,
    ],
    [
      'a request',
      leaf.pem.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST'),
      leaf.keyPem,
      'pem-unreadable',
      /CERTIFICATE REQUEST/,
    ],
  ])('%s', async (_what, certificate, key, code, text) => {
    const failure = await failureOf(certificate, key);
    expect(failure.code).toBe(code);
    expect(failure.message).toMatch(text);
  });

  it('a block without its end', async () => {
    const { code, message } = await failureOf(leaf.pem.slice(0, 300), leaf.keyPem);
    expect(code).toBe('pem-unreadable');
    expect(message).toContain('"certificate" cannot be read: its block CERTIFICATE does not end');
  });

  it.each(['-----BEGIN CERTIFICATE-----\n', '-----BEGIN ', '-----', 'DEK-Info: ', '=', 'A', '"', '\n'])(
    'megabytes of %j, in little time',
    async (piece) => {
      const start = performance.now();
      await failureOf(piece.repeat(2_000_000 / piece.length), leaf.keyPem);
      expect(performance.now() - start).toBeLessThan(5000);
    },
  );

  it('a text that is too long', async () => {
    expect((await failureOf('x'.repeat(11 * 1024 * 1024), '')).message).toContain('10 MiB');
  });

  it('more than one pair', async () => {
    const other = issue({ commonName: 'other.example', keys: ecKeys() });
    expect((await failureOf(leaf.pem + other.pem, leaf.keyPem + other.keyPem)).code).toBe('pfx-ambiguous');
  });

  it('never shows what it was given', async () => {
    const secret = Buffer.from('hunter2 hunter2 hunter2').toString('base64');
    const key = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`;
    expect((await failureOf(leaf.pem, key)).message).not.toMatch(/hunter2|aHVudGVy/);
    expect((await failureOf(`hunter2${leaf.pem}`, `hunter2 ${secret}`)).message).not.toMatch(
      /hunter2|aHVudGVy/,
    );
  });
});
