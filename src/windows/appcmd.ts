import type { System32 } from './system32.js';
import { decodeOutput } from './text.js';

/** What appcmd printed. */
export interface Printed {
  readonly text: string;
  /**
   * Whether every letter is what it seems: the bytes are UTF-8. Else the code page is not known, and each byte outside
   * ASCII is the replacement character.
   */
  readonly isExact: boolean;
  /** What it printed beside that, for an error. */
  readonly said: string;
}

/** `appcmd.exe`, for reading only. It needs elevation. */
export class Appcmd {
  readonly #system32: System32;

  constructor(system32: System32) {
    this.#system32 = system32;
  }

  /** `list site /config /xml`: the sites with all that IIS's configuration has of them. @returns undefined without IIS */
  async sites(): Promise<Printed | undefined> {
    if (!this.#system32.has('inetsrv/appcmd.exe')) return undefined;
    const { stdout, stderr } = await this.#system32.run('inetsrv/appcmd.exe', [
      'list',
      'site',
      '/config',
      '/xml',
    ]);
    return { ...decodeXml(stdout), said: decodeOutput(Buffer.concat([stdout, stderr])) };
  }
}

function decodeXml(bytes: Buffer): Pick<Printed, 'text' | 'isExact'> {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), isExact: true };
  } catch {
    return { text: decodeOutput(bytes).replace(/[\u0080-\uffff]/g, '\u{fffd}'), isExact: false };
  }
}
