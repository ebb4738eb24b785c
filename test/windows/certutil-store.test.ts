import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseStore } from '../../src/windows/certutil.js';

const hash = 'aabbccddeeff00112233445566778899aabbccdd';
const block = (lines: string[]) =>
  ['My "Personal"', '================ Certificate 0 ================', ...lines, ''].join('\r\n');

describe('the output of certutil -store', () => {
  it.each([
    ['English', `Cert Hash(sha1): ${hash}`],
    ['an older build, in pairs', `Cert Hash(sha1): ${hash.replace(/(..)(?=.)/g, '$1 ')}`],
    ['French, a no-break space before the colon', `Hach. cert. (sha1)\u00a0: ${hash}`],
    ['French in code page 850', `Hach. cert. (sha1)\u00ff: ${hash}`],
    ['a full-width colon in code page 932', `ﾊｯｼｭ(sha1)\u0081F${hash}`],
    ['trailing blanks', `Cert Hash(sha1): ${hash}  `],
  ])('gives the thumbprint: %s', (_, line) => {
    expect(parseStore(block(['Serial Number: 11', line])).map((each) => each.thumbprint)).toEqual([
      hash.toUpperCase(),
    ]);
  });

  it('tells a certificate with a key by the name of its provider', () => {
    const subject = 'Subject: CN=www.example.com, O=a=b';
    const [bare] = parseStore(block([subject, `Cert Hash(sha1): ${hash}`, 'No key provider information']));
    const [keyed] = parseStore(
      block([
        subject,
        `Cert Hash(sha1): ${hash}`,
        '  Key Container = te-1',
        '  Provider = Microsoft Software Key Storage Provider',
      ]),
    );
    expect([bare?.hasKey, keyed?.hasKey]).toEqual([false, true]);
  });

  it.each([
    ['that is the last of all', ['Anbieter = Microsoft Software Key Storage Provider']],
    ['with more behind it', ['提供程序 = Microsoft Software Key Storage Provider', '提供程序类型 = c']],
    ['alone', ['Provider = Microsoft Software Key Storage Provider'], null],
    ['that does not call itself one', ['Provider = Luna Cryptographic Services for Microsoft Windows']],
  ])('names the provider: one %s', (_, lines, container: string | null = 'my provider') => {
    const name = container === null ? [] : [`Key Container = ${container}`];
    const [found] = parseStore(
      block([`Cert Hash(sha1): ${hash}`, ...name, ...lines].map((each) => `  ${each}`)),
    );
    const provider = lines[0]?.replace(/^.*= /, '');
    expect(found).toMatchObject({ provider, container });
  });

  it('takes no name of a certificate for its hash or for the file of its key', () => {
    const file = (digit: string) => `${digit.repeat(32)}_11111111-2222-3333-4444-555555555555`;
    const [found, ...others] = parseStore(
      block([
        `Subject: CN="${file('a')}`,
        `(sha1): ${'0'.repeat(40)}`,
        '  Key Container = mine',
        '  Provider = mine"',
        `Cert Hash(sha1): ${hash}`,
        '  Key Container = te-1',
        `  Unique container name: ${file('b')}`,
        '  Provider = Microsoft Software Key Storage Provider',
      ]),
    );
    expect(others).toEqual([]);
    expect(found).toEqual({
      thumbprint: hash.toUpperCase(),
      hasKey: true,
      provider: 'Microsoft Software Key Storage Provider',
      container: 'te-1',
      uniqueName: file('b'),
    });
  });

  it('takes no other hash for the thumbprint, and nothing from an error', () => {
    expect(parseStore(block([`Serial Number: ${hash}`, `Key Id Hash(rfc-sha1): ${hash}`]))).toEqual([]);
    expect(parseStore('CertUtil: -store command FAILED: 0x80090011 (-2146893807 NTE_NOT_FOUND)')).toEqual([]);
  });

  const corpus = new URL('../../../shared/corpus/', import.meta.url);
  it.skipIf(!existsSync(corpus)).each([
    ['31-zh-CN-unknown-certutil-store-root.txt', ['D70CD039051F77C30673B8209FC15EFA650ED52C']],
    ['32-zh-CN-unknown-certutil-store-root.txt', ['A46EABD860A41A09B7D9A0E9212D5129C646782A']],
    [
      '35-fr-win7-certutil-store-root.txt',
      ['CDD4EEAE6000AC7F40C3802C171E30148030C072', 'BE36A4562FB2EE05DBB3D32323ADF445084ED656'],
    ],
    ['37-fr-unknown-certutil-store-my-nbsp.txt', [hash.toUpperCase()]],
    ['45-en-unknown-certutil-store-my-notfound-nteNotFound.txt', []],
    ['62-en-unknown-certutil-store-my-excerpt.txt', []],
  ])('of a real host: %s', (file, thumbprints) => {
    const text = readFileSync(new URL(file, corpus)).toString('latin1');
    expect(parseStore(text).map((each) => each.thumbprint)).toEqual(thumbprints);
  });
});
