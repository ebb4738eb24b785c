import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { der } from '../../src/certificate/asn1.js';
import { type CertificateBundle, readPfx } from '../../src/certificate/bundle.js';
import { ecKeys, issue } from './issue.js';
import * as make from './make-pfx.js';
import {
  certificatePart,
  encryption,
  expectLeaf,
  failureOf,
  intermediate,
  keyPart,
  leaf,
  mac,
  password,
  root,
} from './pfx-given.js';
import { looseBer, tlv } from './tlv.js';

describe('readPfx: contents', () => {
  it('sorts a chain in any order, and knows the root', async () => {
    for (const order of [
      [leaf, intermediate, root],
      [root, leaf, intermediate],
      [intermediate, root, leaf],
    ]) {
      const bundle = await readPfx(await make.pfx([keyPart(), certificatePart(...order)], mac), password);
      expectLeaf(bundle);
      expect(bundle.intermediates.map(({ commonName }) => commonName)).toEqual(['Test Intermediate']);
      expect(bundle.roots.map(({ commonName }) => commonName)).toEqual(['Test Root']);
      expect(bundle.warnings).toEqual([]);
    }
  });

  it('takes the friendly name of the certificate, else that of the key', async () => {
    const named = (ofCertificate: string | undefined, ofKey: string | undefined) =>
      make.pfx(
        [
          make.plainPart(make.shroudedKeyBag(leaf.privateKey, encryption(), make.attributes(ofKey))),
          make.plainPart(make.certificateBag(leaf.der, make.attributes(ofCertificate))),
        ],
        mac,
      );
    const nameOf = async (file: Promise<Buffer>) => (await readPfx(await file, password)).friendlyName;
    expect(await nameOf(named('Shop 2030', 'key'))).toBe('Shop 2030');
    expect(await nameOf(named(undefined, 'alias'))).toBe('alias');
    expect(await nameOf(named('Bücher 😀', undefined))).toBe('Bücher 😀');
    expect(await nameOf(named('a\n::error::', undefined))).toBe('a\u{fffd}::error::');
    expect(await nameOf(named(undefined, undefined))).toBeUndefined();
    // Windows names the key after its container.
    expect(await nameOf(named(undefined, '{B4A4FEB0-A18A-44BB-B5F2-491EF152BA16}'))).toBeUndefined();
    expect(await nameOf(named(undefined, 'te-8c6bd7bd-5b61-4d8b-a1e2-6b2f0c3d7e11'))).toBeUndefined();
  });

  it('passes over bags and attributes that it does not need', async () => {
    const odd = make.attributes(
      'Name',
      make.attribute('1.3.6.1.4.1.311.17.2'),
      make.attribute('1.3.6.1.4.1.311.17.1', der.bmpString('Microsoft Software Key Storage Provider')),
      tlv(0x30, Buffer.from('not an attribute')),
    );
    const file = await make.pfx(
      [
        make.plainPart(make.unknownBag(), make.shroudedKeyBag(leaf.privateKey, encryption(), odd)),
        make.encryptedPart(encryption(), make.unknownBag(), make.certificateBag(leaf.der, odd)),
        make.plainPart(),
      ],
      mac,
    );
    expectLeaf(await readPfx(file, password));
  });

  it('reads nested safe contents', async () => {
    const nested = make.safeContentsBag(make.safeContentsBag(make.certificateBag(leaf.der)));
    expectLeaf(await readPfx(await make.pfx([make.plainPart(nested), keyPart()], mac), password));
  });

  it.each([1, 7, 1000])('reads BER with indefinite lengths and strings in pieces of %i', async (piece) => {
    const safe = looseBer(der.sequence(certificatePart(leaf), keyPart()), piece);
    expectLeaf(await readPfx(looseBer(await make.wrap(safe, mac), piece), password));
  });

  it('tolerates bytes after the end', async () => {
    const file = await make.pfx([certificatePart(leaf), keyPart()], mac);
    expectLeaf(await readPfx(Buffer.concat([file, Buffer.from('\r\n\0')]), password));
  });

  it.each([
    ['RSA 2048', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['RSA-PSS', () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 })],
    ['P-256', () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })],
    ['P-384', () => generateKeyPairSync('ec', { namedCurve: 'secp384r1' })],
    ['P-521', () => generateKeyPairSync('ec', { namedCurve: 'secp521r1' })],
    [
      'P-256 with explicit parameters',
      () => generateKeyPairSync('ec', { namedCurve: 'prime256v1', paramEncoding: 'explicit' }),
    ],
  ])('reads keys of the kind %s', async (_kind, keys) => {
    const issued = issue({ keys: keys(), issuer: intermediate });
    const file = await make.pfx([certificatePart(issued), keyPart(issued.privateKey)], mac);
    expectLeaf(await readPfx(file, password), issued);
  });

  it('reads an EC key without its public part', async () => {
    const scalar = Buffer.from(leaf.privateKey.export({ format: 'jwk' }).d!, 'base64url');
    const ecKey = der.sequence(der.integer(1), der.octetString(scalar));
    const algorithm = der.sequence(
      der.objectIdentifier('1.2.840.10045.2.1'),
      der.objectIdentifier('1.2.840.10045.3.1.7'),
    );
    const key = der.sequence(der.integer(0), algorithm, der.octetString(ecKey));
    const part = make.plainPart(make.shroudedKeyBag(key, encryption()));
    expectLeaf(await readPfx(await make.pfx([certificatePart(leaf), part], mac), password));
  });

  it('passes over a certificate and a key that nobody can read, with a warning', async () => {
    const broken = { der: Buffer.from(leaf.der) };
    broken.der.fill(0, 4, 40);
    const unknownKey = der.sequence(
      der.integer(0),
      der.sequence(der.objectIdentifier('1.2.643.2.2.19')),
      der.octetString(Buffer.from('key')),
    );
    const otherPassword = make.shroudedKeyBag(ecKeys().privateKey, make.pbes2(make.utf8('other')));
    const parts = [
      certificatePart(broken, leaf, intermediate, root),
      make.plainPart(make.shroudedKeyBag(unknownKey, encryption()), otherPassword),
      keyPart(),
    ];
    const bundle = await readPfx(await make.pfx(parts, mac), password);
    expectLeaf(bundle);
    expect(bundle.warnings).toEqual([
      '1 of the certificates in the file cannot be read and are skipped.',
      '2 of the keys in the file cannot be read and are skipped.',
    ]);
  });
});

