import { describe, expect, it } from 'vitest';
import { assemble } from '../../src/certificate/assemble.js';
import type { CertificateBundle } from '../../src/certificate/bundle.js';
import type { Certificate } from '../../src/certificate/certificate.js';
import { chooseProvider, type ProviderWish } from '../../src/import/key-provider.js';
import { issuerStores } from '../../src/import/plan-chain.js';
import { importedBy, type KeyWishes, planImport } from '../../src/import/plan-import.js';
import type { StoredCertificate } from '../../src/inspect/stored-certificates.js';
import { ecKeys, type Issued, issue, rsaKeys } from '../certificate/issue.js';
import { aes, cng, schannel } from './given.js';

const rsa = issue({ dnsNames: ['www.example.com'], keys: rsaKeys() });
const ec = issue({ dnsNames: ['www.example.com'], keys: ecKeys() });
const now = new Date();
const days = (number: number) => new Date(now.getTime() + number * 86_400_000);

function stored(certificate: Certificate, provider: string | null = cng, store = 'MY'): StoredCertificate {
  return {
    certificate,
    store,
    hasKey: provider !== null,
    provider,
    container: 'x',
    friendlyName: null,
    renewedBy: null,
  };
}

/** Replaced certificates with keys in these providers. */
const replaced = (...providers: (string | null)[]) =>
  providers.map((provider) => stored(issue({}).certificate, provider));

describe('the provider of the new key', () => {
  const tpm = 'Microsoft Platform Crypto Provider';
  const foreign = 'Contoso Cryptographic Provider';
  it.each<[ProviderWish, 'rsa' | 'ec', (string | null)[], string, number]>([
    // What is wished, the new key, where the replaced keys are, where the new one goes, how many warnings there are.
    ['keep', 'rsa', [], cng, 0],
    ['keep', 'rsa', [cng], cng, 0],
    ['keep', 'rsa', [null], cng, 0],
    ['keep', 'rsa', [schannel], schannel, 0],
    ['keep', 'rsa', [aes], aes, 0],
    ['keep', 'rsa', [aes.toUpperCase()], aes, 0],
    ['keep', 'rsa', [aes, aes], aes, 0],
    ['keep', 'rsa', [aes, null], aes, 0],
    ['keep', 'rsa', [aes, schannel], schannel, 0],
    ['keep', 'rsa', [foreign], schannel, 1],
    ['keep', 'rsa', ['Microsoft Base Cryptographic Provider v1.0'], schannel, 0],
    ['keep', 'rsa', [cng, schannel], cng, 1],
    ['keep', 'rsa', [tpm], cng, 1],
    ['keep', 'ec', [cng], cng, 0],
    ['keep', 'ec', [schannel], cng, 1],
    ['keep', 'ec', [cng, schannel], cng, 1],
    ['cng', 'rsa', [schannel], cng, 0],
    ['cng', 'ec', [schannel], cng, 0],
    ['csp', 'rsa', [cng], schannel, 0],
    ['csp', 'rsa', [], schannel, 0],
    ['csp', 'rsa', [cng, aes], aes, 0],
  ])('%s, %s, replaced %j: %s', (wish, kind, providers, expected, warnings) => {
    const { certificate } = kind === 'rsa' ? rsa : ec;
    const chosen = chooseProvider(wish, certificate, replaced(...providers));
    expect([chosen.provider, chosen.warnings.length]).toEqual([expected, warnings]);
  });

  it.each([[[schannel]], [[cng, schannel]]])(
    'warns of Exchange and old .NET code: replaced %j',
    (providers) => {
      const [warning = ''] = chooseProvider('keep', ec.certificate, replaced(...providers)).warnings;
      expect(warning).toContain('Exchange');
      expect(warning).toContain('X509Certificate2.PrivateKey');
    },
  );

  it('cannot be a legacy one for an EC key', () => {
    expect(() => chooseProvider('csp', ec.certificate, [])).toThrow(
      expect.objectContaining({ code: 'input-conflict', message: expect.stringContaining('EC prime256v1') }),
    );
  });
});

