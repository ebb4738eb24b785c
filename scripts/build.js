// Builds dist/: one bundle (dist/index.js), and the two entries that GitHub starts, dist/main/index.js and
// dist/post/index.js, a line or two each. The types are checked by "npm run types", not here.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const compiled = new URL('build/js/src/', root);

/** @param {string[]} command a program of node_modules/.bin and its arguments */
function run([program = '', ...args]) {
  const file = new URL(`node_modules/.bin/${program}`, root).pathname;
  const { status } = spawnSync(file, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
}

for (const folder of ['build/js/src', 'dist'])
  rmSync(new URL(folder, root), { recursive: true, force: true });
run(['tsc', '-p', 'tsconfig.build.json']);
run(['ncc', 'build', 'build/js/src/index.js', '-o', 'dist', '--target', 'es2023']);
for (const entry of ['main', 'post']) {
  const source = readFileSync(new URL(`${entry}.js`, compiled), 'utf8');
  mkdirSync(new URL(`dist/${entry}`, root));
  writeFileSync(new URL(`dist/${entry}/index.js`, root), source.replace("'./index.js'", "'../index.js'"));
}
await import('./licenses.js');
