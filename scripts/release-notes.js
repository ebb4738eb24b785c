// @ts-check
/**
 * Prints the part of CHANGELOG.md that belongs to a release, for its notes.
 * `node scripts/release-notes.js v1.2.3` ends with 1 unless package.json has this version and the changelog a
 * dated section for it.
 */
import { readFileSync } from 'node:fs';
import { releaseNotes } from './changelog.js';

const root = new URL('../', import.meta.url);
const tag = process.argv[2] ?? '';
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
const notes = releaseNotes(readFileSync(new URL('CHANGELOG.md', root), 'utf8'), version);

if (tag !== `v${version}`) {
  console.error(`The tag is ${tag || 'missing'}, package.json says ${version}.`);
  process.exitCode = 1;
} else if (!notes) {
  console.error(`CHANGELOG.md has no section "## [${version}] - YYYY-MM-DD" with text in it.`);
  process.exitCode = 1;
} else console.log(notes);
