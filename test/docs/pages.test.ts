import { describe, expect, test } from 'vitest';
import { list, read } from './files.js';
import { parseMarkdown } from './markdown.js';

/** As `wc -w` counts. */
function words(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

test('README and docs/ stay short enough to be read', () => {
  // The measurements have a budget of their own: 515 of the 14 000 words.
  const pages = list('README.md', 'docs/*.md').filter((page) => page !== 'docs/performance.md');
  expect(pages.reduce((sum, page) => sum + words(read(page)), 0)).toBeLessThanOrEqual(13_485);
});

describe('the front page', () => {
  const page = read('README.md');

  test('says in its first ten lines what was proven, what not, and how to start the real run', () => {
    const top = page.split('\n').slice(0, 10).join('\n');
    expect(top).toContain('Proven');
    expect(top).toContain('not\nyet measured');
    expect(top).toContain('docs/status.md');
    expect(top).toMatch(/gh workflow run \S+ -f dry-run=false` starts the real run/);
  });

  test('has one picture and one workflow', () => {
    expect([...page.matchAll(/!\[/g)]).toHaveLength(1);
    const { blocks } = parseMarkdown(page);
    expect(blocks.filter(({ language }) => language === 'yaml')).toHaveLength(1);
  });

  test('leads administrators to no page for maintainers', () => {
    const forMaintainers = list('docs/*.md').filter((each) => /^For maintainers[.:]/m.test(read(each)));
    expect(forMaintainers.length).toBeGreaterThan(3);
    const { links } = parseMarkdown(page);
    expect(links.filter((link) => forMaintainers.includes(link))).toEqual([]);
  });
});

test.each([
  'Exchange',
  'RD Gateway',
  'Remote Desktop (RDP)',
  'WSUS',
  'Web Deploy',
  'AD FS',
  'Web Application Proxy',
  'SQL Server',
  'FTP',
  'SMTP',
  'ARR',
  'Shared configuration',
  'containers',
  'Server Core',
  'HTTP/3',
  'automatic rebind',
])('%s has its row in the table of other products', (product) => {
  const rows = read('docs/also-on-this-server.md').split('\n');
  const row = rows.find((each) => each.startsWith('|') && (each.split(' | ')[0] ?? '').includes(product));
  expect(row?.split(' | ')).toHaveLength(3);
});
