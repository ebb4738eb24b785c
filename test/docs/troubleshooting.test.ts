import { expect, test } from 'vitest';
import { failures } from '../../src/failure.js';
import { list, read } from './files.js';
import { parseMarkdown } from './markdown.js';
import { messagesOf, messagesOfSource } from './messages.js';

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

test.each(Object.entries(failures))('%s: title, cause, what the log shows, what to do', (code, title) => {
  const section = sections.get(code) ?? '';
  const [first = '', log = '', advice = ''] = section.trim().split('\n\n');
  expect(first).toMatch(/^\*\*.*\.\*\* \S/);
  expect(first.startsWith(`**${title}.** `)).toBe(true);
  expect(log).toMatch(/^\*\*Log:\*\* \S/);
  expect(advice).toMatch(/^\*\*Do:\*\* \S/);
});

const messages = messagesOfSource();

test.each([...sections])('%s: src can say what the log is said to show', (_, section) => {
  const line = /\*\*Log:\*\* (.*)/.exec(section)?.[1] ?? '';
  for (const [, shown = ''] of line.matchAll(/`([^`]+)`/g)) {
    const [firstSentence = ''] = shown.split(/(?<=\.) /);
    expect(
      messages.some((message) => message.test(shown) || message.test(firstSentence)),
      firstSentence,
    ).toBe(true);
  }
});

test('a message of src is known by what is fixed in it', () => {
  const source = `fail(\`The key of \${name} is \` + 'too short' + \`: \${bits} bits.\`, 'x', \`\${a} of \${b}\`)`;
  const [whole] = messagesOf(source);
  expect(whole?.test('The key of CN=… is too short: 512 bits.')).toBe(true);
  expect(whole?.test('The key is too short: 512 bits.')).toBe(false);
  expect(messagesOf(source).some((message) => message.test('1 of 2'))).toBe(false);
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
