// @ts-check
/**
 * `node scripts/release-major-tag.js vX.Y.Z` moves the tag vX on the remote "origin" to that release. Safe to repeat: it
 * moves the tag forward only, from one release to a later one, and never from a commit that is no release.
 */
import { spawnSync } from 'node:child_process';
import { decideMove } from './major-tag.js';
import { fail } from './runner.js';

const tag = process.argv[2] ?? '';

try {
  const { commit, before, why } = decideMove(tag, remoteTags());
  if (commit === undefined) console.log(why);
  else move(major(), commit, before);
} catch (error) {
  fail('The major tag is not moved', error instanceof Error ? error.message : String(error));
}

function major() {
  return tag.split('.')[0] ?? '';
}

/** @returns {string} the answer of `git ls-remote` */
function remoteTags() {
  return git('ls-remote', '--tags', 'origin');
}

/**
 * @param {string} name
 * @param {string} commit
 * @param {string} before what the tag is now; '' if there is none
 */
function move(name, commit, before) {
  const ref = `refs/tags/${name}`;
  // With a lease: what somebody else has moved in the meantime is not moved again.
  git('push', `--force-with-lease=${ref}:${before}`, 'origin', `${commit}:${ref}`);
  const { why } = decideMove(tag, remoteTags());
  console.log(why);
}

/** @param {string[]} args */
function git(...args) {
  const { status, stdout, stderr, error } = spawnSync('git', args, { encoding: 'utf8' });
  if (status === 0) return stdout;
  const said = error ? error.message : stderr.trim();
  throw new Error(`"git ${args[0]}" failed: ${said} docs/release.md says what to do.`);
}
