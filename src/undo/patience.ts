import { setTimeout as sleep } from 'node:timers/promises';

/** What Windows answers while another program, such as a virus scanner, holds a file. */
const busyCodes = new Set(['EBUSY', 'EPERM', 'EACCES']);

/** ms before each further attempt: about five seconds in all. */
const pauses = [20, 50, 100, 250, 500, 1_000, 1_500, 1_500];

/**
 * Does something with a file, again and again while the file is busy.
 * @throws whatever the last attempt ends with
 */
export async function whileBusy<T>(work: () => Promise<T>): Promise<T> {
  for (const pause of pauses) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      await sleep(pause);
    }
  }
  return work();
}

/** Whether an error says that a file is busy, or that it may not be touched: Windows does not tell the two apart. */
export function isBusy(error: unknown): boolean {
  return busyCodes.has((error as NodeJS.ErrnoException).code ?? '');
}
