import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { der } from '../../src/certificate/asn1.js';
import { defaultFriendlyName } from '../../src/certificate/bundle.js';
import { readCertificate, readCertificateFile, titleOf } from '../../src/certificate/certificate.js';
import { Failure } from '../../src/failure.js';
import { extension, issue, issueChain, rsaKeys } from './issue.js';
import { tlv } from './tlv.js';

const cn = '2.5.4.3';
const utf8 = (text: string) => tlv(0x0c, Buffer.from(text));
const attributeOf = (type: string, text: string) => der.sequence(der.objectIdentifier(type), utf8(text));

describe('readCertificate', () => {
  it('agrees with OpenSSL on what a certificate says', () => {
    const { certificate, der: bytes } = issue({
      keys: rsaKeys(),
      dnsNames: ['www.example.com', '*.Example.org'],
      addresses: [Buffer.from([10, 0, 0, 5])],
      ca: true,
      hash: 'sha1',
    });
    const x509 = new X509Certificate(bytes);
    expect(certificate.thumbprint).toBe(x509.fingerprint.replaceAll(':', ''));
    expect(certificate.notBefore).toEqual(new Date(x509.validFrom));
    expect(certificate.notAfter).toEqual(new Date(x509.validTo));
    expect(certificate.isCa).toBe(x509.ca);
    expect(certificate.publicKey).toEqual({ kind: 'rsa', bits: 2048 });
    expect(certificate.weakSignature).toBe('sha1WithRSAEncryption');
    expect(certificate.dnsNames).toEqual(['www.example.com', '*.example.org']);
    expect(certificate.ipAddresses).toEqual(['10.0.0.5']);
    expect(certificate.selfSigned).toBe(true);
  });

  it('writes names as Windows shows them, most specific part first', () => {
    const { certificate } = issue({
      subject: [
        ['2.5.4.6', 'DE'],
        ['2.5.4.8', 'Bayern'],
        ['2.5.4.10', 'Example, Inc.'],
        ['1.2.3.4', 'odd'],
        [cn, 'www.example.com'],
        ['1.2.840.113549.1.9.1', 'it@example.com'],
      ],
    });
    expect(certificate.subject).toBe(
      'E=it@example.com, CN=www.example.com, OID.1.2.3.4=odd, O="Example, Inc.", S=Bayern, C=DE',
    );
    expect(certificate.commonName).toBe('www.example.com');
  });

  it.each([
    ['UTF8String', tlv(0x0c, Buffer.from('Bücher'))],
    ['BMPString', tlv(0x1e, Buffer.from('Bücher', 'utf16le').swap16())],
    ['T61String', tlv(0x14, Buffer.from('Bücher', 'latin1'))],
    ['UniversalString', tlv(0x1c, Buffer.from([...'Bücher'].flatMap((c) => [0, 0, 0, c.charCodeAt(0)])))],
  ])('reads a name in a %s', (_kind, value) => {
    expect(issue({ subject: [[cn, value]] }).certificate.subject).toBe('CN=Bücher');
  });

  it('makes control characters and the like in names harmless', () => {
    const { certificate } = issue({ subject: [[cn, 'a\n::error::b\u001b[31m\u202ec\u2028d\u0000e']] });
    expect(certificate.subject).toBe('CN=a\u{fffd}::error::b\u{fffd}[31m\u{fffd}c\u{fffd}d\u{fffd}e');
  });

  it('cuts names that are far too long', () => {
    const { certificate } = issue({ subject: [[cn, 'x'.repeat(100_000)]] });
    expect(certificate.subject.length).toBeLessThan(600);
  });

  it('never takes the common name for a name of the server', () => {
    const { certificate } = issue({ commonName: 'www.example.com' });
    expect(certificate.commonName).toBe('www.example.com');
    expect([certificate.dnsNames, certificate.ipAddresses]).toEqual([[], []]);
    expect(issue({ commonName: 'a.example', dnsNames: ['b.example'] }).certificate.dnsNames).toEqual([
      'b.example',
    ]);
  });

  it('reads names that try to look like others as what they are', () => {
    const directory = tlv(
      0xa4,
      der.sequence(der.setOf(der.sequence(der.objectIdentifier(cn), utf8('x, DNS:c.example')))),
    );
    const { certificate } = issue({
      dnsNames: ['a.example, DNS:b.example', 'a.example\0.evil.example', '"a.example"', 'd.example'],
      altNames: [
        der.implicit(6, Buffer.from('http://x/, DNS:e.example')),
        der.implicit(1, Buffer.from('a@b.c, IP Address:10.0.0.9')),
        directory,
      ],
    });
    expect(certificate.dnsNames).toEqual(['d.example']);
    expect(certificate.ipAddresses).toEqual([]);
  });

  it('writes a name with several attributes in one part, and with odd characters, as Windows shows it', () => {
    const part = der.setOf(attributeOf(cn, 'a + CN=b'), attributeOf('2.5.4.11', ' \\ #x" '));
    const { certificate } = issue({ subjectParts: [part] });
    expect(certificate.subject).toBe('OU=" \\ #x"" " + CN="a + CN=b"');
    expect(certificate.commonName).toBe('a + CN=b');
  });

  it('reads internationalised names as A-labels, and passes over what is no host name', () => {
    const { certificate } = issue({
      dnsNames: ['bücher.example', 'not a host', 'WWW.Example.com.', 'x\n.example'],
    });
    expect(certificate.dnsNames).toEqual(['xn--bcher-kva.example', 'www.example.com']);
  });

  it('writes IPv6 addresses compressed', () => {
    const address = Buffer.from('20010db8000000000000000000000001', 'hex');
    expect(issue({ addresses: [address] }).certificate.ipAddresses).toEqual(['2001:db8::1']);
  });

  it('reads whether it is for servers', () => {
    const [server, client, any] = ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2', '2.5.29.37.0'] as const;
    expect(issue().certificate.serverAuth).toBe(true);
    expect(issue({ extendedKeyUsage: [client, server] }).certificate.serverAuth).toBe(true);
    expect(issue({ extendedKeyUsage: [any] }).certificate.serverAuth).toBe(true);
    expect(issue({ extendedKeyUsage: [client] }).certificate.serverAuth).toBe(false);
    expect(issue({ keyUsage: 0x80 }).certificate.handshakeUsage).toBe(true);
    expect(issue({ keyUsage: 0x20 }).certificate.handshakeUsage).toBe(true);
    expect(issue({ keyUsage: 0x06 }).certificate.handshakeUsage).toBe(false);
  });

  it('tells self-signed from issued', () => {
    const { root, intermediate, leaf } = issueChain();
    expect([root, intermediate, leaf].map(({ certificate }) => certificate.selfSigned)).toEqual([
      true,
      false,
      false,
    ]);
    // The same name on both sides, but another authority's signature.
    const namesake = issue({ commonName: 'Test Root', issuer: root });
    expect(namesake.certificate.selfSigned).toBe(false);
  });

  it.each([
    [
      'rsa-pss',
      () => generateKeyPairSync('rsa-pss', { modulusLength: 2048 }),
      { kind: 'rsa-pss', bits: 2048 },
    ],
    [
      'P-384',
      () => generateKeyPairSync('ec', { namedCurve: 'secp384r1' }),
      { kind: 'ec', curve: 'secp384r1' },
    ],
    ['Ed25519', () => generateKeyPairSync('ed25519'), { kind: 'ed25519' }],
  ])('describes a key of the kind %s', (_name, keys, publicKey) => {
    const authority = issue({ ca: true });
    expect(issue({ keys: keys(), issuer: authority }).certificate.publicKey).toEqual(publicKey);
  });

  it('reads dates before 2000 and after 2049', () => {
    const { certificate } = issue({
      notBefore: new Date('1999-12-31T23:59:59Z'),
      notAfter: new Date('2050-01-01T00:00:00Z'),
    });
    expect(certificate.notBefore.toISOString()).toBe('1999-12-31T23:59:59.000Z');
    expect(certificate.notAfter.toISOString()).toBe('2050-01-01T00:00:00.000Z');
  });

  it('passes over extensions that it does not know', () => {
    const odd = extension('1.2.3.4', Buffer.from('anything'));
    expect(issue({ extensions: [odd], dnsNames: ['a.example'] }).certificate.dnsNames).toEqual(['a.example']);
  });

  it('gives a certificate without a subject a title', () => {
    const { certificate } = issue({ subject: [], dnsNames: ['a.example'] });
    expect(certificate.subject).toBe('');
    expect(titleOf(certificate)).toBe('a.example');
    expect(titleOf(issue({ subject: [] }).certificate)).toMatch(/^with the thumbprint [0-9A-F]{40}$/);
  });

  it('says what is wrong with bytes that are no certificate', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('hello'), der.sequence(der.integer(3))]) {
      expect(() => readCertificate(bytes)).toThrow(Failure);
    }
  });

  it('refuses any change of a certificate with a Failure, or reads it', () => {
    const { der: bytes } = issue({ dnsNames: ['a.example'], addresses: [Buffer.from([10, 0, 0, 1])] });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const changed = Buffer.from(bytes);
        changed[place]! ^= change;
        try {
          readCertificate(changed);
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('readCertificateFile', () => {
  const { der: bytes, pem, keyPem, certificate } = issue();

  it.each([
    ['DER', bytes],
    ['PEM', Buffer.from(pem)],
    ['PEM with CRLF', Buffer.from(pem.replaceAll('\n', '\r\n'))],
    ['PEM after a key', Buffer.from(`${keyPem}${pem}`)],
    ['bare base64', Buffer.from(bytes.toString('base64'))],
  ])('reads %s', (_form, file) => {
    expect(readCertificateFile(file).thumbprint).toBe(certificate.thumbprint);
  });

  it('explains a file that is none', () => {
    expect(() => readCertificateFile(Buffer.from('nothing of the kind'))).toThrow(
      expect.objectContaining({ code: 'certificate-unreadable' }),
    );
  });
});

describe('defaultFriendlyName', () => {
  it('is the first name and the last day', () => {
    const { certificate } = issue({
      dnsNames: ['www.example.com', 'example.com'],
      notAfter: new Date('2031-03-31T12:00:00Z'),
    });
    expect(defaultFriendlyName(certificate)).toBe('www.example.com 2031-03-31');
  });
});
