import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Certificate } from '../../src/certificate/certificate.js';
import type { Span } from '../../src/certificate/lifetime.js';
import { StoredCertificates } from '../../src/inspect/stored-certificates.js';
import { checkCertificate, openCertificate } from '../../src/open/open.js';
import type { Machine } from '../../src/windows/machine.js';
import { issue, issueChain } from '../certificate/issue.js';

const { root, intermediate, leaf } = issueChain();
const now = new Date();

/** A machine whose store MY has this certificate where the registry shows it, or where only certutil does. */
function given(where: 'registry' | 'certutil' | 'nowhere' = 'nowhere', hasKey = true) {
  const hidden: string[] = [];
  const asked: string[] = [];
  const { thumbprint, der } = leaf.certificate;
  const key = { provider: 'Microsoft Software Key Storage Provider', container: 'x' };
  const kept = { der, key: hasKey ? key : null, friendlyName: null, renewedBy: null };
  const listed = { thumbprint, hasKey, provider: null, container: null, uniqueName: null };
  const machine = {
    registry: {
      certificates: async () => {
        asked.push('registry');
        return new Map(where === 'registry' ? [[thumbprint, kept]] : []);
      },
    },
    certutil: {
      list: async () => {
        asked.push('certutil');
        return where === 'nowhere' ? [] : [listed];
      },
      export: async () => (where === 'nowhere' ? undefined : Buffer.from(der)),
    },
    keyFiles: { seemsGone: async () => false },
  } as unknown as Machine;
  const certificates = new StoredCertificates(machine, () => undefined);
  const hide = (secret: string) => hidden.push(secret);
  return { hidden, asked, options: { store: 'MY', certificates, machine, now, hide } };
}

function files(content: Readonly<Record<string, string | Buffer>>): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), 'pem-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(content)) writeFileSync(join(folder, name), text);
  return (name) => join(folder, name);
}

const pemPath = (certificatePath: string, privateKeyPath: string | null) =>
  ({ kind: 'pem-path', certificatePath, privateKeyPath, password: '' }) as const;

describe('PEM files', () => {
  it('are a certificate with its chain, and its key', async () => {
    const path = files({ 'chain.pem': leaf.pem + intermediate.pem, 'key.pem': leaf.keyPem });
    const { options } = given();
    const opened = await openCertificate(pemPath(path('chain.pem'), path('key.pem')), options);
    expect(opened.certificate.thumbprint).toBe(leaf.certificate.thumbprint);
    expect(opened.bundle?.intermediates).toHaveLength(1);
  });

  it('may be one file, which may be UTF-16', async () => {
    const all = `\uFEFF${intermediate.pem}${leaf.keyPem}${leaf.pem}`;
    const path = files({ 'all.pem': Buffer.from(all, 'utf16le') });
    const { options } = given();
    const opened = await openCertificate(pemPath(path('all.pem'), null), options);
    expect(opened.certificate.thumbprint).toBe(leaf.certificate.thumbprint);
  });

  it('hide their key, and not their certificate, before they are used', async () => {
    const path = files({
      'all.pem': leaf.pem + leaf.keyPem,
      'broken.pem': `${leaf.keyPem}-----BEGIN CERTIFICATE-----`,
    });
    const { options, hidden } = given();
    await openCertificate(pemPath(path('all.pem'), null), options);
    expect(hidden.join('')).toBe(leaf.keyPem.trim());
    hidden.length = 0;
    await expect(openCertificate(pemPath(path('broken.pem'), null), options)).rejects.toThrow();
    expect(hidden.join('')).toBe(leaf.keyPem.trim());
  });

  it('hide a key that is cut off', async () => {
    const path = files({ 'cut.pem': `${leaf.pem}${leaf.keyPem.slice(0, 90)}` });
    const { options, hidden } = given();
    await expect(openCertificate(pemPath(path('cut.pem'), null), options)).rejects.toThrow();
    expect(hidden.join('')).toBe(leaf.keyPem.slice(0, 90));
  });

  it('are named by their inputs where they are not right', async () => {
    const path = files({ 'chain.pem': leaf.pem, 'key.pem': leaf.keyPem });
    const { options } = given();
    const failure = (certificate: string, key: string | null) =>
      openCertificate(pemPath(certificate, key), options).catch((error: unknown) => error);
    expect(await failure(path('key.pem'), path('key.pem'))).toMatchObject({
      code: 'pem-unreadable',
      parts: { cause: expect.stringContaining('"certificate-path"') },
    });
    expect(await failure(path('chain.pem'), path('chain.pem'))).toMatchObject({
      parts: {
        cause: expect.stringContaining('"private-key-path"'),
        next: expect.not.stringContaining('not their paths'),
      },
    });
    expect(await failure(path('chain.pem'), null)).toMatchObject({
      parts: { cause: expect.stringContaining('"certificate-path"') },
    });
    expect(await failure(path('chain.pem'), '%KEY%')).toMatchObject({
      code: 'pem-unreadable',
      parts: {
        cause: expect.stringContaining('"private-key-path"'),
        evidence: expect.stringContaining('%KEY%'),
      },
    });
  });
});

