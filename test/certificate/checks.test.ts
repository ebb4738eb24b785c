import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { der } from '../../src/certificate/asn1.js';
import { checkNames, checkUsage, checkValidity, weaknesses } from '../../src/certificate/checks.js';
import { daysRemaining, type Span } from '../../src/certificate/lifetime.js';
import type { Failure, FailureCode } from '../../src/failure.js';
import { issue, issueChain, rsaKeys } from './issue.js';

const notBefore = new Date('2030-01-01T00:00:00Z');
const notAfter = new Date('2030-03-31T12:00:00Z');
const { certificate } = issue({ dnsNames: ['www.example.com'], notBefore, notAfter });

function failure(run: () => void): Failure {
  try {
    run();
  } catch (error) {
    return error as Failure;
  }
  throw new Error('nothing was thrown');
}

describe('daysRemaining', () => {
  it.each([
    ['2030-03-31T12:00:00Z', 0],
    ['2030-03-31T11:59:59Z', 0],
    ['2030-03-30T12:00:00Z', 1],
    ['2030-03-30T12:00:01Z', 0],
    ['2030-03-31T12:00:01Z', -1],
    ['2030-04-02T12:00:01Z', -3],
  ])('at %s is %i', (now, days) => {
    expect(daysRemaining(notAfter, new Date(now))).toBe(days);
  });

  it('falls by one a day', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }), (now) => {
        const tomorrow = new Date(now.getTime() + 86_400_000);
        expect(daysRemaining(notAfter, now) - daysRemaining(notAfter, tomorrow)).toBe(1);
      }),
    );
  });
});

describe('checkValidity', () => {
  const at = (now: string, minimum: Span = { days: 1 }) =>
    failure(() => checkValidity(certificate, new Date(now), minimum));

  it('lets a valid certificate pass, to the second', () => {
    checkValidity(certificate, notBefore, { days: 1 });
    checkValidity(certificate, notAfter, { days: 0 });
    checkValidity(certificate, new Date('2030-03-30T12:00:00Z'), { days: 1 });
  });

  it.each<[string, FailureCode, string]>([
    ['2029-12-31T23:55:00Z', 'certificate-not-yet-valid', '5 minutes earlier'],
    ['2029-12-31T00:00:00Z', 'certificate-not-yet-valid', '24 hours earlier'],
    ['2030-04-10T12:00:00Z', 'certificate-expired', '10 days later'],
  ])('at %s fails with %s and says %s', (now, code, difference) => {
    const { code: actual, message } = at(now);
    expect(actual).toBe(code);
    expect(message).toContain(difference);
    expect(message).toContain(now);
    expect(message).toContain('clock');
  });

  it('refuses what expires within minimum-days', () => {
    const { code, message } = at('2030-03-30T00:00:00Z', { days: 2 });
    expect(code).toBe('certificate-expires-soon');
    expect(message).toContain('expires in 1 day, and "minimum-days" is 2');
  });

  it('refuses what has less than a share of its lifetime left', () => {
    checkValidity(certificate, new Date('2030-02-14T00:00:00Z'), { share: 0.5 });
    const { code, message } = at('2030-02-16T00:00:00Z', { share: 0.5 });
    expect(code).toBe('certificate-expires-soon');
    expect(message).toContain('expires in 43 days, and "minimum-days" is 50%');
  });
});

describe('checkNames', () => {
  it('lets a certificate for a host or an address pass', () => {
    checkNames(certificate);
    checkNames(issue({ addresses: [Buffer.from([10, 0, 0, 5])] }).certificate);
  });

  it.each([
    ['a common name only', { commonName: 'www.example.com' }, /takes the common name \(www\.example\.com\)/],
    [
      'a mail address and a URI only',
      {
        altNames: [
          der.implicit(1, Buffer.from('a@b.c')),
          der.implicit(6, Buffer.from('https://www.example.com')),
        ],
      },
      /neither a DNS name nor an IP address/,
    ],
    ['a name that is no host name', { dnsNames: ['not a host'] }, /neither a DNS name/],
    ['no subject either', { subject: [] }, /Browsers would refuse it for every host\./],
  ])('refuses one with %s', (_what, order, text) => {
    const nameless = issue(order).certificate;
    expect(nameless.dnsNames).toEqual([]);
    const { code, message } = failure(() => checkNames(nameless));
    expect(code).toBe('name-mismatch');
    expect(message).toMatch(text);
  });
});

describe('checkUsage', () => {
  it('lets RSA and EC certificates for servers pass', () => {
    checkUsage(certificate);
    checkUsage(
      issue({ keys: rsaKeys(), extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'], keyUsage: 0xa0 }).certificate,
    );
  });

  it.each([
    ['an extended key usage without serverAuth', { extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'] }],
    ['a key usage for certificates only', { keyUsage: 0x04 }],
  ])('refuses %s', (_what, order) => {
    expect(failure(() => checkUsage(issue(order).certificate)).code).toBe('certificate-not-for-servers');
  });

  it.each(['ed25519', 'ed448'] as const)('refuses %s with the reason', (kind) => {
    const keys = kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ed448');
    const { code, message } = failure(() => checkUsage(issue({ keys }).certificate));
    expect(code).toBe('key-unsupported');
    expect(message).toContain('Schannel');
    expect(message).toContain(kind.toUpperCase());
  });
});

describe('weaknesses', () => {
  it('finds none in a good chain', () => {
    const { root, intermediate, leaf } = issueChain();
    expect(weaknesses(leaf.certificate, [intermediate.certificate, root.certificate])).toEqual([]);
  });

  it('names short keys, broken signatures and unusual curves, wherever they are', () => {
    const root = issue({ commonName: 'Old Root', ca: true, keys: rsaKeys(1024), hash: 'sha1' });
    const keys = generateKeyPairSync('ec', { namedCurve: 'secp256k1' });
    const leaf = issue({ keys, issuer: root, hash: 'md5' });
    expect(weaknesses(leaf.certificate, [root.certificate])).toEqual([
      expect.stringMatching(/EC key of CN=www\.example\.com is on secp256k1/),
      expect.stringMatching(/CN=www\.example\.com is signed with md5WithRSAEncryption/),
      expect.stringMatching(/RSA key of CN=Old Root has only 1024 bits/),
    ]);
  });

  it('says nothing of the signature of a root', () => {
    const root = issue({ commonName: 'Old Root', ca: true, keys: rsaKeys(), hash: 'sha1' });
    expect(weaknesses(root.certificate, [])).toEqual([]);
  });
});
