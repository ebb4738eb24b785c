import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { releaseNotes } from '../../scripts/changelog.js';
import { decideMove } from '../../scripts/major-tag.js';
import { list, read, root } from './files.js';
import { GitServer, type Pusher, type Releases } from './github/git-server.js';
import { parseMarkdown } from './markdown.js';

const { version } = JSON.parse(read('package.json'));

describe('the notes', () => {
  test('of a version are what its section of the changelog says', () => {
    const changelog =
      '# Changelog\n\n## [1.1.0] - 2030-02-01\n\n- New.\n\n## [1.0.0] - 2030-01-01\n\n- First.\n';
    expect(releaseNotes(changelog, '1.1.0')).toBe('- New.');
    expect(releaseNotes(changelog, '1.0.0')).toBe('- First.');
  });

  test.each([
    ['without a section', '# Changelog\n'],
    ['without a date', '## [1.0.0] - soon\n\n- First.\n'],
    ['without text', '## [1.0.0] - 2030-01-01\n\n## [0.9.0] - 2029-01-01\n\n- Old.\n'],
  ])('are missing in a changelog %s', (_, changelog) => {
    expect(releaseNotes(changelog, '1.0.0')).toBeUndefined();
  });

  test('the present version can be released', () => {
    const args = ['scripts/release-notes.js', `v${version}`];
    const run = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
    expect(run.stdout.trim()).not.toBe('');
  });
});

/** The commands with which the page tags a release. */
const tagging =
  parseMarkdown(read('docs/release.md')).blocks.find(({ text }) => text.includes('git tag'))?.text ?? '';
const tag = /git push origin (v[\d.]+)/.exec(tagging)?.[1] ?? '';

/** The scripts of a job, in order. */
function scriptsOf(workflow: string, job: string): string[] {
  const { steps } = parse(read(`.github/workflows/${workflow}.yml`)).jobs[job];
  return steps.flatMap(({ run }: { run?: string }) => run ?? []);
}

/** A server with a version that is merged and not yet tagged, and one on which the tag was pushed. */
const merged = new GitServer();
merged.merge(tag.slice(1));
const tagged = new GitServer(merged);
tagged.run('maintain', tagging);
afterAll(() => {
  for (const each of [merged, tagged]) each.remove();
});

let server: GitServer;
beforeEach(() => {
  server = new GitServer(merged);
});
afterEach(() => server.remove());

function startTagged(): void {
  server.remove();
  server = new GitServer(tagged);
}

/** Runs the scripts of a job in the clone, which stands on the tag, until one fails. */
function runJob(workflow: string, job: string, pusher: Pusher, env: Record<string, string>) {
  const results = [];
  for (const script of scriptsOf(workflow, job)) {
    const result = server.run(pusher, script, env);
    results.push(result);
    if (result.status !== 0) break;
  }
  return { status: results.at(-1)?.status, log: results.map(({ stdout }) => stdout).join('') };
}

const head = () => server.run('admin', 'git rev-parse HEAD').stdout.trim();
const releaseJob = (job: string, RELEASES: Releases = 'none') =>
  runJob('release', job, 'token', { GITHUB_SHA: head(), GITHUB_REF_NAME: tag, RELEASES });
const majorTag = (of = tag, pusher: Pusher = 'deploy-key') =>
  runJob('major-tag', 'move', pusher, { TAG: of, KEY: 'a key' });

/** Merges a version and tags it, as a maintainer. */
function release(next: string) {
  server.merge(next);
  server.run('maintain', `git tag v${next} && git push --quiet origin v${next}`);
}

describe('the tag', () => {
  test.each(['maintain', 'admin'] as const)('can be pushed by the role %s, as the page says', (pusher) => {
    const { status, stderr } = server.run(pusher, tagging);
    expect(status, stderr).toBe(0);
    expect(server.at(`refs/tags/${tag}`)).toBe(head());
  });

  test.each(['write', 'token', 'deploy-key'] as const)('cannot be pushed by %s', (pusher) => {
    const { status, stderr } = server.run(pusher, tagging);
    expect(status).not.toBe(0);
    expect(stderr).toContain('creations being restricted');
    expect(server.at(`refs/tags/${tag}`)).toBe('');
  });

  test('that exists cannot be moved or deleted, not even by an admin', () => {
    server.run('maintain', tagging);
    const before = head();
    server.merge('9.9.9');
    for (const command of [
      `git tag -f ${tag} && git push -f origin ${tag}`,
      `git push origin :refs/tags/${tag}`,
    ]) {
      const { status, stderr } = server.run('admin', command);
      expect(status).not.toBe(0);
      expect(stderr).toMatch(/Cannot (update|delete) this protected ref/);
    }
    expect(server.at(`refs/tags/${tag}`)).toBe(before);
  });

  test("that exists is refused to who pushes the page's commands again", () => {
    server.run('maintain', tagging);
    expect(server.run('maintain', tagging).stderr).toContain('already exists');
  });
});

