import { spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder: the nearest one above this file with a package.json. */
export function projectRoot(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === dirname(folder)) throw new Error('package.json not found above the simulator');
  }
}

/**
 * The folder of the compiled simulator, compiled anew if a source is newer. Several processes may do so at once:
 * each compiles into a folder of its own, and files take their places one by one, whole.
 */
export function compiledSimulator(): string {
  const root = projectRoot();
  const compiled = join(root, 'build', 'simulator');
  const sources = filesBelow(join(root, 'simulator'), '.ts');
  const stamp = join(compiled, 'machine.js');
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs));
  const isNew = (statSync(stamp, { throwIfNoEntry: false })?.mtimeMs ?? 0) >= newest;
  const programs = sources.map((file) =>
    join(compiled, relative(join(root, 'simulator'), file).replace(/ts$/, 'js')),
  );
  if (isNew && programs.every((file) => existsSync(file))) return compiled;

  mkdirSync(join(root, 'build'), { recursive: true });
  const draft = mkdtempSync(join(root, 'build', '.simulator-'));
  try {
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const args = [tsc, '-p', join(root, 'simulator', 'tsconfig.json'), '--outDir', draft];
    const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: '1' };
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
    if (status !== 0) throw new Error(`The simulator does not compile:\n${stdout}`);
    const made = filesBelow(join(draft, 'simulator'), '.js');
    // The stamp comes last: it says that all the others are in place.
    made.sort(
      (a, b) => Number(a.endsWith('simulator/machine.js')) - Number(b.endsWith('simulator/machine.js')),
    );
    for (const file of made) putInPlace(file, join(compiled, relative(join(draft, 'simulator'), file)));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return compiled;
}

let programFile: { path: string | undefined } | undefined;

/**
 * The program file of served programs, compiled if its source has changed; undefined where no C compiler is at hand.
 * Several processes may compile it at once: it takes its place whole.
 */
export function compiledProgramFile(): string | undefined {
  programFile ??= { path: compileProgramFile() };
  return programFile.path;
}

function compileProgramFile(): string | undefined {
  const root = projectRoot();
  const source = join(root, 'simulator', 'server', 'start.c');
  const version = createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 12);
  const folder = join(root, 'build', 'simulator', 'program-files');
  const file = join(folder, `${process.platform}-${process.arch}-${version}`);
  if (existsSync(file)) return file;
  if (!hasCompiler()) return undefined;
  mkdirSync(folder, { recursive: true });
  const draft = join(folder, randomUUID());
  try {
    const { status } = spawnSync('cc', ['-O2', '-o', draft, source], { stdio: 'ignore' });
    if (status !== 0) return undefined;
    renameSync(draft, file);
    return file;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** On macOS `cc` is always there, and without the developer tools it opens a window that offers them. */
function hasCompiler(): boolean {
  if (process.platform !== 'darwin') return true;
  return spawnSync('xcode-select', ['-p'], { stdio: 'ignore' }).status === 0;
}

function putInPlace(file: string, place: string): void {
  const isStamp = place.endsWith('machine.js');
  if (!isStamp && existsSync(place) && readFileSync(place).equals(readFileSync(file))) return;
  mkdirSync(dirname(place), { recursive: true });
  const neighbour = `${place}.${process.pid}`;
  cpSync(file, neighbour);
  renameSync(neighbour, place);
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));
}
