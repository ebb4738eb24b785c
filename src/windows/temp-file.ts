import { rm, writeFile } from 'node:fs/promises';
import { Failure } from '../failure.js';
import { systemError } from '../wording.js';

/**
 * Removes a temporary file. One that is still held, by a virus scanner say, goes with its folder at the end of the
 * run: it must not turn a change that went well into a failure.
 */
export async function removeFile(file: string): Promise<void> {
  // Node tries again only where it removes recursively.
  await rm(file, { force: true, recursive: true, maxRetries: 3 }).catch(() => undefined);
}

/**
 * Writes a file for a program to read; nobody else may.
 * @param program that is to read it, for the error
 * @throws Failure `program-failed`, as where the disk is full
 */
export async function writeForProgram(
  program: string,
  file: string,
  data: string | Uint8Array,
  encoding: BufferEncoding = 'utf8',
): Promise<void> {
  try {
    await writeFile(file, data, { encoding, flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new Failure('program-failed', {
      cause: `No file can be written for ${program} to read.`,
      evidence: systemError(error),
      next: 'Check free space and permissions of RUNNER_TEMP.',
    });
  }
}