describe('readPfx: several keys', () => {
  const client = issue({
    commonName: 'client',
    issuer: intermediate,
    extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'],
  });
  const other = issue({ commonName: 'other.example.com', issuer: intermediate });
  const authority = issue({ commonName: 'Own Authority', ca: true });
  const all = (...issued: (typeof leaf)[]) =>
    make.pfx([...issued.map((each) => keyPart(each.privateKey)), certificatePart(...issued)], mac);

  it('picks the one with a certificate for servers', async () => {
    expectLeaf(await readPfx(await all(client, leaf), password));
    expectLeaf(await readPfx(await all(leaf, client), password));
    expectLeaf(await readPfx(await all(authority, leaf), password));
  });

  it('passes over a key without a certificate', async () => {
    const file = await make.pfx([keyPart(ecKeys().privateKey), keyPart(), certificatePart(leaf)], mac);
    expectLeaf(await readPfx(file, password));
  });

  it('lists those that fit when more than one does', async () => {
    const { code, message } = await failureOf(await all(leaf, client, other));
    expect(code).toBe('pfx-ambiguous');
    for (const { certificate } of [leaf, other]) {
      expect(message).toContain(certificate.subject);
      expect(message).toContain(certificate.thumbprint);
      expect(message).toContain(certificate.notAfter.toISOString().slice(0, 10));
    }
    expect(message).not.toContain('CN=client');
  });

  it('counts the same certificate once', async () => {
    expectLeaf(await readPfx(await all(leaf, leaf), password));
  });

  it('says so when none fits', async () => {
    const second = issue({ commonName: 'client 2', extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'] });
    expect((await failureOf(await all(client, second))).code).toBe('certificate-not-for-servers');
  });
});

describe('readPfx: a certificate along with the one that it replaces', () => {
  const start = Date.now();
  const daysFromNow = (days: number) => new Date(start + days * 86_400_000);
  const keys = ecKeys();
  const year = (from: number, until: number) => ({
    notBefore: daysFromNow(from),
    notAfter: daysFromNow(until),
  });
  const named = { dnsNames: ['www.example.com', 'example.com'], issuer: intermediate };
  const issuedBefore = year(-80, 10);
  const old = issue({ ...named, ...issuedBefore, keys });
  const renewed = issue({ ...named, ...year(-1, 89), keys });
  const rekeyed = issue({ ...named, ...year(-1, 89) });
  const expired = issue({ ...named, ...year(-100, -10), keys: ecKeys() });

  interface Tied {
    issued: typeof leaf;
    /** The localKeyID of certificate and key; none on a certificate that an empty text stands for. */
    id?: string;
  }

  async function open(...tied: Tied[]): Promise<CertificateBundle> {
    const id = (text: string | undefined) =>
      text ? [make.attributes(undefined, make.localKeyId(text))] : [];
    const certificates = tied.map((each) => make.certificateBag(each.issued.der, ...id(each.id)));
    const bags = tied.map((each) =>
      make.shroudedKeyBag(each.issued.privateKey, encryption(), ...id(each.id)),
    );
    const parts = [
      make.encryptedPart(encryption(), ...certificates),
      make.plainPart(...bags),
      certificatePart(intermediate, root),
    ];
    return readPfx(await make.pfx(parts, mac), password);
  }

  async function expectChosen(given: Tied[], chosen: typeof leaf, why: RegExp): Promise<void> {
    for (const order of [given, given.toReversed()]) {
      const bundle = await open(...order);
      expectLeaf(bundle, chosen);
      expect(bundle.warnings).toHaveLength(1);
      expect(bundle.warnings[0]).toMatch(why);
      const [before, after] = bundle.warnings[0]?.split('Not chosen:') ?? [];
      for (const { issued } of given) {
        const place = issued === chosen ? before : after;
        expect(place).toContain(issued.certificate.thumbprint);
      }
    }
  }

  it('is the one issued last, of one key', async () => {
    await expectChosen(
      [{ issued: old }, { issued: renewed }],
      renewed,
      /^2 certificates .* issued last: CN=/,
    );
  });

  it('is the one issued last, whatever their names, of one key', async () => {
    const other = issue({ ...year(-1, 89), keys, dnsNames: ['other.example'], issuer: intermediate });
    await expectChosen([{ issued: old }, { issued: other }], other, /issued last/);
  });

  it('is the one that localKeyID names, of one key', async () => {
    await expectChosen([{ issued: old, id: 'A' }, { issued: renewed }], old, /localKeyID/);
    // As Java writes it: each entry has its key again, and a name of its own. That names neither.
    await expectChosen(
      [
        { issued: old, id: 'A' },
        { issued: renewed, id: 'B' },
      ],
      renewed,
      /issued last/,
    );
  });

  it('is the one issued last, where each has a key of its own and the names are kept', async () => {
    await expectChosen(
      [
        { issued: old, id: 'A' },
        { issued: rekeyed, id: 'B' },
      ],
      rekeyed,
      /issued last/,
    );
    const more = issue({
      ...year(-1, 89),
      dnsNames: [...named.dnsNames, 'new.example.com'],
      issuer: intermediate,
    });
    await expectChosen([{ issued: old }, { issued: more }], more, /issued last/);
  });

  it('is the only one that has not expired', async () => {
    await expectChosen([{ issued: expired }, { issued: leaf }], leaf, /the others have expired/);
    const older = issue({ ...named, ...year(-100, -10), keys });
    await expectChosen([{ issued: older, id: 'A' }, { issued: renewed }], renewed, /the others have expired/);
  });

  it.each([
    ['names differ', issue({ ...year(-1, 89), dnsNames: ['other.example'], issuer: intermediate })],
    ['a name would be lost', issue({ ...year(-1, 89), dnsNames: ['www.example.com'], issuer: intermediate })],
    [
      'the kinds of their keys differ',
      issue({ ...named, ...year(-1, 89), keys: generateKeyPairSync('rsa', { modulusLength: 2048 }) }),
    ],
    ['they were issued at once', issue({ ...named, ...issuedBefore })],
    ['neither has a name', issue({ ...year(-1, 89), issuer: intermediate })],
  ])('is not guessed where %s', async (what, other) => {
    const first = what === 'neither has a name' ? issue({ ...year(-80, 10), issuer: intermediate }) : old;
    await expect(open({ issued: first }, { issued: other })).rejects.toMatchObject({ code: 'pfx-ambiguous' });
  });
});
