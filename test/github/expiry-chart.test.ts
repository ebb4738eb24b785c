import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { expiryChart } from '../../src/github/expiry-chart.js';
import { hostileText } from './hostile.js';
import { certificateRow, otherUser, report, row } from './rows.js';

const now = new Date('2030-01-11T12:00:00Z');
const inDays = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60_000).toISOString();

/** A binding on a certificate of its own that expires in so many days. */
function expiring(days: number, names: readonly string[] = ['www.example.com']) {
  const thumbprint = String(Math.abs(days)).padStart(40, days < 0 ? 'E' : '0') as Thumbprint;
  const certificate = certificateRow({ thumbprint, notAfter: inDays(days), dnsNames: names });
  return row({ endpoint: `host-${days}:443`, thumbprint, notAfter: inDays(days), certificate });
}

const inventory = (bindings: ReturnType<typeof row>[], otherUsers = [] as ReturnType<typeof otherUser>[]) =>
  report({ outcome: 'inventory', certificate: null, bindings, otherUsers });

it('draws when the certificates expire, the soonest first, each once', () => {
  const bindings = [
    expiring(299, ['intern.example']),
    expiring(8, ['*.my-domain.com', 'my-domain.com']),
    { ...expiring(8, ['*.my-domain.com', 'my-domain.com']), endpoint: 'b:1' },
    expiring(-3, ['a:b;c#d%%e']),
    expiring(2_000, []),
    row({ endpoint: '443', kind: 'ccs', thumbprint: null, notAfter: null }),
  ];
  expect(expiryChart(inventory(bindings, [otherUser()]), now)).toEqual([
    [
      '```mermaid',
      'gantt',
      '  title When the certificates expire (days from now, bars of at most a year)',
      '  dateFormat YYYY-MM-DD',
      '  axisFormat %Y-%m-%d',
      '  section Expired',
      '  3 days ago · a#58;b#59;c#35;d#37;#37;e :crit, 2030-01-08, 2030-01-11',
      '  section Within 30 days',
      '  in 8 days · *.my-domain.com (2 bindings) :crit, 2030-01-11, 2030-01-19',
      '  in 20 days · FTP site Downloads :crit, 2030-01-11, 2030-02-01',
      '  section Later',
      '  in 299 days · intern.example :2030-01-11, 2030-11-06',
      '  in 2000 days · CN#61;www.example.com :2030-01-11, 2031-01-11',
      '```',
    ].join('\n'),
  ]);
});

it('draws the thirty soonest of more, and nothing of nothing', () => {
  const [chart = ''] = expiryChart(inventory(Array.from({ length: 45 }, (_, days) => expiring(days))), now);
  expect(chart).toContain('title When the certificates expire (the 30 soonest of 45,');
  expect(chart.match(/ · /g)).toHaveLength(30);
  expect(chart).toContain('in 0 days · www.example.com :crit, 2030-01-11, 2030-01-12');
  expect(chart).toContain('in 29 days');
  expect(chart).not.toContain('in 30 days ·');
  expect(expiryChart(inventory([row({ notAfter: null })]), now)).toEqual([]);
});

it('keeps every name in its label', () => {
  const [usual = ''] = expiryChart(inventory([expiring(8, ['plain'])]), now);
  fc.assert(
    fc.property(hostileText, (text) => {
      const [chart = ''] = expiryChart(inventory([expiring(8, [text])]), now);
      const lines = chart.split('\n');
      expect(lines).toHaveLength(usual.split('\n').length);
      expect(lines[6]).toMatch(
        /^ {2}in 8 days · (?:[\p{L}\p{N} .·…*()_-]|#\d+;)* :crit, 2030-01-11, 2030-01-19$/u,
      );
    }),
    { numRuns: 500 },
  );
});
