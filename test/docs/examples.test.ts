import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { lintWorkflow } from './actionlint.js';
import { contractErrors, ownUses } from './contract-check.js';
import { list, read } from './files.js';
import { parseMarkdown } from './markdown.js';

/** A fragment of documentation as a whole workflow, so that actionlint can judge it. */
function asWorkflow(yaml: unknown, source: string): string {
  if (Array.isArray(yaml)) {
    return stringify({
      on: 'push',
      jobs: { example: { 'runs-on': ['self-hosted', 'windows'], steps: yaml } },
    });
  }
  const map = yaml as Record<string, unknown>;
  if ('jobs' in map) return 'on' in map ? source : stringify({ on: 'push', ...map });
  throw new Error('A YAML example must be a workflow, its jobs, or a list of steps.');
}

const blocks = list('*.md').flatMap((file) =>
  parseMarkdown(read(file))
    .blocks.filter(({ language }) => language === 'yaml' || language === 'yml')
    .map(({ text, line }) => ({ name: `${file}:${line}`, text })),
);
const files = list('examples/*.yml').map((name) => ({ name, text: read(name) }));

describe.each([...blocks, ...files])('$name', ({ name, text }) => {
  const yaml: unknown = parse(text);

  test('is what GitHub accepts', () => {
    expect(lintWorkflow(asWorkflow(yaml, text), name)).toEqual([]);
  });

  test('passes only inputs and values that exist', () => {
    expect(contractErrors(yaml)).toEqual([]);
  });
});

test('the front page and each how-to page show a workflow, and each example uses the action', () => {
  const pages = [
    'README.md',
    'docs/renewal.md',
    'docs/scheduled-check.md',
    'docs/staging-swap.md',
    'docs/fleet.md',
  ];
  for (const page of pages) {
    const used = blocks
      .filter(({ name }) => name.startsWith(`${page}:`))
      .map(({ text }) => ownUses(parse(text)));
    expect(Math.max(...used), page).toBeGreaterThan(0);
  }
  for (const { name, text } of files) expect(ownUses(parse(text)), name).toBeGreaterThan(0);
});

describe('the check itself', () => {
  const step = (inputs: Record<string, unknown>) => [
    { uses: 'rebind-iis-certificate/rebind-iis-certificate@v1', with: inputs },
  ];

  test.each([
    [{ thumb: 'x' }, 'has no input "thumb"'],
    [{ 'dry-run': 'yes' }, '"dry-run" cannot be "yes"'],
    [{ handshake: 'always' }, '"handshake" cannot be "always"'],
    [{ 'minimum-days': '1.5' }, '"minimum-days" cannot be "1.5"'],
    [{ bindings: '0.0.0.0' }, '"bindings" cannot be "0.0.0.0"'],
  ])('finds %j', (inputs, error) => {
    expect(contractErrors(step(inputs))).toEqual([expect.stringContaining(error)]);
  });

  test('takes expressions and right values', () => {
    const inputs = {
      pfx: `\${{ secrets.X }}`,
      bindings: '*:443\n[::]:443, *.example.com:443',
      'dry-run': true,
    };
    expect(contractErrors(step(inputs))).toEqual([]);
  });

  test('finds another owner or tag', () => {
    expect(contractErrors([{ uses: 'someone/rebind-iis-certificate@v1' }])).toHaveLength(1);
    expect(contractErrors([{ uses: 'rebind-iis-certificate/rebind-iis-certificate@main' }])).toHaveLength(1);
  });
});