const keepAll: KeyWishes = { exportable: false, provider: 'keep', permissions: 'keep', friendlyName: null };

/** What a file with these certificates and the key of the first is read as. */
function bundleOf(leaf: Issued, ...others: readonly Issued[]): CertificateBundle {
  const certificates = [leaf, ...others].map(({ certificate }) => ({ certificate }));
  return assemble([{ key: leaf.privateKey }], certificates, now);
}

interface Given {
  readonly inStore?: readonly StoredCertificate[];
  readonly inCa?: readonly Issued[];
  readonly inRoot?: readonly Issued[];
  readonly replaced?: readonly StoredCertificate[];
  readonly key?: Partial<KeyWishes>;
}

function plan(
  bundle: CertificateBundle | null,
  given: Given = {},
  certificate = bundle?.leaf ?? rsa.certificate,
) {
  const found = {
    store: given.inStore ?? [],
    issuers: [
      ...(given.inCa ?? []).map((each) => stored(each.certificate, null, 'CA')),
      ...(given.inRoot ?? []).map((each) => stored(each.certificate, null, 'ROOT')),
    ],
    replaced: given.replaced ?? [],
  };
  return planImport({ certificate, bundle }, found, { store: 'MY', key: { ...keepAll, ...given.key }, now });
}

describe('what is imported', () => {
  it('is what the stores do not have, and all of it is undone', () => {
    const root = issue({ commonName: 'Root', ca: true });
    const two = issue({ commonName: 'Two', ca: true, issuer: root });
    const one = issue({ commonName: 'One', ca: true, issuer: two });
    const leaf = issue({ issuer: one, keys: rsaKeys() });
    const made = plan(bundleOf(leaf, one, two, root), { inCa: [two] });
    expect(made).toMatchObject({ importsLeaf: true, leaf: { provider: cng, wasThere: false }, warnings: [] });
    expect(made.intermediates).toEqual([one.certificate]);
    expect(importedBy(made)).toEqual([
      { store: 'MY', thumbprint: leaf.certificate.thumbprint },
      { store: 'CA', thumbprint: one.certificate.thumbprint },
    ]);
  });

  it('is not the certificate where it is there with its key', () => {
    const made = plan(bundleOf(rsa), { inStore: [stored(rsa.certificate)] });
    expect(made).toMatchObject({ importsLeaf: false, leaf: { wasThere: true } });
    expect(made.notes).toEqual([`The certificate is in LocalMachine\\MY already, with its key in ${cng}.`]);
    expect(importedBy(made)).toEqual([]);
  });

  it('is the certificate where it is there without its key, and that is not undone', () => {
    const made = plan(bundleOf(rsa), { inStore: [stored(rsa.certificate, null)] });
    expect(made).toMatchObject({ importsLeaf: true, leaf: { wasThere: true } });
    expect(importedBy(made)).toEqual([]);
  });

  it('goes to a store that perhaps is not there, which is worth a warning', () => {
    const planned = (store: string, inStore: StoredCertificate[] = []) =>
      planImport(
        { certificate: rsa.certificate, bundle: bundleOf(rsa) },
        { store: inStore, issuers: [], replaced: [] },
        { store, key: keepAll, now },
      ).warnings.filter((each) => each.includes('makes it'));
    expect(planned('Zertifikate')).toEqual([expect.stringContaining('LocalMachine\\Zertifikate')]);
    expect(planned('Zertifikate', [stored(issue().certificate)])).toEqual([]);
    expect([...planned('MY'), ...planned('WebHosting')]).toEqual([]);
  });

  it('is nothing where no file was given', () => {
    const made = plan(null, { inStore: [stored(rsa.certificate)] });
    expect(made).toMatchObject({ importsLeaf: false, leaf: null, intermediates: [] });
  });

  it('has the name that was asked for, else that of the file, else one of its own', () => {
    const named = { ...bundleOf(rsa), friendlyName: 'From the file' };
    expect(plan(named, { key: { friendlyName: 'Asked for' } }).leaf?.friendlyName).toBe('Asked for');
    expect(plan(named).leaf?.friendlyName).toBe('From the file');
    expect(plan(bundleOf(rsa)).leaf?.friendlyName).toMatch(/^www\.example\.com \d{4}-\d\d-\d\d$/);
  });

  it('takes over permissions only where they are to be kept', () => {
    const old = replaced(cng);
    expect(plan(bundleOf(rsa), { replaced: old }).permissionsOf).toEqual(old);
    expect(plan(bundleOf(rsa), { replaced: old, key: { permissions: 'none' } }).permissionsOf).toEqual([]);
  });
});

