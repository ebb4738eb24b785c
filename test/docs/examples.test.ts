import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { lintWorkflow } from './actionlint.js';
import { contractErrors, ownUses } from './contract-check.js';
import { list, OWN_ACTION, read } from './files.js';
import { filled } from './github/expressions.js';
import { githubErrors } from './github/parser.js';
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

interface Job {
  readonly 'runs-on'?: unknown;
  readonly steps?: readonly { readonly uses?: string; readonly if?: string; readonly run?: string }[];
}

function jobsOnServers(yaml: { jobs?: Record<string, Job> }): Job[] {
  return Object.values(yaml.jobs ?? {}).filter((job) => String(job['runs-on']).includes('self-hosted'));
}

const blocks = list('*.md').flatMap((file) =>
  parseMarkdown(read(file))
    .blocks.filter(({ language }) => language === 'yaml' || language === 'yml')
    .map(({ text, line }) => ({ name: `${file}:${line}`, text })),
);
const files = list('examples/*.yml').map((name) => ({ name, text: read(name) }));

describe.each([...blocks, ...files])('$name', ({ name, text }) => {
  const yaml: unknown = parse(text);

  test('is what GitHub accepts', async () => {
    const workflow = asWorkflow(yaml, text);
    expect(await lintWorkflow(workflow, name)).toEqual([]);
    expect(await githubErrors(workflow, '.github/workflows/example.yml')).toEqual([]);
  });

  test('makes a real run only for somebody who says so', () => {
    const started = (
      yaml as { on?: { workflow_dispatch?: { inputs?: Record<string, { default?: unknown }> } } }
    ).on?.workflow_dispatch?.inputs?.['dry-run'];
    if (started) expect(started.default).toBe(true);
  });

  test('passes only inputs and values that exist', () => {
    expect(contractErrors(yaml)).toEqual([]);
  });
});

test.each([
  ['workflow_dispatch', { 'dry-run': true }, 'true'],
  ['workflow_dispatch', { 'dry-run': false }, 'false'],
  ['repository_dispatch', {}, 'false'],
])('the renewal that %s starts with %j gets dry-run: %s', (event, inputs, expected) => {
  const { steps } = parse(read('examples/renewal.yml')).jobs.rebind;
  const { 'dry-run': dryRun } = steps.find(({ id }: { id?: string }) => id === 'rebind').with;
  expect(String(filled(dryRun, { github: { event_name: event }, inputs }))).toBe(expected);
});

test('a command that starts a workflow says which run is meant', () => {
  const commands = [...list('*.md'), ...list('examples/*.yml')].flatMap((file) =>
    [...read(file).matchAll(/gh workflow run (?:renewal|fleet)\.yml.*/g)].map(([command]) => ({
      file,
      command,
    })),
  );
  const real = commands.filter(({ command }) => command.includes('-f dry-run=false'));
  // The two examples show the dry run first, or say in words that it comes first.
  expect(new Set(real.map(({ file }) => file))).toEqual(new Set(commands.map(({ file }) => file)));
});

describe('a job that brings a repository to a server takes it away again', () => {
  const bringers = [...blocks, ...files]
    .flatMap(({ name, text }) => jobsOnServers(parse(text)).map(({ steps = [] }) => ({ name, steps })))
    .filter(({ steps }) => steps.some(({ uses = '' }) => uses.startsWith('actions/checkout@')));

  // The runner empties RUNNER_TEMP at the end of a job, but not the workspace.
  test.each(bringers)('$name', ({ steps }) => {
    expect(steps.at(-1)).toMatchObject({
      if: `\${{ always() }}`,
      run: expect.stringMatching(/GITHUB_WORKSPACE.*Remove-Item/),
    });
  });

  test('in both examples that do', () => {
    expect(bringers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['examples/renewal-on-push.yml', 'examples/staging-swap.yml']),
    );
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
  const step = (inputs: Record<string, unknown>) => [{ uses: OWN_ACTION, with: inputs }];

  test.each([
    [{ thumb: 'x' }, 'has no input "thumb"'],
    [{ 'dry-run': 'yes' }, '"dry-run" cannot be "yes"'],
    [{ handshake: 'always' }, '"handshake" cannot be "always"'],
    [{ 'minimum-days': '1.5' }, '"minimum-days" cannot be "1.5"'],
    [{ 'dry-run': '' }, '"dry-run" cannot be empty'],
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
    expect(contractErrors([{ uses: OWN_ACTION.replace('@v1', '@main') }])).toHaveLength(1);
  });
});
