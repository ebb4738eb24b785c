import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CertificateBundle, readPem } from '../../src/certificate/bundle.js';
import type { Failure, FailureCode } from '../../src/failure.js';
import { ecKeys, issue, issueChain, rsaKeys } from './issue.js';
import { has, run, scratchFolder } from './tools.js';

const password = 'correct horse';
const { root, intermediate, leaf } = issueChain();
const rsa = issue({ keys: rsaKeys(), issuer: intermediate });
const chain = leaf.pem + intermediate.pem;

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
    expect(bundle.warnings).toEqual([
      '1 of the certificates in the file cannot be read and are passed over.',
    ]);
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
    expectLeaf(await readPem(issued.pem + intermediate.pem, key, 'a password that nobody needs'), issued);
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
    expect((await failureOf(issued.pem, key, '')).message).toContain('No password, or an empty one');
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

  const legacy = [
    'PBE-MD5-DES',
    'PBE-SHA1-DES',
    'PBE-MD5-RC2-64',
    'PBE-SHA1-RC2-64',
    'PBE-SHA1-RC2-40',
    'PBE-SHA1-RC4-128',
  ];
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
    ['no key', chain, '', 'pem-unreadable', /"private-key" has no block/],
    ['nothing', 'C:\\site.pem', 'C:\\key.pem', 'pem-unreadable', /not their paths/],
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
