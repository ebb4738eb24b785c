import { describe, expect, it } from 'vitest';
import type { StoredCertificate } from '../../src/inspect/stored-certificates.js';
import { newestFor } from '../../src/open/newest-for.js';
import { issue, type Order, rsaKeys } from '../certificate/issue.js';

const now = new Date('2030-06-15T12:00:00Z');
const day = (text: string) => new Date(`${text}T00:00:00Z`);

const keys = rsaKeys();

/** A certificate for www.example.com in MY with its key, valid from May to August unless told otherwise. */
function stored(order: Order = {}, more: Partial<StoredCertificate> = {}): StoredCertificate {
  const { certificate } = issue({
    keys,
    dnsNames: ['www.example.com'],
    notBefore: day('2030-05-01'),
    notAfter: day('2030-08-01'),
    ...order,
  });
  return {
    certificate,
    store: 'MY',
    hasKey: true,
    provider: 'Microsoft Software Key Storage Provider',
    container: 'x',
    friendlyName: null,
    renewedBy: null,
    ...more,
  };
}

const choose = (all: readonly StoredCertificate[], name = 'www.example.com') =>
  newestFor({ name, store: 'MY', all, now });

describe('the newest certificate for a name', () => {
  it('is the one issued last, not the one that lives longest or stands last', () => {
    const older = stored({ notBefore: day('2030-04-01'), notAfter: day('2031-04-01') });
    const newer = stored({ notBefore: day('2030-06-01'), notAfter: day('2030-07-01') });
    for (const all of [
      [older, newer],
      [newer, older],
    ])
      expect(choose(all).chosen).toBe(newer);
  });

  it('is the one that lives longest of those issued at the same time', () => {
    const [short, long] = [stored({ notAfter: day('2030-07-01') }), stored({ notAfter: day('2030-09-01') })];
    expect(choose([long, short]).chosen).toBe(long);
    expect(choose([short, long]).chosen).toBe(long);
  });

  it('is the same one in whatever order the store lists two that are alike', () => {
    const [one, other] = [stored(), stored()];
    expect(choose([one, other]).chosen).toBe(choose([other, one]).chosen);
  });

  const fit = stored({ notBefore: day('2030-02-01') });
  it.each([
    ['no private key', stored({}, { hasKey: false })],
    ['not valid yet', stored({ notBefore: day('2030-06-16'), notAfter: day('2030-09-01') })],
    ['expired', stored({ notAfter: day('2030-06-14') })],
    ['not for servers', stored({ extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'] })],
  ])('is not one that is newer but of no use: %s', (flaw, useless) => {
    const { chosen, notes } = choose([useless, fit]);
    expect(chosen).toBe(fit);
    const line = notes.find((note) => note.includes(useless.certificate.thumbprint));
    expect(line).toMatch(new RegExp(`^Not chosen: .*: ${flaw}\\.$`));
  });

  it('is explained', () => {
    const older = stored({ notBefore: day('2030-01-01'), notAfter: day('2030-07-01') });
    const other = stored({ dnsNames: ['shop.example.com'], notBefore: day('2030-06-01') });
    const { notes } = choose([older, other, fit]);
    expect(notes).toEqual([
      `Chosen for www.example.com from LocalMachine\\MY: ${fit.certificate.thumbprint} (CN=www.example.com, by itself, valid from 2030-02-01 to 2030-08-01); of 2 that can be used, it was issued last.`,
      `Not chosen: ${older.certificate.thumbprint} (CN=www.example.com, by itself, valid from 2030-01-01 to 2030-07-01): issued earlier.`,
      '1 certificate in the store for other names.',
    ]);
  });

  it('is explained in few lines where there are many', () => {
    const many = Array.from({ length: 30 }, () => stored({ notBefore: day('2030-01-01') }));
    const { notes } = choose([...many, fit]);
    expect(notes).toHaveLength(12);
    expect(notes.at(-1)).toBe('Not chosen: 20 more.');
  });

  it('of a wildcard is that wildcard itself, and of a host one that covers it', () => {
    const wildcard = stored({ dnsNames: ['*.example.com'] });
    const host = stored({ dnsNames: ['shop.example.com'], notBefore: day('2030-06-10') });
    expect(choose([wildcard, host], '*.example.com').chosen).toBe(wildcard);
    expect(choose([wildcard], 'mail.example.com').chosen).toBe(wildcard);
    expect(() => choose([host], '*.example.com')).toThrow('*.example.com');
  });
});

describe('where no certificate can be used', () => {
  const failureOf = (all: readonly StoredCertificate[]) => {
    try {
      return choose(all);
    } catch (error) {
      return error;
    }
  };

  it('the failure lists what is there', () => {
    const expired = stored({ notAfter: day('2030-06-14') });
    const other = stored({ dnsNames: ['shop.example.com', 'mail.example.com'] });
    const keyless = stored({ dnsNames: ['ca.example.com'] }, { hasKey: false });
    expect(failureOf([expired, other, keyless])).toMatchObject({
      code: 'no-candidate',
      parts: {
        cause: 'No certificate in LocalMachine\\MY can be used for www.example.com.',
        evidence: `${expired.certificate.thumbprint} (CN=www.example.com, by itself, valid from 2030-05-01 to 2030-06-14): expired. LocalMachine\\MY holds 3 certificates, those with a key for www.example.com, shop.example.com, mail.example.com.`,
      },
    });
  });

  it('the failure says so of an empty store', () => {
    expect(failureOf([])).toMatchObject({ parts: { evidence: 'LocalMachine\\MY holds no certificate.' } });
  });
});
