import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { lintWorkflow } from './actionlint.js';
import { list, OWN_ACTION, read } from './files.js';
import { githubErrors } from './github/parser.js';

const workflows = list('.github/workflows/*.yml');

describe.each(workflows)('%s', (file) => {
  const source = read(file);

  test('is what GitHub accepts', async () => {
    expect(await lintWorkflow(source, file)).toEqual([]);
    expect(await githubErrors(source, file)).toEqual([]);
  });

  test('starts from few permissions', () => {
    const { permissions } = parse(source);
    expect([{}, { contents: 'read' }]).toContainEqual(permissions);
  });

  test('puts no expression into a script', () => {
    const scripts = [...source.matchAll(/^ *(?:- )?run: (?:\|\n((?: {8,}.*\n|\n)+)|(.*))/gm)];
    expect(scripts.filter(([script]) => script.includes('${{')).map(([script]) => script)).toEqual([]);
  });
});

test.each(['action.yml', ...list('.github/actions/*/action.yml')])(
  '%s is what GitHub accepts',
  async (file) => {
    expect(await githubErrors(read(file), file)).toEqual([]);
  },
);

describe('what a dependency update may bring into dist/', () => {
  const { steps } = parse(read('.github/workflows/dependabot-commit.yml')).jobs.commit;
  const { run: check } = steps.find(({ name = '' }: { name?: string }) => name.startsWith('Accept'));
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'dist-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function accepts(file: string, link = false): boolean {
    const path = join(folder, 'dist', file);
    mkdirSync(dirname(path), { recursive: true });
    if (link) symlinkSync('/etc/passwd', path);
    else writeFileSync(path, '');
    const env = { PATH: process.env.PATH, RUNNER_TEMP: folder };
    return spawnSync('bash', ['-eo', 'pipefail', '-c', check], { env }).status === 0;
  }

  test.each(list('dist'))('%s', (file) => expect(accepts(file.replace('dist/', ''))).toBe(true));

  test.each(['index.js', 'main/index.js', 'a/b/c/package.json'])('%s', (file) => {
    expect(accepts(file)).toBe(true);
  });

  test.each(['run.sh', '.npmrc', '.git/hooks.js', 'main/.js', 'main/a b.js', 'index.js.exe'])(
    'not %s',
    (file) => {
      expect(accepts(file)).toBe(false);
    },
  );

  test('not a link', () => expect(accepts('index.js', true)).toBe(false));
});

/** Every `uses:` of the workflows and examples, with the comment behind it. */
const uses = [...workflows, ...list('examples/*.yml', '*.md')].flatMap((file) =>
  [...read(file).matchAll(/^\s*(?:- )?uses: (\S+)(?: # (\S+))?$/gm)].map(([, action = '', comment]) => ({
    file,
    action,
    comment,
  })),
);

test('actions of others are pinned to a commit, with their version beside it', () => {
  const others = uses.filter(
    ({ action }) => !/^[.$]\//.test(action) && !action.startsWith(`${OWN_ACTION.split('@')[0]}`),
  );
  expect(others.length).toBeGreaterThan(0);
  for (const { file, action, comment } of others) {
    expect(action, file).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/);
    expect(comment, `${file}: ${action}`).toMatch(/^v\d+\.\d+\.\d+$/);
  }
});

test('the workflows that others call name this project as "$/…" only, so that one commit pins all', () => {
  const called = uses.filter(({ file }) => /rollout[\w-]*\.yml$/.test(file));
  expect(called.filter(({ action }) => action.startsWith('$/')).length).toBeGreaterThan(5);
  expect(called.filter(({ action }) => /^\.\/|rebind-iis-certificate\//.test(action))).toEqual([]);
});

test('containers are pinned by their digest', () => {
  const images = workflows.flatMap((file) =>
    [...read(file).matchAll(/^\s+image: (\S+)/gm)].map(([, image]) => image),
  );
  expect(images.length).toBeGreaterThan(0);
  for (const image of images) expect(image).toMatch(/@sha256:[0-9a-f]{64}$/);
});

test('one action is pinned to one commit everywhere', () => {
  const commits = new Map<string, Set<string>>();
  for (const { action, comment } of uses) {
    const [name = '', commit = ''] = action.split('@');
    if (comment) commits.set(name, (commits.get(name) ?? new Set()).add(`${commit} ${comment}`));
  }
  expect([...commits].filter(([, versions]) => versions.size > 1)).toEqual([]);
});