describe('the workflow of the tag', () => {
  beforeEach(startTagged);

  test('starts for a release only', () => {
    const { on } = parse(read('.github/workflows/release.yml'));
    expect(on).toEqual({ push: { tags: ['v[0-9]+.[0-9]+.[0-9]+'] } });
  });

  test('writes the notes', () => {
    expect(releaseJob('notes').status).toBe(0);
    expect(readFileSync(join(server.folder, 'notes.md'), 'utf8')).toBe(`- New in ${tag.slice(1)}.\n`);
  });

  test('refuses a tag that is not on main', () => {
    server.run('admin', 'git commit --quiet --allow-empty -m aside');
    const { status, log } = releaseJob('notes');
    expect(status).toBe(1);
    expect(log).toMatch(/^::error title=The tag is not on main::/);
  });

  test('refuses a tag of another version', () => {
    writeFileSync(join(server.clone, 'package.json'), '{"version":"0.0.1","type":"module"}');
    expect(releaseJob('notes').status).toBe(1);
  });

  test('attests every file of the bundle', () => {
    const { steps } = parse(read('.github/workflows/release.yml')).jobs.draft;
    const attest = steps.find(({ uses = '' }: { uses?: string }) => uses.startsWith('actions/attest@'));
    expect(attest.with).toEqual({ 'subject-path': 'dist/**' });
    expect(list('dist').length).toBeLessThan(1024);
  });

  test('makes a draft', () => {
    const { status, log } = releaseJob('draft');
    expect(status).toBe(0);
    expect(log).toContain('tick the Marketplace box, publish: https://example.com/draft');
    const calls = readFileSync(join(server.folder, 'calls'), 'utf8');
    expect(calls).toContain(
      `release create ${tag} --draft --verify-tag --title ${tag} --notes-file ${server.folder}/notes.md`,
    );
  });

  test.each([
    ['a draft', 'draft', 'There is a draft already, and it stays as it is'],
    ['a release', 'published', 'is published, so there is nothing left to do'],
  ] as const)('leaves %s that exists as it is', (_, releases, message) => {
    const { status, log } = releaseJob('draft', releases);
    expect(status).toBe(0);
    expect(log).toContain(message);
    expect(readFileSync(join(server.folder, 'calls'), 'utf8')).not.toContain('create');
  });

  test.each([
    [
      'a number that an immutable release had',
      'used-up',
      'title=GitHub does not take the draft::',
      'immutable release',
    ],
    [
      'a GitHub that does not answer',
      'down',
      'title=GitHub does not say whether the release is there::',
      'HTTP 503',
    ],
  ] as const)('ends with one error for %s', (_, releases, title, cause) => {
    const { status, log } = releaseJob('draft', releases);
    expect(status).toBe(1);
    expect(log).toMatch(new RegExp(`^::error ${title}.*${cause}.*\n$`));
  });
});

describe('the major tag', () => {
  beforeEach(startTagged);

  test('is made, and a repetition changes nothing', () => {
    expect(majorTag()).toEqual({ status: 0, log: `v1 stands on ${tag}.\n` });
    expect(server.at('refs/tags/v1')).toBe(server.at(`refs/tags/${tag}`));
    expect(majorTag()).toEqual({ status: 0, log: `v1 stands on ${tag}.\n` });
  });

  test('moves forward, and not back', () => {
    majorTag();
    release('1.10.0');
    expect(majorTag('v1.10.0').status).toBe(0);
    expect(server.at('refs/tags/v1')).toBe(server.at('refs/tags/v1.10.0'));
    release('1.9.1');
    expect(majorTag('v1.9.1')).toEqual({
      status: 0,
      log: 'v1 stays on v1.10.0, which is later than v1.9.1.\n',
    });
    expect(server.at('refs/tags/v1')).toBe(server.at('refs/tags/v1.10.0'));
  });

  test('of another major version is left alone', () => {
    majorTag();
    release('2.0.0');
    majorTag('v2.0.0');
    expect(server.at('refs/tags/v1')).toBe(server.at(`refs/tags/${tag}`));
    expect(server.at('refs/tags/v2')).toBe(server.at('refs/tags/v2.0.0'));
  });

  test.each(['token', 'write', 'maintain', 'admin'] as const)(
    'is not moved by %s, and it is said why',
    (pusher) => {
      majorTag();
      release('1.10.0');
      const { status, log } = majorTag('v1.10.0', pusher);
      expect(status).toBe(1);
      expect(log).toMatch(
        /^::error title=The major tag is not moved::.*Cannot update this protected ref.*\n$/,
      );
      expect(server.at('refs/tags/v1')).toBe(server.at(`refs/tags/${tag}`));
    },
  );

  test('that somebody has moved by hand stays there, as an error', () => {
    majorTag();
    server.merge('1.10.0-wip');
    server.set('refs/tags/v1', head());
    release('1.10.0');
    const { status, log } = majorTag('v1.10.0');
    expect(status).toBe(1);
    expect(log).toContain('which is no release');
  });

  test('that moves while this job works is not moved again', () => {
    majorTag();
    release('1.10.0');
    release('1.11.0');
    const later = server.at('refs/tags/v1.11.0');
    // Git itself, but for a push that comes too late.
    const late = `[ "$1" != push ] || git --git-dir "${server.remote}" update-ref refs/tags/v1 ${later}`;
    const script = `#!/bin/sh\nPATH=\${PATH#*:}\n${late}\nexec git "$@"\n`;
    writeFileSync(join(server.folder, 'bin/git'), script, { mode: 0o755 });
    const { status, log } = majorTag('v1.10.0');
    expect(status).toBe(1);
    expect(log).toContain('stale info');
    expect(server.at('refs/tags/v1')).toBe(later);
  });

  test('without a key is one error', () => {
    const { status, log } = runJob('major-tag', 'move', 'token', { TAG: tag, KEY: '' });
    expect(status).toBe(1);
    expect(log).toMatch(/^::error title=No key::/);
  });

  test.each(['v1', '1.2.3', 'v1.2.3-rc', 'v9.9.9'])('of %s is none', (each) => {
    expect(() => decideMove(each, '')).toThrow(each);
  });
});

test('the page has an answer for every error that the release can end with', () => {
  const page = read('docs/release.md');
  for (const message of [
    'creations being restricted',
    'The tag is not on main',
    'package.json says',
    'GitHub does not take the draft',
    'GitHub does not say',
    'No key',
    'repository rule violations',
    'which is no release',
  ])
    expect(page).toContain(message);
});
