import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { Failure } from '../../src/failure.js';
import { renderPostSummary } from '../../src/github/post-summary.js';
import { renderSummary, type SummaryFacts } from '../../src/github/summary.js';
import { stillUses } from '../../src/inspect/other-users.js';
import type { Report } from '../../src/run/report.js';
import { allPoison, hostileText } from './hostile.js';
import { rendered } from './rendered.js';
import { certificateRow, otherUser, report, row } from './rows.js';

function summaryOf(given: Partial<SummaryFacts> = {}): string {
  return renderSummary({
    report: report(),
    failure: null,
    expiring: [],
    within: { days: 30 },
    wantsProof: true,
    now: new Date('2030-01-11T12:00:00Z'),
    reportFile: null,
    ...given,
  });
}

const view = (given: Partial<SummaryFacts> = {}) => rendered(summaryOf(given));

/** The tags that a summary is made with; whatever else shows up came from outside. */
const ourTags = ['code', 'details', 'summary'];

const previous = certificateRow({
  thumbprint: 'A'.repeat(40) as Thumbprint,
  issuer: 'CN=Old CA',
  notAfter: '2030-01-31T00:00:00.000Z',
});

describe('the summary', () => {
  it('says the outcome first, then what is unusual, then the certificates and the bindings', () => {
    const warnings = ['Something | to know.'];
    const facts = { report: report({ warnings }), expiring: ['0.0.0.0:444'], within: { days: 14 } };
    const markdown = summaryOf(facts);
    const { text, tables, tags, links } = rendered(markdown);
    const places = [
      '✅ 1 of 1 binding changed',
      'Expiring within 14 days: 0.0.0.0:444',
      'Something |',
      'CN=www.example.com',
      '0.0.0.0:443',
    ].map((each) => text.indexOf(each));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(places).not.toContain(-1);
    expect(tables.at(-1)).toEqual([
      ['Binding', 'Owner', 'Old', 'New', 'Expires', 'Result', 'Method', 'Handshake'],
      ['0.0.0.0:443', 'IIS', 'AAAAAAAA…', 'BBBBBBBB…', '2030-04-01', 'rebound', 'update', 'verified'],
    ]);
    expect([tags, links]).toEqual([['code'], []]);
    expect(markdown).not.toContain('<details>');
  });

  it('names the replaced certificates with thumbprints to copy', () => {
    const bindings = [
      row({ previous }),
      row({ endpoint: 'a:1', previous }),
      row({ endpoint: 'b:1', previousThumbprint: 'C'.repeat(40) as Thumbprint }),
    ];
    const { tables } = view({ report: report({ bindings }) });
    expect(tables[1]).toEqual([
      ['Replaced certificate', 'Names', 'Issuer', 'Expires', 'Bindings'],
      ['A'.repeat(40), 'www.example.com', 'CN=Old CA', '2030-01-31', '2'],
      ['C'.repeat(40), '', '', '', '1'],
    ]);
  });

  it('shows a failure: the state, the cause, what was seen, what to do, commands to copy and where to read more', () => {
    const failure = new Failure('drift', {
      cause: 'A | cause.',
      evidence: 'Line 1\nline 2',
      next: 'Do <this>.',
      commands: ['netsh http `one`', 'netsh http ```two```\n# heading'],
    });
    const markdown = summaryOf({ report: report({ outcome: 'rolled-back' }), failure });
    const { text, links } = rendered(markdown);
    const places = [
      '↩️ Failed. Every binding is as it was',
      'A binding was changed by someone else',
      'A | cause.',
      'Line 1line 2',
      'Do <this>.',
      'netsh http `one`',
    ].map((each) => text.indexOf(each));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(links).toEqual([
      expect.stringMatching(/^https:\/\/github\.com\/.*\/docs\/troubleshooting\.md#drift$/),
    ]);
    expect(markdown).toContain('````\nnetsh http `one`\nnetsh http ```two``` # heading\n````');
    expect(markdown.split('netsh http `one`')).toHaveLength(2);
  });

  it('lists an inventory by date, the unknown ones last, with owner, names and thumbprint', () => {
    const bindings = [
      row({ endpoint: 'b:1', notAfter: null, kind: 'ccs', thumbprint: null, sites: ['Shop', 'Blog'] }),
      row({ endpoint: 'a:1', certificate: certificateRow({ dnsNames: ['1', '2', '3', '4', '5'] }) }),
      row({
        endpoint: 'c:1',
        notAfter: '2029-01-01T00:00:00Z',
        certificate: certificateRow({ daysRemaining: -3 }),
      }),
    ];
    const otherUsers = [otherUser(), otherUser({ kind: 'remote-desktop', name: '', notAfter: null })];
    const { tables } = view({
      report: report({
        outcome: 'inventory',
        certificate: null,
        bindings: bindings.map((each) => ({ ...each, previousThumbprint: each.thumbprint })),
        otherUsers,
      }),
    });
    expect(tables[0]).toEqual([
      ['Also uses a certificate', 'Certificate', 'Expires'],
      ['FTP site Downloads', 'D'.repeat(40), '2030-02-01'],
      ['Remote Desktop', 'D'.repeat(40), ''],
    ]);
    expect(tables[1]?.map((cells) => cells.join(' ; '))).toEqual([
      'Binding ; Kind ; Owner ; Expires ; Days ; Names ; Issuer ; Certificate',
      `c:1 ; ipport ; IIS ; 2029-01-01 ; -3 ; www.example.com ; CN=Some CA ; ${'B'.repeat(40)}`,
      `a:1 ; ipport ; IIS ; 2030-04-01 ; 80 ; 1, 2, 3 and 2 more ; CN=Some CA ; ${'B'.repeat(40)}`,
      'b:1 ; ccs ; IIS · Shop, Blog ;  ;  ;  ;  ; ',
    ]);
  });

  it('says who stays on a replaced certificate, and what moves it', () => {
    const command = 'appcmd set config "/[name=\'Downloads\']"';
    const user = otherUser({ command });
    const { tables, text } = view({
      report: report({ otherUsers: [user], warnings: [stillUses(user, command)] }),
    });
    expect(text).toContain('Still on a replaced certificate');
    // Its warning says the same, for the annotation.
    expect(text.split(command)).toHaveLength(2);
    expect(tables[2]?.[1]).toEqual(['FTP site Downloads', 'D'.repeat(40), '2030-02-01', command]);
  });

  it('explains the methods of a plan', () => {
    const planned = report({ outcome: 'planned', bindings: [row({ result: 'planned' })] });
    expect(view({ report: planned }).text).toContain('"update" replaces the certificate in place');
  });
});

describe('the summary of a post step', () => {
  const restored = [
    { endpoint: '0.0.0.0:443', thumbprint: 'A'.repeat(40) },
    { endpoint: 'a:1', thumbprint: null },
  ];
  const nothing = { restored: [], leftAlone: [], reasons: [], failure: null };

  it('is empty where it did nothing', () => {
    expect(renderPostSummary(nothing)).toBe('');
  });

  it.each([
    ['cut-off', 'because the main step was cut off before it had proven the change'],
    ['job-failed', 'because the job did not succeed (restore-after-job: failure)'],
    ['always', 'because the step asked for it (restore-after-job: always)'],
  ] as const)('says why it restored: %s', (reason, words) => {
    const { text, tables } = rendered(renderPostSummary({ ...nothing, restored, reasons: [reason] }));
    expect(text).toContain(`↩️ The post step restored 2 bindings, ${words}.`);
    expect(tables[0]?.slice(1)).toEqual([
      ['0.0.0.0:443', 'A'.repeat(40)],
      ['a:1', 'not bound'],
    ]);
  });

  it('says what was left alone, and what could not be restored', () => {
    const failure = new Failure('rollback-incomplete', {
      cause: 'A cause.',
      next: 'Do this.',
      commands: ['netsh http update'],
    });
    const { text } = rendered(renderPostSummary({ ...nothing, leftAlone: ['b:1'], failure }));
    expect(text).toContain(
      '🔥 Act now. Not every binding could be restored. Changed by someone else in the meantime, and left alone: b:1.',
    );
    expect(text).toContain('netsh http update');
  });
});

describe('with hundreds and thousands of bindings', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      row({
        endpoint: `host-${index}.some-quite-long-name.example.com:443`,
        kind: 'hostnameport',
        result: index % 3 === 0 ? 'rebound' : 'untouched',
        message: `the new certificate does not cover ${allPoison.slice(0, 120)}`,
        certificate: certificateRow({ dnsNames: Array.from({ length: 30 }, () => allPoison) }),
      }),
    );
  const warnings = Array.from({ length: 500 }, (_, index) => `${index} ${allPoison}`);

  it.each([
    [300, 'rebound'],
    [3_000, 'rebound'],
    [300, 'inventory'],
    [3_000, 'inventory'],
    [20_000, 'rolled-back'],
  ] as const)('%d in a run that ends %s: folded, whole and small enough', (count, outcome) => {
    const otherUsers = Array.from({ length: 300 }, () => otherUser({ name: allPoison, command: allPoison }));
    const reported = report({ outcome, bindings: many(count), warnings, otherUsers });
    const commands = Array.from({ length: count }, () => allPoison);
    const failure = new Failure('rollback-incomplete', { cause: 'A cause.', next: 'Do this.', commands });
    const markdown = summaryOf({
      report: reported,
      expiring: many(count).map(({ endpoint }) => endpoint),
      failure: outcome === 'rolled-back' ? failure : null,
      reportFile: '/x/report.json',
    });
    expect(Buffer.byteLength(markdown)).toBeLessThan(1024 * 1024);
    const { tables, tags, text } = rendered(markdown);
    expect(tags).toEqual(ourTags);
    expect(markdown.match(/<details>/g)).toHaveLength(1);
    const table = tables.at(-1) ?? [];
    expect(new Set(table.map((cells) => cells.length)).size).toBe(1);
    const shown = table.length - 1;
    expect(shown).toBeGreaterThan(200);
    if (shown < count)
      expect(text).toContain(`… and ${count - shown} more bindings, which the report lists.`);
    // What was changed is there before what was not.
    if (outcome !== 'inventory') expect(table[Math.min(100, shown)]?.join()).toContain('rebound');
    expect(text).toContain('… and 400 more, which the report lists');
    expect(text).toContain('/x/report.json');
  });

  it('is small enough with warnings of any length', () => {
    const long = Array.from({ length: 500 }, () => '|'.repeat(5_000));
    const markdown = summaryOf({ report: report({ bindings: many(3_000), warnings: long }) });
    expect(Buffer.byteLength(markdown)).toBeLessThan(1024 * 1024);
    expect(rendered(markdown).text).toMatch(/… and \d+ more, which the report lists/);
  });
});

