// Writes dist/licenses.txt: the licence of every package that can be in the bundle, which is every package that the
// lock file does not mark as for development only.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);

/** @param {string} folder the folder of a package, relative to the project */
function licenceOf(folder) {
  const place = new URL(`${folder}/`, root);
  if (!existsSync(place)) return undefined;
  const { name, version, license } = JSON.parse(readFileSync(new URL('package.json', place), 'utf8'));
  const file = readdirSync(place).find((each) => /^licen[cs]e/i.test(each));
  const text = file ? readFileSync(new URL(file, place), 'utf8').replaceAll('\r\n', '\n').trim() : '';
  return `${name} ${version} (${license})\n\n${text}`.trim();
}

const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8'));
const licences = Object.entries(packages)
  .filter(
    ([folder, entry]) =>
      folder.startsWith('node_modules/') &&
      !entry.link &&
      !entry.dev &&
      !entry.optional &&
      !entry.devOptional,
  )
  .flatMap(([folder]) => licenceOf(folder) ?? [])
  .sort();
writeFileSync(new URL('dist/licenses.txt', root), `${licences.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
