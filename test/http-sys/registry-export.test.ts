import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExport } from '../../src/http-sys/registry-export.js';
import { RecordReader } from '../../src/http-sys/registry-records.js';
import { readKeys } from '../../src/http-sys/registry-text.js';
import { exportFile, type KeptRecord, queryText } from './registry-text.js';

const file = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
const title = 'Windows Registry Editor Version 5.00\r\n';

describe('an exported key', () => {
  it('has texts, numbers and bytes in the form of a query', () => {
    const text = [
      title,
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Größe]',
      '@="a default"',
      '"Ein \\"Name\\""="C:\\\\x"',
      '"Number"=dword:0000001F',
      '"Bytes"=hex:a1,b2,\\',
      '  c3',
      '"Expanded"=hex(2):25,00,41,00,25,00,00,00',
      '',
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Größe\\Leer]',
      '',
    ].join('\r\n');
    expect(readExport(file(text))).toEqual([
      {
        path: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Größe',
        isDamaged: false,
        values: [
          { name: '', type: 'REG_SZ', data: 'a default' },
          { name: 'Ein "Name"', type: 'REG_SZ', data: 'C:\\x' },
          { name: 'Number', type: 'REG_DWORD', data: '0x1f' },
          { name: 'Bytes', type: 'REG_BINARY', data: 'A1B2C3' },
        ],
      },
      { path: 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Größe\\Leer', isDamaged: false, values: [] },
    ]);
  });

  it('is damaged where a text holds a line end', () => {
    const text = `${title}[HKEY_LOCAL_MACHINE\\X]\r\n"A"="one\r\ntwo"\r\n"B"="b"\r\n`;
    expect(readExport(file(text))).toMatchObject([{ isDamaged: true }]);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['another encoding', Buffer.from(title)],
    ['another file', file('REGEDIT4\r\n')],
    ['a file that is cut', file(`${title}[HKEY_LOCAL_MACHINE\\X]`)],
  ])('is not %s', (_, content) => {
    expect(readExport(content)).toBeUndefined();
  });

  it('says the same as a query', () => {
    const record = fc.record<KeptRecord>({
      kind: fc.constant('hostnameport'),
      endpoint: fc.constantFrom('a.example:443', 'b.example:443', '*.c.example:8443'),
      hash: fc.constantFrom('a1b2c3d4e5f60718293a4b5c6d7e8f9001122334', null),
      appId: fc.constant('{4dc3e181-e14b-4a21-b022-59fc669b0914}'),
      store: fc.constantFrom('MY', null),
      flags: fc.integer({ min: 0, max: 0xffffffff }),
    });
    const records = (keys: ReturnType<typeof readKeys>) => {
      const reader = new RecordReader();
      for (const key of keys) reader.add(key);
      return reader.end();
    };
    fc.assert(
      fc.property(fc.uniqueArray(record, { selector: ({ endpoint }) => endpoint }), (all) => {
        expect(records(readExport(exportFile(all, 'hostnameport')) ?? [])).toEqual(
          records(readKeys(queryText(all))),
        );
      }),
    );
  });

  it('of any bytes is read without an error', () => {
    const piece = fc.constantFrom(
      '[HKEY_X\\y]',
      '"a"=',
      '"b"',
      'hex:',
      '00',
      ',\\\r\n',
      'dword:',
      '\r\n',
      '\\',
      '"',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        readExport(file(`${title}${pieces.join('')}\r\n`));
        readExport(Buffer.from(pieces.join('')));
      }),
    );
  });
});
