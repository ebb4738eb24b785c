import { describe, expect, test } from 'vitest';
import { clientAuthentication, issue, issueRoot } from '../../simulator/certificates/issue.js';

const hour = 60 * 60 * 1000;

/** Hours from now, rounded to tenths. */
const hoursTo = (date: string) => Math.round((Date.parse(date) - Date.now()) / hour / 0.1) * 0.1;

describe('validity', () => {
  const cases: [request: Parameters<typeof issue>[0], from: number, to: number][] = [
    [{}, -24, 90 * 24],
    [{ validTo: 0.5 }, -24, 12],
    [{ validTo: -0.25 }, -24, -6],
    [{ validTo: -3 }, -93 * 24, -72],
    [{ validFrom: -6, validTo: 0.1 }, -144, 2.4],
    [{ validFrom: 0.5, validTo: 6 }, 12, 144],
    [{ notBefore: new Date(Date.now() - 5 * hour), validTo: 1 }, -5, 24],
    [{ notBefore: new Date(Date.now() - 9 * hour), notAfter: new Date(Date.now() - 2 * hour) }, -9, -2],
  ];

  test.each(cases)('%j', (request, from, to) => {
    const { x509 } = issue({ names: ['a.example'], ...request });
    expect(hoursTo(x509.validFrom)).toBeCloseTo(from, 0);
    expect(hoursTo(x509.validTo)).toBeCloseTo(to, 0);
  });

  test('does not end before it begins', () => {
    expect(() => issue({ names: ['a.example'], validFrom: 2, validTo: 1 })).toThrow(RangeError);
  });
});

describe('names', () => {
  const cases: [request: Parameters<typeof issue>[0], names: string | undefined][] = [
    [{ commonName: 'www.example.com' }, undefined],
    [
      { commonName: 'www.example.com', names: ['10.0.0.5', '2001:db8::1'] },
      'IP Address:10.0.0.5, IP Address:2001:DB8:0:0:0:0:0:1',
    ],
    [{ commonName: 'www.example.com', mails: ['a@example.com'] }, 'email:a@example.com'],
    [{ names: ['10.0.0.5'], mails: ['a@example.com'] }, 'IP Address:10.0.0.5, email:a@example.com'],
    [{ names: ['a.example'] }, 'DNS:a.example'],
  ];

  test.each(cases)('%j', (request, names) => {
    const { x509 } = issue({ ...request, issuer: issueRoot() });
    expect(x509.subjectAltName).toBe(names);
    expect(x509.subject).toBe(`CN=${request.commonName ?? request.names?.[0]}`);
  });
});

test('for clients only', () => {
  expect(issue({ names: ['a.example'], usages: [clientAuthentication] }).x509.keyUsage).toEqual([
    clientAuthentication,
  ]);
});

test('two certificates of one key', () => {
  const old = issue({ names: ['a.example'], validTo: 5 });
  const renewed = issue({ names: ['a.example'], key: old.key });
  expect(renewed.x509.checkPrivateKey(old.key)).toBe(true);
  expect(renewed.thumbprint).not.toBe(old.thumbprint);
});