describe('PEM texts', () => {
  it('may be one text', async () => {
    const { options, hidden } = given();
    const source = {
      kind: 'pem',
      certificate: leaf.pem + leaf.keyPem,
      privateKey: '',
      password: '',
    } as const;
    expect((await openCertificate(source, options)).certificate.thumbprint).toBe(leaf.certificate.thumbprint);
    expect(hidden).toEqual([leaf.keyPem.trim()]);
  });

  it('without an issuer are no warning here, since the server may have it', async () => {
    const { options } = given();
    const source = { kind: 'pem', certificate: leaf.pem, privateKey: leaf.keyPem, password: '' } as const;
    expect((await openCertificate(source, options)).warnings).toEqual([]);
    const stranger = issue({ commonName: 'Stranger', ca: true });
    const odd = { ...source, certificate: leaf.pem + intermediate.pem + root.pem + stranger.pem };
    expect((await openCertificate(odd, options)).warnings).toEqual([expect.stringContaining('Stranger')]);
  });
});

describe('a certificate that is named by its thumbprint', () => {
  const source = { kind: 'thumbprint', thumbprint: leaf.certificate.thumbprint } as const;

  it('is found in its store with one reading', async () => {
    const { options, asked } = given('registry');
    expect(await openCertificate(source, options)).toMatchObject({
      certificate: leaf.certificate,
      bundle: null,
      warnings: [],
    });
    expect(asked).toEqual(['registry']);
  });

  it('is worth a warning without a key', async () => {
    const { warnings } = await openCertificate(source, given('registry', false).options);
    expect(warnings).toEqual([expect.stringContaining('no private key')]);
  });

  it('is found by certutil where the registry does not have it', async () => {
    expect(await openCertificate(source, given('certutil').options)).toMatchObject({ bundle: null });
  });

  it('is refused where the store does not have it', async () => {
    await expect(openCertificate(source, given().options)).rejects.toMatchObject({
      code: 'certificate-not-in-store',
    });
  });
});

describe('newest-for', () => {
  const source = { kind: 'newest-for', name: 'www.example.com' } as const;

  it.each([
    ['registry', ['registry']],
    ['certutil', ['registry', 'certutil', 'certutil']],
  ] as const)('opens what it has chosen, and says how: %s', async (where, programs) => {
    const { options, asked } = given(where);
    const opened = await openCertificate(source, options);
    expect(opened).toMatchObject({ certificate: leaf.certificate, bundle: null });
    expect(opened.notes[0]).toContain('the only one that can be used');
    expect(asked).toEqual(programs);
  });

  it('is refused in an empty store', async () => {
    await expect(openCertificate(source, given().options)).rejects.toMatchObject({ code: 'no-candidate' });
  });
});

describe('the checks of the new certificate', () => {
  const { certificate } = issue({
    dnsNames: ['www.example.com'],
    notBefore: new Date('2030-01-01T00:00:00Z'),
    notAfter: new Date('2030-04-11T00:00:00Z'),
  });
  const codeOf = (of: Certificate, at: string, minimum: Span, mayBeNameless = false) => {
    try {
      checkCertificate(of, { now: new Date(at), minimum, mayBeNameless });
      return 'fine';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it.each([
    ['2030-02-20T00:00:00Z', { days: 50 }, 'fine'],
    ['2030-02-20T00:00:01Z', { days: 50 }, 'certificate-expires-soon'],
    ['2030-02-20T00:00:00Z', { share: 0.5 }, 'fine'],
    ['2030-02-20T00:00:01Z', { share: 0.5 }, 'certificate-expires-soon'],
    ['2029-12-31T00:00:00Z', { share: 0.5 }, 'certificate-not-yet-valid'],
    ['2030-04-12T00:00:00Z', { share: 0 }, 'certificate-expired'],
    ['2030-04-10T23:00:00Z', { days: 0 }, 'fine'],
  ])('ask how long it is valid, on %s with %j: %s', (at, minimum, expected) => {
    expect(codeOf(certificate, at, minimum)).toBe(expected);
  });

  it('ask for a name and for its use', () => {
    const nameless = issue({ commonName: 'www.example.com' }).certificate;
    const soon = new Date().toISOString();
    expect(codeOf(nameless, soon, { days: 1 })).toBe('name-mismatch');
    expect(codeOf(nameless, soon, { days: 1 }, true)).toBe('fine');
    const forClients = issue({
      dnsNames: ['a.example'],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'],
    }).certificate;
    expect(codeOf(forClients, soon, { days: 1 })).toBe('certificate-not-for-servers');
  });
});
