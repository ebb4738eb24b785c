// @ts-check
/**
 * Writes what follows from action.yml, so that it cannot drift: the tables of inputs and outputs, and the action as the
 * fleet workflows call it.
 *
 * `node scripts/docs.js` writes the files; `node scripts/docs.js --check` only compares, and exits with 1 if
 * a file is not what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { readContract } from './contract.js';
import { actionInFolder, inputTable, outputTable, replaceMarked } from './docs-parts.js';

const root = new URL('../', import.meta.url);
const action = readContract(new URL('action.yml', root));
const rollout = readContract(new URL('.github/workflows/rollout.yml', root));
const rolloutOnly = rollout.inputs.filter(({ name }) => !action.inputs.some((input) => input.name === name));
const actionText = readFileSync(new URL('action.yml', root), 'utf8');

/** What each file gets: a function from its present text to the text that it should have. */
const generated = {
  'README.md': (/** @type {string} */ text) =>
    replaceMarked(text, { inputs: inputTable(action.inputs), outputs: outputTable(action.outputs) }),
  'docs/fleet.md': (/** @type {string} */ text) =>
    replaceMarked(text, { inputs: inputTable(rolloutOnly), outputs: outputTable(rollout.outputs) }),
  '.github/actions/rebind/action.yml': () => actionInFolder(actionText, '../../../'),
};

const check = process.argv.includes('--check');
const stale = [];
for (const [file, generate] of Object.entries(generated)) {
  const path = new URL(file, root);
  const present = readFileSync(path, 'utf8');
  const wanted = generate(present);
  if (present === wanted) continue;
  stale.push(file);
  if (!check) writeFileSync(path, wanted);
}

if (stale.length === 0) console.log('The generated documentation is up to date.');
else if (check) {
  console.error(`Not up to date: ${stale.join(', ')}. Run "npm run docs" and commit the result.`);
  process.exitCode = 1;
} else console.log(`Written: ${stale.join(', ')}`);
