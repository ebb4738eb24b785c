import { describe, expect, it } from 'vitest';
import { selectionPage } from './selection-page.js';
import { outcome, tables } from './selection-tables.js';

describe.each(Object.entries(tables))('%s', (_, { head, lines }) => {
  it.each(lines.map((line) => [line.what.join(' → '), line] as const))('%s', (__, { what, cells }) => {
    const columns = head.slice(what.length);
    const found = cells.map(([situation, asked]) => outcome(situation, asked).verdict);
    const expected = cells.map(([, , verdict]) => verdict);
    const byColumn = (verdicts: readonly string[]) =>
      Object.fromEntries(columns.map((column, index) => [column, verdicts[index]]));
    expect(byColumn(found)).toEqual(byColumn(expected));
  });
});

it('stands in the documentation as it is; "npm run docs" writes it', async () => {
  await expect(selectionPage()).toMatchFileSnapshot('../../docs/selection.md');
});

it('is explained in few words', () => {
  const prose = selectionPage().replace(/^\|(?! (?:Present|Application|A binding)).*$/gm, '');
  expect(prose.split(/\s+/).length).toBeLessThan(700);
});
