import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CertificateBundle, readPfx, writePfx } from '../../src/certificate/bundle.js';
import { type Issued, issue, issueChain, rsaKeys } from '../certificate/issue.js';
import { has, run, scratchFolder } from '../certificate/tools.js';

/** Every PFX that the programs of this machine can write is read, and what is written is opened by each. */

const { root, intermediate } = issueChain();
const kinds = {
  'RSA 2048': issue({ keys: rsaKeys(), issuer: intermediate }),
  'RSA 3072': issue({ keys: rsaKeys(3072), issuer: intermediate }),
  'RSA 4096': issue({ keys: rsaKeys(4096), issuer: intermediate }),
  'P-256': issue({ keys: generateKeyPairSync('ec', { namedCurve: 'prime256v1' }), issuer: intermediate }),
  'P-384': issue({ keys: generateKeyPairSync('ec', { namedCurve: 'secp384r1' }), issuer: intermediate }),
  'P-521': issue({ keys: generateKeyPairSync('ec', { namedCurve: 'secp521r1' }), issuer: intermediate }),
} satisfies Record<string, Issued>;
type Kind = keyof typeof kinds;
const everyKind = Object.keys(kinds) as Kind[];

const passwords = ['correct horse', '', 'pässwörd €', 'ένα-δύο 密码', 'p😀'];

const scratch = scratchFolder();
let files = 0;
const nextFile = () => {
  files += 1;
  return scratch.path(`${files}.pfx`);
};

interface Source {
  key: string;
  leaf: string;
  chain: string;
}
const sources = Object.fromEntries(
  everyKind.map((kind): [Kind, Source] => [
    kind,
    {
      key: scratch.write(`${kind}-key.pem`, kinds[kind].keyPem),
      leaf: scratch.write(`${kind}-leaf.pem`, kinds[kind].pem),
      chain: scratch.write(`${kind}-chain.pem`, kinds[kind].pem + intermediate.pem + root.pem),
    },
  ]),
) as Record<Kind, Source>;

function expectIssued(bundle: CertificateBundle, kind: Kind): void {
  expect(bundle.leaf.thumbprint).toBe(kinds[kind].certificate.thumbprint);
  expect(bundle.privateKey.equals(kinds[kind].privateKey)).toBe(true);
}

function byOpenssl(kind: Kind, password: string, ...options: string[]): string {
  const file = nextFile();
  const { key, chain } = sources[kind];
  const input = ['-export', '-inkey', key, '-in', chain, '-name', 'Shop', '-out', file];
  run('openssl', 'pkcs12', ...input, '-passout', `pass:${password}`, ...options);
  return file;
}

describe.skipIf(!has.openssl)('files by openssl', () => {
  const schemes = [
    'NONE',
    'PBE-SHA1-3DES',
    'PBE-SHA1-2DES',
    'AES-128-CBC',
    'AES-192-CBC',
    'AES-256-CBC',
    'CAMELLIA-256-CBC',
    ...(has.opensslLegacy ? ['PBE-SHA1-RC2-40', 'PBE-SHA1-RC2-128'] : []),
  ];
  const legacy = has.opensslLegacy ? ['-legacy'] : [];
  const macs = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256'].map((mac) => ['-macalg', mac]);

  const ciphers = schemes.flatMap((keyScheme) => schemes.map((scheme) => ({ keyScheme, scheme })));
  it.each(ciphers)('keys in $keyScheme, certificates in $scheme', async ({ keyScheme, scheme }) => {
    for (const [i, password] of passwords.entries()) {
      const kind = everyKind[(files + i) % everyKind.length]!;
      const mac = macs[(files + i) % macs.length]!;
      const file = byOpenssl(kind, password, ...legacy, ...mac, '-keypbe', keyScheme, '-certpbe', scheme);
      expectIssued(await readPfx(readFileSync(file), password), kind);
    }
  });

  it.each(everyKind)('%s with every MAC and none', async (kind) => {
    for (const mac of [...macs, ['-nomac']]) {
      expectIssued(await readPfx(readFileSync(byOpenssl(kind, 'x', ...mac)), 'x'), kind);
    }
  });

  it.each([
    ['PBE-SHA1-3DES', 'sha1'],
    ['AES-256-CBC', 'sha256'],
    ['AES-256-CBC', 'sha512'],
  ])('2 000 000 iterations of %s under %s are read in less than a minute', async (scheme, mac) => {
    const options = ['-keypbe', scheme, '-certpbe', scheme, '-macalg', mac, '-iter', '2000000'];
    const file = byOpenssl('RSA 2048', 'x', ...options);
    // What the processor takes: the clock also counts what others do on a busy machine.
    const start = process.cpuUsage();
    expectIssued(await readPfx(readFileSync(file), 'x'), 'RSA 2048');
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1_000).toBeLessThan(60_000);
  });
});

