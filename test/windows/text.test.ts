import { describe, expect, it } from 'vitest';
import { decodeOutput, excerpt, OutputDecoder } from '../../src/windows/text.js';

const wide = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

describe('the output of a program', () => {
  it.each([
    ['in an OEM code page', Buffer.from([0x41, 0x81, 0xff]), 'A\x81\xff'],
    ['in UTF-8 with its mark', Buffer.from([0xef, 0xbb, 0xbf, 0x41]), 'A'],
    ['in UTF-16 with its mark', wide('Hé 表'), 'Hé 表'],
    ['that is shorter than a mark', Buffer.from('A'), 'A'],
    ['that is only a mark', Buffer.from([0xff, 0xfe]), ''],
    ['that is empty', Buffer.alloc(0), ''],
  ])('%s is decoded, in one piece or byte by byte', (_, bytes, text) => {
    expect(decodeOutput(bytes)).toBe(text);
    const decoder = new OutputDecoder();
    const pieces = [...bytes].map((byte) => decoder.add(Buffer.from([byte])));
    expect(pieces.join('') + decoder.end()).toBe(text);
  });

  it('is short and harmless in an error', () => {
    expect(excerpt('\r\n  one\r\n\r\n two\x1b[0m \xfc \r\n')).toBe('one / two?[0m ?');
    expect(excerpt('x'.repeat(1_000_000))).toBe(`${'x'.repeat(300)}…`);
  });
});
