// @ts-check
/**
 * `node scripts/publish-as.js OWNER/NAME` puts the name under which you publish this action into every example, page and
 * command. Whoever owns the name that an example points to runs code as SYSTEM on the servers of those who copy it, so
 * the examples must never point to a name that is not yours.
 *
 * A second argument names what to replace instead of the present name.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isRepositoryName, ownName, rename } from './own-name.js';

const root = fileURLToPath(new URL('../', import.meta.url));
const [to = '', from = ownName()] = process.argv.slice(2);

if (isRepositoryName(to)) {
  const changed = files().filter((file) => replaceIn(`${root}${file}`));
  console.log(`${from} is now ${to} in ${changed.length} files:\n${changed.join('\n')}`);
} else {
  console.error(`"${to}" is not the name of a repository on GitHub. Give OWNER/NAME.`);
  process.exitCode = 1;
}

/** Every text of the project; dist/ is built, and names nobody. */
function files() {
  const args = ['ls-files', '-z', '--', '*.md', '*.yml', '*.json', '*.ts', '*.js', ':!dist'];
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
}

/** @param {string} path */
function replaceIn(path) {
  const text = readFileSync(path, 'utf8');
  const renamed = rename(text, from, to);
  if (renamed !== text) writeFileSync(path, renamed);
  return renamed !== text;
}
