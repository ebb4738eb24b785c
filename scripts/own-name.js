// @ts-check
import { readFileSync } from 'node:fs';

const FORM = /^github:([^/]+\/[^/]+)$/;

/**
 * `owner/name` under which this action is published: what `repository` in package.json says. Every example, page and
 * test takes it from there; `scripts/publish-as.js` changes it everywhere.
 * @param {URL} [root] the folder of the project, with a slash at its end
 * @returns {string}
 * @throws {Error} if package.json does not say it
 */
export function ownName(root = new URL('../', import.meta.url)) {
  const { repository } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const name = FORM.exec(repository)?.[1];
  if (!name) throw new Error('package.json needs "repository": "github:OWNER/NAME".');
  return name;
}

/**
 * What GitHub takes for an owner (letters, digits and single hyphens, 39 at most) and for a repository. The owner may
 * also be a placeholder with underscores, which nobody can register.
 * @param {string} name
 */
export function isRepositoryName(name) {
  return /^(?!.*--)[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,37}[A-Za-z0-9_])?\/[A-Za-z0-9._-]{1,100}$/.test(name);
}

/**
 * A text with every mention of a repository replaced: in `uses:`, links and commands, and the folder that a clone of it
 * makes.
 * @param {string} text
 * @param {string} from `owner/name`
 * @param {string} to `owner/name`
 */
export function rename(text, from, to) {
  const folder = (/** @type {string} */ name) => name.split('/')[1] ?? name;
  return text.replaceAll(from, to).replaceAll(`\ncd ${folder(from)}\n`, `\ncd ${folder(to)}\n`);
}
