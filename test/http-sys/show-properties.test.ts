import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenBefore } from '../../src/http-sys/seen-before.js';
import { parseShow } from '../../src/http-sys/show.js';
import type { Recognised } from '../../src/http-sys/show-line.js';
import { noNames } from '../../src/http-sys/shown-names.js';
import { keyOf, type MeantRecord, meantTable, write } from './show-text.js';

const asMeant = (record: MeantRecord) => ({
  kind: record.kind,
  text: record.endpoint,
  thumbprint: record.hash?.toUpperCase() ?? null,
  appId: record.appId.toLowerCase(),
  store: record.store,
});

describe('a table in any language and layout', () => {
  it('is read as it was meant', () => {
    fc.assert(
      fc.property(meantTable, (table) => {
        const { bindings, unreadable } = parseShow(write(table));
        expect(unreadable).toEqual([]);
        const read = bindings.map(({ endpoint, thumbprint, appId, store }) => {
          return { kind: endpoint.kind, text: endpoint.text, thumbprint, appId, store };
        });
        expect(read).toEqual(table.records.map(asMeant));
      }),
      { numRuns: 2000 },
    );
  });

  it('shows equal settings as equal blocks, whatever the endpoint, hash, appid and store', () => {
    fc.assert(
      fc.property(meantTable, ({ language, records }) => {
        const settings = records[0]?.fields ?? [];
        const alike = records.map((record) => ({ ...record, fields: settings }));
        const { bindings } = parseShow(write({ language: { ...language, tail: '' }, records: alike }));
        for (const { block } of bindings) expect(block).toEqual(bindings[0]?.block);
      }),
      { numRuns: 500 },
    );
  });

  it('shows a changed setting as a changed block', () => {
    fc.assert(
      fc.property(meantTable, fc.nat(), (table, choice) => {
        const [record] = table.records;
        if (record === undefined) return;
        const changed = choice % record.fields.length;
        const fields = record.fields.map((value, index) => (index === changed ? `${value} not` : value));
        const before = parseShow(write({ ...table, records: [record] })).bindings[0];
        const after = parseShow(write({ ...table, records: [{ ...record, fields }] })).bindings[0];
        expect(after?.block).not.toEqual(before?.block);
      }),
      { numRuns: 500 },
    );
  });
});

/** Damage that turns no hex digit into another. */
const mutation = fc.tuple(
  fc.constantFrom(
    'drop line',
    'repeat line',
    'swap lines',
    'drop byte',
    'replace byte',
    'insert byte',
    'join lines',
  ),
  fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  fc.constantFrom('g', ' ', '\0', '\xff', '\x81', ':', '\n', '{', '(', '*'),
);

function mutate(text: string, [kind, where, byte]: readonly [string, number, string]): string {
  const at = Math.floor(where * text.length);
  const lines = text.split('\n');
  const line = Math.floor(where * lines.length);
  const [here = '', next = ''] = lines.slice(line, line + 2);
  switch (kind) {
    case 'drop line':
      return lines.toSpliced(line, 1).join('\n');
    case 'repeat line':
      return lines.toSpliced(line, 0, here).join('\n');
    case 'swap lines':
      return lines.toSpliced(line, 2, next, here).join('\n');
    case 'join lines':
      return lines.toSpliced(line, 2, here.trimEnd() + next).join('\n');
    case 'drop byte':
      return text.slice(0, at) + text.slice(at + 1);
    case 'replace byte':
      return text.slice(0, at) + byte + text.slice(at + 1);
    default:
      return text.slice(0, at) + byte + text.slice(at);
  }
}

describe('texts of earlier readings', () => {
  it('change nothing in a later reading', () => {
    const cut = fc.tuple(meantTable, mutation, fc.nat()).map(([table, how, at]) => {
      const text = mutate(write(table), how);
      return text.slice(0, at % (2 * text.length));
    });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 4 }), (readings) => {
        const seen = new SeenBefore<Recognised>();
        for (const text of [...readings, ...readings])
          expect(parseShow(text, noNames, seen)).toEqual(parseShow(text));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a damaged table', () => {
  it('gives no endpoint the hash or appid of another', () => {
    fc.assert(
      fc.property(meantTable, fc.array(mutation, { minLength: 1, maxLength: 3 }), (table, mutations) => {
        const meant = new Map(table.records.map((record) => [keyOf(record), asMeant(record)]));
        for (const { endpoint, thumbprint, appId } of parseShow(mutations.reduce(mutate, write(table)))
          .bindings) {
          const record = meant.get(endpoint.key);
          if (record)
            expect({ thumbprint, appId }).toEqual({ thumbprint: record.thumbprint, appId: record.appId });
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('loses no record without a trace', () => {
    fc.assert(
      fc.property(meantTable, mutation, (table, how) => {
        const { bindings, unreadable } = parseShow(mutate(write(table), how));
        const found = new Set(bindings.map((each) => each.endpoint.text));
        // A damaged endpoint can be another endpoint by its shape: then it is there, under the wrong name.
        const lost = table.records.filter((record) => !found.has(record.endpoint));
        if (bindings.length < table.records.length)
          expect([lost.length > 0, unreadable.length > 0]).toEqual([true, true]);
      }),
      { numRuns: 5000 },
    );
  });

  it('leaves a trace of a record that is cut off', () => {
    fc.assert(
      fc.property(meantTable, fc.nat(), (table, choice) => {
        const [record] = table.records;
        if (record === undefined) return;
        const text = write({ language: { ...table.language, tail: '' }, records: table.records });
        const at = choice % text.length;
        const { bindings, unreadable } = parseShow(text.slice(0, at));
        const meant = new Map(table.records.map((each) => [keyOf(each), asMeant(each)]));
        for (const { endpoint, thumbprint, appId, store } of bindings) {
          expect({ kind: endpoint.kind, text: endpoint.text, thumbprint, appId, store }).toEqual(
            meant.get(endpoint.key),
          );
        }
        const begun = table.records.filter((_, index) => {
          const before = write({
            language: { ...table.language, tail: '' },
            records: table.records.slice(0, index),
          });
          return text.slice(before.length, at).trim() !== '';
        }).length;
        if (bindings.length < begun) expect(unreadable, text.slice(0, at)).not.toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('any text at all', () => {
  const fragment = fc.oneof(
    fc.constantFrom(
      'IP:port : ',
      '0.0.0.0:443',
      '[::]:443',
      '443',
      'a.b:443',
      ':',
      ' ',
      '\n',
      '\r\n',
      '\n\n',
      '\t',
      '\0',
    ),
    fc.constantFrom(
      'f'.repeat(40),
      'f'.repeat(39),
      '{4dc3e181-e14b-4a21-b022-59fc669b0914}',
      '{',
      '(null)',
      '---',
      '\x81',
    ),
    fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  );
  const anyText = fc.array(fragment, { maxLength: 200 }).map((parts) => parts.join(''));

  it('is read without an error, and never silently as nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { bindings, unreadable } = parseShow(text);
        if (!/^[ \t]*[-=_]{3,}[ \t]*\r?$/m.test(text))
          expect(bindings.length + unreadable.length).toBeGreaterThan(0);
        for (const { endpoint, thumbprint } of bindings) {
          expect(text).toContain(endpoint.text);
          if (thumbprint !== null) expect(text.toUpperCase()).toContain(thumbprint);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
