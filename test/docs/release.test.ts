import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { releaseNotes } from '../../scripts/changelog.js';
import { read, root } from './files.js';

const { version } = JSON.parse(read('package.json'));

function notes(tag: string) {
  return spawnSync(process.execPath, ['scripts/release-notes.js', tag], { cwd: root, encoding: 'utf8' });
}

test('the notes of a version are what its section of the changelog says', () => {
  const changelog =
    '# Changelog\n\n## [1.1.0] - 2030-02-01\n\n- New.\n\n## [1.0.0] - 2030-01-01\n\n- First.\n';
  expect(releaseNotes(changelog, '1.1.0')).toBe('- New.');
  expect(releaseNotes(changelog, '1.0.0')).toBe('- First.');
});

test.each([
  ['without a section', '# Changelog\n'],
  ['without a date', '## [1.0.0] - soon\n\n- First.\n'],
  ['without text', '## [1.0.0] - 2030-01-01\n\n## [0.9.0] - 2029-01-01\n\n- Old.\n'],
])('a changelog %s has no notes', (_, changelog) => {
  expect(releaseNotes(changelog, '1.0.0')).toBeUndefined();
});

test('the present version can be released', () => {
  const run = notes(`v${version}`);
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
  expect(run.stdout.trim()).not.toBe('');
});

test('a tag of another version is refused', () => {
  const run = notes('v0.0.1');
  expect(run.status).toBe(1);
  expect(run.stderr).toContain(`package.json says ${version}`);
});