describe.skipIf(!has.keytool || !has.openssl)('files by keytool', () => {
  const stores = [
    ['its defaults', []],
    ['its old defaults', ['-J-Dkeystore.pkcs12.legacy']],
    [
      'one iteration',
      ['-J-Dkeystore.pkcs12.keyPbeIterationCount=1', '-J-Dkeystore.pkcs12.macIterationCount=1'],
    ],
    ['no MAC', ['-J-Dkeystore.pkcs12.macAlgorithm=NONE']],
    ['open certificates', ['-J-Dkeystore.pkcs12.certProtectionAlgorithm=NONE']],
    [
      'AES-128',
      [
        '-J-Dkeystore.pkcs12.certProtectionAlgorithm=PBEWithHmacSHA512AndAES_128',
        '-J-Dkeystore.pkcs12.keyProtectionAlgorithm=PBEWithHmacSHA224AndAES_128',
        '-J-Dkeystore.pkcs12.macAlgorithm=HmacPBESHA512',
      ],
    ],
    [
      'RC2',
      [
        '-J-Dkeystore.pkcs12.certProtectionAlgorithm=PBEWithSHA1AndRC2_40',
        '-J-Dkeystore.pkcs12.keyProtectionAlgorithm=PBEWithSHA1AndRC2_128',
        '-J-Dkeystore.pkcs12.macAlgorithm=HmacPBESHA1',
      ],
    ],
  ] satisfies [string, string[]][];

  it.each(stores)('with %s', async (_kind, options) => {
    for (const kind of ['RSA 2048', 'P-384'] as const) {
      const from = ['-srckeystore', byOpenssl(kind, 'secret1'), '-srcstorepass', 'secret1'];
      const file = nextFile();
      const to = ['-destkeystore', file, '-deststoretype', 'PKCS12', '-deststorepass', 'secret2'];
      run('keytool', '-importkeystore', '-noprompt', ...from, ...to, ...options);
      const bundle = await readPfx(readFileSync(file), 'secret2');
      expectIssued(bundle, kind);
      expect(bundle.friendlyName).toBe('shop');
      expect(bundle.intermediates).toHaveLength(1);
      expect(bundle.roots).toHaveLength(1);
    }
  });
});

describe.skipIf(!has.certtool)('files by certtool', () => {
  const ciphers = ['3des', '3des-pkcs12', 'aes-128', 'aes-192', 'aes-256', 'rc2-40'];
  const inputs = [
    ...passwords.map((password) => ({ password, option: ['--password', password] })),
    { password: '', option: ['--null-password'] },
    { password: '', option: ['--empty-password'] },
  ];

  it.each(ciphers)('with %s', async (cipher) => {
    // Each file takes certtool seconds: a third of the passwords with each cipher, in turn.
    const turn = ciphers.indexOf(cipher);
    for (const [i, { password, option }] of inputs.entries()) {
      if (i % 3 !== turn % 3) continue;
      const kind = everyKind[(i + turn) % everyKind.length]!;
      const { key, leaf } = sources[kind];
      const file = nextFile();
      const input = ['--load-privkey', key, '--load-certificate', leaf, '--p12-name', 'Shop', ...option];
      run('certtool', '--to-p12', ...input, '--pkcs-cipher', cipher, '--outder', '--outfile', file);
      const bundle = await readPfx(readFileSync(file), password);
      expectIssued(bundle, kind);
      expect(bundle.friendlyName).toBe('Shop');
    }
  });
});

