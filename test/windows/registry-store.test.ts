import { describe, expect, it } from 'vitest';
import { issue } from '../../simulator/certificates/issue.js';
import { parseThumbprint, type Thumbprint } from '../../src/certificate/thumbprint.js';
import { readKeys } from '../../src/http-sys/registry-text.js';
import { type KeptCertificate, readKept } from '../../src/windows/registry-store.js';

const root = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates\\MY\\Certificates';
const certificate = issue({ names: ['www.example.com'] });
const own = parseThumbprint(certificate.thumbprint)!;

const property = (id: number, value: Buffer) => {
  const head = Buffer.alloc(12);
  head.writeUInt32LE(id, 0);
  head.writeUInt32LE(1, 4);
  head.writeUInt32LE(value.length, 8);
  return Buffer.concat([head, value]);
};
const utf16 = (text: string) => Buffer.from(`${text}\0`, 'utf16le');

/** CRYPT_KEY_PROV_INFO as a store has it: seven numbers, then the texts. */
const keyInfo = (container: string, provider: string) => {
  const numbers = Buffer.alloc(28);
  numbers.writeUInt32LE(28, 0);
  numbers.writeUInt32LE(28 + utf16(container).length, 4);
  return Buffer.concat([numbers, utf16(container), utf16(provider)]);
};

const output = (...keys: [name: string, value: string][]) =>
  [...keys.flatMap(([name, value]) => ['', `${root}\\${name}`, value]), ''].join('\r\n');

const blob = (...properties: Buffer[]) =>
  `    Blob    REG_BINARY    ${Buffer.concat(properties).toString('hex').toUpperCase()}`;

function read(text: string): Map<Thumbprint, KeptCertificate> {
  return new Map(readKeys(text).flatMap((key) => (readKept(key) ? [readKept(key)!] : [])));
}

describe('the certificates of a store in the registry', () => {
  const plain = { der: certificate.der, key: null, friendlyName: null, renewedBy: null };

  it('are found among their other properties', () => {
    const text = output([
      own,
      blob(property(3, Buffer.alloc(20)), property(32, certificate.der), property(12, Buffer.alloc(4))),
    ]);
    expect(read(text)).toEqual(new Map([[own, plain]]));
    expect(read(text.replace(own, own.toLowerCase())).has(own)).toBe(true);
  });

  it('have a key, a friendly name and a successor where Windows keeps them', () => {
    const next = issue({ names: ['next.example.com'] });
    const text = output([
      own,
      blob(
        property(2, keyInfo('te-1', 'Microsoft RSA SChannel Cryptographic Provider')),
        property(11, utf16('Zürich łódź')),
        property(64, Buffer.from(next.thumbprint, 'hex')),
        property(32, certificate.der),
      ),
    ]);
    expect(read(text).get(own)).toEqual({
      der: certificate.der,
      key: { container: 'te-1', provider: 'Microsoft RSA SChannel Cryptographic Provider' },
      friendlyName: 'Zürich łódź',
      renewedBy: next.thumbprint,
    });
  });

  it.each([
    ['empty', Buffer.alloc(0)],
    ['short', Buffer.alloc(12, 0xff)],
    ['without texts', Buffer.alloc(28)],
    ['with places behind its end', Buffer.alloc(28, 0xff)],
  ])('have a key that is not known where its property is %s', (_, info) => {
    const text = output([own, blob(property(2, info), property(32, certificate.der))]);
    expect(read(text).get(own)?.key).toEqual({ container: null, provider: null });
  });

  it.each([
    ['is another certificate', blob(property(32, issue({ names: ['x.example.com'] }).der))],
    ['is cut off', blob(property(32, certificate.der).subarray(0, 100))],
    [
      'has a property that is longer than the rest',
      blob(property(3, Buffer.alloc(20)).subarray(0, 20), property(32, certificate.der)),
    ],
    ['holds no certificate', blob(property(3, Buffer.alloc(20)))],
    ['is empty', '    Blob    REG_BINARY    '],
    ['is not hexadecimal', '    Blob    REG_BINARY    zz'],
    ['is a text', `    Blob    REG_SZ    ${certificate.der.toString('hex')}`],
    ['has another name', blob(property(32, certificate.der)).replace('Blob', 'Blub')],
  ])('are passed over where the blob %s', (_, value) => {
    expect(read(output([own, value])).size).toBe(0);
  });

  it('are none where the key does not exist', () => {
    const message = '\r\nERROR: The system was unable to find the specified registry key or value.\r\n';
    expect(read(message).size).toBe(0);
    expect(read('').size).toBe(0);
  });
});
