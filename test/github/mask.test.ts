import { expect, it } from 'vitest';
import { enough, given } from './given.js';

it('masks every secret before it is used, line by line and in its usual transformations', () => {
  const { masked, refusal } = given({
    pfx: 'MIIabc\nMIIdef\nab',
    'pfx-password': 'p@ss "word"',
    dryrun: 'true',
  });
  expect(refusal).toBeDefined();
  expect(masked).toEqual(
    expect.arrayContaining([
      'MIIabc',
      'MIIdef',
      'MIIabcMIIdefab',
      'p@ss "word"',
      Buffer.from('p@ss "word"').toString('base64'),
      'p@ss \\"word\\"',
      'p%40ss%20%22word%22',
    ]),
  );
  // A very short line would make holes in every text.
  expect(masked).not.toContain('ab');
});

const key = '-----BEGIN PRIVATE KEY-----\nMIIkeyLine1\nMIIkeyLine2\n-----END PRIVATE KEY-----';
const certificate = '-----BEGIN CERTIFICATE-----\nMIIcertificate\n-----END CERTIFICATE-----';

it('masks a private key wherever it stands, and nothing of the certificate', () => {
  for (const inputs of [
    { certificate, 'private-key': key },
    { certificate: `${certificate}\n${key}` },
    { certificate: `${key}\r\n${certificate}` },
    { certificate: `${certificate}\n${key}`.replaceAll('\n', '\\n') },
    { certificate: `${certificate}\n${key.replace('-----END PRIVATE KEY-----', '')}` },
  ]) {
    const { masked } = given(inputs);
    expect(masked).toEqual(expect.arrayContaining(['MIIkeyLine1', 'MIIkeyLine2']));
    expect(masked.filter((each) => /certificate|BEGIN PRIVATE KEY-----$/i.test(each))).toEqual([]);
  }
  const encrypted = key.replace('\n', '\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,AB\n\n');
  expect(given({ certificate, 'private-key': encrypted }).masked).not.toContain('Proc-Type: 4,ENCRYPTED');
});

it('masks the secret in JSON, not what stands beside it', () => {
  const value = `MIIK${'a'.repeat(400)}`;
  const vault = {
    attributes: { enabled: true },
    contentType: 'application/x-pkcs12',
    id: 'https://vault.example/secrets/web/1',
    name: 'www.example.com',
    value,
  };
  const { masked } = given({ pfx: JSON.stringify(vault, null, 2) });
  expect(masked).toContain(value);
  expect(masked.filter((each) => each.includes('example'))).toEqual([]);
  expect(given({ pfx: JSON.stringify([{ data: 'short-secret' }, { blob: value }]) }).masked).toEqual(
    expect.arrayContaining(['short-secret', value]),
  );
});

it('masks a password with and without the line break at its end', () => {
  const { masked, inputs } = given({ pfx: 'MIIB', 'pfx-password': 'a b4\r\n' });
  expect(masked).toEqual(expect.arrayContaining(['a b4', 'a%20b4']));
  expect(inputs?.secrets).toContain('a b4');
});

it('does not mask a very short password, and still knows it for the outputs', () => {
  const { masked, inputs } = given({ pfx: 'MIIB', 'pfx-password': 'web' });
  expect(masked).not.toContain('web');
  expect(inputs?.secrets).toContain('web');
  expect(given(enough).inputs?.secrets).toEqual([]);
});
