/*
 * `npm run demo` and `npm run try`: works in a fresh clone, with nothing installed yet. So this file itself
 * depends on nothing: it installs and compiles what is missing, and starts the rest.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [what = 'story', ...args] = process.argv.slice(2);

const onWindows = `The demo needs Linux or macOS: it brings its own Windows machine.

On Windows the real one is at hand. A dry run reads its bindings and changes nothing; in PowerShell, here:

  \${env:INPUT_DRY-RUN} = 'true'
  $env:RUNNER_TEMP = $env:TEMP
  node dist/main/index.js

That is an inventory. For the plan of a renewal, also set \${env:INPUT_PFX-PATH} and \${env:INPUT_PFX-PASSWORD}.
`;

/** Runs a command; its output is shown only if it fails. */
function mustWork(title, command, commandArgs) {
  console.log(title);
  // The compiler would leave a cache in the folder for temporary files.
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
  const { status, stdout, stderr, error } = spawnSync(command, commandArgs, {
    cwd: root,
    encoding: 'utf8',
    env,
  });
  if (status === 0) return;
  console.error(`${stdout ?? ''}${stderr ?? ''}${error ?? ''}`);
  process.exit(1);
}

if (process.platform === 'win32') {
  console.log(onWindows);
} else {
  if (!existsSync(join(root, 'node_modules', 'typescript'))) {
    mustWork('Installing what the demo needs (npm ci) …', 'npm', ['ci', '--no-audit', '--no-fund']);
  }
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  mustWork('Compiling the embedded Windows machine …', process.execPath, [
    tsc,
    '-p',
    join(root, 'demo', 'tsconfig.json'),
  ]);
  const program = join(root, 'build', 'demo', 'demo', `${what}.js`);
  const { status } = spawnSync(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
