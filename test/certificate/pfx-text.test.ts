import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainPath, readPfx } from '../../src/certificate/bundle.js';
import { pfxSource } from '../../src/certificate/pfx-source.js';
import type { Failure } from '../../src/failure.js';
import { armour, issue, issueChain } from './issue.js';
import * as make from './make-pfx.js';

// The start of a PFX: SEQUENCE with a long length, INTEGER 3; the rest does not matter here.
const file = Buffer.concat([Buffer.from('308208a1020103', 'hex'), randomBytes(1500)]);
const base64 = file.toString('base64');
const lines = base64.replace(/.{64}/g, '$&\n');

const decode = (given: string | Uint8Array): Buffer => {
  const source = pfxSource(given);
  if (source.pem !== undefined) throw new Error('taken for PEM');
  return Buffer.from(source.bytes);
};

describe('the input pfx', () => {
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
    ['base64 of it', Buffer.from(lines).toString('base64')],
    ['a byte order mark', `\ufeff${base64}`],
    ['UTF-16 taken for single bytes', Buffer.from(`\ufeff${base64}`, 'utf16le').toString('latin1')],
    ['UTF-16 taken for UTF-8', Buffer.from(`\ufeff${base64}`, 'utf16le').toString('utf8')],
    ['an invisible character', `\u200e${base64}`],
  ])('reads base64 with %s', (_what, text) => {
    expect(decode(text).equals(file)).toBe(true);
  });

  it('reads base64 of any bytes, wrapped at any width', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 64, maxLength: 400 }),
        fc.integer({ min: 1, max: 90 }),
        (bytes, width) => {
          const content = Buffer.concat([Buffer.from('308208a1020103', 'hex'), bytes]);
          const text = content.toString('base64').replace(new RegExp(`.{${width}}`, 'g'), '$&\r\n');
          expect(decode(text).equals(content)).toBe(true);
        },
      ),
    );
  });

  const explain = (text: string): Failure => {
    try {
      decode(text);
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
    [
      'a certificate',
      issue().pem,
      /holds PEM text\. Give it as "certificate" instead, and its private key as "private-key"/,
    ],
    [
      'a key',
      issue().keyPem,
      /holds a private key in PEM\. Give it as "private-key" instead, and the certificate as "certificate"/,
    ],
    [
      'both',
      issue().pem + issue().keyPem,
      /holds PEM text with a certificate and its private key\. Give it as "certificate" instead; "private-key" is not needed/,
    ],
    ['a p7b', armour('PKCS7', file), /holds a PKCS #7 file \(\.p7b\).*certreq -accept/],
    ['a request', armour('NEW CERTIFICATE REQUEST', file), /holds a signing request/],
    ['something else', armour('X509 CRL', file), /holds PEM text \(X509 CRL\)/],
  ])('says what to write instead for PEM text of %s', (_what, pem, text) => {
    const { code, message } = explain(pem);
    expect(code).toBe('input-invalid');
    expect(message).toMatch(text);
  });

  const long = Buffer.concat([Buffer.from('3082ffff020103', 'hex'), randomBytes(40_000)]).toString('base64');
  const cuts = [32_766, 32_767].flatMap((length): [number, string][] => [
    [length, long.slice(0, length)],
    [length, long.replace(/.{76}/g, '$&\n').slice(0, length)],
  ]);
  it.each(cuts)('explains a value of %i characters, which Windows has cut', async (length, text) => {
    const explained = `It has ${length} characters, and Windows gives a program at most 32766`;
    await expect(readPfx(text, 'x')).rejects.toThrow(explained);
    await expect(readPfx(text, 'x')).rejects.toThrow('give it with "pfx-path"');
  });

  it.each(['=', '-----A', '-', '"', 'data:', '\\n', ' ', '%', '0'])(
    'takes little time for megabytes of %j',
    (piece) => {
      const start = performance.now();
      explain(`${piece.repeat(2_000_000 / piece.length)}x!`);
      explain(`${piece.repeat(2_000_000 / piece.length)}x`);
      expect(performance.now() - start).toBeLessThan(5000);
    },
  );

  it.each([
    ['nothing', '  \n', /empty/],
    ['armour around nothing', armour('PKCS12', Buffer.alloc(0)), /no content/],
    ['hexadecimal', file.toString('hex'), /hexadecimal/],
    ['the bytes as PowerShell lists them', [...file].join('\r\n'), /list of numbers/],
    ['an expression in a secret', `$\{{ secrets.PFX }}`, /path or a variable/],
    [
      'PEM as base64',
      Buffer.from('-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n').toString('base64'),
      /PEM text, as base64[\s\S]*"certificate" instead/,
    ],
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

describe('a secret of a key vault, in JSON', async () => {
  const password = 'correct horse';
  const { root, intermediate, leaf } = issueChain();
  const encryption = make.pbes2(make.utf8(password));
  const pfx = await make.pfx(
    [
      make.encryptedPart(
        encryption,
        ...[leaf, intermediate, root].map((each) => make.certificateBag(each.der)),
      ),
      make.plainPart(make.shroudedKeyBag(leaf.privateKey, encryption)),
    ],
    make.pkcs12Mac(make.bmp(password)),
  );
  const secret = (value: string, contentType: string) => ({
    attributes: { enabled: true, expires: '2030-03-31T12:00:00+00:00' },
    contentType,
    id: 'https://example.vault.azure.net/secrets/site/0123456789abcdef0123456789abcdef',
    managed: true,
    tags: { owner: 'Jürgen Weiß' },
    value,
  });
  const ofPfx = secret(pfx.toString('base64'), 'application/x-pkcs12');
  const ofPem = secret(leaf.keyPem + leaf.pem + intermediate.pem + root.pem, 'application/x-pem-file');

  it.each([
    ['a PFX', JSON.stringify(ofPfx), password],
    ['a PFX, over many lines', `\ufeff${JSON.stringify(ofPfx, null, 2)}\r\n`, password],
    ['a PFX, as a JSON text within JSON', JSON.stringify(JSON.stringify(ofPfx)), password],
    ['a PFX, the value alone in quotes', JSON.stringify(ofPfx.value), password],
    ['a PFX under another name', JSON.stringify({ data: { site_pfx: ofPfx.value, note: 'MINE' } }), password],
    ['PEM', JSON.stringify(ofPem), ''],
    [
      'PEM in parts',
      JSON.stringify({
        data: { certificate: leaf.pem, ca_chain: [intermediate.pem, root.pem], private_key: leaf.keyPem },
      }),
      '',
    ],
  ])('is read, of %s', async (_what, json, given) => {
    for (const input of [json, Buffer.from(json), Buffer.from(`\ufeff${json}`, 'utf16le')]) {
      const bundle = await readPfx(input, given);
      expect(bundle.leaf.thumbprint).toBe(leaf.certificate.thumbprint);
      expect(bundle.intermediates).toHaveLength(1);
      expect(bundle.warnings).toEqual([]);
    }
  });

  it('is explained where there is no certificate in it, or no key', async () => {
    const failureOf = (input: unknown) =>
      readPfx(JSON.stringify(input), '').then(
        () => undefined,
        (error: unknown) => error as Failure,
      );
    expect((await failureOf({ value: '' }))?.message).toMatch(
      /JSON in which there is no certificate.*az keyvault/,
    );
    expect((await failureOf({ a: ofPfx.value, b: leaf.der.toString('base64') }))?.code).toBe('input-invalid');
    expect((await failureOf({ value: leaf.pem }))?.message).toContain(
      'No private key is given: "pfx" holds none',
    );
    expect((await failureOf([[[[]]]]))?.code).toBe('input-invalid');
  });

  it('is not searched for ever', async () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const wide = JSON.stringify(Array.from({ length: 200_000 }, () => 'x'));
    for (const json of [deep, wide])
      await expect(readPfx(json, '')).rejects.toMatchObject({ code: 'input-invalid' });
  });

  it.each([
    ['base64', pfx.toString('base64')],
    ['base64 in lines', pfx.toString('base64').replace(/.{64}/g, '$&\r\n')],
    ['armour of certutil -encode', armour('CERTIFICATE', pfx)],
  ])('or a file in %s is read from pfx-path', async (_what, text) => {
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
      expect((await readPfx(bytes, password)).leaf.thumbprint).toBe(leaf.certificate.thumbprint);
    }
  });
});

describe('explainPath', () => {
  it.each([
    ['%USERPROFILE%\\site.pfx', /Nothing replaces %USERPROFILE% .*\$\{\{ env\.USERPROFILE \}\}/],
    ['%RUNNER_TEMP%\\site.pfx', /write \$\{\{ runner\.temp \}\}/],
    ['$env:GITHUB_WORKSPACE\\site.pfx', /Nothing replaces \$env:GITHUB_WORKSPACE .*github\.workspace/],
    ['$' + '{env:ProgramData}\\site.pfx', /Nothing replaces \$\{env:ProgramData\}/],
    ['$HOME/site.pfx', /Nothing replaces \$HOME /],
    ['~/site.pfx', /Nothing replaces "~"/],
    [`$\{{ github.workspace }}/site.pfx`, /Nothing replaces the expression/],
    ['$(Agent.TempDirectory)/site.pfx', /Nothing replaces the expression/],
    ['Cert:\\LocalMachine\\My\\AABB', /"thumbprint"/],
    ['certificates/*.pfx', /"\*"/],
    ['"C:\\my files\\site.pfx"', /quotation marks/],
    ['C:\temp\new.pfx', /control character/],
    ['https://example.com/site.pfx', /not an address/],
  ])('explains %j', (path, hint) => {
    expect(explainPath(path)).toEqual({ shown: path, hint: expect.stringMatching(hint) });
  });

  it.each([
    'C:\\certificates\\site.pfx',
    'site.pfx',
    '\\\\server\\share$\\site.pfx',
    '/etc/ssl/50%/site.pfx',
  ])('has nothing to say of %j', (path) => {
    expect(explainPath(path)).toEqual({ shown: path });
  });

  it.each([
    ['base64', base64],
    ['PEM', issue().keyPem],
    ['JSON', JSON.stringify({ value: base64 })],
  ])('does not show the content of a file given as %s', (_what, content) => {
    const { shown, hint } = explainPath(content);
    expect(shown).toBe(`(a text of ${content.length} characters)`);
    expect(hint).toMatch(/without "-path"/);
  });
});
