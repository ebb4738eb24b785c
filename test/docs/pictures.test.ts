import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { gapFacts, gapPicture } from '../../scripts/gap-picture.js';
import { PICTURES, pageOf, sourceHash } from '../../scripts/picture-sources.js';
import { summaryPage } from '../../scripts/summary-page.js';
import { read, root } from './files.js';

const outdated =
  'This picture no longer shows what the code renders. Run "npm run pictures", and commit docs/.';
const made = JSON.parse(read('docs/pictures.json')) as Record<string, string>;

test.each(Object.keys(PICTURES))('docs/%s shows what the code renders', (name) => {
  expect(made[name], outdated).toBe(sourceHash(name));
  const png = readFileSync(`${root}docs/${name}`);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  // At one and a half pixels each.
  expect(png.readUInt32BE(16)).toBe((PICTURES[name]?.width ?? 0) * 1.5);
});

test('docs/gap.svg shows the numbers of docs/gap.json', () => {
  expect(read('docs/gap.svg'), outdated).toBe(gapPicture(JSON.parse(read('docs/gap.json'))));
});

describe('the page of a summary', () => {
  it('shows the annotations as they are, and the summary with its tables', () => {
    const message = 'one & <two>\nthree';
    const page = summaryPage({
      title: 'A "title"',
      markdown: '## Heading\n\n| A |\n| --- |\n| <code>x</code> |\n',
      annotations: [
        { level: 'error', title: 'Bad', message },
        { level: 'warning', title: 'Odd', message: '' },
        { level: 'warning', title: 'Odd', message: '' },
      ],
    });
    expect(page).toContain('<small>1 error and 2 warnings</small>');
    expect(page).toContain('<p>one &amp; &lt;two&gt;\nthree</p>');
    expect(page).toContain('<title>A &quot;title&quot;</title>');
    expect(page).toContain('<td><code>x</code></td>');
  });

  it('draws when certificates expire', () => {
    const chart = ['gantt', '  title When', '  dateFormat YYYY-MM-DD', '  section Within 30 days'];
    const bars = [
      '  in 9 days · a#44;b :crit, 2030-03-02, 2030-03-12',
      '  in 20 days :2030-03-02, 2030-03-22',
    ];
    const page = summaryPage({ title: 't', markdown: ['```mermaid', ...chart, ...bars, '```'].join('\n') });
    expect(page).toContain('<caption>When</caption>');
    expect(page).toContain('<td>in 9 days · a,b</td>');
    expect([...page.matchAll(/class="bar([^"]*)" style="([^"]*)"/g)].map(([, ...each]) => each)).toEqual([
      [' urgent', 'margin-left: 0%; width: 50%'],
      ['', 'margin-left: 0%; width: 100%'],
    ]);
    expect(page).not.toContain('dateFormat');
    expect(summaryPage({ title: 't', markdown: '```\na <b>\n```' })).toContain('<pre><code>a &lt;b&gt;');
  });

  it('has the error of a failed run beside it', () => {
    const page = pageOf('failure.png');
    expect(page).toContain('<b>A binding does not show the new certificate (handshake-failed)</b>');
    expect(page).toContain('docs/troubleshooting.md#handshake-failed');
    expect(pageOf('summary.png')).not.toContain('class="annotation');
  });
});

describe('the picture of the gap', () => {
  const gap = (way: string, unboundMs: number, lost: number) => ({ way, sockets: 3, lost, unboundMs });

  it('draws each way as long as its gap, and says so', () => {
    const results = {
      options: { processCostMs: 40 },
      gaps: [
        gap('update', 0, 0),
        gap('delete + add in a script', 1.04, 1),
        gap('delete + add by hand', 104, 1234),
      ],
    };
    const facts = gapFacts(results);
    expect(facts.gaps.map(({ unboundMs }) => unboundMs)).toEqual([0, 1, 100]);
    const svg = gapPicture(facts);
    const bars = [...svg.matchAll(/<rect x="\d+" y="\d+" width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    );
    expect(bars).toEqual([270, 2.7, 2]);
    for (const text of [
      '3 bindings',
      '100 ms',
      '1 ms',
      'no gap',
      '1 234 handshakes lost',
      '1 handshake lost',
    ])
      expect(svg).toContain(`>${text}</text>`);
  });
});
