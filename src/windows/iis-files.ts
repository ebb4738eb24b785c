import { readFile, stat } from 'node:fs/promises';
import { systemError } from '../wording.js';
import type { System32 } from './system32.js';

/** A file of IIS's configuration. */
type IisFile =
  | { readonly is: 'read'; readonly text: string }
  | { readonly is: 'absent' }
  /** `denied`: the account lacks the right to read it. */
  | { readonly is: 'unreadable'; readonly why: string; readonly denied: boolean };

/** Thousands of sites take some megabytes; more than this is not IIS's configuration. */
const maximumBytes = 64 * 1024 * 1024;

/** IIS's configuration as files. They are UTF-8, so every name in them is exact; only administrators may read them. */
export class IisFiles {
  readonly #system32: System32;

  constructor(system32: System32) {
    this.#system32 = system32;
  }

  /** The sites, and all else of this server, unless the configuration is {@link redirection redirected}. */
  applicationHost(): Promise<IisFile> {
    return this.#read('inetsrv/config/applicationHost.config');
  }

  /** Says whether the configuration lies elsewhere, as in a farm of servers that share one. */
  redirection(): Promise<IisFile> {
    return this.#read('inetsrv/config/redirection.config');
  }

  async #read(name: string): Promise<IisFile> {
    const path = this.#system32.path(name);
    try {
      if ((await stat(path)).size > maximumBytes)
        return { is: 'unreadable', why: `${path} is larger than ${maximumBytes} bytes.`, denied: false };
      const text = decode(await readFile(path));
      if (text !== undefined) return { is: 'read', text };
      return { is: 'unreadable', why: `${path} is not UTF-8.`, denied: false };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return { is: 'absent' };
      return {
        is: 'unreadable',
        why: `${path}: ${systemError(error)}.`,
        denied: code === 'EACCES' || code === 'EPERM',
      };
    }
  }
}

/** Without a byte order mark. @returns undefined if it is not UTF-8 */
function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
