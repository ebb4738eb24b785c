import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ownName } from '../../scripts/own-name.js';

/** The root of the project, with a slash at its end. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** `owner/name@major` in every example. */
export const OWN_ACTION = `${ownName()}@v1`;

/** The text of a file of the project, by its path from the root. */
export function read(path: string): string {
  return readFileSync(root + path, 'utf8');
}

/** Paths from the root of all files that match a pattern of git's, new ones included, ignored ones not. */
export function list(...patterns: readonly string[]): string[] {
  const args = [
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    '--deduplicate',
    '--',
    ...patterns,
  ];
  const files = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  const deleted = execFileSync('git', ['ls-files', '-z', '--deleted'], { cwd: root, encoding: 'utf8' }).split(
    '\0',
  );
  return files.filter((file) => !deleted.includes(file)).sort();
}
