import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { list, read, root } from './files.js';
import { parseMarkdown } from './markdown.js';

const pages = list('*.md');

/** What must not be in a text for users: the machines of those who wrote it. */
const PRIVATE = [
  /\/work\//,
  /\.\.\/shared/,
  /\/root\//,
  /\/home\/(?!runner)/,
  /registry\.npmjs|verdaccio|localhost:4873/i,
];

describe.each(pages)('%s', (page) => {
  const { links, headings } = parseMarkdown(read(page));

  test('links to files and headings that exist', () => {
    for (const link of links.filter((target) => !/^[a-z]+:/i.test(target))) {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : posix.normalize(posix.join(posix.dirname(page), path));
      expect(target, link).not.toMatch(/^\.\./);
      expect(existsSync(root + target), link).toBe(true);
      if (anchor === undefined) continue;
      const anchors = parseMarkdown(read(target)).headings.map((heading) => heading.anchor);
      expect(anchors, link).toContain(anchor);
    }
  });

  test('links elsewhere over https only', () => {
    const others = links.filter((target) => /^[a-z]+:/i.test(target));
    expect(others.filter((target) => !/^(https:\/\/|mailto:)/.test(target))).toEqual([]);
  });

  test('has one title, and no level of headings is left out', () => {
    expect(headings.filter(({ level }) => level === 1)).toHaveLength(1);
    headings.forEach(({ level, text }, i) => {
      expect(level, text).toBeLessThanOrEqual((headings[i - 1]?.level ?? 0) + 1);
    });
  });

  test('names no machine of its authors', () => {
    for (const pattern of PRIVATE) expect(read(page)).not.toMatch(pattern);
  });
});

test('every page of docs/ can be reached from the front page', () => {
  const reached = new Set<string>();
  const visit = (page: string): void => {
    if (reached.has(page) || !pages.includes(page)) return;
    reached.add(page);
    for (const link of parseMarkdown(read(page)).links) {
      if (!/^[a-z]+:/i.test(link))
        visit(posix.normalize(posix.join(posix.dirname(page), link.split('#')[0] ?? '')));
    }
  };
  visit('README.md');
  expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
});
