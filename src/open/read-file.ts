import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Failure, type FailureCode } from '../failure.js';

/** A file that an input names. */
export interface NamedFile {
  /** The input. */
  readonly input: string;
  readonly path: string;
  /** The failure if it cannot be read. */
  readonly code: FailureCode;
}

/** Longer than any file of certificates. */
const mostBytes = 16 * 1024 * 1024;

/**
 * Reads a file that an input names; a relative path starts at the workspace.
 * @throws Failure of the file's code
 */
export async function readNamedFile({ input, path, code }: NamedFile): Promise<Buffer> {
  const full = resolve(path);
  try {
    const file = await open(full, 'r');
    try {
      return await contentOf(file);
    } finally {
      await file.close();
    }
  } catch (error) {
    const { evidence, next } = explain(error, path);
    throw new Failure(code, {
      cause: `The file named in "${input}" cannot be read: ${full}`,
      evidence,
      next:
        next ?? `Give in "${input}" the path of a file on the runner, absolute or relative to the workspace.`,
    });
  }
}

async function contentOf(file: Awaited<ReturnType<typeof open>>): Promise<Buffer> {
  const status = await file.stat();
  if (status.isDirectory()) throw new Unfit('It is a folder.');
  if (!status.isFile()) throw new Unfit('It is not an ordinary file.');
  if (status.size === 0) throw new Unfit('The file is empty.');
  if (status.size > mostBytes)
    throw new Unfit(`The file has ${status.size} bytes; certificates need far less.`);
  return file.readFile();
}

/** A file that is there, but of which nothing can be made. */
class Unfit extends Error {}

/** What people write where something else would have to put the real text in its place, and who would. */
const unexpanded: readonly (readonly [form: RegExp, by: string])[] = [
  [/%[A-Za-z_][\w()]*%/, 'the command prompt'],
  [/\$env:\w+|\$\{env:\w+\}/i, 'PowerShell'],
  [/\$\{\w+\}|\$[A-Za-z_]\w*/, 'a shell'],
  [/^~(?=[\\/]|$)/, 'a shell'],
];

function explain(error: unknown, path: string): { evidence: string; next?: string } {
  if (error instanceof Unfit) return { evidence: error.message };
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const [form, by] = unexpanded.find(([pattern]) => pattern.test(path)) ?? [];
    const literal = form?.exec(path)?.[0];
    if (literal === undefined) return { evidence: 'There is no such file.' };
    return {
      evidence: `There is no such file. ${literal} stands in the path as it is: only ${by} would put something in its place, and no shell reads the inputs of a step.`,
      next: `Write the path itself, or an expression such as \${{ runner.temp }} or \${{ env.NAME }}.`,
    };
  }
  if (code === 'EISDIR') return { evidence: 'It is a folder.' };
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      evidence: `The account of the runner has no right to read it (${code}).`,
      next: 'Allow the account of the runner to read the file, or let the workflow put it below the workspace or RUNNER_TEMP.',
    };
  }
  if (code === 'EBUSY') return { evidence: 'Another program has the file open for itself (EBUSY).' };
  return { evidence: code ?? String(error) };
}
