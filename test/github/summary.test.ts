import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Failure } from '../../src/failure.js';
import { renderSummary, type SummaryFacts } from '../../src/github/summary.js';
import { allPoison, hostileText } from './hostile.js';
import { rendered } from './rendered.js';
import { certificateRow, report, row } from './rows.js';

function summaryOf(given: Partial<SummaryFacts> = {}): string {
  return renderSummary({
    report: report(),
    failure: null,
    expiring: [],
    days: 30,
    reportFile: null,
    ...given,
  });
}

const view = (given: Partial<SummaryFacts> = {}) => rendered(summaryOf(given));

/** The tags that a summary is made with; whatever else shows up came from outside. */
const ourTags = ['code', 'details', 'summary'];

describe('the summary', () => {
  it('says the outcome first, then the certificate, the bindings and the warnings', () => {
    const warnings = ['Something | to know.'];
    const markdown = summaryOf({ report: report({ warnings }), expiring: ['0.0.0.0:444'], days: 14 });
    const { text, tables, tags, links } = rendered(markdown);
    const places = [
      '✅ The new certificate',
      'CN=www.example.com',
      'Expiring within 14 days',
      '0.0.0.0:443',
      'Something |',
    ];
    expect(places.map((each) => text.indexOf(each))).toEqual(
      [...places.map((each) => text.indexOf(each))].sort((one, other) => one - other),
    );
    expect(tables[1]).toEqual([
      ['Binding', 'Old', 'New', 'Expires', 'Result', 'Method', 'Handshake'],
      ['0.0.0.0:443', 'AAAAAAAA…', 'BBBBBBBB…', '2030-04-01', 'rebound', 'update', 'verified'],
    ]);
    expect([tags, links]).toEqual([['code'], []]);
    expect(markdown).not.toContain('<details>');
  });

  it('shows a failure with what was seen and what to do', () => {
    const failure = new Failure('drift', {
      cause: 'A | cause.',
      evidence: 'Line 1\nline 2',
      next: 'Do <this>.',
    });
    const { text } = view({ report: report({ outcome: 'rolled-back' }), failure });
    for (const part of [
      '↩️ Failed, and everything was put back.',
      'drift',
      'A | cause.',
      'Line 1 line 2',
      'Do <this>.',
    ])
      expect(text).toContain(part);
  });

  it('lists an inventory by date, the unknown ones last, with owner and names', () => {
    const bindings = [
      row({ endpoint: 'b:1', notAfter: null, kind: 'ccs', owner: 'IIS', sites: ['Shop', 'Blog'] }),
      row({ endpoint: 'a:1', certificate: certificateRow({ dnsNames: ['1', '2', '3', '4', '5'] }) }),
      row({
        endpoint: 'c:1',
        notAfter: '2029-01-01T00:00:00Z',
        certificate: certificateRow({ daysRemaining: -3 }),
      }),
    ];
    const { tables } = view({ report: report({ outcome: 'inventory', certificate: null, bindings }) });
    expect(tables[0]!.map((cells) => cells.join(' ; '))).toEqual([
      'Binding ; Kind ; Owner ; Names ; Issuer ; Expires ; Days',
      'c:1 ; ipport ; IIS ; www.example.com ; CN=Some CA ; 2029-01-01 ; -3',
      'a:1 ; ipport ; IIS ; 1, 2, 3 and 2 more ; CN=Some CA ; 2030-04-01 ; 80',
      'b:1 ; ccs ; IIS · Shop, Blog ;  ;  ;  ; ',
    ]);
  });

  it('explains the methods of a plan', () => {
    expect(
      view({ report: report({ outcome: 'planned', bindings: [row({ result: 'planned' })] }) }).text,
    ).toContain('"update" replaces the certificate in place');
  });
});

describe('with hundreds and thousands of bindings', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      row({
        endpoint: `host-${index}.some-quite-long-name.example.com:443`,
        kind: 'hostnameport',
        result: index % 3 === 0 ? 'rebound' : 'untouched',
        message: `Passed over: the new certificate does not cover ${allPoison.slice(0, 120)}`,
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
    const reported = report({ outcome, bindings: many(count), warnings });
    const markdown = summaryOf({
      report: reported,
      expiring: many(count).map(({ endpoint }) => endpoint),
      reportFile: '/x/report.json',
    });
    expect(Buffer.byteLength(markdown)).toBeLessThan(1024 * 1024);
    const { tables, tags, links, text } = rendered(markdown);
    expect([tags, links]).toEqual([ourTags, []]);
    expect(markdown.match(/<details>/g)).toHaveLength(1);
    const table = tables.at(-1)!;
    expect(new Set(table.map((cells) => cells.length)).size).toBe(1);
    const shown = table.length - 1;
    expect(shown).toBeGreaterThan(200);
    if (shown < count)
      expect(text).toContain(`… and ${count - shown} more bindings, which the report lists.`);
    // What was changed is there before what was not.
    if (outcome !== 'inventory') expect(table[Math.min(100, shown)]!.join()).toContain('rebound');
    expect(text).toContain('… and 400 more, which the report lists');
    expect(text).toContain('/x/report.json');
  });
});

describe('with hostile names', () => {
  it('is still the same document', () => {
    const shape = (text: string) => {
      const bindings = [row({ endpoint: text, message: text, owner: text, sites: [text] }), row()];
      const certificate = certificateRow({ subject: text, issuer: text, dnsNames: [text, text] });
      const failure = new Failure('drift', { cause: `x${text}`, evidence: `x${text}`, next: text });
      const { tables, tags, links, headings } = view({
        report: report({ certificate, bindings, warnings: [text] }),
        failure,
        expiring: [text],
        reportFile: text,
      });
      const sizes = tables.map((rows) => rows.map((cells) => cells.length));
      // A line break in the advice stays one.
      return { sizes, tags: tags.filter((tag) => tag !== 'br'), links, headings };
    };
    const usual = shape('plain');
    expect(shape(allPoison)).toEqual(usual);
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(shape(text || 'x')).toEqual(usual);
      }),
      { numRuns: 300 },
    );
  });

  it('shows the names as they are', () => {
    const name = 'a|b <i> `c` [d](e) *f* _g_ & #h';
    const { tables } = view({ report: report({ bindings: [row({ endpoint: name, message: name })] }) });
    expect(tables[1]![1]).toEqual([
      name,
      'AAAAAAAA…',
      'BBBBBBBB…',
      '2030-04-01',
      'rebound',
      'update',
      'verified',
      name,
    ]);
  });
});