describe.skipIf(!has.nss || !has.openssl)('files by pk12util', () => {
  const database = scratch.path('nss');
  beforeAll(() => {
    mkdirSync(database);
    run('certutil', '-N', '-d', database, '--empty-password');
    run('pk12util', '-i', byOpenssl('RSA 2048', 'x'), '-W', 'x', '-d', database);
  });

  const schemes = [
    'PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC',
    'PKCS #12 V2 PBE With SHA-1 And 128 Bit RC2 CBC',
    'PKCS #12 V2 PBE With SHA-1 And 40 Bit RC2 CBC',
    'AES-128-CBC',
    'AES-192-CBC',
    'AES-256-CBC',
    'CAMELLIA-128-CBC',
    'CAMELLIA-256-CBC',
  ];

  it.each(schemes)('with %s', async (scheme) => {
    for (const password of ['correct horse', 'pässwörd €']) {
      const file = nextFile();
      const ciphers = ['-c', scheme, '-C', scheme];
      run('pk12util', '-o', file, '-n', 'Shop', '-d', database, '-W', password, ...ciphers);
      const bundle = await readPfx(readFileSync(file), password);
      expectIssued(bundle, 'RSA 2048');
      expect(bundle.friendlyName).toBe('Shop');
    }
  });

  it.each(['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'])('with a MAC over %s', async (mac) => {
    const file = nextFile();
    run('pk12util', '-o', file, '-n', 'Shop', '-d', database, '-W', 'x', '-M', mac);
    expectIssued(await readPfx(readFileSync(file), 'x'), 'RSA 2048');
  });
});

describe.each(everyKind)('writePfx: a certificate with %s', (kind) => {
  const password = 'Zm9vYmFyLWJhei1xdXV4';
  const friendlyName = 'Shop 2030';
  let file: string;
  beforeAll(async () => {
    const { certificate, privateKey } = kinds[kind];
    file = scratch.write(
      `${kind}-written.pfx`,
      await writePfx({ leaf: certificate, privateKey, friendlyName }, password),
    );
  });

  function expectSameKeyAndCertificate(pem: string): void {
    const key = pem.slice(pem.search(/-----BEGIN (?:RSA |EC )?PRIVATE KEY/));
    expect(createPrivateKey(key).equals(kinds[kind].privateKey)).toBe(true);
    expect(new X509Certificate(pem).raw.equals(kinds[kind].der)).toBe(true);
    expect(pem.match(/-----BEGIN CERTIFICATE/g)).toHaveLength(1);
    expect(pem.match(/-----BEGIN [A-Z ]*PRIVATE KEY/g)).toHaveLength(1);
  }

  it.skipIf(!has.openssl)('is opened by openssl', () => {
    const shown = run('openssl', 'pkcs12', '-in', file, '-passin', `pass:${password}`, '-nodes');
    expectSameKeyAndCertificate(shown);
    expect(shown.match(/friendlyName: Shop 2030/g)).toHaveLength(2);
  });

  it.skipIf(!has.keytool || !has.openssl)('is opened by keytool', () => {
    const shown = run('keytool', '-list', '-v', '-keystore', file, '-storepass', password);
    expect(shown).toContain('Your keystore contains 1 entry');
    expect(shown).toContain('Alias name: shop 2030');
    expect(shown).toContain('Entry type: PrivateKeyEntry');
    expect(shown).toContain('Certificate chain length: 1');
    const copy = nextFile();
    const to = ['-destkeystore', copy, '-deststoretype', 'PKCS12', '-deststorepass', password];
    run('keytool', '-importkeystore', '-noprompt', '-srckeystore', file, '-srcstorepass', password, ...to);
    expectSameKeyAndCertificate(
      run('openssl', 'pkcs12', '-in', copy, '-passin', `pass:${password}`, '-nodes'),
    );
  });

  it.skipIf(!has.certtool || !has.openssl)('is opened by certtool', () => {
    const shown = run('certtool', '--p12-info', '--inder', '--infile', file, '--password', password);
    expect(shown.match(/Friendly name: Shop 2030/g)).toHaveLength(2);
    expect(shown.match(/Schema: PKCS12-3DES-SHA1/g)).toHaveLength(2);
    const encrypted = scratch.write(
      `${kind}-by-certtool.pem`,
      shown.slice(shown.indexOf('-----BEGIN ENCRYPTED')),
    );
    const key = run('openssl', 'pkcs8', '-in', encrypted, '-passin', `pass:${password}`);
    const certificate = /-----BEGIN CERTIFICATE.*?-----END CERTIFICATE-----\n/s.exec(shown)?.[0] ?? '';
    expectSameKeyAndCertificate(certificate + key);
  });

  it.skipIf(!has.nss)('is opened by pk12util', () => {
    const database = scratch.path(`nss-${kind}`);
    mkdirSync(database);
    run('certutil', '-N', '-d', database, '--empty-password');
    run('pk12util', '-i', file, '-W', password, '-d', database);
    expect(run('certutil', '-L', '-d', database)).toMatch(/^Shop 2030 +u,u,u$/m);
    expect(run('certutil', '-K', '-d', database)).toContain('Shop 2030');
  });
});
