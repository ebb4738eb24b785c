import { expect, test } from 'vitest';
import { failures } from '../../src/failure.js';
import { list, read } from './files.js';
import { parseMarkdown } from './markdown.js';

const page = read('docs/troubleshooting.md');

/** The sections of the page that describe a failure, by the code in their heading. */
const sections = new Map(
  page
    .split(/^(?=#{2,3} )/m)
    .map((section) => /^### `?([a-z-]+)`?\n([\s\S]*)$/.exec(section))
    .flatMap((match) => (match ? [[match[1] ?? '', match[2] ?? ''] as const] : [])),
);

test('every failure has a section, and every section a failure', () => {
  expect([...sections.keys()].sort()).toEqual(Object.keys(failures).sort());
});

test('the code is the anchor of its section', () => {
  const anchors = parseMarkdown(page).headings.map(({ anchor }) => anchor);
  expect(anchors).toEqual(expect.arrayContaining(Object.keys(failures)));
});

test.each(Object.keys(failures))('%s: what leads to it, what to do', (code) => {
  const [cause = '', advice = '', ...more] = (sections.get(code) ?? '').trim().split('\n\n');
  expect(cause).toMatch(/^\S.*\.(\*\*)?( .*\.)?$/s);
  expect(cause).not.toContain('**Do:**');
  expect(advice).toMatch(/^\*\*Do:\*\* \S.*\.$/s);
  expect(more).toEqual([]);
});

test('what a section calls an input or a value of one exists', () => {
  const inputs = new Set([...read('action.yml').matchAll(/^ {2}([a-z-]+):$/gm)].map(([, name]) => name));
  const assigned = [...page.matchAll(/`([a-z-]+): [^`]+`/g)].map(([, name]) => name);
  expect(assigned.length).toBeGreaterThan(3);
  expect(assigned.filter((name) => !inputs.has(name) && name !== 'runs-on')).toEqual([]);
});

// That src uses no other is a matter of types.
test('every code is used in src', () => {
  // In the catalogue itself a code stands before a colon.
  const text = list('src/*.ts', 'src/**/*.ts')
    .map(read)
    .join('\n')
    .replace(/^ {2}'[a-z-]+': .*$/gm, '')
    .replace(/^ {2}[a-z]+: '.*$/gm, '');
  const used = new Set([...text.matchAll(/'([a-z]+(?:-[a-z]+)*)'/g)].map(([, code]) => code));
  expect(Object.keys(failures).filter((code) => !used.has(code))).toEqual([]);
});
