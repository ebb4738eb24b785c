// @ts-check
/**
 * Writes the table of docs/status.md.
 *
 * `node scripts/status.js FOLDER` first takes what hosted Windows has shown from the artifacts of windows.yml, which
 * `gh run download RUN --dir FOLDER` brings, and keeps it in docs/status.json.
 * `node scripts/status.js --check` only compares, and exits with 1 if the page is not what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { replaceMarked } from './docs-parts.js';
import { CLAIMS } from './status-claims.js';
import { readEvidence, statusTable } from './status-parts.js';

const page = new URL('../docs/status.md', import.meta.url);
const kept = new URL('../docs/status.json', import.meta.url);
const [argument] = process.argv.slice(2);

if (argument === '--check') check();
else {
  if (argument) take(argument);
  writeFileSync(page, wanted());
}

/** @param {string} folder */
function take(folder) {
  const hosted = readEvidence(folder);
  if (hosted.length === 0)
    throw new Error(`${folder} has no evidence.json: are these the artifacts of windows.yml?`);
  const { production } = JSON.parse(readFileSync(kept, 'utf8'));
  writeFileSync(kept, `${JSON.stringify({ hosted, production }, null, 2)}\n`);
  console.log(`Hosted Windows: ${hosted.map(({ image, date }) => `${image}, ${date}`).join('; ')}.`);
}

function wanted() {
  const status = JSON.parse(readFileSync(kept, 'utf8'));
  return replaceMarked(readFileSync(page, 'utf8'), { status: statusTable(CLAIMS, status) });
}

function check() {
  if (readFileSync(page, 'utf8') === wanted()) return;
  console.error('docs/status.md is not up to date. Run "node scripts/status.js" and commit the result.');
  process.exitCode = 1;
}
