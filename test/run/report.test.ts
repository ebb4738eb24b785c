import { expect, it } from 'vitest';
import { expiringWithin, toCertificateReport } from '../../src/run/report.js';
import { firstOf } from '../../src/wording.js';
import { certificateRow, report, row } from '../github/rows.js';
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
  const ended = report({ certificate: null, bindings: rows });
  expect(expiringWithin({ days: 30 }, ended, now)).toEqual(['expired', 'tomorrow', 'just before']);
  expect(expiringWithin({ days: 0 }, ended, now)).toEqual(['expired']);
});

it('lists what has less than a share of its lifetime left, of certificates that were read', () => {
  const lasting = (before: number, after: number) =>
    certificateRow({ notBefore: inDays(before), notAfter: inDays(after) });
  const next = { ...lasting(-10, 10), thumbprint: row().thumbprint ?? certificateRow().thumbprint };
  const rows = [
    row({ endpoint: '47 days, 16 left', notAfter: inDays(16), certificate: lasting(-31, 16) }),
    row({ endpoint: '47 days, 15 left', notAfter: inDays(15), certificate: lasting(-32, 15) }),
    row({ endpoint: '6 days, 1 left', notAfter: inDays(1), certificate: lasting(-5, 1) }),
    row({ endpoint: 'the new one', notAfter: next.notAfter }),
    row({ endpoint: 'not read', thumbprint: null, notAfter: inDays(1) }),
    row({ endpoint: 'not read, expired', thumbprint: null, notAfter: inDays(-1) }),
  ];
  const ended = report({ certificate: next, bindings: rows });
  expect(expiringWithin({ share: 0.33 }, ended, now)).toEqual([
    'not read, expired',
    '6 days, 1 left',
    '47 days, 15 left',
  ]);
  expect(expiringWithin({ share: 0.51 }, ended, now)).toContain('the new one');
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
