// @ts-check
/**
 * `node scripts/release-draft.js vX.Y.Z NOTES` makes a draft of the release, with GitHub's CLI. Safe to repeat: a draft that
 * is there stays as it is, and so does a release that was published.
 */
import { spawnSync } from 'node:child_process';
import { fail } from './runner.js';

const [tag = '', notes = ''] = process.argv.slice(2);
const found = gh('release', 'view', tag, '--json', 'isDraft,url');

if (found.status === 0) sayWhatIsThere(JSON.parse(found.stdout));
else if (/release not found/.test(found.stderr)) makeDraft();
else fail('GitHub does not say whether the release is there', `${found.stderr.trim()} Run this job again.`);

/** @param {{ isDraft: boolean, url: string }} release */
function sayWhatIsThere({ isDraft, url }) {
  if (isDraft) console.log(`There is a draft already, and it stays as it is: ${url}`);
  else console.log(`${tag} is published, so there is nothing left to do: ${url}`);
}

function makeDraft() {
  const made = gh('release', 'create', tag, '--draft', '--verify-tag', '--title', tag, '--notes-file', notes);
  if (made.status === 0)
    console.log(`Open the draft, tick the Marketplace box, publish: ${made.stdout.trim()}`);
  else fail('GitHub does not take the draft', `${made.stderr.trim()} docs/release.md says what to do.`);
}

/** @param {string[]} args */
function gh(...args) {
  const { status, stdout, stderr, error } = spawnSync('gh', args, { encoding: 'utf8' });
  return { status, stdout: stdout ?? '', stderr: error ? error.message : stderr };
}
