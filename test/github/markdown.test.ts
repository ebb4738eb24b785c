import fc from 'fast-check';
import { marked } from 'marked';
import { expect, it } from 'vitest';
import { codeBlock, text } from '../../src/github/markdown.js';
import { hostileText } from './hostile.js';
import { rendered } from './rendered.js';

/** What a text becomes at the start of a line. */
const typesOf = (markdown: string) => marked.lexer(markdown, { gfm: true }).map(({ type }) => type);

it.each([
  '- item',
  '  - item',
  '+ item',
  '* item',
  '1. item',
  ' 23) item',
  '# heading',
  '---',
  '===',
  '> quote',
  '```',
  '~~~',
  '| a | b |',
  '[a]: https://evil.example',
])('%j is a paragraph that reads like this', (value) => {
  expect(typesOf(text(value))).toEqual(['paragraph']);
  expect(rendered(text(value)).text).toBe(value.trim());
});

it('is a paragraph whatever the text begins with', () => {
  fc.assert(
    fc.property(hostileText, (value) => {
      expect(typesOf(text(`x${value}`))).toEqual(['paragraph']);
      expect(rendered(text(value)).links).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

it('leaves dates and names readable in the source', () => {
  expect(text('2030-01-31 www2.my-domain.com')).toBe('2030-01-31 www2.my-domain.com');
});

it('ends a box of commands only where they end', () => {
  fc.assert(
    fc.property(fc.array(hostileText, { minLength: 1 }), (lines) => {
      const block = codeBlock(lines);
      expect(typesOf(block)).toEqual(['code']);
      expect(block.split('\n')).toHaveLength(lines.length + 2);
    }),
    { numRuns: 500 },
  );
});
