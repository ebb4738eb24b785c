import { describe, expect, it } from 'vitest';
import { textTable } from '../../src/github/text-table.js';
import { countResults } from '../../src/github/workflow-log.js';
import { certificateRow, report, row } from './rows.js';

const untouched = row({
  endpoint: '0.0.0.0:5986',
  result: 'untouched',
  method: 'none',
  handshake: 'skipped',
  thumbprint: row().previousThumbprint,
  notAfter: null,
  owner: 'WinRM',
  message: 'Passed over: it belongs to WinRM',
});

describe('a table in the log', () => {
  it('is aligned, without empty columns, what was changed first', () => {
    expect(textTable(report({ bindings: [untouched, row({ sites: ['Shop', 'Blog'] })] }), false)).toEqual([
      'binding       old        new        expires     result     method  handshake  owner             note',
      '0.0.0.0:443   AAAAAAAA…  BBBBBBBB…  2030-04-01  rebound    update  verified   IIS · Shop, Blog',
      '0.0.0.0:5986  AAAAAAAA…                         untouched                     WinRM             Passed over: it belongs to WinRM',
    ]);
  });

  it('has one column for the certificate where none was changed', () => {
    expect(textTable(report({ outcome: 'unchanged', bindings: [untouched] }), false)).toEqual([
      'binding       certificate  result     owner  note',
      '0.0.0.0:5986  AAAAAAAA…    untouched  WinRM  Passed over: it belongs to WinRM',
    ]);
  });

  it('is about owners and dates for an inventory', () => {
    const bindings = [
      row({
        kind: 'hostnameport',
        endpoint: 'a:1',
        certificate: certificateRow({ dnsNames: ['a', 'b', 'c', 'd'] }),
      }),
    ];
    expect(textTable(report({ outcome: 'inventory', bindings }), false)).toEqual([
      'binding  kind          owner  expires     days  certificate  issuer      names',
      'a:1      hostnameport  IIS    2030-04-01  80    BBBBBBBB…    CN=Some CA  a, b, c and 1 more',
    ]);
  });

  it('is nothing for nothing', () => {
    expect(textTable(report({ bindings: [] }), false)).toEqual([]);
  });

  it('leaves out what nothing happened to where there is very much, unless everything is asked for', () => {
    const many = [...Array<typeof untouched>(300).fill(untouched), row(), row({ result: 'failed' })];
    const short = textTable(report({ bindings: many }), false);
    expect(short).toHaveLength(4);
    expect([short[1], short.at(-1)]).toEqual([
      expect.stringContaining('failed'),
      '… and 300 more bindings, which the report lists.',
    ]);
    expect(textTable(report({ bindings: many }), true)).toHaveLength(303);
    const changed = textTable(report({ bindings: Array<typeof untouched>(5_000).fill(row()) }), false);
    expect([changed.length, changed.at(-1)]).toEqual([
      202,
      '… and 4800 more bindings, which the report lists.',
    ]);
  });

  it('keeps a hostile cell in its line and a wide one from pushing the others away', () => {
    const wide = row({ sites: ['x'.repeat(200)], message: 'a\n::error::b' });
    const [, line, next] = textTable(report({ bindings: [wide, row({ message: 'note' })] }), false);
    expect(line?.replaceAll('\u200b', '')).toContain('a ::error::b');
    expect(next!.indexOf('note')).toBeLessThan(140);
  });
});

it('counts what became of the bindings', () => {
  expect(countResults(report({ bindings: [untouched, row(), row(), untouched] }))).toBe(
    '2 rebound, 2 untouched',
  );
  expect(countResults(report({ outcome: 'inventory', bindings: [untouched] }))).toBe('1 binding');
  expect(countResults(report({ outcome: 'failed', bindings: [] }))).toBe('no bindings');
});
