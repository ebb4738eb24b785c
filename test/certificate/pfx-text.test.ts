import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePfxText } from '../../src/certificate/bundle.js';
import type { Failure } from '../../src/failure.js';
import { armour, issue } from './issue.js';

// The start of a PFX: SEQUENCE with a long length, INTEGER 3; the rest does not matter here.
const file = Buffer.concat([Buffer.from('308208a1020103', 'hex'), randomBytes(1500)]);
const base64 = file.toString('base64');
const lines = base64.replace(/.{64}/g, '$&\n');

describe('decodePfxText', () => {
  it.each([
    ['one line', base64],
    ['lines', lines],
    ['CRLF lines and an indent', lines.replaceAll('\n', '\r\n   ')],
    ['line breaks as two characters', lines.replaceAll('\n', '\\n')],
    ['line breaks as four characters', lines.replaceAll('\n', '\\r\\n')],
    ['spaces in place of line breaks', lines.replaceAll('\n', ' ')],
    ['a line break at the end', `${base64}\n`],
    ['double quotes', `"${base64}"`],
    ['single quotes', `'${lines}'`],
    ['a data URL', `data:application/x-pkcs12;base64,${base64}`],
    ['a data URL in quotes', `"data:application/x-pkcs12;base64,${base64}"`],
    ['armour', armour('PKCS12', file)],
    ['armour of certutil -encode', armour('CERTIFICATE', file)],
    ['base64url', file.toString('base64url')],
    ['no padding', base64.replace(/=+$/, '')],
    ['a byte order mark', `\ufeff${base64}`],
    ['UTF-16 taken for single bytes', Buffer.from(`\ufeff${base64}`, 'utf16le').toString('latin1')],
    ['UTF-16 taken for UTF-8', Buffer.from(`\ufeff${base64}`, 'utf16le').toString('utf8')],
    ['an invisible character', `\u200e${base64}`],
  ])('reads base64 with %s', (_what, text) => {
    expect(Buffer.from(decodePfxText(text)).equals(file)).toBe(true);
  });

  it('reads base64 of any bytes, wrapped at any width', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 64, maxLength: 400 }),
        fc.integer({ min: 1, max: 90 }),
        (bytes, width) => {
          const content = Buffer.concat([Buffer.from('308208a1020103', 'hex'), bytes]);
          const text = content.toString('base64').replace(new RegExp(`.{${width}}`, 'g'), '$&\r\n');
          expect(Buffer.from(decodePfxText(text)).equals(content)).toBe(true);
        },
      ),
    );
  });

  const explain = (text: string): Failure => {
    try {
      decodePfxText(text);
    } catch (error) {
      return error as Failure;
    }
    throw new Error('nothing was thrown');
  };

  it.each([
    'C:\\certificates\\site.pfx',
    'C:/certificates/site.pfx',
    '"C:\\my files\\site.pfx"',
    '\\\\server\\share\\site.pfx',
    './site.pfx',
    '..\\site.pfx',
    '~/site.p12',
    '/etc/ssl/site',
    'site.pfx',
    'secrets/site.p12',
    '$RUNNER_TEMP/site',
    '%TEMP%\\site',
  ])('recognises the path %s and points to pfx-path', (path) => {
    const { code, message } = explain(path);
    expect(code).toBe('input-invalid');
    expect(message).toContain('"pfx-path"');
    expect(message).not.toContain(path);
  });

  it.each([
    ['a PEM certificate', issue().pem],
    ['a PEM key', issue().keyPem],
  ])('points to certificate and private-key for %s', (_what, pem) => {
    expect(explain(pem).message).toMatch(/"certificate".*"private-key"/);
  });

  it.each(['=', '-----A', '-', '"', 'data:', '\\n', ' ', '%', '0'])(
    'takes little time for megabytes of %j',
    (piece) => {
      const start = performance.now();
      explain(`${piece.repeat(2_000_000 / piece.length)}x!`);
      expect(performance.now() - start).toBeLessThan(5000);
    },
  );

  it.each([
    ['nothing', '  \n', /empty/],
    ['armour around nothing', armour('PKCS12', Buffer.alloc(0)), /no content/],
    ['hexadecimal', file.toString('hex'), /hexadecimal/],
    ['other text', `${base64.slice(0, 40)}!hunter2!${base64}`, /place 41/],
    ['a cut text', base64.slice(0, 1001), /not whole base64/],
    ['two files joined', `${Buffer.from('x').toString('base64')}${base64}`, /not whole base64/],
  ])('explains %s without showing it', (_what, text, reason) => {
    const { code, message } = explain(text);
    expect(code).toBe('input-invalid');
    expect(message).toMatch(reason);
    expect(message).toContain('"pfx"');
    expect(message).not.toContain('hunter2');
    expect(message).not.toContain(base64.slice(0, 12));
  });
});
