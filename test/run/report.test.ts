import { expect, it } from 'vitest';
import { expiringWithin, toCertificateReport } from '../../src/run/report.js';
import { firstOf } from '../../src/wording.js';
import { row } from '../github/rows.js';
import { certificate } from '../plan/given.js';

const now = new Date('2030-01-01T00:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60_000).toISOString();

it('lists what expires within a number of days, soonest first, expired ones too, and nothing of unknown date', () => {
  const rows = [
    row({ endpoint: 'on the day', notAfter: inDays(30) }),
    row({ endpoint: 'just before', notAfter: inDays(29.999) }),
    row({ endpoint: 'expired', notAfter: inDays(-2) }),
    row({ endpoint: 'unknown', notAfter: null }),
    row({ endpoint: 'tomorrow', notAfter: inDays(1) }),
  ];
  expect(expiringWithin(30, rows, now)).toEqual(['expired', 'tomorrow', 'just before']);
  expect(expiringWithin(0, rows, now)).toEqual(['expired']);
});

it('describes a certificate with its names of both kinds', () => {
  const shown = certificate(['a.example', '10.0.0.5'], { validTo: 2 });
  expect(toCertificateReport(shown, new Date())).toMatchObject({
    thumbprint: shown.thumbprint,
    subject: 'CN=a.example',
    dnsNames: ['a.example', '10.0.0.5'],
    notAfter: shown.notAfter.toISOString(),
    daysRemaining: 1,
  });
});

it('shortens a list', () => {
  expect(firstOf(2, [])).toBe('');
  expect(firstOf(2, ['a', 'b'])).toBe('a, b');
  expect(firstOf(2, ['a', 'b', 'c', 'd'], '; ')).toBe('a; b and 2 more');
});
