import { describe, expect, it } from 'vitest';
import type { Thumbprint } from '../../src/certificate/thumbprint.js';
import { textTable } from '../../src/github/text-table.js';
import { certificateRow, report, row } from './rows.js';

const winrm = row({
  endpoint: '0.0.0.0:5986',
  result: 'untouched',
  method: 'none',
  handshake: 'skipped',
  thumbprint: row().previousThumbprint,
  notAfter: null,
  owner: 'WinRM',
  message: 'Skipped: it belongs to WinRM',
});
const other = row({ ...winrm, endpoint: '0.0.0.0:444', owner: 'IIS', message: '' });

describe('a table in the log', () => {
  it('is aligned, without empty columns, what was changed first, what nobody asked for last', () => {
    const bindings = [other, winrm, row({ sites: ['Shop', 'Blog'] })];
    expect(textTable(report({ bindings }), false)).toEqual([
      'binding       owner             old        new        expires     result        method  handshake  note',
      '0.0.0.0:443   IIS · Shop, Blog  AAAAAAAA…  BBBBBBBB…  2030-04-01  rebound       update  verified',
      '0.0.0.0:5986  WinRM             AAAAAAAA…                         skipped                          it belongs to WinRM',
      '0.0.0.0:444   IIS               AAAAAAAA…                         not selected',
    ]);
  });

  it('shows what a plan would change: expiry, and the issuer where it is another one', () => {
    const previous = certificateRow({
      thumbprint: 'A'.repeat(40) as Thumbprint,
      notAfter: '2030-01-31T00:00:00.000Z',
      issuer: 'CN=Old CA',
    });
    const planned = row({ result: 'planned', handshake: 'skipped', previous });
    const same = row({ ...planned, endpoint: 'a:1', previous: { ...previous, issuer: 'CN=Some CA' } });
    const created = row({ ...planned, endpoint: 'b:1', previousThumbprint: null, method: 'add' });
    const bindings = [planned, same, { ...created, previous: undefined as never }];
    expect(textTable(report({ outcome: 'planned', bindings }), false)).toEqual([
      'binding      owner  old        new        expires                  issuer                  result   method',
      '0.0.0.0:443  IIS    AAAAAAAA…  BBBBBBBB…  2030-01-31 → 2030-04-01  CN=Old CA → CN=Some CA  planned  update',
      'a:1          IIS    AAAAAAAA…  BBBBBBBB…  2030-01-31 → 2030-04-01                          planned  update',
      'b:1          IIS               BBBBBBBB…  2030-04-01                                       planned  add',
    ]);
  });

  it('has one column for the certificate where none was changed', () => {
    expect(textTable(report({ outcome: 'unchanged', bindings: [winrm] }), false)).toEqual([
      'binding       owner  certificate  result   note',
      '0.0.0.0:5986  WinRM  AAAAAAAA…    skipped  it belongs to WinRM',
    ]);
  });

  it.each([
    ['verified', 'rebound', 'verified'],
    ['not-listening', 'rebound', '⚠️ not-listening'],
    ['unproven', 'unchanged', '⚠️ unproven'],
    ['skipped', 'rebound', '⚠️ not proven'],
    ['skipped', 'created', '⚠️ not proven'],
    ['mismatch', 'failed', '❌ mismatch'],
  ] as const)('marks what no handshake has proven: %s of a %s binding', (handshake, result, shown) => {
    const [head = '', line = ''] = textTable(report({ bindings: [row({ handshake, result })] }), false);
    expect(line.slice(head.indexOf('handshake')).trim()).toBe(shown);
  });

  it.each([
    ['skipped', 'unchanged'],
    ['skipped', 'planned'],
    ['mismatch', 'rolled-back'],
    ['not-listening', 'rolled-back'],
  ] as const)(
    'says nothing of a handshake that says nothing of the state: %s of a %s binding',
    (handshake, result) => {
      const [head] = textTable(report({ bindings: [row({ handshake, result })] }), false);
      expect(head).not.toContain('handshake');
    },
  );

  it('says nothing of handshakes that nobody asked for', () => {
    const bindings = [row({ handshake: 'skipped' }), row({ handshake: 'skipped', result: 'created' })];
    const shown = textTable(report({ bindings }), false, false).join('\n');
    expect(shown).toContain('rebound');
    expect(shown).not.toMatch(/handshake|proven/);
  });

  it('does not call a binding "not selected" where the run failed before or after it was', () => {
    const [before] = [row().previousThumbprint];
    const left = row({ result: 'untouched', thumbprint: before, method: 'none', handshake: 'skipped' });
    const [, line] = textTable(report({ outcome: 'failed', bindings: [left] }), false);
    expect(line).toMatch(/ not changed$/);
  });

  it('is about owners and dates for an inventory, with thumbprints to copy', () => {
    const certificate = certificateRow({ dnsNames: ['a', 'b', 'c', 'd'] });
    const bindings = [row({ kind: 'hostnameport', endpoint: 'a:1', certificate })];
    expect(textTable(report({ outcome: 'inventory', bindings }), false)).toEqual([
      'binding  kind          owner  expires     days  names               issuer      certificate',
      `a:1      hostnameport  IIS    2030-04-01  80    a, b, c and 1 more  CN=Some CA  ${'B'.repeat(40)}`,
    ]);
  });

  it('is nothing for nothing', () => {
    expect(textTable(report({ bindings: [] }), false)).toEqual([]);
  });

  it('leaves out what nobody asked for where there is very much, unless everything is wanted', () => {
    const many = [...Array<typeof other>(300).fill(other), winrm, row(), row({ result: 'failed' })];
    const short = textTable(report({ bindings: many }), false);
    expect(short).toHaveLength(5);
    expect([short[1], short[3], short.at(-1)]).toEqual([
      expect.stringContaining('failed'),
      expect.stringContaining('it belongs to WinRM'),
      '… and 300 more bindings, which the report lists.',
    ]);
    expect(textTable(report({ bindings: many }), true)).toHaveLength(304);
    const changed = textTable(report({ bindings: Array<typeof other>(5_000).fill(row()) }), false);
    expect([changed.length, changed.at(-1)]).toEqual([
      202,
      '… and 4800 more bindings, which the report lists.',
    ]);
  });

  it('keeps a hostile cell in its line and a wide one from pushing the others away', () => {
    const wide = row({ sites: ['x'.repeat(200)], message: 'a\n::error::b' });
    const [, line, next] = textTable(report({ bindings: [wide, row({ message: 'note' })] }), false);
    expect(line?.replaceAll('\u200b', '')).toContain('a ::error::b');
    expect(next?.indexOf('note')).toBeLessThan(150);
  });
});
