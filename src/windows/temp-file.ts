import { rm } from 'node:fs/promises';

/**
 * Removes a temporary file. One that is still held, by a virus scanner say, goes with its folder at the end of the
 * run: it must not turn a change that went well into a failure.
 */
export async function removeFile(file: string): Promise<void> {
  // Node tries again only where it removes recursively.
  await rm(file, { force: true, recursive: true, maxRetries: 3 }).catch(() => undefined);
}
