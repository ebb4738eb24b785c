import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { explainPath } from '../certificate/bundle.js';
import { Failure, type FailureCode } from '../failure.js';
import { systemError } from '../wording.js';

/** A file that an input names. */
interface NamedFile {
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
    const { shown, hint } = explainPath(path);
    const { evidence, next } = explain(error);
    // What is no path, but the content of a file, is not shown, and so neither is where it would lead.
    const place = shown === path && full !== path ? ` It was looked for at ${full}.` : '';
    throw new Failure(code, {
      cause: `The file named in "${input}" cannot be read: ${shown}`,
      evidence: `${evidence}${place}`,
      next:
        next ??
        hint ??
        `Give in "${input}" the path of a file on the runner, absolute or relative to the workspace.`,
    });
  }
}

async function contentOf(file: FileHandle): Promise<Buffer> {
  const status = await file.stat();
  if (status.isDirectory()) throw new Unfit('It is a folder.');
  if (!status.isFile()) throw new Unfit('It is not an ordinary file.');
  if (status.size === 0) throw new Unfit('The file is empty.');
  if (status.size > mostBytes)
    throw new Unfit(`The file has ${status.size} bytes, far more than certificates need.`);
  return file.readFile();
}

/** A file that is there, but of which nothing can be made. */
class Unfit extends Error {}

function explain(error: unknown): { evidence: string; next?: string } {
  if (error instanceof Unfit) return { evidence: error.message };
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { evidence: 'There is no such file or folder.' };
    case 'EISDIR':
      return { evidence: 'It is a folder.' };
    case 'EACCES':
    case 'EPERM':
      return {
        evidence: `The account of the runner has no right to read it (${code}).`,
        next: 'Allow the account of the runner to read the file, or let the workflow put it below the workspace or RUNNER_TEMP.',
      };
    case 'EBUSY':
      return { evidence: 'Another program has the file open for itself (EBUSY).' };
    default:
      return { evidence: `The system says: ${systemError(error)}.` };
  }
}
