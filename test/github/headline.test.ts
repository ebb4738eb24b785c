import { describe, expect, it } from 'vitest';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { Failure, type FailureCode } from '../../src/failure.js';
import { headline, type Told, unusual } from '../../src/github/headline.js';
import { needsRepair, serverState } from '../../src/github/server-state.js';
import type { BindingReport, Outcome, Report } from '../../src/run/report.js';
import { report, row } from './rows.js';

/** Bindings by their result, such as `{ rebound: 3 }`; the skipped ones are untouched and say why. */
type Counts = Partial<Record<BindingReport['result'] | 'skipped', number>>;

function bindings(counts: Counts, given: Partial<BindingReport> = {}): BindingReport[] {
  return Object.entries(counts).flatMap(([name, number]) =>
    Array.from({ length: number }, (_, index) => {
      const isLeft = name === 'untouched' || name === 'skipped';
      return row({
        endpoint: `${name}-${index}:443`,
        result: name === 'skipped' ? 'untouched' : (name as BindingReport['result']),
        ...(isLeft ? { handshake: 'skipped', thumbprint: row().previousThumbprint } : {}),
        message: name === 'skipped' ? 'it belongs to WinRM' : '',
        ...given,
      });
    }),
  );
}

function told(outcome: Outcome, rows: readonly BindingReport[], given: Partial<Told & Report> = {}): Told {
  const { failure = null, expiring = [], within = { days: 30 }, wantsProof = true, ...rest } = given;
  return { report: report({ outcome, bindings: rows, ...rest }), failure, expiring, within, wantsProof };
}

const failure = (code: FailureCode) => new Failure(code, { cause: 'A cause.', next: 'Do this.' });

describe('the headline', () => {
  it.each<[Outcome, Counts, string]>([
    [
      'rebound',
      { rebound: 3 },
      '✅ 3 of 3 bindings changed. A handshake shows the new certificate on all of them.',
    ],
    ['rebound', { rebound: 1 }, '✅ 1 of 1 binding changed. A handshake shows the new certificate.'],
    [
      'rebound',
      { rebound: 117, created: 1, skipped: 4 },
      '✅ 118 of 122 bindings changed, 4 skipped. A handshake shows the new certificate on all of them.',
    ],
    [
      'rebound',
      { rebound: 1, unchanged: 2, untouched: 100, restored: 1 },
      '✅ 1 of 104 bindings changed, 2 on the new certificate already, 100 not selected, 1 set right for an earlier run. A handshake shows the new certificate on all of them.',
    ],
    [
      'unchanged',
      { unchanged: 3, skipped: 1 },
      '✅ Nothing to change: 3 of 4 bindings on this certificate already, 1 skipped. A handshake shows the new certificate on all of them.',
    ],
    [
      'planned',
      { planned: 118, skipped: 4 },
      '📝 118 of 122 bindings would be changed, 4 skipped. This is a dry run: nothing was changed.',
    ],
    [
      'rolled-back',
      { 'rolled-back': 3 },
      '↩️ Failed. Every binding is as it was before this run: all changes were rolled back.',
    ],
    ['failed', { untouched: 3 }, '❌ Failed. This run has changed no binding.'],
    [
      'failed',
      { restored: 2, untouched: 3 },
      '❌ Failed. 2 bindings set right for an earlier run that was cut off. This run has changed no other binding.',
    ],
    [
      'failed',
      { failed: 1, 'rolled-back': 2 },
      '🔥 Act now. 1 binding not as before: failed-0:443 is on the new certificate. 2 bindings rolled back.',
    ],
  ])('of a run that ends %s with %j', (outcome, counts, line) => {
    expect(headline(told(outcome, bindings(counts)))).toBe(line);
  });

  it('warns where no handshake has shown the new certificate', () => {
    const dark = bindings({ rebound: 2 }, { handshake: 'not-listening' });
    expect(headline(told('rebound', dark))).toBe(
      '⚠️ 2 of 2 bindings changed. No handshake has shown the new certificate.',
    );
    expect(headline(told('rebound', [...dark, row()]))).toBe(
      '✅ 3 of 3 bindings changed. A handshake shows the new certificate on 1 of 3.',
    );
  });

  it.each(['rebound', 'unchanged'] as const)(
    'warns of no handshake where none was asked for: %s',
    (result) => {
      const dark = bindings({ [result]: 2 }, { handshake: 'skipped' });
      const off = told(result, dark, { wantsProof: false });
      expect(headline(off)).toMatch(/^✅ .* No handshake was asked for \(handshake: off\)\.$/);
      expect(unusual(off)).toEqual([]);
    },
  );

  it('counts an inventory, and what expires', () => {
    const rows = [row(), row({ endpoint: 'a:1', thumbprint: 'C'.repeat(40) as Thumbprint })];
    expect(headline(told('inventory', rows))).toBe(
      '📋 2 bindings with 2 certificates, none expiring soon. Nothing was changed.',
    );
    expect(headline(told('inventory', rows, { expiring: ['a:1'] }))).toContain(
      '⏳ 1 expiring within 30 days.',
    );
    expect(headline(told('inventory', rows, { expiring: ['a:1'], within: { share: 0.33 } }))).toContain(
      "⏳ 1 expiring with less than 33% of the certificate's lifetime left.",
    );
  });
});

describe('the state of the server after a failure', () => {
  it('is that of an earlier run if that could not be rolled back', () => {
    const early = report({ outcome: 'failed', bindings: bindings({ untouched: 2 }) });
    expect(needsRepair(early, failure('rollback-incomplete'))).toBe(true);
    expect(serverState(early, failure('rollback-incomplete'))).toBe(
      'Bindings of an earlier run are not as they were before it; this run has changed none.',
    );
    expect(needsRepair(early, failure('name-mismatch'))).toBe(false);
  });

  it('is the new certificate if only telling of it failed', () => {
    const done = report({ bindings: bindings({ rebound: 2 }) });
    expect(serverState(done, failure('runner-environment'))).toBe('2 bindings on the new certificate.');
  });
});

describe('what is wrong or unusual', () => {
  it('is nothing where all is well', () => {
    expect(unusual(told('rebound', bindings({ rebound: 3, unchanged: 1, skipped: 2 })))).toEqual([]);
  });

  it('is a line each, the worst first', () => {
    const rows = [
      ...bindings({ rebound: 1 }, { handshake: 'unproven' }),
      ...bindings({ restored: 1, failed: 2 }),
      ...bindings({ unchanged: 1 }, { handshake: 'skipped', previousThumbprint: row().thumbprint }),
    ];
    const deletedCertificates = ['C'.repeat(40) as Thumbprint];
    expect(unusual(told('failed', rows, { deletedCertificates, expiring: ['x:1', 'y:1'] }))).toEqual([
      '⚠️ Not proven by a handshake: rebound-0:443',
      '↩️ Set right for an earlier run: restored-0:443',
      `🗑️ Deleted from the store: ${'C'.repeat(40)}`,
      '⏳ Expiring within 30 days: x:1, y:1',
    ]);
  });
});