describe('a certificate that is there with its key in another provider', () => {
  const inCng = { inStore: [stored(rsa.certificate, cng)] };
  const inCsp = { inStore: [stored(rsa.certificate, schannel)] };
  it.each([
    ['a legacy one was asked for', { ...inCng, key: { provider: 'csp' } }, '"key-provider" is csp'],
    ['CNG was asked for', { ...inCsp, key: { provider: 'cng' } }, '"key-provider" is cng'],
    [
      'the replaced key is in a legacy one',
      { ...inCng, replaced: replaced(schannel) },
      `the replaced key is in ${schannel}`,
    ],
  ] as const)('is not imported again, and that is said: %s', (_, given, because) => {
    for (const bundle of [bundleOf(rsa), null]) {
      const made = plan(bundle, given, rsa.certificate);
      expect(made.importsLeaf).toBe(false);
      expect(made.warnings).toEqual([expect.stringContaining(because)]);
      expect(made.warnings[0]).toContain('not imported again');
    }
  });

  it('is fine where a legacy key replaces one of CNG', () => {
    expect(plan(bundleOf(rsa), { ...inCsp, replaced: replaced(cng) }).warnings).toEqual([]);
  });
});

describe('the chain', () => {
  const root = issue({ commonName: 'Root', ca: true });
  const keys = ecKeys();
  const expired = issue({
    commonName: 'Authority',
    ca: true,
    issuer: root,
    keys,
    notBefore: days(-900),
    notAfter: days(-30),
  });
  const valid = issue({ commonName: 'Authority', ca: true, issuer: root, keys });
  const leaf = issue({ issuer: valid, keys: rsaKeys() });
  const missing = expect.stringContaining('The issuer of');

  it('is imported without what is not valid now', () => {
    const { intermediates, warnings } = plan(bundleOf(leaf, expired, valid, root));
    expect([intermediates, warnings]).toEqual([[valid.certificate], []]);
    expect(plan(bundleOf(leaf, expired, root))).toMatchObject({ intermediates: [], warnings: [missing] });
  });

  it('is completed from the server before an issuer is called missing', () => {
    expect(plan(bundleOf(leaf)).warnings).toEqual([missing]);
    for (const bundle of [bundleOf(leaf), bundleOf(leaf, expired)]) {
      expect(plan(bundle, { inCa: [valid], inRoot: [root] })).toMatchObject({
        intermediates: [],
        warnings: [],
      });
    }
  });

  it('never brings a root, and takes none for an intermediate that is there', () => {
    const made = plan(bundleOf(leaf, valid, root), { inRoot: [valid] });
    expect(made.intermediates).toEqual([valid.certificate]);
  });

  it('needs the stores of issuers only where the file has intermediates, or lacks issuers', () => {
    const alone = issue({ keys: rsaKeys() });
    expect(
      [null, bundleOf(alone), bundleOf(leaf, valid, root), bundleOf(leaf, valid), bundleOf(leaf)].map(
        issuerStores,
      ),
    ).toEqual([[], [], ['CA'], ['CA', 'Root'], ['CA', 'Root']]);
  });
});