describe('with hostile names', () => {
  it('is still the same document', () => {
    const shape = (text: string, outcome: Report['outcome']) => {
      const bindings = [row({ endpoint: text, message: text, owner: text, sites: [text] }), row()];
      const certificate = certificateRow({ subject: text, issuer: text, dnsNames: [text, text] });
      const commands = [`x${text}`];
      const failure = new Failure('drift', { cause: `x${text}`, evidence: `x${text}`, next: text, commands });
      const otherUsers = [otherUser({ name: text, command: text })];
      const { tables, tags, links, headings } = view({
        report: report({ outcome, certificate, bindings, otherUsers, warnings: [text] }),
        failure,
        expiring: [text],
        reportFile: text,
      });
      const sizes = tables.map((rows) => rows.map((cells) => cells.length));
      // A line break in the advice stays one.
      return { sizes, tags: tags.filter((tag) => tag !== 'br'), links, headings };
    };
    for (const outcome of ['rebound', 'inventory'] as const) {
      const usual = shape('plain', outcome);
      expect(shape(allPoison, outcome)).toEqual(usual);
      fc.assert(
        fc.property(hostileText, (text) => {
          expect(shape(text || 'x', outcome)).toEqual(usual);
        }),
        { numRuns: 150 },
      );
    }
  });

  it('shows the names as they are', () => {
    const name = 'a|b <i> `c` [d](e) *f* _g_ & #h';
    const { tables } = view({ report: report({ bindings: [row({ endpoint: name, message: name })] }) });
    expect([tables.at(-1)?.[1]?.at(0), tables.at(-1)?.[1]?.at(-1)]).toEqual([name, name]);
  });
});
