// The `update` hook of a git server that keeps GitHub's rulesets: node rules-hook.mjs FOLDER REF OLD NEW
// $PUSHER says who pushes: `admin`, `maintain`, `write`, `deploy-key` or `token`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '', ref = '', before = '', after = ''] = process.argv.slice(2);
const roles = { maintain: 2, write: 4, admin: 5 };
const pusher = process.env.PUSHER ?? '';

/** The rules that stand against what is pushed. */
function against({ conditions, rules, bypass_actors: actors }) {
  const { include, exclude } = conditions.ref_name;
  if (!include.some(fits) || exclude.some(fits) || actors.some(mayBypass)) return [];
  return rules.map(({ type }) => type).filter((type) => forbids[type]?.());
}

const isNone = (/** @type {string} */ object) => /^0+$/.test(object);
/** A star fits everything but a slash, and a dot only itself. */
const fits = (/** @type {string} */ pattern) =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(ref);
const forbids = {
  creation: () => isNone(before),
  deletion: () => isNone(after),
  update: () => !isNone(before) && !isNone(after),
};

function mayBypass({ actor_type: type, actor_id: id }) {
  return type === 'DeployKey' ? pusher === 'deploy-key' : type === 'RepositoryRole' && roles[pusher] === id;
}

const said = {
  creation: 'Cannot create ref due to creations being restricted.',
  deletion: 'Cannot delete this protected ref.',
  update: 'Cannot update this protected ref.',
};
const found = readdirSync(folder)
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')))
  .filter(({ target }) => ref.startsWith(target === 'tag' ? 'refs/tags/' : 'refs/heads/'))
  .flatMap(against);
if (found.length > 0) {
  console.error(`error: GH013: Repository rule violations found for ${ref}.`);
  for (const type of found) console.error(`- ${said[type]}`);
  process.exitCode = 1;
}
