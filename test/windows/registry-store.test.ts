import { describe, expect, it } from 'vitest';
import { issue } from '../../simulator/certificates/issue.js';
import { parseThumbprint, type Thumbprint } from '../../src/certificate/thumbprint.js';
import { parseSystemStore } from '../../src/windows/system-store.js';

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

const output = (...keys: [name: string, value: string][]) =>
  [...keys.flatMap(([name, value]) => ['', `${root}\\${name}`, value]), ''].join('\r\n');

const blob = (...properties: Buffer[]) =>
  `    Blob    REG_BINARY    ${Buffer.concat(properties).toString('hex').toUpperCase()}`;

const read = (text: string, ...wanted: Thumbprint[]) => parseSystemStore(text, new Set(wanted));

describe('the certificates of a store in the registry', () => {
  it('are found among their other properties', () => {
    const text = output([
      own,
      blob(property(3, Buffer.alloc(20)), property(32, certificate.der), property(11, Buffer.alloc(4))),
    ]);
    expect(read(text, own)).toEqual(new Map([[own, certificate.der]]));
    expect(
      read(
        text
          .toLowerCase()
          .replace('hkey_local_machine', 'HKEY_LOCAL_MACHINE')
          .replace('blob', 'Blob')
          .replace('reg_binary', 'REG_BINARY'),
        own,
      ).size,
    ).toBe(1);
  });

  it('are read only if they are wanted', () => {
    const other = issue({ names: ['other.example.com'] });
    const text = output(
      [own, blob(property(32, certificate.der))],
      [other.thumbprint, blob(property(32, other.der))],
    );
    expect([...read(text, own).keys()]).toEqual([own]);
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
    expect(read(output([own, value]), own).size).toBe(0);
  });

  it('are none where the key does not exist', () => {
    const message = '\r\nERROR: The system was unable to find the specified registry key or value.\r\n';
    expect(read(message, own).size).toBe(0);
    expect(read('', own).size).toBe(0);
  });
});
